/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/annex-log.h"
#include "core/annex-natural-order.h"
#include "core/annex-query.h"
#include "core/annex-transaction.h"
#include "engagement-fixture.h"
#include "isms/annex-engagement-setup.h"
#include "isms/annex-isms.h"
#include "isms/annex-rules.h"

static gint64
get_clause (AnnexStore *store, const char *reference)
{
  gint64 id = annex_store_find_id (store, &annex_clause_type, reference, NULL);

  g_assert_cmpint (id, !=, 0);
  return id;
}

static gboolean
collect_reference (AnnexRecord *record, gpointer data)
{
  g_string_append_printf (data, "%s ", annex_record_get_reference (record));
  return TRUE;
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_clause_type);
  g_autoptr (GString) references = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  annex_query_foreach (query, fixture->store, collect_reference, references, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (references->str, ==,
                   "CL.4.1 CL.4.2 CL.4.3 CL.4.4 CL.5.1 CL.5.2 CL.5.3 CL.6.1.1 CL.6.1.2 CL.6.1.3 CL.6.2 CL.6.3 CL.7.1 CL.7.2 CL.7.3 CL.7.4 "
                   "CL.7.5.1 CL.7.5.2 CL.7.5.3 CL.8.1 CL.8.2 CL.8.3 CL.9.1 CL.9.2.1 CL.9.2.2 CL.9.3.1 CL.9.3.2 CL.9.3.3 CL.10.1 CL.10.2 ");
}

static void
test_natural_order (void)
{
  static const char *const sorted[] = { "A.5.9", "A.5.10", "AC-2", "AC-2(1)", "AC-2(10)", "AC-3", "ac-10", "CL.4.1", "CL.4.01.1" };

  for (guint i = 1; i < G_N_ELEMENTS (sorted); i++)
    {
      g_assert_cmpint (annex_natural_order_compare (sorted[i - 1], strlen (sorted[i - 1]), sorted[i], strlen (sorted[i])), <, 0);
      g_assert_cmpint (annex_natural_order_compare (sorted[i], strlen (sorted[i]), sorted[i - 1], strlen (sorted[i - 1])), >, 0);
    }
  g_assert_cmpint (annex_natural_order_compare ("AC-02", 5, "ac-2", 4), ==, 0);
}

/* Each clause says what it is for and what is asked to be seen; what is documented is asked where the standard does. */
static void
test_catalogue (Fixture *fixture, gconstpointer data)
{
  static const char *const filled[] = { "chapter", "pdca", "description", "audit_hint" };
  static const char *const climate[] = { "CL.4.1", "CL.4.2" };
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_clause_type);

  for (guint i = 0; i < G_N_ELEMENTS (filled); i++)
    {
      annex_query_clear_filters (query);
      annex_query_add_filter (query, filled[i], ANNEX_FILTER_IS_EMPTY, NULL);
      g_assert_cmpuint (annex_query_count (query, fixture->store, NULL), ==, 0);
    }
  annex_query_clear_filters (query);
  annex_query_add_filter (query, "documents", ANNEX_FILTER_IS_NOT_EMPTY, NULL);
  g_assert_cmpuint (annex_query_count (query, fixture->store, NULL), ==, 15);
  annex_query_clear_filters (query);
  annex_query_add_filter (query, "amendment", ANNEX_FILTER_IS_NOT_EMPTY, NULL);
  g_assert_cmpuint (annex_query_count (query, fixture->store, NULL), ==, G_N_ELEMENTS (climate));
  for (guint i = 0; i < G_N_ELEMENTS (climate); i++)
    {
      g_autoptr (AnnexRecord) clause = annex_store_find (fixture->store, climate[i], NULL);

      g_assert_nonnull (annex_record_get_value (clause, "amendment"));
    }
}

static void
test_rules (Fixture *fixture, gconstpointer data)
{
  gint64 clause = get_clause (fixture->store, "CL.4.3"), context = get_clause (fixture->store, "CL.4.1");
  gint64 evidence;

  /* Nobody is blamed for what has not begun. */
  g_assert_false (fixture_is_found (fixture->store, clause, "clause-without-owner"));
  g_assert_false (fixture_is_found (fixture->store, clause, "clause-without-evidence"));
  fixture_assert_set (fixture->store, clause, "status", "planned");
  g_assert_true (fixture_is_found (fixture->store, clause, "clause-without-owner"));
  g_assert_false (fixture_is_found (fixture->store, clause, "clause-without-approach"));
  g_assert_false (fixture_is_found (fixture->store, clause, "clause-without-document"));
  fixture_add (fixture->store, &annex_person_type, "name", "Daniel", NULL);
  fixture_assert_set (fixture->store, clause, "owner", "Daniel");
  g_assert_false (fixture_is_found (fixture->store, clause, "clause-without-owner"));

  fixture_assert_set (fixture->store, clause, "status", "implemented");
  g_assert_true (fixture_is_found (fixture->store, clause, "clause-without-approach"));
  fixture_assert_set (fixture->store, clause, "approach", "One page says it.");
  g_assert_false (fixture_is_found (fixture->store, clause, "clause-without-approach"));
  g_assert_true (fixture_is_found (fixture->store, clause, "clause-without-document"));
  fixture_assert_set (fixture->store, clause, "kept_as", "Scope 1.0, document share");
  g_assert_false (fixture_is_found (fixture->store, clause, "clause-without-document"));

  g_assert_true (fixture_is_found (fixture->store, clause, "clause-without-evidence"));
  evidence = fixture_add (fixture->store, &annex_evidence_type, "title", "Scope 1.0", "clauses", "CL.4.3", "about", "2020-01-01",
                          "valid_until", "2021-01-01", NULL);
  g_assert_false (fixture_is_found (fixture->store, clause, "clause-without-evidence"));
  g_assert_true (fixture_is_found (fixture->store, clause, "clause-evidence-old"));
  fixture_assert_set (fixture->store, evidence, "valid_until", "2999-01-01");
  g_assert_false (fixture_is_found (fixture->store, clause, "clause-evidence-old"));
  fixture_assert_value (fixture->store, clause, "last_evidence", "2020-01-01");

  fixture_assert_set (fixture->store, clause, "review_date", "2021-01-01");
  g_assert_true (fixture_is_found (fixture->store, clause, "clause-verification-overdue"));
  fixture_assert_set (fixture->store, clause, "review_date", "2999-01-01");
  g_assert_false (fixture_is_found (fixture->store, clause, "clause-verification-overdue"));

  /* Only 4.1 has to be decided; 4.2 is a thing to think of. */
  g_assert_false (fixture_is_found (fixture->store, clause, "clause-climate-undecided"));
  fixture_assert_set (fixture->store, context, "status", "implemented");
  g_assert_true (fixture_is_found (fixture->store, context, "clause-climate-undecided"));
  fixture_assert_set (fixture->store, context, "amendment_answer", "Not relevant: no site, supplier or customer depends on it.");
  g_assert_false (fixture_is_found (fixture->store, context, "clause-climate-undecided"));
}

/* What the sample says of its clauses stands on evidence. */
static void
test_sample (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) findings = annex_rules_check (fixture->store, 0, NULL, NULL);

  g_assert_cmpuint (fixture_count (fixture->store, "clause"), ==, 30);
  for (guint i = 0; i < findings->len; i++)
    {
      const AnnexFinding *finding = findings->pdata[i];

      /* Whether a date has passed depends on the day. */
      if (g_str_has_prefix (finding->rule, "clause-") && !g_str_has_suffix (finding->rule, "-overdue") && !g_str_has_suffix (finding->rule, "-old"))
        g_error ("%s: %s %s", finding->rule, finding->reference, finding->message);
    }
}

/* A file of an older Annex gets the clauses once, and undo goes on where it was. */
static void
test_older_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autofree char *label = NULL;
  gint64 asset = fixture_add (fixture->store, &annex_asset_type, "name", "Laptop", NULL);

  fixture_assert_set (fixture->store, asset, "name", "Tablet");
  g_assert_cmpuint (fixture_count (fixture->store, "clause"), ==, 0);
  g_assert_true (annex_engagement_bring_up_to_date (fixture->store, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (fixture_count (fixture->store, "clause"), ==, 30);

  g_assert_true (annex_log_undo (fixture->store, &label, &error));
  fixture_assert_value (fixture->store, asset, "name", "Laptop");
  g_assert_cmpuint (fixture_count (fixture->store, "clause"), ==, 30);
  g_assert_true (annex_log_redo (fixture->store, NULL, &error));
  fixture_assert_value (fixture->store, asset, "name", "Tablet");

  transaction = annex_transaction_begin (fixture->store, "Do without clauses", &error);
  for (guint i = 0; i < 30; i++)
    {
      g_autoptr (AnnexQuery) query = annex_query_new (&annex_clause_type);
      g_autoptr (GArray) ids = annex_query_run (query, fixture->store, NULL);

      g_assert_true (annex_transaction_delete (transaction, g_array_index (ids, gint64, 0), &error));
    }
  g_assert_true (annex_transaction_commit (transaction, &error));
  g_assert_true (annex_engagement_bring_up_to_date (fixture->store, &error));
  g_assert_cmpuint (fixture_count (fixture->store, "clause"), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();
  g_test_add_func ("/clauses/natural_order_counts_as_people_do", test_natural_order);
  g_test_add ("/clauses/stand_in_the_order_of_the_standard", Fixture, NULL, fixture_set_up, test_order, fixture_tear_down);
  g_test_add ("/clauses/say_what_they_are_for_and_what_is_asked_for", Fixture, NULL, fixture_set_up, test_catalogue, fixture_tear_down);
  g_test_add ("/clauses/rules_trigger_and_do_not", Fixture, NULL, fixture_set_up, test_rules, fixture_tear_down);
  g_test_add ("/clauses/sample_contradicts_none", Fixture, NULL, fixture_set_up_sample, test_sample, fixture_tear_down);
  g_test_add ("/clauses/come_to_an_older_file_once", Fixture, NULL, fixture_set_up_empty, test_older_file, fixture_tear_down);
  return g_test_run ();
}
