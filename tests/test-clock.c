/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one clock: in C and in SQL, on a chosen day and on the day of an earlier state, and over midnight. */
#include <stdlib.h>
#include <string.h>

#include "core/annex-change-set.h"
#include "core/annex-log.h"
#include "core/annex-store-private.h"
#include "core/annex-worker.h"
#include "engagement-fixture.h"
#include "isms/annex-isms.h"

static char *
select_text (AnnexStore *store, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  char *text;

  g_assert_cmpint (sqlite3_prepare_v2 (annex_store_get_database (store), sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  text = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  return text;
}

static void
assert_selected (AnnexStore *store, const char *sql, const char *expected)
{
  g_autofree char *text = select_text (store, sql);

  g_assert_cmpstr (text, ==, expected);
}

static void
choose (const char *day)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (annex_clock_set_today (day, &error));
  g_assert_no_error (error);
}

static void
test_one_day_everywhere (Fixture *fixture, gconstpointer data)
{
  static const char *const days[] = { "2026-12-31", "2027-01-01", "2027-02-28", "2028-02-29", "2028-03-01", NULL };

  for (guint i = 0; days[i] != NULL; i++)
    {
      g_autofree char *today = NULL, *now = NULL;

      choose (days[i]);
      today = annex_clock_dup_today ();
      now = annex_clock_dup_now ();
      g_assert_cmpstr (today, ==, days[i]);
      g_assert_true (g_str_has_prefix (now, days[i]));
      g_assert_cmpuint (annex_clock_get_today (), ==, annex_clock_parse_day (days[i]));
      assert_selected (fixture->store, "SELECT annex_today ()", days[i]);
      assert_selected (fixture->store, "SELECT date (annex_now ())", days[i]);
      assert_selected (fixture->store, "SELECT abs (julianday (annex_now ('utc')) - julianday (annex_now (), 'utc')) < 0.0001", "1");
    }
  assert_selected (fixture->store, "SELECT date (annex_today (), '+12 months', '-1 day')", "2029-02-28");
}

static void
test_what_is_no_day_is_refused (void)
{
  static const char *const wrong[] = { "", "tomorrow", "2027-02-29", "2027-2-1", "01/02/2027", "2027-01-01 10:00" };

  choose ("2027-05-05");
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (annex_clock_set_today (wrong[i], &error));
      g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, "Write it as"));
    }
  g_assert_cmpuint (annex_clock_get_today (), ==, annex_clock_parse_day ("2027-05-05"));
}

/* The audit trail cannot be dated back. */
static void
test_the_log_keeps_the_true_time (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) before = annex_clock_get_stamp ();
  g_autofree char *from = g_date_time_format (before, "%Y-%m-%dT%H:%M:%S");
  g_autofree char *time = NULL;

  choose ("2019-01-01");
  fixture_add (fixture->store, &annex_asset_type, "name", "Server", NULL);
  time = select_text (fixture->store, "SELECT time FROM \"commit\" ORDER BY id DESC LIMIT 1");
  g_assert_cmpstr (time, >=, from);
}

static gpointer
read_day (AnnexStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return select_text (store, "SELECT annex_today ()");
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(char **) user_data = annex_worker_finish (result, NULL);
}

static void
assert_worker_sees (AnnexStore *store, const char *day)
{
  g_autofree char *seen = NULL;

  annex_worker_run (store, read_day, NULL, NULL, g_free, NULL, read_cb, &seen);
  while (seen == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (seen, ==, day);
}

/* What was late then is late there, in threads too; and no longer when today is shown again. */
static void
test_an_earlier_state_has_its_day (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (GDateTime) stamp = annex_clock_get_stamp ();
  g_autoptr (GDateTime) then = g_date_time_to_local (stamp);
  g_autoptr (GDateTime) later = g_date_time_add_days (then, 400);
  g_autofree char *last = g_date_time_format (later, "%F");
  g_autofree char *first = NULL, *last_but_one = NULL;
  g_autoptr (GDateTime) stamp_after = NULL;
  g_autoptr (GDateTime) after = NULL;
  g_autoptr (GDateTime) between = g_date_time_add_days (then, 200);
  g_autofree char *due = g_date_time_format (between, "%F");
  gint64 risk, treatment;

  choose (last);
  fixture_add (store, &annex_person_type, "name", "Ann", NULL);
  risk = fixture_add (store, &annex_risk_type, "title", "Fire", "owner", "Ann", NULL);
  g_assert_cmpint (risk, !=, 0);
  treatment = fixture_add (store, &annex_treatment_type, "title", "Extinguisher", "owner", "Ann", "risks", "R-001", "due", due, NULL);
  fixture_assert_found (store, treatment, "treatment-late", TRUE);
  /* Midnight may have fallen in between. */
  stamp_after = annex_clock_get_stamp ();
  after = g_date_time_to_local (stamp_after);
  first = g_date_time_format (after, "%F");

  g_assert_true (annex_log_begin_as_of (store, first, NULL));
  last_but_one = annex_store_dup_today (store);
  g_assert_cmpstr (last_but_one, ==, first);
  assert_selected (store, "SELECT annex_today ()", first);
  assert_selected (store, "SELECT count (*) FROM treatment", "1");
  fixture_assert_found (store, treatment, "treatment-late", FALSE);
  assert_worker_sees (store, first);
  annex_log_end_as_of (store);

  assert_selected (store, "SELECT annex_today ()", last);
  fixture_assert_found (store, treatment, "treatment-late", TRUE);
  assert_worker_sees (store, last);
}

/* A day ends where its user is, and commits are stamped in UTC. */
static void
test_a_day_ends_where_one_is (void)
{
  static const struct
  {
    const char *zone, *day, *end;
  } ends[] = {
    { "UTC", "2026-12-31", "2026-12-31T23:59:59." },
    { "Pacific/Auckland", "2026-12-31", "2026-12-31T10:59:59." },
    { "America/Los_Angeles", "2026-12-31", "2027-01-01T07:59:59." },
    { "Europe/Berlin", "2027-03-27", "2027-03-27T22:59:59." },
    { "Europe/Berlin", "2027-03-28", "2027-03-28T21:59:59." },
    { "Europe/Berlin", "2027-10-31", "2027-10-31T22:59:59." },
    { "America/Los_Angeles", "9999-12-31", "9999-12-31T23:59:59." },
  };

  if (g_test_subprocess ())
    {
      const char *number = g_getenv ("CLOCK_CASE");
      g_autofree char *end = annex_clock_dup_end_of_day (ends[atoi (number)].day);

      g_assert_true (g_str_has_prefix (end, ends[atoi (number)].end));
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), "TZ", ends[i].zone, TRUE);
      g_autofree char *number = g_strdup_printf ("%u", i);

      environment = g_environ_setenv (environment, "CLOCK_CASE", number, TRUE);
      g_test_trap_subprocess_with_envp (NULL, (const char *const *) environment, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
    }
}

/* Nobody can declare a view or an index that asks for the day: it would run where the file's author likes. */
static void
test_no_file_can_call_it (Fixture *fixture, gconstpointer data)
{
  sqlite3 *database = annex_store_get_database (fixture->store);

  g_assert_cmpint (sqlite3_exec (database, "CREATE INDEX i ON asset (annex_today ())", NULL, NULL, NULL), !=, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, "CREATE TABLE t (d TEXT DEFAULT (annex_today ())); INSERT INTO t DEFAULT VALUES", NULL, NULL, NULL), !=,
                   SQLITE_OK);
}

static void
changed_cb (AnnexStore *store, AnnexChangeSet *changes, gpointer user_data)
{
  gboolean *changed = user_data;

  *changed = annex_change_set_touches_type (changes, &annex_treatment_type);
}

static gboolean
give_up_cb (gpointer data)
{
  g_test_fail_printf ("the store did not say that the day had changed");
  exit (1);
}

/* A window that stays open over midnight shows what became late. */
static void
test_a_new_day_is_a_change (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_strdup (annex_store_get_path (fixture->store));
  g_autoptr (AnnexStore) reader = NULL;
  gboolean written = FALSE, read = FALSE;
  guint give_up;

  choose ("2026-12-31");
  g_clear_object (&fixture->store);
  fixture->store = annex_store_open (path, ANNEX_STORE_DEFAULT, NULL);
  reader = annex_store_open (path, ANNEX_STORE_READ_ONLY, NULL);
  g_signal_connect (fixture->store, "changed", G_CALLBACK (changed_cb), &written);
  g_signal_connect (reader, "changed", G_CALLBACK (changed_cb), &read);
  choose ("2027-01-01");
  give_up = g_timeout_add_seconds (60, give_up_cb, NULL);
  while (!written || !read)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (give_up);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();
  g_test_add ("/clock/one_day_everywhere", Fixture, NULL, fixture_set_up, test_one_day_everywhere, fixture_tear_down);
  g_test_add_func ("/clock/what_is_no_day_is_refused", test_what_is_no_day_is_refused);
  g_test_add ("/clock/the_log_keeps_the_true_time", Fixture, NULL, fixture_set_up, test_the_log_keeps_the_true_time, fixture_tear_down);
  g_test_add ("/clock/an_earlier_state_has_its_day", Fixture, NULL, fixture_set_up, test_an_earlier_state_has_its_day, fixture_tear_down);
  g_test_add_func ("/clock/a_day_ends_where_one_is", test_a_day_ends_where_one_is);
  g_test_add ("/clock/no_file_can_call_it", Fixture, NULL, fixture_set_up, test_no_file_can_call_it, fixture_tear_down);
  g_test_add ("/clock/a_new_day_is_a_change", Fixture, NULL, fixture_set_up, test_a_new_day_is_a_change, fixture_tear_down);
  return g_test_run ();
}
