/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/annex-log.h"
#include "core/annex-query.h"
#include "core/annex-statement.h"
#include "core/annex-transaction.h"
#include "engagement-fixture.h"
#include "isms/annex-isms.h"

static gint64
add_asset (AnnexStore *store, const char *name)
{
  return fixture_add (store, annex_type_find ("asset"), "name", name, NULL);
}

/* Else all that is taken back is written twice. */
static void
assert_without_journal (AnnexStore *store)
{
  g_autoptr (AnnexStatement) statement = annex_statement_new (store, "PRAGMA journal_mode", NULL);

  g_assert_true (annex_statement_next (statement));
  g_assert_cmpstr (annex_statement_get_string (statement, 0), ==, "off");
}

static void
test_as_of (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint now;

  add_asset (fixture->store, "First");
  now = annex_store_count (fixture->store, annex_type_find ("asset"), NULL);
  g_assert_true (annex_log_begin_as_of (fixture->store, "2020-01-01", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (annex_store_count (fixture->store, annex_type_find ("asset"), NULL), ==, 0);
  assert_without_journal (fixture->store);
  annex_log_end_as_of (fixture->store);
  g_assert_cmpuint (annex_store_count (fixture->store, annex_type_find ("asset"), NULL), ==, now);
}

static guint
count_as_of (AnnexStore *store, const char *date, gboolean remarked)
{
  g_autoptr (GError) error = NULL;
  guint count;

  g_assert_true (annex_log_begin_as_of (store, date, &error));
  g_assert_no_error (error);
  g_assert_true ((annex_log_get_as_of_remark (store) != NULL) == remarked);
  count = annex_store_count (store, annex_type_find ("asset"), NULL);
  annex_log_end_as_of (store);
  return count;
}

/* @month: of 2026, for each commit; 40 for a year that is still to come */
static void
set_times (AnnexStore *store, const int *months, guint n_months)
{
  for (guint i = 0; i < n_months; i++)
    {
      g_autofree char *sql = g_strdup_printf ("UPDATE \"commit\" SET time = '%d-%02d-10T12:00:00.000000Z' WHERE id = %u", months[i] == 40 ? 9000 : 2026,
                                              months[i] == 40 ? 1 : months[i], i + 1);

      fixture_run_sql (store, sql);
    }
}

/* What was made before a date is told by the order of commits, whatever the clocks were. */
static void
test_as_of_with_a_wrong_clock (Fixture *fixture, gconstpointer data)
{
  static const int right[] = { 1, 2, 3, 4, 5 }, back[] = { 1, 2, 3, 1, 5 }, forward[] = { 1, 40, 3, 4, 5 }, last_back[] = { 3, 3, 3, 4, 1 },
                   last_two[] = { 1, 2, 3, 40, 4 };

  for (guint i = 0; i < 5; i++)
    add_asset (fixture->store, "Asset");

  set_times (fixture->store, right, 5);
  g_assert_cmpuint (count_as_of (fixture->store, "2026-01-01", FALSE), ==, 0);
  g_assert_cmpuint (count_as_of (fixture->store, "2026-03-20", FALSE), ==, 3);
  g_assert_cmpuint (count_as_of (fixture->store, "2026-12-31", FALSE), ==, 5);

  set_times (fixture->store, back, 5);
  g_assert_cmpuint (count_as_of (fixture->store, "2026-01-20", TRUE), ==, 1);
  g_assert_cmpuint (count_as_of (fixture->store, "2026-03-20", TRUE), ==, 4);

  set_times (fixture->store, forward, 5);
  g_assert_cmpuint (count_as_of (fixture->store, "2026-01-20", TRUE), ==, 2);
  g_assert_cmpuint (count_as_of (fixture->store, "2026-04-20", TRUE), ==, 4);
  g_assert_cmpuint (count_as_of (fixture->store, "2026-12-31", TRUE), ==, 5);

  set_times (fixture->store, last_back, 5);
  g_assert_cmpuint (count_as_of (fixture->store, "2026-02-01", TRUE), ==, 0);
  g_assert_cmpuint (count_as_of (fixture->store, "2026-03-20", TRUE), ==, 3);
  g_assert_cmpuint (count_as_of (fixture->store, "2026-04-20", TRUE), ==, 5);

  set_times (fixture->store, last_two, 5);
  g_assert_cmpuint (count_as_of (fixture->store, "2026-04-20", TRUE), ==, 5);
}

/* A row of the history that Annex did not write is refused, also where only what came before it is shown. */
static void
test_as_of_with_a_planted_history (Fixture *fixture, gconstpointer data)
{
  static const int months[] = { 1, 5 };
  g_autoptr (GError) error = NULL;

  add_asset (fixture->store, "First");
  add_asset (fixture->store, "Second");
  set_times (fixture->store, months, 2);
  fixture_run_sql (fixture->store, "UPDATE change SET operation = 'update', field = 'reference', new = 'A-0003' WHERE commit_id = 2");
  for (int month = 1; month <= 4; month += 3)
    {
      g_autofree char *date = g_strdup_printf ("%d-%02d-01", month == 1 ? 2025 : 2026, month);

      g_assert_false (annex_log_begin_as_of (fixture->store, date, &error));
      g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED);
      g_assert_nonnull (strstr (error->message, "commit 2"));
      g_clear_error (&error);
    }
  g_assert_cmpuint (annex_store_count (fixture->store, annex_type_find ("asset"), &error), ==, 2);
  g_assert_no_error (error);
}

/* What changed back and forth since, and what is gone by now, is there as it was, and found by its words. */
static void
test_as_of_has_records_as_they_were (Fixture *fixture, gconstpointer data)
{
  const AnnexType *type = annex_type_find ("asset");
  gint64 first = add_asset (fixture->store, "First"), second = add_asset (fixture->store, "Second");
  static const int months[] = { 1, 1, 1, 5, 5, 5, 5, 5 };
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexRecord) record = NULL;
  g_autoptr (AnnexQuery) query = annex_query_new (type);

  g_assert_true (annex_log_mark_start (fixture->store, "Begin", &error));
  g_assert_true (fixture_set (fixture->store, first, "name", "Renamed", &error));
  g_assert_true (fixture_set (fixture->store, first, "reference", "A-0100", &error));
  g_assert_true (fixture_set (fixture->store, second, "reference", "A-0001", &error));
  {
    g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (fixture->store, "Delete", &error);

    g_assert_true (annex_transaction_delete (transaction, second, &error));
    g_assert_true (annex_transaction_commit (transaction, &error));
  }
  add_asset (fixture->store, "Third");
  set_times (fixture->store, months, 8);

  g_assert_true (annex_log_begin_as_of (fixture->store, "2026-02-01", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (annex_store_count (fixture->store, type, NULL), ==, 2);
  record = annex_store_find (fixture->store, "A-0001", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (annex_record_get_title (record), ==, "First");
  annex_query_set_search (query, "second");
  g_assert_cmpuint (annex_query_count (query, fixture->store, &error), ==, 1);
  g_assert_no_error (error);
  annex_log_end_as_of (fixture->store);
  g_assert_cmpuint (annex_query_count (query, fixture->store, &error), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();

#define ADD(path, function) g_test_add ("/as-of/" path, Fixture, NULL, fixture_set_up_empty, function, fixture_tear_down)
  ADD ("shows-what-was-there", test_as_of);
  ADD ("goes-by-the-order-of-commits", test_as_of_with_a_wrong_clock);
  ADD ("refuses-a-planted-history", test_as_of_with_a_planted_history);
  ADD ("has-records-as-they-were", test_as_of_has_records_as_they_were);
  return g_test_run ();
}
