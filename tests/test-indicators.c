/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/annex-log.h"
#include "core/annex-transaction.h"
#include "engagement-fixture.h"
#include "isms/act/action-request.h"
#include "isms/annex-attention.h"
#include "isms/annex-calendar-entries.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"
#include "isms/check/indicator.h"

/* Today moved by so many months, as the name of its month. */
static char *
dup_month (int months)
{
  g_autoptr (GDateTime) now = annex_clock_get_now ();
  g_autoptr (GDateTime) first = g_date_time_new_local (g_date_time_get_year (now), g_date_time_get_month (now), 1, 0, 0, 0);
  g_autoptr (GDateTime) moved = g_date_time_add_months (first, months);

  return g_date_time_format (moved, "%Y-%m");
}

/* ---- How values stand ---- */

static void
test_statuses (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 lower = fixture_add (store, &annex_indicator_type, "title", "Clicks", "unit", "%", NULL);
  gint64 higher = fixture_add (store, &annex_indicator_type, "title", "Patched", "direction", "higher", "target", "95", "bound", "85", NULL);
  gint64 value, earlier;

  fixture_assert_value (store, lower, "status", "none");
  value = fixture_add (store, &annex_measurement_type, "period", "2026-02", "indicator", "Clicks", "value", "6", NULL);
  fixture_assert_value (store, lower, "status", "open");
  fixture_assert_value (store, lower, "latest_value", "6 %");
  fixture_assert_set (store, lower, "target", "4");
  fixture_assert_value (store, lower, "status", "off");
  fixture_assert_value (store, value, "verdict", "off");
  fixture_assert_set (store, lower, "bound", "5.5");
  fixture_assert_value (store, lower, "status", "out");
  fixture_assert_set (store, value, "value", "4");
  fixture_assert_value (store, lower, "status", "on");
  fixture_assert_value (store, lower, "trend", NULL);

  /* The latest by its period, whichever was entered first. */
  earlier = fixture_add (store, &annex_measurement_type, "period", "2026-01", "indicator", "Clicks", "value", "9", NULL);
  fixture_assert_value (store, lower, "status", "on");
  fixture_assert_value (store, lower, "latest_period", "2026-02");
  fixture_assert_value (store, lower, "trend", "better");
  fixture_assert_set (store, earlier, "value", "4");
  fixture_assert_value (store, lower, "trend", "same");

  fixture_add (store, &annex_measurement_type, "period", "2026-01", "indicator", "Patched", "value", "95", NULL);
  fixture_assert_value (store, higher, "status", "on");
  value = fixture_add (store, &annex_measurement_type, "period", "2026-02", "indicator", "Patched", "value", "94.9", NULL);
  fixture_assert_value (store, higher, "status", "off");
  fixture_assert_value (store, higher, "trend", "worse");
  fixture_assert_set (store, value, "value", "84");
  fixture_assert_value (store, higher, "status", "out");
}

static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 indicator = fixture_add (store, &annex_indicator_type, "title", "Clicks", NULL);
  gint64 value;
  g_autoptr (GError) error = NULL;

  fixture_assert_refused (store, &annex_indicator_type, "below the target", "title", "Wrong", "target", "4", "bound", "3", NULL);
  fixture_assert_refused (store, &annex_indicator_type, "above the target", "title", "Wrong", "direction", "higher", "target", "4", "bound", "5", NULL);
  fixture_assert_refused (store, &annex_measurement_type, "names no period", "period", "2026-13", "indicator", "Clicks", "value", "1", NULL);
  fixture_assert_refused (store, &annex_measurement_type, "has not begun", "period", "2999-01", "indicator", "Clicks", "value", "1", NULL);
  fixture_assert_refused (store, &annex_measurement_type, "is measured each", "period", "2026-Q1", "indicator", "Clicks", "value", "1", NULL);
  value = fixture_add (store, &annex_measurement_type, "period", "2026-01", "indicator", "Clicks", "value", "1", NULL);
  fixture_assert_refused (store, &annex_measurement_type, "already", "period", "2026-01", "indicator", "Clicks", "value", "2", NULL);

  /* What was measured by the month stays, and may be put right. */
  fixture_assert_set (store, indicator, "period", "quarter");
  fixture_assert_set (store, value, "value", "3");
  fixture_add (store, &annex_measurement_type, "period", "2025-Q4", "indicator", "Clicks", "value", "7", NULL);
  fixture_assert_value (store, indicator, "latest_period", "2026-01");
  fixture_add (store, &annex_measurement_type, "period", "2026-Q1", "indicator", "Clicks", "value", "8", NULL);
  fixture_assert_value (store, indicator, "latest_period", "2026-Q1");
  g_assert_no_error (error);
}

/* ---- Rules ---- */

/* On that day the calendar has the indicator, once, and nobody can move it. */
static void
assert_on_calendar (AnnexStore *store, gint64 id, const char *day)
{
  guint number = annex_clock_parse_day (day);
  const AnnexCalendarQuery query = { .first = number, .last = number, .per_day = 10 };
  g_autoptr (AnnexCalendarEntries) entries = annex_calendar_entries_load (store, &query, NULL, NULL);
  const AnnexCalendarDay *of_day = annex_calendar_entries_get_day (entries, number);
  AnnexCalendarEntry *entry;

  fixture_assert_value (store, id, "due_on", day);
  g_assert_cmpuint (of_day->count, ==, 1);
  entry = of_day->entries->pdata[0];
  g_assert_cmpint (entry->record, ==, id);
  g_assert_false (entry->flags & ANNEX_CALENDAR_MOVABLE);
}

static void
test_rules (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 person = fixture_add (store, &annex_person_type, "name", "Ida", NULL);
  gint64 indicator = fixture_add (store, &annex_indicator_type, "title", "Clicks", NULL);
  g_autofree char *last = dup_month (-1), *before = dup_month (-2), *this = dup_month (0), *next = dup_month (1);
  g_autofree char *first_of_this = g_strconcat (this, "-01", NULL), *first_of_next = g_strconcat (next, "-01", NULL);
  gint64 value;

  g_assert_cmpuint (annex_attention_count (store, &annex_indicator_type, NULL), ==, 1);
  fixture_assert_settled (store, indicator, "indicator-without-owner", "owner", "Ida");
  g_assert_cmpuint (annex_attention_count (store, &annex_indicator_type, NULL), ==, 0);
  fixture_assert_found (store, indicator, "indicator-owner-left", FALSE);
  fixture_assert_set (store, person, "active", "no");
  fixture_assert_found (store, indicator, "indicator-owner-left", TRUE);

  fixture_assert_settled (store, indicator, "indicator-without-target", "target", "4");

  /* One that begins today owes nothing; one that began long ago the period that ended last. */
  fixture_assert_found (store, indicator, "indicator-not-measured", FALSE);
  fixture_assert_set (store, indicator, "since", "2026-01-01");
  fixture_assert_found (store, indicator, "indicator-not-measured", TRUE);
  fixture_assert_value (store, indicator, "measuring", "due");
  assert_on_calendar (store, indicator, first_of_this);
  fixture_add (store, &annex_measurement_type, "period", before, "indicator", "Clicks", "value", "3", NULL);
  fixture_assert_found (store, indicator, "indicator-not-measured", TRUE);
  value = fixture_add (store, &annex_measurement_type, "period", last, "indicator", "Clicks", "value", "3", NULL);
  fixture_assert_found (store, indicator, "indicator-not-measured", FALSE);
  fixture_assert_value (store, indicator, "measuring", NULL);
  assert_on_calendar (store, indicator, first_of_next);

  fixture_assert_set (store, indicator, "bound", "8");
  fixture_assert_found (store, indicator, "indicator-out-of-bounds", FALSE);
  fixture_assert_set (store, value, "value", "9");
  fixture_assert_found (store, indicator, "indicator-out-of-bounds", TRUE);
  g_assert_cmpuint (annex_attention_count (store, &annex_indicator_type, NULL), ==, 1);
  fixture_assert_set (store, indicator, "state", "ended");
  fixture_assert_found (store, indicator, "indicator-out-of-bounds", FALSE);
  fixture_assert_found (store, indicator, "indicator-owner-left", FALSE);
}

/* ---- From an indicator to a corrective action ---- */

static void
test_request (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (AnnexRecord) on_target = annex_store_load (store, fixture_find (store, "IND-002"), NULL);
  g_autoptr (AnnexRecord) answered = annex_store_load (store, fixture_find (store, "IND-004"), NULL);
  gint64 indicator = fixture_find (store, "IND-005"), action;
  g_autoptr (AnnexRecord) asking = annex_store_load (store, indicator, NULL);
  g_autofree char *link = g_strdup_printf ("%" G_GINT64_FORMAT, indicator);
  g_autoptr (GError) error = NULL;

  g_assert_false (annex_action_request_is_due (store, on_target, NULL));
  g_assert_false (annex_action_request_is_due (store, answered, NULL));
  fixture_assert_found (store, fixture_find (store, "IND-004"), "indicator-out-of-bounds", FALSE);
  fixture_assert_found (store, indicator, "indicator-out-of-bounds", TRUE);
  g_assert_true (annex_action_request_is_due (store, asking, NULL));
  g_assert_cmpint (annex_action_request_make (store, fixture_find (store, "IND-002"), &error), ==, 0);
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
  g_clear_error (&error);

  action = annex_action_request_make (store, indicator, &error);
  g_assert_no_error (error);
  fixture_assert_value (store, action, "source", "indicator");
  fixture_assert_value (store, action, "indicator", link);
  fixture_assert_value (store, action, "observed", "IND-005 is 1 in 2026-11; its limit is 0.");
  fixture_assert_found (store, indicator, "indicator-out-of-bounds", FALSE);
  g_assert_cmpint (annex_action_request_make (store, indicator, &error), ==, action);
  g_assert_true (annex_log_undo (store, NULL, &error));
  fixture_assert_found (store, indicator, "indicator-out-of-bounds", TRUE);

  /* An action that was closed before says nothing of a value that came later. */
  action = fixture_add (store, &annex_corrective_action_type, "title", "Late again", "indicator", "IND-005", "raised_on", "2026-06-03", NULL);
  fixture_assert_value (store, action, "source", "indicator");
  fixture_assert_found (store, indicator, "indicator-out-of-bounds", FALSE);
  fixture_add (store, &annex_corrective_action_type, "title", "Earlier", "indicator", "IND-003", "raised_on", "2026-03-03", "closed_on", "2026-04-03", NULL);
  fixture_assert_set (store, fixture_find (store, "IND-003"), "target", "1");
  fixture_assert_set (store, fixture_find (store, "IND-003"), "bound", "2");
  fixture_assert_found (store, fixture_find (store, "IND-003"), "indicator-out-of-bounds", TRUE);
}

/* ---- What Annex counts ---- */

static void
assert_counted (AnnexStore *store, gint64 id, const char *first, const char *last, guint expected, const char *source)
{
  g_autoptr (AnnexRecord) indicator = annex_store_load (store, id, NULL);
  g_autofree char *sources = NULL;
  g_autoptr (GError) error = NULL;
  guint count = 99;

  g_assert_true (annex_indicator_count (store, indicator, first, last, &count, &sources, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count, ==, expected);
  g_assert_nonnull (strstr (sources, source));
}

static void
test_counting (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 incidents = fixture_find (store, "IND-006"), treatments = fixture_find (store, "IND-005"), indicator;
  g_autoptr (AnnexRecord) by_hand = annex_store_load (store, fixture_find (store, "IND-001"), NULL);
  g_autofree char *sources = NULL;
  g_autoptr (GError) error = NULL;
  guint count;

  assert_counted (store, incidents, "2026-01-01", "2026-03-31", 2, "INC-002, INC-003");
  assert_counted (store, incidents, "2026-02-01", "2026-03-31", 1, "INC-003");
  assert_counted (store, incidents, "2020-01-01", "2020-03-31", 0, "none");
  fixture_assert_set (store, incidents, "from_severity", "Medium");
  assert_counted (store, incidents, "2026-01-01", "2026-03-31", 1, "INC-003");
  fixture_assert_set (store, incidents, "category", "Malware");
  assert_counted (store, incidents, "2026-01-01", "2026-03-31", 0, "none");

  /* Done later than the period ended is late in it, and no longer in the next. */
  assert_counted (store, treatments, "2019-01-01", "2019-01-31", 0, "none");
  fixture_add (store, &annex_treatment_type, "title", "Late", "status", "done", "due", "2019-01-10", "done_on", "2019-02-03", NULL);
  fixture_add (store, &annex_treatment_type, "title", "Dropped", "status", "dropped", "due", "2019-01-10", NULL);
  assert_counted (store, treatments, "2019-01-01", "2019-01-31", 1, "TM-");
  assert_counted (store, treatments, "2019-02-01", "2019-02-28", 0, "none");

  indicator = fixture_add (store, &annex_indicator_type, "title", "Missed", "method", "activities_missed", NULL);
  fixture_add (store, &annex_occurrence_type, "title", "Review", "activity", "AY-001", "due", "2019-01-10", "state", "skipped", NULL);
  fixture_add (store, &annex_occurrence_type, "title", "Review", "activity", "AY-001", "due", "2019-01-11", "state", "done", "done_on", "2019-01-12", NULL);
  assert_counted (store, indicator, "2019-01-01", "2019-01-31", 1, "OC-");
  fixture_assert_set (store, indicator, "method", "nonconformities");
  assert_counted (store, indicator, "2026-02-26", "2026-02-26", 2, "CAR-001, CAR-002");
  fixture_assert_set (store, indicator, "method", "controls_unproved");
  assert_counted (store, indicator, "2019-01-01", "2019-01-31", fixture_is_found (store, fixture_find (store, "A.8.18"), "soa-implemented-without-evidence"), "A.8.18");

  g_assert_false (annex_indicator_count (store, by_hand, "2026-01-01", "2026-01-31", &count, &sources, &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
}

/* Each way to count is asked of an engagement with little in it, so that the answer is known on any day. */
static void
test_counting_as_of_now (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 indicator = fixture_add (store, &annex_indicator_type, "title", "Counted", "method", "actions_overdue", NULL);
  gint64 document;

  assert_counted (store, indicator, "2026-01-01", "2026-01-31", 0, "none");
  fixture_add (store, &annex_corrective_action_type, "title", "Old", "raised_on", "2020-01-01", NULL);
  fixture_add (store, &annex_corrective_action_type, "title", "New", NULL);
  assert_counted (store, indicator, "2026-01-01", "2026-01-31", 1, "CAR-001");

  fixture_assert_set (store, indicator, "method", "risks_above");
  fixture_add (store, &annex_risk_type, "title", "Fire", "current_likelihood", "5", "current_consequence", "5", NULL);
  fixture_add (store, &annex_risk_type, "title", "Rain", "current_likelihood", "1", "current_consequence", "1", NULL);
  fixture_add (store, &annex_risk_type, "title", "Unknown", NULL);
  assert_counted (store, indicator, "2026-01-01", "2026-01-31", 1, "R-001");

  fixture_assert_set (store, indicator, "method", "documents_overdue");
  document = fixture_add (store, &annex_document_type, "title", "Policy", NULL);
  assert_counted (store, indicator, "2026-01-01", "2026-01-31", 0, "none");
  fixture_assert_set (store, document, "next_review", "2020-01-01");
  assert_counted (store, indicator, "2026-01-01", "2026-01-31", 1, "DOC-001");
}

/* What a record says of itself today is not what it said when the period ended. */
static void
test_counting_as_it_stood (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autofree char *today = annex_clock_dup_today ();
  guint day = annex_clock_parse_day (today);
  g_autofree char *then = annex_clock_dup_day (day - 30), *earlier = annex_clock_dup_day (day - 90);
  gint64 indicator = fixture_add (store, &annex_indicator_type, "title", "Counted", "method", "risks_above", NULL);
  gint64 risk = fixture_add (store, &annex_risk_type, "title", "Fire", "current_likelihood", "5", "current_consequence", "5", NULL);
  gint64 document = fixture_add (store, &annex_document_type, "title", "Policy", "next_review", "2020-01-01", NULL);

  fixture_run_sql (store, "UPDATE \"commit\" SET time = strftime ('%Y-%m-%dT%H:%M:%fZ', time, '-60 days')");
  fixture_assert_set (store, risk, "status", "closed");
  fixture_assert_set (store, document, "next_review", "2999-01-01");
  assert_counted (store, indicator, then, then, 1, "Counted by Annex: R-001.");
  assert_counted (store, indicator, earlier, earlier, 0, "the history begins after the period");
  assert_counted (store, indicator, today, today, 0, "none.");
  fixture_assert_value (store, risk, "status", "closed");
  fixture_assert_set (store, indicator, "method", "documents_overdue");
  assert_counted (store, indicator, then, then, 1, "DOC-001.");

  /* Corrective actions have dates, which reach back further than the log. */
  fixture_assert_set (store, indicator, "method", "actions_overdue");
  fixture_add (store, &annex_corrective_action_type, "title", "Late until June", "raised_on", "2020-01-10", "correction_due", "2020-01-20",
               "correction_done_on", "2020-06-05", "cause_due", "2020-07-20", "cause_done_on", "2020-07-10", "closed_on", "2020-09-01", NULL);
  assert_counted (store, indicator, "2020-01-01", "2020-01-15", 0, "none");
  assert_counted (store, indicator, "2020-05-01", "2020-05-31", 1, "CAR-001.");
  assert_counted (store, indicator, "2020-06-01", "2020-06-30", 0, "none");
  assert_counted (store, indicator, "2020-09-01", "2020-09-30", 0, "none");
}

static GPtrArray *
measure (AnnexStore *store, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) values = annex_indicators_count (store, id, &error);
  GPtrArray *measurements = annex_indicators_keep (store, values, &error);

  g_assert_no_error (error);
  return measurements;
}

static void
test_entering (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 id = fixture_add (store, &annex_indicator_type, "title", "Clicks", "target", "4", "bound", "4", NULL);
  g_autofree char *last = dup_month (-1), *this = dup_month (0), *after_next = dup_month (2), *due_on = g_strconcat (after_next, "-01", NULL);
  g_autoptr (AnnexRecord) indicator = annex_store_load (store, id, NULL);
  g_autoptr (AnnexRecord) entered = NULL, again = NULL;
  g_autoptr (AnnexChart) chart = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (annex_indicator_enter (store, indicator, "many", &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (annex_indicator_enter (store, indicator, " ", &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_cmpuint (fixture_count (store, "measurement"), ==, 0);

  entered = annex_indicator_enter (store, indicator, "5,5", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (annex_record_get_title (entered), ==, last);
  fixture_assert_value (store, id, "latest_value", "5.5");
  fixture_assert_value (store, id, "status", "out");
  /* The next one is of the month that runs, and may be put right. */
  again = annex_indicator_enter (store, indicator, "9", &error);
  g_assert_cmpstr (annex_record_get_title (again), ==, this);
  g_clear_object (&again);
  again = annex_indicator_enter (store, indicator, "3", &error);
  g_assert_cmpuint (fixture_count (store, "measurement"), ==, 2);
  fixture_assert_value (store, id, "status", "on");
  fixture_assert_value (store, id, "due_on", due_on);

  /* Target and limit in one place are one line. */
  chart = annex_indicator_create_chart (store, indicator, NULL);
  g_assert_cmpuint (annex_chart_get_n_series (chart), ==, 2);
}

static void
test_measuring (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 indicator = fixture_add (store, &annex_indicator_type, "title", "Incidents", "method", "incidents", NULL);
  g_autofree char *last = dup_month (-1), *day = g_strconcat (last, "-15 10:00", NULL);
  g_autoptr (GPtrArray) made = NULL, again = NULL, none = NULL;
  g_autoptr (GError) error = NULL;

  fixture_add (store, &annex_incident_type, "title", "Phish", "noticed_at", day, "kind", "incident", NULL);
  made = measure (store, 0);
  g_assert_cmpuint (made->len, ==, 1);
  g_assert_cmpstr (annex_record_get_title (made->pdata[0]), ==, last);
  fixture_assert_value (store, indicator, "latest_value", "1");

  /* Measured again, the value is put right and not doubled. */
  fixture_add (store, &annex_incident_type, "title", "Loss", "noticed_at", day, "kind", "incident", NULL);
  again = measure (store, indicator);
  g_assert_cmpuint (fixture_count (store, "measurement"), ==, 1);
  fixture_assert_value (store, indicator, "latest_value", "2");
  g_assert_true (annex_log_undo (store, NULL, &error));
  fixture_assert_value (store, indicator, "latest_value", "1");

  fixture_assert_set (store, indicator, "state", "ended");
  none = measure (store, 0);
  g_assert_cmpuint (none->len, ==, 0);
}

/* ---- Sample, chart, and what a risk shows of incidents ---- */

static void
test_sample (Fixture *fixture, gconstpointer data)
{
  static const char *const expected[][2] = {
    { "IND-001", "off" }, { "IND-002", "on" }, { "IND-003", "on" }, { "IND-004", "out" }, { "IND-005", "out" }, { "IND-006", "on" },
  };
  AnnexStore *store = fixture->store;
  gint64 risk = fixture_find (store, "R-001"), lonely;
  g_autofree char *last = dup_month (-1), *day = g_strconcat (last, "-15 10:00", NULL);
  g_autoptr (AnnexRecord) indicator = annex_store_load (store, fixture_find (store, "IND-002"), NULL);
  g_autoptr (AnnexChart) chart = annex_indicator_create_chart (store, indicator, NULL);
  double value;

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    fixture_assert_value (store, fixture_find (store, expected[i][0]), "status", expected[i][1]);
  g_assert_cmpuint (annex_chart_get_n_categories (chart), ==, 12);
  g_assert_cmpuint (annex_chart_get_n_series (chart), ==, 3);
  g_assert_true (annex_chart_get_value (chart, 11, 0, &value));
  g_assert_cmpfloat (value, ==, 96);

  fixture_assert_value (store, risk, "incident_history", "2025: 1");
  lonely = fixture_add (store, &annex_risk_type, "title", "Meteorite", NULL);
  fixture_assert_value (store, lonely, "incidents_year", NULL);
  fixture_assert_value (store, lonely, "incident_history", NULL);
  fixture_add (store, &annex_incident_type, "title", "Impact", "noticed_at", day, "kind", "incident", "risks", "Meteorite", NULL);
  fixture_add (store, &annex_incident_type, "title", "Bright light", "noticed_at", day, "kind", "event", "risks", "Meteorite", NULL);
  fixture_add (store, &annex_incident_type, "title", "Old impact", "noticed_at", "2020-05-05 10:00", "kind", "incident", "risks", "Meteorite", NULL);
  fixture_assert_value (store, lonely, "incidents_year", "1");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();
  g_test_add ("/indicators/values_stand_by_target_and_limit", Fixture, NULL, fixture_set_up, test_statuses, fixture_tear_down);
  g_test_add ("/indicators/what_makes_no_sense_is_refused", Fixture, NULL, fixture_set_up, test_refusals, fixture_tear_down);
  g_test_add ("/indicators/rules_trigger_and_do_not", Fixture, NULL, fixture_set_up, test_rules, fixture_tear_down);
  g_test_add ("/indicators/out_of_bounds_asks_for_a_corrective_action", Fixture, NULL, fixture_set_up_sample, test_request, fixture_tear_down);
  g_test_add ("/indicators/count_known_answers", Fixture, NULL, fixture_set_up_sample, test_counting, fixture_tear_down);
  g_test_add ("/indicators/count_what_is_so_now", Fixture, NULL, fixture_set_up, test_counting_as_of_now, fixture_tear_down);
  g_test_add ("/indicators/count_what_was_so_when_the_period_ended", Fixture, NULL, fixture_set_up, test_counting_as_it_stood, fixture_tear_down);
  g_test_add ("/indicators/are_entered_for_the_period_that_ended", Fixture, NULL, fixture_set_up, test_entering, fixture_tear_down);
  g_test_add ("/indicators/are_measured_for_the_period_that_ended", Fixture, NULL, fixture_set_up, test_measuring, fixture_tear_down);
  g_test_add ("/indicators/of_the_sample_and_incidents_of_risks", Fixture, NULL, fixture_set_up_sample, test_sample, fixture_tear_down);
  return g_test_run ();
}
