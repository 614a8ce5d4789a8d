/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/annex-log.h"
#include "core/annex-store-private.h"
#include "engagement-fixture.h"
#include "exchange/annex-export.h"
#include "exchange/annex-icalendar-export.h"
#include "exchange/annex-icalendar-reader.h"
#include "isms/annex-calendar-entries.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-engagement-setup.h"
#include "isms/annex-isms.h"
#include "isms/annex-rules.h"
#include "isms/check/certification.h"
#include "isms/do/activity.h"

/* ---- Recurrence ---- */

static void
assert_times (const char *first, AnnexRecurrenceUnit unit, guint every, const char *until, const char *const *expected)
{
  AnnexRecurrence recurrence = { annex_clock_parse_day (first), unit, every, annex_clock_parse_day (until) };
  guint day = recurrence.first - 1;

  for (; *expected != NULL; expected++)
    {
      g_autofree char *text = NULL;

      day = annex_recurrence_get_next (&recurrence, day);
      g_assert_cmpuint (day, !=, 0);
      text = annex_clock_dup_day (day);
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
  AnnexRecurrence recurrence = { annex_clock_parse_day ("2020-01-31"), ANNEX_RECURRENCE_MONTHS, 1, 0 };
  g_autofree char *after = annex_clock_dup_day (annex_recurrence_get_next (&recurrence, annex_clock_parse_day ("2199-02-15")));
  g_autofree char *same = annex_clock_dup_day (annex_recurrence_get_next (&recurrence, annex_clock_parse_day ("2199-02-28")));

  g_assert_cmpstr (after, ==, "2199-02-28");
  g_assert_cmpstr (same, ==, "2199-03-31");
  recurrence.until = annex_clock_parse_day ("2021-01-01");
  g_assert_cmpuint (annex_recurrence_get_next (&recurrence, annex_clock_parse_day ("2199-02-15")), ==, 0);
  recurrence = (AnnexRecurrence) { annex_clock_parse_day ("9990-01-01"), ANNEX_RECURRENCE_YEARS, 1000, 0 };
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

static void
assert_start_from (AnnexStore *store, gint64 id, const char *day, const char *expected)
{
  g_autoptr (AnnexRecord) activity = annex_store_load (store, id, NULL);
  g_autofree char *start = annex_activity_dup_start_from (activity, annex_clock_parse_day (day));

  g_assert_cmpstr (start, ==, expected);
}

static void
test_a_template_begins_anew (Fixture *fixture, gconstpointer data)
{
  static const char *const areas[] = { "activity", NULL };
  AnnexStore *store = fixture->store;
  g_autoptr (AnnexStore) next = NULL;
  g_autoptr (AnnexRecord) copy = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *today = annex_clock_dup_today ();
  gint64 ends = fixture_add (store, &annex_activity_type, "title", "Month end", "starts_on", "2024-01-31", "every", "1", "unit", "month", NULL);
  gint64 leap = fixture_add (store, &annex_activity_type, "title", "Leap day", "starts_on", "2024-02-29", "every", "1", "unit", "year", NULL);
  gint64 weeks = fixture_add (store, &annex_activity_type, "title", "Fortnight", "starts_on", "2024-01-01", "until", "2024-03-01", "every", "2", "unit",
                              "week", NULL);

  assert_start_from (store, ends, "2026-11-25", "2026-12-31");
  assert_start_from (store, ends, "2026-12-31", "2026-12-31");
  assert_start_from (store, leap, "2026-11-25", "2027-02-28");
  assert_start_from (store, leap, "2027-11-25", "2028-02-29");
  assert_start_from (store, weeks, "2026-11-25", "2026-11-30");
  assert_start_from (store, weeks, "2023-06-01", "2024-01-01");
  next = fixture_create (fixture, "next.annex");
  annex_engagement_from_template (next, annex_store_get_path (store), areas, "Next", NULL, NULL, &error);
  g_assert_no_error (error);
  copy = annex_store_find (next, "AY-003", NULL);
  g_assert_cmpstr (annex_record_get_value (copy, "starts_on"), >=, today);
  g_assert_cmpstr (annex_record_get_value (copy, "next_due"), ==, annex_record_get_value (copy, "starts_on"));
}

/* ---- Certification ---- */

static void
assert_proposed (const char *decision, const char *surveillance1, const char *surveillance2, const char *recertification)
{
  AnnexCertificationCycle cycle = annex_certification_plan_cycle (annex_clock_parse_day (decision));
  g_autofree char *first = annex_clock_dup_day (cycle.surveillance1.proposed);
  g_autofree char *second = annex_clock_dup_day (cycle.surveillance2.proposed);
  g_autofree char *third = annex_clock_dup_day (cycle.recertification.proposed);

  g_assert_cmpstr (first, ==, surveillance1);
  g_assert_cmpstr (second, ==, surveillance2);
  g_assert_cmpstr (third, ==, recertification);
}

static void
assert_window (const AnnexCertificationWindow *window, const char *first, const char *last)
{
  g_autofree char *begin = annex_clock_dup_day (window->first);
  g_autofree char *end = annex_clock_dup_day (window->last);

  g_assert_cmpstr (begin, ==, first);
  g_assert_cmpstr (end, ==, last);
  g_assert_cmpuint (window->proposed, >=, window->first);
  g_assert_cmpuint (window->proposed, <=, window->last);
}

static void
assert_cycle (const char *decision, const char *surveillance1_last, const char *expires, const char *recertification_last)
{
  AnnexCertificationCycle cycle = annex_certification_plan_cycle (annex_clock_parse_day (decision));
  g_autofree char *expiry = annex_clock_dup_day (cycle.expires);
  int year = atoi (decision);
  g_autofree char *first1 = g_strdup_printf ("%d-01-01", year + 1);
  g_autofree char *first2 = g_strdup_printf ("%d-01-01", year + 2);
  g_autofree char *last2 = g_strdup_printf ("%d-12-31", year + 2);
  g_autofree char *last = annex_clock_dup_day (cycle.recertification.last);

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
  /* A month before what is allowed, on a working day: of a leap day, of the end of a month, of January. */
  assert_proposed ("2024-02-29", "2025-01-29", "2026-01-29", "2026-11-27");
  assert_proposed ("2027-03-31", "2028-02-29", "2029-02-28", "2029-12-28");
  assert_proposed ("2026-01-15", "2027-01-08", "2028-01-03", "2028-10-13");
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

/* ---- What stands on a day ---- */

static AnnexCalendarEntries *
load_entries (AnnexStore *store, const char *first, const char *last, guint per_day)
{
  AnnexCalendarQuery query = { annex_clock_parse_day (first), annex_clock_parse_day (last), per_day, NULL, NULL };
  g_autoptr (GError) error = NULL;
  AnnexCalendarEntries *entries = annex_calendar_entries_load (store, &query, NULL, &error);

  g_assert_no_error (error);
  return entries;
}

static const AnnexCalendarEntry *
find_entry (AnnexCalendarEntries *entries, const char *day, const char *title)
{
  const AnnexCalendarDay *of_day = annex_calendar_entries_get_day (entries, annex_clock_parse_day (day));

  for (guint i = 0; i < of_day->entries->len; i++)
    if (strcmp (((AnnexCalendarEntry *) of_day->entries->pdata[i])->title, title) == 0)
      return of_day->entries->pdata[i];
  return NULL;
}

static void
test_entries (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (AnnexCalendarEntries) entries = NULL;
  g_autofree char *text = NULL;
  const AnnexCalendarEntry *entry;

  fixture_add (store, &annex_treatment_type, "title", "Late", "due", "2001-02-14", NULL);
  fixture_add (store, &annex_treatment_type, "title", "Done", "due", "2001-02-14", "status", "done", NULL);
  fixture_add (store, &annex_audit_type, "title", "Audit", "starts_on", "2001-02-13", "ends_on", "2001-02-15", NULL);
  fixture_add (store, &annex_audit_session_type, "topic", "Opening", "audit", "AU-001", "held_on", "2001-02-13", "starts_at", "09:00", "ends_at",
               "09:30", NULL);
  fixture_add (store, &annex_holiday_type, "name", "Carnival", "day", "2001-02-12", NULL);
  fixture_add (store, &annex_document_type, "title", "Policy", "next_review", "2001-02-16", NULL);
  fixture_add (store, &annex_review_type, "title", "Management review", "held_on", "2001-02-19", "starts_at", "14:00", NULL);
  fixture_add (store, &annex_training_type, "title", "Awareness", "held_on", "2001-02-20", NULL);
  entries = load_entries (store, "2001-02-01", "2001-02-28", 10);

  g_assert_nonnull (find_entry (entries, "2001-02-16", "Policy"));
  g_assert_cmpint (find_entry (entries, "2001-02-19", "Management review")->begins, ==, 14 * 60);
  g_assert_true ((find_entry (entries, "2001-02-20", "Awareness")->flags & ANNEX_CALENDAR_APPOINTMENT) != 0);

  entry = find_entry (entries, "2001-02-14", "Late");
  g_assert_cmpint (entry->flags & (ANNEX_CALENDAR_OVERDUE | ANNEX_CALENDAR_OVER | ANNEX_CALENDAR_MOVABLE), ==,
                   ANNEX_CALENDAR_OVERDUE | ANNEX_CALENDAR_MOVABLE);
  entry = find_entry (entries, "2001-02-14", "Done");
  g_assert_cmpint (entry->flags & (ANNEX_CALENDAR_OVERDUE | ANNEX_CALENDAR_OVER | ANNEX_CALENDAR_MOVABLE), ==, ANNEX_CALENDAR_OVER);
  for (int day = 13; day <= 15; day++)
    {
      g_autofree char *date = g_strdup_printf ("2001-02-%d", day);

      g_assert_nonnull (find_entry (entries, date, "Audit"));
    }
  g_assert_null (find_entry (entries, "2001-02-16", "Audit"));
  entry = find_entry (entries, "2001-02-13", "Opening");
  g_assert_cmpint (entry->begins, ==, 9 * 60);
  g_assert_cmpint (entry->ends, ==, 9 * 60 + 30);
  g_assert_cmpstr (annex_calendar_entries_get_day (entries, annex_clock_parse_day ("2001-02-12"))->holiday, ==, "Carnival");
  text = annex_calendar_entries_dup_day_text (entries, annex_clock_parse_day ("2001-02-14"));
  g_assert_cmpstr (text, ==, "14 February 2001, 3 entries, 2 overdue: AU-001 Audit; TM-001 Late; TM-002 Done");
}

static void
test_more_than_fit (Fixture *fixture, gconstpointer data)
{
  g_autoptr (AnnexCalendarEntries) entries = NULL;
  const AnnexCalendarDay *day;

  for (guint i = 0; i < 30; i++)
    fixture_add (fixture->store, &annex_treatment_type, "title", "Measure", "due", "2001-02-14", NULL);
  entries = load_entries (fixture->store, "2001-02-01", "2001-02-28", 4);
  day = annex_calendar_entries_get_day (entries, annex_clock_parse_day ("2001-02-14"));
  g_assert_cmpuint (day->count, ==, 30);
  g_assert_cmpuint (day->overdue, ==, 30);
  g_assert_cmpuint (day->entries->len, ==, 4);
}

static void
test_moving (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 audit = fixture_add (store, &annex_audit_type, "title", "Audit", "starts_on", "2901-02-13", "ends_on", "2901-02-15", NULL);
  gint64 measure = fixture_add (store, &annex_treatment_type, "title", "Measure", "starts_on", "2901-02-01", "due", "2901-02-14", NULL);
  g_autoptr (AnnexCalendarEntries) entries = load_entries (store, "2901-02-01", "2901-02-28", 10);
  g_autoptr (AnnexCalendarEntry) over = annex_calendar_entry_copy (find_entry (entries, "2901-02-14", "Measure"));
  g_autoptr (GError) error = NULL;
  g_autofree char *label = NULL;

  g_assert_true (annex_calendar_entry_move (store, find_entry (entries, "2901-02-14", "Audit"), 30, NULL));
  fixture_assert_value (store, audit, "starts_on", "2901-03-15");
  fixture_assert_value (store, audit, "ends_on", "2901-03-17");
  g_assert_true (annex_log_undo (store, &label, NULL));
  g_assert_cmpstr (label, ==, "Move AU-001 to 15 March 2901");
  fixture_assert_value (store, audit, "starts_on", "2901-02-13");
  fixture_assert_value (store, audit, "ends_on", "2901-02-15");
  g_assert_true (annex_calendar_entry_move (store, find_entry (entries, "2901-02-14", "Audit"), -30, NULL));
  fixture_assert_value (store, audit, "ends_on", "2901-01-16");
  /* Only the day moves that it is due; and not before it begins. */
  g_assert_true (annex_calendar_entry_move (store, find_entry (entries, "2901-02-14", "Measure"), 1, NULL));
  fixture_assert_value (store, measure, "due", "2901-02-15");
  g_assert_false (annex_calendar_entry_move (store, find_entry (entries, "2901-02-14", "Measure"), -14, &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
  fixture_assert_value (store, measure, "due", "2901-02-15");
  g_clear_error (&error);
  over->flags = ANNEX_CALENDAR_OVER;
  g_assert_false (annex_calendar_entry_move (store, over, 1, &error));
  g_assert_nonnull (strstr (error->message, "over"));
}

static void
test_conflicts (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (AnnexCalendarEntries) entries = NULL;

  fixture_add (store, &annex_person_type, "name", "Ida", NULL);
  fixture_add (store, &annex_person_type, "name", "Olaf", NULL);
  fixture_add (store, &annex_audit_type, "title", "First", "starts_on", "2901-02-09", "ends_on", "2901-02-11", "lead", "Ida", NULL);
  fixture_add (store, &annex_audit_type, "title", "Second", "starts_on", "2901-02-11", "ends_on", "2901-02-11", "team", "Ida", NULL);
  fixture_add (store, &annex_audit_type, "title", "Elsewhere", "starts_on", "2901-02-10", "ends_on", "2901-02-10", "team", "Olaf", NULL);
  fixture_add (store, &annex_audit_type, "title", "Weekend", "starts_on", "2901-02-19", "ends_on", "2901-02-19", NULL);
  fixture_add (store, &annex_audit_type, "title", "Holiday", "starts_on", "2901-02-22", "ends_on", "2901-02-23", NULL);
  fixture_add (store, &annex_treatment_type, "title", "Sunday", "due", "2901-02-20", NULL);
  fixture_add (store, &annex_holiday_type, "name", "Carnival", "day", "2901-02-23", NULL);
  entries = load_entries (store, "2901-02-01", "2901-02-28", 10);
  g_assert_nonnull (strstr (find_entry (entries, "2901-02-09", "First")->conflict, "Ida is needed in AU-002"));
  g_assert_nonnull (strstr (find_entry (entries, "2901-02-11", "Second")->conflict, "Ida is needed in AU-001"));
  g_assert_null (find_entry (entries, "2901-02-10", "Elsewhere")->conflict);
  g_assert_cmpstr (find_entry (entries, "2901-02-19", "Weekend")->conflict, ==, "on a weekend");
  g_assert_cmpstr (find_entry (entries, "2901-02-22", "Holiday")->conflict, ==, "on a holiday: Carnival");
  /* Something may be due on a Sunday; nobody has to meet for it. */
  g_assert_null (find_entry (entries, "2901-02-20", "Sunday")->conflict);
}

static void
test_expected_times (Fixture *fixture, gconstpointer data)
{
  g_autoptr (AnnexCalendarEntries) entries = NULL;

  fixture_add (fixture->store, &annex_activity_type, "title", "Review", "starts_on", "2901-01-31", "every", "1", "unit", "month", NULL);
  entries = load_entries (fixture->store, "2901-01-01", "2901-03-31", 10);
  g_assert_cmpstr (find_entry (entries, "2901-01-31", "Review")->type->name, ==, "occurrence");
  g_assert_cmpint (find_entry (entries, "2901-02-28", "Review")->flags, ==, ANNEX_CALENDAR_EXPECTED);
  g_assert_cmpint (find_entry (entries, "2901-03-31", "Review")->flags, ==, ANNEX_CALENDAR_EXPECTED);
}

/* ---- Calendars of others ---- */

static AnnexICalendarContents *
read_calendar (Fixture *fixture, const char *events, GError **error)
{
  g_autofree char *path = g_build_filename (fixture->folder, "other.ics", NULL);
  g_autofree char *text = g_strconcat ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", events, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return annex_icalendar_read (path, annex_clock_parse_day ("2027-01-01"), annex_clock_parse_day ("2027-12-31"), NULL, NULL, NULL, error);
}

static guint
count_days (AnnexICalendarContents *contents, const char *day)
{
  guint n = 0;

  for (guint i = 0; i < contents->entries->len; i++)
    {
      const AnnexCalendarEntry *entry = contents->entries->pdata[i];

      n += entry->first <= annex_clock_parse_day (day) && entry->last >= annex_clock_parse_day (day);
    }
  return n;
}

static gboolean
has_problem (AnnexICalendarContents *contents, const char *part)
{
  for (guint i = 0; i < contents->problems->len; i++)
    if (strstr (contents->problems->pdata[i], part) != NULL)
      return TRUE;
  return FALSE;
}

#define EVENT(lines) "BEGIN:VEVENT\r\nUID:x\r\nSUMMARY:Event\r\n" lines "END:VEVENT\r\n"

static void
test_reading (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexICalendarContents) contents =
    read_calendar (fixture,
                   EVENT ("DTSTART;VALUE=DATE:20270301\r\nDTEND;VALUE=DATE:20270304\r\n")
                   EVENT ("DTSTART:20270310T090000\r\nDURATION:PT90M\r\n")
                   EVENT ("DTSTART;VALUE=DATE:20270315\r\n")
                   EVENT ("DTSTART;VALUE=DATE:20200131\r\nRRULE:FREQ=MONTHLY\r\nEXDATE;VALUE=DATE:20270731\r\n")
                   "END:VCALENDAR\r\n", &error);
  const AnnexCalendarEntry *timed;

  g_assert_no_error (error);
  g_assert_cmpuint (contents->n_events, ==, 4);
  g_assert_cmpuint (contents->problems->len, ==, 0);
  g_assert_cmpuint (count_days (contents, "2027-03-01"), ==, 1);
  g_assert_cmpuint (count_days (contents, "2027-03-03"), ==, 1);
  g_assert_cmpuint (count_days (contents, "2027-03-04"), ==, 0);
  g_assert_cmpuint (count_days (contents, "2027-03-15"), ==, 1);
  g_assert_cmpuint (count_days (contents, "2027-03-31"), ==, 1);
  g_assert_cmpuint (count_days (contents, "2027-07-31"), ==, 0);
  timed = contents->entries->pdata[1];
  g_assert_cmpint (timed->begins, ==, 9 * 60);
  g_assert_cmpint (timed->ends, ==, 10 * 60 + 30);
  g_assert_true ((timed->flags & ANNEX_CALENDAR_EXTERNAL) != 0);
}

/* The times of those that have one, by day: "2027-03-12 15:00–16:00". */
static void
assert_times_of_day (AnnexICalendarContents *contents, const char *const *expected)
{
  for (guint i = 0; expected[i] != NULL; i++)
    {
      gboolean found = FALSE;

      for (guint j = 0; j < contents->entries->len; j++)
        {
          const AnnexCalendarEntry *entry = contents->entries->pdata[j];
          g_autofree char *day = annex_clock_dup_day (entry->first);
          g_autofree char *time = annex_calendar_entry_dup_time (entry);
          g_autofree char *text = g_strdup_printf ("%s %s", day, time != NULL ? time : "");

          found = found || strcmp (text, expected[i]) == 0;
        }
      if (!found)
        g_test_message ("there is no %s", expected[i]);
      g_assert_true (found);
    }
}

#define TIMES(start, end) EVENT ("DTSTART" start "\r\nDTEND" end "\r\n")
#define NEW_YORK ";TZID=America/New_York:"
#define AMSTERDAM ";TZID=Europe/Amsterdam:"

/* Winter and summer time begin on other days there than here: 14 March 2027 in New York, 28 March in Amsterdam. */
static void
test_zones (Fixture *fixture, gconstpointer data)
{
  static const char *const expected[] = {
    "2027-03-12 15:00–16:00", "2027-03-26 14:00–15:00", "2027-04-02 15:00–16:00", /* every week at nine, not on the 19th */
    "2027-06-29 01:30–02:00", "2027-01-01 00:00–01:00", "2027-06-01 10:00–18:00", "2027-03-27 22:00–06:00", "2027-04-05 06:30–07:30",
    "2027-11-07 09:00–10:00", "2027-09-01 14:00–15:00", NULL,
  };
  g_autofree char *zone = g_strdup (g_getenv ("TZ"));
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexICalendarContents) contents = NULL;

  g_setenv ("TZ", "Europe/Amsterdam", TRUE);
  contents = read_calendar (fixture,
                            EVENT ("DTSTART" NEW_YORK "20270312T090000\r\nDTEND" NEW_YORK "20270312T100000\r\nRRULE:FREQ=WEEKLY;UNTIL=20270402T130000Z\r\n"
                                   "EXDATE:20270319T130000Z\r\nRDATE" AMSTERDAM "20270901T140000\r\n")
                            TIMES (":20270628T233000Z", ":20270629T000000Z")
                            TIMES (";TZID=Asia/Tokyo:20270101T080000", ";TZID=Asia/Tokyo:20270101T090000")
                            TIMES (AMSTERDAM "20270601T100000", NEW_YORK "20270601T120000")
                            TIMES (AMSTERDAM "20270327T220000", AMSTERDAM "20270328T060000")
                            TIMES (";TZID=Half past:20270405T100000", ";TZID=Half past:20270405T110000")
                            TIMES (":20271107T090000", ":20271107T100000")
                            EVENT ("STATUS:CANCELLED\r\nDTSTART:20271108T090000Z\r\n")
                            "BEGIN:VTIMEZONE\r\nTZID:Half past\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0530\r\nTZOFFSETTO:+0530\r\n"
                            "END:STANDARD\r\nEND:VTIMEZONE\r\nEND:VCALENDAR\r\n", &error);
  if (zone != NULL)
    g_setenv ("TZ", zone, TRUE);
  else
    g_unsetenv ("TZ");
  g_assert_no_error (error);
  g_assert_cmpuint (contents->problems->len, ==, 0);
  assert_times_of_day (contents, expected);
  g_assert_cmpuint (contents->entries->len, ==, g_strv_length ((char **) expected));
  g_assert_cmpuint (count_days (contents, "2027-11-08"), ==, 0);
}

static void
test_bad_calendars (Fixture *fixture, gconstpointer data)
{
  gint64 begun = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexICalendarContents) contents =
    read_calendar (fixture,
                   EVENT ("DTSTART:20270101T000000Z\r\nRRULE:FREQ=SECONDLY;UNTIL=21270101T000000Z\r\n")
                   EVENT ("DTSTART;VALUE=DATE:20270230\r\n")
                   EVENT ("DTSTART;VALUE=DATE:tomorrow\r\n")
                   EVENT ("DTEND;VALUE=DATE:20270301\r\n")
                   EVENT ("DTSTART;TZID=Nowhere/At all:20270505T100000\r\n")
                   EVENT ("this is no line\r\nDTSTART;VALUE=DATE:20270606\r\n")
                   EVENT ("DTSTART;VALUE=DATE:20270601\r\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\r\n")
                   EVENT ("DTSTART;VALUE=DATE:20270707\r\nDTEND;VALUE=DATE:20270701\r\n")
                   "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270808\r\n", &error);

  g_assert_no_error (error);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 5 * G_USEC_PER_SEC);
  g_assert_true (has_problem (contents, "more often than once a day"));
  g_assert_cmpuint (count_days (contents, "2027-09-09"), ==, 1);
  g_assert_true (has_problem (contents, "no day that exists"));
  g_assert_true (has_problem (contents, "time zone"));
  g_assert_cmpuint (count_days (contents, "2027-05-05"), ==, 2);
  g_assert_true (has_problem (contents, "broken"));
  g_assert_cmpuint (count_days (contents, "2027-06-06"), ==, 2);
  g_assert_cmpuint (count_days (contents, "2027-07-07"), ==, 2);
  g_assert_true (has_problem (contents, "in the middle"));
  g_clear_pointer (&contents, annex_icalendar_contents_unref);

  contents = annex_icalendar_read (annex_store_get_path (fixture->store), 1, 2, NULL, NULL, NULL, &error);
  g_assert_null (contents);
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT);
  g_clear_error (&error);
  contents = annex_icalendar_read ("/nowhere/at.ics", 1, 2, NULL, NULL, NULL, &error);
  g_assert_null (contents);
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE);
}

#define ZONE(name, rules) "BEGIN:VTIMEZONE\r\nTZID:" name "\r\nBEGIN:STANDARD\r\nDTSTART:19000101T000000\r\n" rules \
                          "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"

/* Reads what would keep libical busy for ever, or for very long, and tells how long it took by the processor's clock. */
static AnnexICalendarContents *
read_hostile (Fixture *fixture, const char *text)
{
  clock_t begun = clock ();
  g_autoptr (GError) error = NULL;
  AnnexICalendarContents *contents = read_calendar (fixture, text, &error);

  g_assert_no_error (error);
  g_assert_cmpfloat ((double) (clock () - begun) / CLOCKS_PER_SEC, <, 5);
  return contents;
}

static void
test_hostile_zones (Fixture *fixture, gconstpointer data)
{
  static const char *const zones[] = {
    ZONE ("Bad", "RRULE:FREQ=SECONDLY\r\n"),
    ZONE ("Bad", "RRULE:FREQ=SECONDLY;COUNT=2000000000\r\n"),
    ZONE ("Bad", "RRULE:FREQ=MINUTELY;UNTIL=20990101T000000Z\r\n"),
    ZONE ("Bad", "RRULE:FREQ=HOURLY\r\n"),
    ZONE ("Bad", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\r\n"),
    ZONE ("Bad", "RRULE:FREQ=MONTHLY;BYHOUR=1,2,3;BYMINUTE=1,2,3\r\n"),
    ZONE ("Bad", "RRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU\r\n"),
    ZONE ("Bad", "RRULE:FREQ=YEARLY;BYMONTHDAY=1;BYHOUR=1,2,3;BYSECOND=0,1\r\n"),
  };

  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      g_autofree char *text = g_strconcat (zones[i], EVENT ("DTSTART;TZID=Bad:20270505T100000\r\n"), "END:VCALENDAR\r\n", NULL);
      g_autoptr (AnnexICalendarContents) contents = NULL;

      g_test_message ("%s", zones[i]);
      contents = read_hostile (fixture, text);
      g_assert_true (has_problem (contents, "1 time zone changes its clocks too often"));
      g_assert_true (has_problem (contents, "names a time zone that nobody knows"));
      g_assert_cmpuint (count_days (contents, "2027-05-05"), ==, 1);
    }
}

/* A zone that is like others but for its number of days or rules. */
static void
test_floods_of_clock_changes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("BEGIN:VTIMEZONE\r\nTZID:Days\r\nBEGIN:STANDARD\r\nDTSTART:19000101T000000\r\n");
  g_autoptr (AnnexICalendarContents) contents = NULL;

  for (guint i = 0; i < 30000; i++)
    g_string_append_printf (text, "RDATE:%04u%02u%02uT000000\r\n", 1700 + i / 300, i / 25 % 12 + 1, i % 25 + 1);
  g_string_append (text, "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n");
  for (guint i = 0; i < 3000; i++)
    g_string_append_printf (text, "BEGIN:VTIMEZONE\r\nTZID:Zone %u\r\nBEGIN:STANDARD\r\nDTSTART:00010101T000000\r\nRRULE:FREQ=YEARLY\r\n"
                                  "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n", i);
  for (guint i = 0; i < 3000; i++)
    g_string_append_printf (text, EVENT ("DTSTART;TZID=Zone %u:%04u0101T000000\r\nDTEND;TZID=Zone %u:27000102T000000\r\n"), i % 100, 1900 + i % 700, i % 100);
  g_string_append (text, "END:VCALENDAR\r\n");
  contents = read_hostile (fixture, text->str);
  g_assert_true (has_problem (contents, "change their clocks too often"));
}

static void
test_hostile_events (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) all_day = g_string_new (";BYHOUR=0");
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (AnnexICalendarContents) contents = NULL;

  for (guint i = 1; i < 24; i++)
    g_string_append_printf (all_day, ",%u", i);
  g_string_append (all_day, ";BYMINUTE=0");
  for (guint i = 1; i < 60; i++)
    g_string_append_printf (all_day, ",%u", i);
  g_string_append (all_day, ";BYSECOND=0");
  for (guint i = 1; i < 60; i++)
    g_string_append_printf (all_day, ",%u", i);
  g_string_append (text, EVENT ("DTSTART:19000101T090000\r\nRRULE:FREQ=DAILY;BYDAY=46TU;BYHOUR=1,2,3,4,5,6,7,8,9,10,11,12\r\n"));
  g_string_append_printf (text, EVENT ("DTSTART:19000101T090000\r\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30%s\r\n"), all_day->str);
  g_string_append_printf (text, EVENT ("DTSTART:20270303T090000\r\nRRULE:FREQ=YEARLY;COUNT=1000000%s\r\n"), all_day->str);
  g_string_append (text, EVENT ("DTSTART:20270707T090000Z\r\nRRULE:FREQ=HOURLY;COUNT=3\r\n"));
  g_string_append (text, "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270909\r\nATTENDEE");
  for (guint i = 0; i < 100000; i++)
    g_string_append (text, "\r\n ;A=1");
  g_string_append (text, ":x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
  contents = read_hostile (fixture, text->str);
  g_assert_true (has_problem (contents, "1 line is broken"));
  g_assert_true (has_problem (contents, "3 events repeat more often than once a day"));
  g_assert_true (has_problem (contents, "1 line or event is too long"));
  g_assert_cmpuint (count_days (contents, "2027-03-03"), ==, 1);
  g_assert_cmpuint (count_days (contents, "2027-07-07"), ==, 1);
  g_assert_cmpuint (count_days (contents, "2027-07-09"), ==, 0);
  g_assert_cmpuint (count_days (contents, "2027-09-09"), ==, 0);
}

static void
test_large_calendars (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "large.ics", NULL);
  FILE *file = fopen (path, "wb");
  g_autoptr (AnnexICalendarContents) contents = NULL;
  g_autoptr (GError) error = NULL;

  fputs ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:long\r\nDTSTART;VALUE=DATE:20270101\r\nSUMMARY:", file);
  for (guint i = 0; i < 20 * 1024; i++)
    fprintf (file, "%01024d", 0);
  fputs ("\r\nEND:VEVENT\r\n", file);
  for (guint i = 0; i < 55000; i++)
    fprintf (file, "BEGIN:VEVENT\r\nUID:%u\r\nDTSTART;VALUE=DATE:202702%02u\r\nEND:VEVENT\r\n", i, i % 28 + 1);
  fputs ("END:VCALENDAR\r\n", file);
  fclose (file);
  contents = annex_icalendar_read (path, annex_clock_parse_day ("2027-01-01"), annex_clock_parse_day ("2027-12-31"), NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (contents->entries->len, ==, 50000);
  g_assert_true (has_problem (contents, "5001 entries are more"));
  g_assert_true (has_problem (contents, "too long"));
}

/* By libical's own parser and by what it knows of RFC 5545, without our reader. */
static void
test_what_leaves_is_valid (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "out.ics", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GHashTable) uids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  icalcomponent *calendar;

  fixture_add (fixture->store, &annex_holiday_type, "name", "Carnival; with, marks", "day", "2027-02-12", NULL);
  annex_store_set_setting (fixture->store, ANNEX_ICALENDAR_ALARM_SETTING, "3");
  g_assert_true (annex_export_calendar (fixture->store, path, NULL, &error));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  calendar = icalparser_parse_string (text);
  g_assert_nonnull (calendar);
  g_assert_cmpint (icalcomponent_isa (calendar), ==, ICAL_VCALENDAR_COMPONENT);
  g_assert_cmpint (icalcomponent_count_errors (calendar), ==, 0);
  g_assert_true (icalrestriction_check (calendar));
  for (icalcomponent *event = icalcomponent_get_first_component (calendar, ICAL_VEVENT_COMPONENT); event != NULL;
       event = icalcomponent_get_next_component (calendar, ICAL_VEVENT_COMPONENT))
    g_assert_true (g_hash_table_add (uids, (gpointer) icalcomponent_get_uid (event)));
  g_assert_cmpuint (g_hash_table_size (uids), >, 300);
  icalcomponent_free (calendar);
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
  g_test_add ("/calendar/activities_of_a_template_begin_anew", Fixture, NULL, fixture_set_up, test_a_template_begins_anew, fixture_tear_down);
  g_test_add_func ("/calendar/the_cycle_against_known_answers", test_cycle);
  g_test_add ("/calendar/dates_of_the_cycle_are_proposed", Fixture, NULL, fixture_set_up, test_dates_are_proposed, fixture_tear_down);
  g_test_add ("/calendar/rules_of_the_cycle", Fixture, NULL, fixture_set_up, test_cycle_rules, fixture_tear_down);
  g_test_add ("/calendar/entries_follow_from_descriptions", Fixture, NULL, fixture_set_up, test_entries, fixture_tear_down);
  g_test_add ("/calendar/more_than_fit_are_counted", Fixture, NULL, fixture_set_up, test_more_than_fit, fixture_tear_down);
  g_test_add ("/calendar/moving_is_one_step", Fixture, NULL, fixture_set_up, test_moving, fixture_tear_down);
  g_test_add ("/calendar/conflicts_are_told", Fixture, NULL, fixture_set_up, test_conflicts, fixture_tear_down);
  g_test_add ("/calendar/later_times_are_expected", Fixture, NULL, fixture_set_up, test_expected_times, fixture_tear_down);
  g_test_add ("/calendar/what_leaves_is_valid", Fixture, NULL, fixture_set_up_sample, test_what_leaves_is_valid, fixture_tear_down);
  g_test_add ("/calendar/other_calendars_are_read", Fixture, NULL, fixture_set_up, test_reading, fixture_tear_down);
  g_test_add ("/calendar/times_of_other_zones_against_known_answers", Fixture, NULL, fixture_set_up, test_zones, fixture_tear_down);
  g_test_add ("/calendar/bad_calendars_are_bounded", Fixture, NULL, fixture_set_up, test_bad_calendars, fixture_tear_down);
  g_test_add ("/calendar/zones_that_change_all_the_time_are_left_out", Fixture, NULL, fixture_set_up, test_hostile_zones, fixture_tear_down);
  g_test_add ("/calendar/floods_of_clock_changes_are_bounded", Fixture, NULL, fixture_set_up, test_floods_of_clock_changes, fixture_tear_down);
  g_test_add ("/calendar/events_that_explode_are_bounded", Fixture, NULL, fixture_set_up, test_hostile_events, fixture_tear_down);
  g_test_add ("/calendar/large_calendars_are_bounded", Fixture, NULL, fixture_set_up, test_large_calendars, fixture_tear_down);
  return g_test_run ();
}
