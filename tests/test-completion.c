/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "core/annex-transaction.h"
#include "engagement-fixture.h"
#include "exchange/annex-import.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"

/* What a type adds to a record is the same however the record came to have its values. */

#define N_RANDOM_RISKS 60

/* What people give a risk; the rest follows. */
static const char *const given_fields[] = {
  "title",
  "inherent_likelihood",
  "inherent_consequence",
  "current_likelihood",
  "current_consequence",
  "target_likelihood",
  "target_consequence",
  "impact_financial",
  "impact_legal",
  "impact_people",
  "inherent_impact_operational",
  "assessed_on",
  "review_date",
  NULL,
};

static AnnexTransaction *
begin (AnnexStore *store)
{
  g_autoptr (GError) error = NULL;
  AnnexTransaction *transaction = annex_transaction_begin (store, "Test", &error);

  g_assert_no_error (error);
  return transaction;
}

static void
commit (AnnexTransaction *transaction)
{
  g_autoptr (GError) error = NULL;

  annex_transaction_commit (transaction, &error);
  g_assert_no_error (error);
  annex_transaction_free (transaction);
}

static gint64
create (AnnexTransaction *transaction, AnnexStore *store, char *const *values)
{
  g_autofree const char **all = g_new0 (const char *, annex_store_get_fields (store, &annex_risk_type)->len);
  g_autoptr (GError) error = NULL;
  gint64 id;

  for (guint i = 0; given_fields[i] != NULL; i++)
    all[annex_store_find_field_index (store, &annex_risk_type, given_fields[i])] = values[i];
  id = annex_transaction_create (transaction, &annex_risk_type, all, &error);
  g_assert_no_error (error);
  return id;
}

static void
set (AnnexTransaction *transaction, gint64 id, const char *name, const char *value)
{
  g_autoptr (GError) error = NULL;

  annex_transaction_set (transaction, id, name, value, &error);
  g_assert_no_error (error);
}

static gint64
add_whole (AnnexStore *store, char *const *values)
{
  AnnexTransaction *transaction = begin (store);
  gint64 id = create (transaction, store, values);

  commit (transaction);
  return id;
}

/* Made with other estimates first, which are then put right in the same transaction. */
static gint64
add_in_steps (AnnexStore *store, char *const *values)
{
  const char *first[G_N_ELEMENTS (given_fields)] = { values[0] };
  AnnexTransaction *transaction = begin (store);
  gint64 id;

  for (guint i = 3; i <= 4; i++)
    first[i] = *values[i] != '\0' ? "5" : NULL;
  id = create (transaction, store, (char *const *) first);
  for (guint i = 1; given_fields[i] != NULL; i++)
    set (transaction, id, given_fields[i], values[i]);
  commit (transaction);
  return id;
}

static gint64
add_by_import (Fixture *fixture, char *const *values)
{
  g_autoptr (GString) table = g_string_new (NULL);
  g_autofree char *path = g_build_filename (fixture->folder, "risks.csv", NULL);
  g_autoptr (AnnexImport) import = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  for (guint i = 0; given_fields[i] != NULL; i++)
    g_string_append_printf (table, "%s%s", i > 0 ? "," : "", given_fields[i]);
  g_string_append_c (table, '\n');
  for (guint i = 0; given_fields[i] != NULL; i++)
    g_string_append_printf (table, "%s\"%s\"", i > 0 ? "," : "", values[i] != NULL ? values[i] : "");
  g_string_append_c (table, '\n');
  g_file_set_contents (path, table->str, -1, &error);
  g_assert_no_error (error);
  import = annex_import_new (fixture->store, &annex_risk_type, path, NULL, &error);
  g_assert_no_error (error);
  annex_import_apply (import, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  id = annex_store_read_number (fixture->store,
                                "SELECT max (id) FROM record WHERE type = 'risk' AND number = "
                                "(SELECT max (number) FROM record WHERE type = 'risk')",
                                NULL, 0, &error);
  g_assert_no_error (error);
  return id;
}

static void
assert_same (AnnexStore *store, gint64 id, gint64 other, const char *how)
{
  g_autoptr (AnnexRecord) record = annex_store_load (store, id, NULL);
  g_autoptr (AnnexRecord) same = annex_store_load (store, other, NULL);
  GPtrArray *fields = annex_store_get_fields (store, &annex_risk_type);

  g_assert_nonnull (record);
  g_assert_nonnull (same);
  for (guint i = 1; i < fields->len; i++)
    {
      const AnnexField *field = fields->pdata[i];

      if (g_strcmp0 (annex_record_get_value_at (record, i), annex_record_get_value_at (same, i)) != 0)
        g_error ("%s, %s: “%s” when it is made at once, “%s” %s", annex_record_get_title (record), field->name,
                 annex_record_get_value_at (record, i), annex_record_get_value_at (same, i), how);
    }
}

static void
check_ways (Fixture *fixture, char *const *values)
{
  gint64 whole = add_whole (fixture->store, values);

  assert_same (fixture->store, whole, add_in_steps (fixture->store, values), "when it is made in steps");
  assert_same (fixture->store, whole, add_by_import (fixture, values), "when it is imported");
}

static void
test_random_risks_are_completed_alike (Fixture *fixture, gconstpointer data)
{
  guint32 seed = (guint32) g_test_rand_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint n = 0; n < N_RANDOM_RISKS; n++)
    {
      g_auto (GStrv) values = g_new0 (char *, G_N_ELEMENTS (given_fields));

      for (guint i = 0; given_fields[i] != NULL; i++)
        if (i == 0)
          values[i] = g_strdup_printf ("Risk %u", n);
        else if (g_str_has_suffix (given_fields[i], "_on") || g_str_has_suffix (given_fields[i], "_date"))
          values[i] = g_strdup (g_rand_int_range (random, 0, 4) == 0 ? "2025-02-28" : "");
        else
          values[i] = g_rand_boolean (random) ? g_strdup_printf ("%d", g_rand_int_range (random, 1, 6)) : g_strdup ("");
      check_ways (fixture, values);
    }
}

static void
test_risks_of_the_sample_are_completed_alike (Fixture *fixture, gconstpointer data)
{
  guint n = fixture_count (fixture->store, "risk");

  g_assert_cmpuint (n, >, 10);
  for (guint number = 1; number <= n; number++)
    {
      g_autofree char *reference = g_strdup_printf ("R-%03u", number);
      g_autoptr (AnnexRecord) risk = annex_store_find (fixture->store, reference, NULL);
      g_auto (GStrv) values = g_new0 (char *, G_N_ELEMENTS (given_fields));

      if (risk == NULL)
        continue;
      for (guint i = 0; given_fields[i] != NULL; i++)
        values[i] =
          g_strdup (i < G_N_ELEMENTS (given_fields) - 3 && annex_record_get_value (risk, given_fields[i]) != NULL
                      ? annex_record_get_value (risk, given_fields[i])
                      : "");
      check_ways (fixture, values);
    }
}

static void
assert_log (Fixture *fixture, gint64 id, const char *operation, gint64 expected)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT count (*) FROM change WHERE record = ?1 AND operation = '%s'", operation);
  g_autoptr (GError) error = NULL;
  gint64 n = annex_store_read_number (fixture->store, sql, &id, 1, &error);

  g_assert_no_error (error);
  g_assert_cmpint (n, ==, expected);
}

static void
test_a_new_risk_is_logged_once (Fixture *fixture, gconstpointer data)
{
  char *values[G_N_ELEMENTS (given_fields)] = { (char *) "Fire", NULL, NULL, (char *) "4",
                                                (char *) "2",    NULL, NULL, (char *) "5" };
  gint64 id = add_whole (fixture->store, values);
  g_autoptr (AnnexRecord) risk = annex_store_load (fixture->store, id, NULL);

  fixture_assert_value (fixture->store, id, "current_consequence", "5");
  g_assert_nonnull (annex_record_get_value (risk, "assessed_on"));
  g_assert_nonnull (annex_record_get_value (risk, "assessed_under"));
  g_assert_nonnull (annex_record_get_value (risk, "review_date"));
  assert_log (fixture, id, "create", 1);
  assert_log (fixture, id, "update", 0);
}

/* What was added for the first estimate does not outlive it. */
static void
test_what_followed_goes_with_its_reason (Fixture *fixture, gconstpointer data)
{
  char *values[G_N_ELEMENTS (given_fields)] = { (char *) "Flood", NULL, NULL, (char *) "4",
                                                (char *) "2",     NULL, NULL, (char *) "5" };
  AnnexTransaction *transaction = begin (fixture->store);
  gint64 id = create (transaction, fixture->store, values);
  gint64 step =
    annex_transaction_add (transaction, &annex_treatment_type, NULL, "title", "Pump", "status", "done", NULL);

  set (transaction, id, "impact_financial", NULL);
  set (transaction, step, "status", "planned");
  commit (transaction);
  fixture_assert_value (fixture->store, id, "current_consequence", "2");
  fixture_assert_value (fixture->store, step, "done_on", NULL);
}

/* What is known of the methodology is asked again once it is another, within a transaction and after one that was
 * taken back. */
static void
test_answers_follow_their_records (Fixture *fixture, gconstpointer data)
{
  char *values[G_N_ELEMENTS (given_fields)] = { (char *) "Fire", NULL, NULL, (char *) "5", (char *) "5" };
  AnnexTransaction *transaction = begin (fixture->store);
  gint64 usual, sooner, later;
  gint64 level = annex_store_read_number (
    fixture->store,
    "SELECT s.id FROM scale_level s JOIN matrix_cell m ON s.scale = 'risk_level' AND s.level = m.level "
    "WHERE m.likelihood = 5 AND m.consequence = 5",
    NULL, 0, NULL);
  g_autofree char *today = annex_clock_dup_today ();
  g_autofree char *in_a_quarter = annex_date_rules_dup_later (today, 3);
  g_autofree char *in_a_month = annex_date_rules_dup_later (today, 1);

  create (transaction, fixture->store, values);
  set (transaction, level, "review_months", "1");
  create (transaction, fixture->store, values);
  annex_transaction_free (transaction);
  transaction = begin (fixture->store);
  later = create (transaction, fixture->store, values);
  commit (transaction);
  fixture_assert_value (fixture->store, later, "review_date", in_a_quarter);

  transaction = begin (fixture->store);
  usual = create (transaction, fixture->store, values);
  set (transaction, level, "review_months", "1");
  sooner = create (transaction, fixture->store, values);
  commit (transaction);
  fixture_assert_value (fixture->store, usual, "review_date", in_a_quarter);
  fixture_assert_value (fixture->store, sooner, "review_date", in_a_month);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();
#define ADD(name, set_up) g_test_add ("/completion/" #name, Fixture, NULL, set_up, test_##name, fixture_tear_down)
  ADD (random_risks_are_completed_alike, fixture_set_up);
  ADD (risks_of_the_sample_are_completed_alike, fixture_set_up_sample);
  ADD (a_new_risk_is_logged_once, fixture_set_up);
  ADD (what_followed_goes_with_its_reason, fixture_set_up);
  ADD (answers_follow_their_records, fixture_set_up);
#undef ADD
  return g_test_run ();
}
