/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "engagement-fixture.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"
#include "isms/annex-rules.h"
#include "isms/check/certification.h"
#include "isms/do/recurrence.h"

/* ---- Recurrence ---- */

static void
assert_times (const char *first, AnnexRecurrenceUnit unit, guint every, const char *until, const char *const *expected)
{
  AnnexRecurrence recurrence = { annex_date_rules_get_day (first), unit, every, annex_date_rules_get_day (until) };
  guint day = recurrence.first - 1;

  for (; *expected != NULL; expected++)
    {
      g_autofree char *text = NULL;

      day = annex_recurrence_get_next (&recurrence, day);
      g_assert_cmpuint (day, !=, 0);
      text = annex_date_rules_dup_day (day);
      g_assert_cmpstr (text, ==, *expected);
    }
  if (until != NULL)
    g_assert_cmpuint (annex_recurrence_get_next (&recurrence, day), ==, 0);
}

static void
test_recurrence (void)
{
  static const char *const month_ends[] = { "2027-10-31", "2027-11-30", "2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31", NULL };
  static const char *const leap_days[] = { "2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29", NULL };
  static const char *const quarters[] = { "2026-11-30", "2027-02-28", "2027-05-30", "2027-08-30", NULL };
  static const char *const fortnights[] = { "2026-12-21", "2027-01-04", "2027-01-18", NULL };
  static const char *const days[] = { "2028-02-28", "2028-02-29", "2028-03-01", NULL };

  assert_times ("2027-10-31", ANNEX_RECURRENCE_MONTHS, 1, NULL, month_ends);
  assert_times ("2024-02-29", ANNEX_RECURRENCE_YEARS, 1, NULL, leap_days);
  assert_times ("2026-11-30", ANNEX_RECURRENCE_MONTHS, 3, "2027-11-29", quarters);
  assert_times ("2026-12-21", ANNEX_RECURRENCE_WEEKS, 2, "2027-01-31", fortnights);
  assert_times ("2028-02-28", ANNEX_RECURRENCE_DAYS, 1, "2028-03-01", days);
}

static void
test_recurrence_from_afar (void)
{
  AnnexRecurrence recurrence = { annex_date_rules_get_day ("2020-01-31"), ANNEX_RECURRENCE_MONTHS, 1, 0 };
  g_autofree char *after = annex_date_rules_dup_day (annex_recurrence_get_next (&recurrence, annex_date_rules_get_day ("2199-02-15")));
  g_autofree char *same = annex_date_rules_dup_day (annex_recurrence_get_next (&recurrence, annex_date_rules_get_day ("2199-02-28")));

  g_assert_cmpstr (after, ==, "2199-02-28");
  g_assert_cmpstr (same, ==, "2199-03-31");
  recurrence.until = annex_date_rules_get_day ("2021-01-01");
  g_assert_cmpuint (annex_recurrence_get_next (&recurrence, annex_date_rules_get_day ("2199-02-15")), ==, 0);
  recurrence = (AnnexRecurrence) { annex_date_rules_get_day ("9990-01-01"), ANNEX_RECURRENCE_YEARS, 1000, 0 };
  g_assert_cmpuint (annex_recurrence_get_next (&recurrence, recurrence.first), ==, 0);
}

/* ---- Activities ---- */

static gint64
find_occurrence (AnnexStore *store, const char *state)
{
  sqlite3_stmt *statement = NULL;
  gint64 id = 0;

  g_assert_cmpint (sqlite3_prepare_v2 (annex_store_get_database (store), "SELECT id FROM occurrence WHERE state = ?1 ORDER BY due DESC", -1,
                                       &statement, NULL), ==, SQLITE_OK);
  sqlite3_bind_text (statement, 1, state, -1, SQLITE_STATIC);
  if (sqlite3_step (statement) == SQLITE_ROW)
    id = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return id;
}

static void
test_doing_plans_the_next (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 activity = fixture_add (store, &annex_activity_type, "title", "Restore test", "starts_on", "2026-01-31", "every", "1", "unit", "month", NULL);
  gint64 first = find_occurrence (store, "open");

  fixture_assert_value (store, first, "due", "2026-01-31");
  fixture_assert_value (store, activity, "next_due", "2026-01-31");
  fixture_assert_set (store, first, "done_on", "2026-01-30");
  fixture_assert_set (store, first, "state", "done");
  g_assert_cmpuint (fixture_count (store, "occurrence"), ==, 2);
  fixture_assert_value (store, find_occurrence (store, "open"), "due", "2026-02-28");
  /* One that is moved does not move those after it; one that is left out is followed as well. */
  fixture_assert_set (store, find_occurrence (store, "open"), "due", "2026-03-02");
  fixture_assert_set (store, find_occurrence (store, "open"), "state", "skipped");
  fixture_assert_value (store, find_occurrence (store, "open"), "due", "2026-03-31");
  /* Far too late: what was missed in between is not asked for any more. */
  fixture_assert_set (store, find_occurrence (store, "open"), "done_on", "2026-06-10");
  fixture_assert_set (store, find_occurrence (store, "open"), "state", "done");
  fixture_assert_value (store, find_occurrence (store, "open"), "due", "2026-06-30");
  fixture_assert_set (store, activity, "every", "2");
  fixture_assert_value (store, find_occurrence (store, "open"), "due", "2026-07-31");
  fixture_assert_set (store, activity, "title", "Restore of a database");
  fixture_assert_value (store, find_occurrence (store, "open"), "title", "Restore of a database");
}

static void
test_activity_ends (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 activity = fixture_add (store, &annex_activity_type, "title", "Review", "starts_on", "2026-01-15", "until", "2026-02-20", "every", "1",
                                 "unit", "month", NULL);

  fixture_assert_set (store, find_occurrence (store, "open"), "state", "done");
  fixture_assert_set (store, find_occurrence (store, "done"), "done_on", "2026-01-15");
  /* Done today by default, which is after the end. */
  g_assert_cmpint (find_occurrence (store, "open"), ==, 0);
  fixture_assert_set (store, activity, "until", "9000-01-01");
  g_assert_cmpint (find_occurrence (store, "open"), !=, 0);
  fixture_assert_refused (store, &annex_activity_type, "whole number", "title", "Never", "starts_on", "2026-01-15", "every", "0", NULL);
  fixture_assert_refused (store, &annex_activity_type, "may not be before", "title", "Back", "starts_on", "2026-01-15", "until", "2026-01-14", NULL);
}

/* ---- Certification ---- */

static void
assert_window (const AnnexCertificationWindow *window, const char *first, const char *last)
{
  g_autofree char *begin = annex_date_rules_dup_day (window->first);
  g_autofree char *end = annex_date_rules_dup_day (window->last);

  g_assert_cmpstr (begin, ==, first);
  g_assert_cmpstr (end, ==, last);
  g_assert_cmpuint (window->proposed, >=, window->first);
  g_assert_cmpuint (window->proposed, <=, window->last);
}

static void
assert_cycle (const char *decision, const char *surveillance1_last, const char *expires, const char *recertification_last)
{
  AnnexCertificationCycle cycle = annex_certification_plan_cycle (annex_date_rules_get_day (decision));
  g_autofree char *expiry = annex_date_rules_dup_day (cycle.expires);
  int year = atoi (decision);
  g_autofree char *first1 = g_strdup_printf ("%d-01-01", year + 1);
  g_autofree char *first2 = g_strdup_printf ("%d-01-01", year + 2);
  g_autofree char *last2 = g_strdup_printf ("%d-12-31", year + 2);
  g_autofree char *last = annex_date_rules_dup_day (cycle.recertification.last);

  assert_window (&cycle.surveillance1, first1, surveillance1_last);
  assert_window (&cycle.surveillance2, first2, last2);
  g_assert_cmpstr (expiry, ==, expires);
  g_assert_cmpstr (last, ==, recertification_last);
}

static void
test_cycle (void)
{
  assert_cycle ("2026-03-15", "2027-03-15", "2029-03-14", "2028-12-14");
  assert_cycle ("2027-06-15", "2028-06-15", "2030-06-14", "2030-03-14");
  assert_cycle ("2024-02-29", "2025-02-28", "2027-02-27", "2026-11-27");
  assert_cycle ("2025-02-28", "2026-02-28", "2028-02-27", "2027-11-27");
  assert_cycle ("2026-12-31", "2027-12-31", "2029-12-30", "2029-09-30");
  assert_cycle ("2026-01-01", "2027-01-01", "2028-12-31", "2028-09-30");
}

static gboolean
has_finding (AnnexStore *store, gint64 id, const char *rule)
{
  g_autoptr (GPtrArray) findings = annex_rules_check (store, id, NULL, NULL);

  g_assert_nonnull (findings);
  for (guint i = 0; i < findings->len; i++)
    if (strcmp (((AnnexFinding *) findings->pdata[i])->rule, rule) == 0)
      return TRUE;
  return FALSE;
}

static void
test_dates_are_proposed (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 id = fixture_add (store, &annex_certification_type, "title", "Cycle", "decision_on", "2090-03-15", NULL);

  fixture_assert_value (store, id, "surveillance1_on", "2091-02-15");
  fixture_assert_value (store, id, "surveillance2_on", "2092-02-15");
  fixture_assert_value (store, id, "recertification_on", "2092-12-12");
  fixture_assert_value (store, id, "expires_on", "2093-03-14");
  /* What still fits stays where people put it; what does not is proposed anew. */
  fixture_assert_set (store, id, "surveillance2_on", "2092-11-03");
  fixture_assert_set (store, id, "decision_on", "2090-09-15");
  fixture_assert_value (store, id, "surveillance1_on", "2091-02-15");
  fixture_assert_value (store, id, "surveillance2_on", "2092-11-03");
  fixture_assert_value (store, id, "expires_on", "2093-09-14");
  fixture_assert_set (store, id, "decision_on", "2095-05-10");
  fixture_assert_value (store, id, "surveillance1_on", "2096-04-10");
  fixture_assert_value (store, id, "surveillance2_on", "2097-04-10");
}

static void
test_cycle_rules (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 id = fixture_add (store, &annex_certification_type, "title", "Cycle", "decision_on", "2090-03-15", NULL);
  gint64 past = fixture_add (store, &annex_certification_type, "title", "Missed", "decided_on", "2020-03-15", "status", "certified", NULL);

  g_assert_false (has_finding (store, id, "certification-surveillance-1-late"));
  fixture_assert_set (store, id, "surveillance1_on", "2091-03-15");
  g_assert_false (has_finding (store, id, "certification-surveillance-1-late"));
  fixture_assert_set (store, id, "surveillance1_on", "2091-03-16");
  g_assert_true (has_finding (store, id, "certification-surveillance-1-late"));
  fixture_assert_set (store, id, "decision_on", "2088-02-29");
  fixture_assert_set (store, id, "surveillance1_on", "2089-02-28");
  g_assert_false (has_finding (store, id, "certification-surveillance-1-late"));
  fixture_assert_set (store, id, "surveillance1_on", "2089-03-01");
  g_assert_true (has_finding (store, id, "certification-surveillance-1-late"));
  g_assert_false (has_finding (store, id, "certification-year-without-surveillance"));
  fixture_assert_set (store, id, "surveillance2_on", "2089-12-15");
  g_assert_true (has_finding (store, id, "certification-year-without-surveillance"));
  g_assert_false (has_finding (store, id, "certification-recertification-late"));
  fixture_assert_set (store, id, "recertification_on", "2099-01-01");
  g_assert_true (has_finding (store, id, "certification-recertification-late"));
  g_assert_false (has_finding (store, id, "certification-on-free-day"));
  fixture_assert_set (store, id, "recertification_on", "2090-12-30");
  g_assert_true (has_finding (store, id, "certification-on-free-day"));

  g_assert_true (has_finding (store, past, "certification-surveillance-1-missed"));
  g_assert_true (has_finding (store, past, "certification-surveillance-2-missed"));
  g_assert_true (has_finding (store, past, "certification-expired"));
  g_assert_true (has_finding (store, past, "certification-without-number"));
  fixture_assert_set (store, past, "status", "ended");
  g_assert_false (has_finding (store, past, "certification-surveillance-1-missed"));
  g_assert_false (has_finding (store, past, "certification-expired"));

  fixture_assert_refused (store, &annex_certification_type, "future", "title", "Early", "decided_on", "2890-01-01", NULL);
  fixture_assert_refused (store, &annex_certification_type, "may not be before", "title", "Turned", "issued_on", "2020-02-01", "expires_on",
                          "2020-01-31", NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();
  g_test_add_func ("/calendar/recurrence_keeps_month_ends_and_leap_days", test_recurrence);
  g_test_add_func ("/calendar/recurrence_from_afar", test_recurrence_from_afar);
  g_test_add ("/calendar/doing_an_occurrence_plans_the_next", Fixture, NULL, fixture_set_up, test_doing_plans_the_next, fixture_tear_down);
  g_test_add ("/calendar/an_activity_ends", Fixture, NULL, fixture_set_up, test_activity_ends, fixture_tear_down);
  g_test_add_func ("/calendar/the_cycle_against_known_answers", test_cycle);
  g_test_add ("/calendar/dates_of_the_cycle_are_proposed", Fixture, NULL, fixture_set_up, test_dates_are_proposed, fixture_tear_down);
  g_test_add ("/calendar/rules_of_the_cycle", Fixture, NULL, fixture_set_up, test_cycle_rules, fixture_tear_down);
  return g_test_run ();
}
