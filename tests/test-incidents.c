/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/annex-log.h"
#include "core/annex-query.h"
#include "engagement-fixture.h"
#include "exchange/annex-import.h"
#include "isms/annex-isms.h"
#include "isms/annex-rules.h"
#include "isms/do/incident-statistics.h"
#include "isms/do/incident.h"

#define N_OLD 3000

/* Canonical, so many hours from now. */
static char *
dup_time (int hours)
{
  g_autoptr (GDateTime) now = annex_clock_get_now ();
  g_autoptr (GDateTime) then = g_date_time_add_hours (now, hours);

  return g_date_time_format (then, "%Y-%m-%d %H:%M");
}

static void
test_times (void)
{
  static const struct
  {
    const char *text;
    const char *value;
  } cases[] = {
    { "2026-11-24 14:05", "2026-11-24 14:05" }, { "2026-11-24T14:05:33", "2026-11-24 14:05" }, { "24.11.2026 9:05", "2026-11-24 09:05" },
    { "24/11/2026, 09:05", "2026-11-24 09:05" }, { "2026-11-24", "2026-11-24" },             { "2026-11-24 24:00", NULL },
    { "2026-11-24 14:60", NULL },               { "2026-02-30 10:00", NULL },                { "14:05", NULL },
    { "2026-11-24 14", NULL },                  { "2026-11-24 14:05 or so", NULL },          { "yesterday", NULL },
  };
  const AnnexField *field = annex_type_find_field (&annex_incident_type, "noticed_at");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *value = annex_field_parse (field, cases[i].text, &error);

      g_assert_cmpstr (value, ==, cases[i].value);
      g_assert_true ((value == NULL) == (error != NULL));
      g_assert_true (value == NULL || annex_time_is_valid (value));
    }
  g_assert_false (annex_time_is_valid ("2026-11-24 9:05"));
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autofree char *tomorrow = dup_time (30);

  fixture_assert_refused (store, &annex_incident_type, "may not be before “Happened”", "title", "Leak", "noticed_at", "2026-03-02 10:00",
                          "happened_at", "2026-03-02 10:01", NULL);
  fixture_assert_refused (store, &annex_incident_type, "may not be before “Noticed”", "title", "Leak", "noticed_at", "2026-03-02 10:00",
                          "contained_at", "2026-03-02 09:59", NULL);
  fixture_assert_refused (store, &annex_incident_type, "may not be before “Aware of the breach”", "title", "Leak", "aware_at",
                          "2026-03-02 10:00", "notified_at", "2026-03-01", NULL);
  fixture_assert_refused (store, &annex_incident_type, "may not be in the future", "title", "Leak", "noticed_at", tomorrow, NULL);
  fixture_assert_refused (store, &annex_incident_type, "less than nobody", "title", "Leak", "people_affected", "-3", NULL);
  g_assert_cmpuint (fixture_count (store, "incident"), ==, 0);
  /* A day is not before a time on that day. */
  fixture_add (store, &annex_incident_type, "title", "Leak", "happened_at", "2026-03-02 10:00", "noticed_at", "2026-03-02", NULL);
}

static void
assert_step_refused (AnnexStore *store, gint64 id, const char *status, const char *part_of_message)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (fixture_set (store, id, "status", status, &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, part_of_message));
}

static void
test_path (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autofree char *now = dup_time (0);
  gint64 id;

  fixture_add (store, &annex_person_type, "name", "Ada", NULL);
  id = fixture_add (store, &annex_incident_type, "title", "Leak", "noticed_at", now, NULL);
  fixture_assert_value (store, id, "status", "reported");
  assert_step_refused (store, id, "triaged", "“Assessed as”, “Severity”, “Led by”");
  assert_step_refused (store, id, "closed", "“Containment”, “Recovery”, “Lessons learned”");
  fixture_assert_value (store, id, "status", "reported");
  fixture_assert_set (store, id, "kind", "incident");
  fixture_assert_set (store, id, "severity", "3");
  fixture_assert_set (store, id, "owner", "Ada");
  fixture_assert_set (store, id, "status", "triaged");
  {
    g_autoptr (AnnexRecord) record = annex_store_load (store, id, NULL);
    g_assert_true (annex_time_is_valid (annex_record_get_value (record, "triaged_at")));
    g_assert_cmpstr (annex_record_get_value (record, "hours_to_triage"), ==, "0");
  }
  assert_step_refused (store, id, "contained", "is not “Contained” yet: fill in “Containment” first");
  fixture_assert_set (store, id, "containment", "Account locked");
  fixture_assert_set (store, id, "status", "contained");
  fixture_assert_set (store, id, "recovery", "Account opened again");
  fixture_assert_set (store, id, "status", "recovered");
  assert_step_refused (store, id, "closed", "“Lessons learned”, “Sees to the lessons”, “Personal data affected”, “Was it foreseen”");
  fixture_assert_set (store, id, "lessons", "Two keys are better than one");
  fixture_assert_set (store, id, "lessons_owner", "Ada");
  fixture_assert_set (store, id, "personal_data", "no");
  fixture_assert_set (store, id, "foreseen", "no");
  fixture_assert_set (store, id, "status", "closed");
  fixture_assert_set (store, id, "status", "reported");
}

static void
test_no_harm (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 id = fixture_add (store, &annex_incident_type, "title", "Odd mail", "kind", "event", NULL);

  fixture_add (store, &annex_person_type, "name", "Ada", NULL);
  assert_step_refused (store, id, "closed", "fill in “Led by”, “Why it is judged so” first");
  fixture_assert_set (store, id, "owner", "Ada");
  fixture_assert_set (store, id, "triage_reason", "An invoice that was expected");
  fixture_assert_set (store, id, "status", "closed");
}

static void
test_times_between (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 id = fixture_add (store, &annex_incident_type, "title", "Leak", "noticed_at", "2026-01-10 08:00", "triaged_at", "2026-01-10 09:30",
                           "contained_at", "2026-01-11 08:00", "recovered_at", "2026-01-12", NULL);

  fixture_assert_value (store, id, "hours_to_triage", "1.5");
  fixture_assert_value (store, id, "hours_to_contain", "24");
  fixture_assert_value (store, id, "hours_to_recover", NULL);
}

static void
test_clock (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autofree char *recently = dup_time (-10);
  g_autofree char *yesterday = dup_time (-50);
  g_autofree char *long_ago = dup_time (-80);
  gint64 plain, personal, id;

  fixture_add (store, &annex_asset_type, "name", "Lunch menu", NULL);
  fixture_add (store, &annex_asset_type, "name", "Customers", "personal_data", "yes", NULL);
  plain = fixture_add (store, &annex_incident_type, "title", "Spill", "noticed_at", long_ago, "assets", "Lunch menu", NULL);
  fixture_assert_value (store, plain, "clock", NULL);
  g_assert_false (fixture_is_found (store, plain, "incident-clock-over"));

  personal = fixture_add (store, &annex_incident_type, "title", "Leak", "noticed_at", recently, "assets", "Customers", NULL);
  fixture_assert_value (store, personal, "clock", "running");
  g_assert_true (fixture_is_found (store, personal, "incident-clock-running"));
  fixture_assert_set (store, personal, "kind", "event");
  fixture_assert_value (store, personal, "clock", NULL);

  id = fixture_add (store, &annex_incident_type, "title", "Theft", "noticed_at", yesterday, "personal_data", "unclear", NULL);
  fixture_assert_value (store, id, "clock", "last_day");
  fixture_assert_set (store, id, "noticed_at", long_ago);
  fixture_assert_value (store, id, "clock", "over");
  g_assert_true (fixture_is_found (store, id, "incident-clock-over"));
  fixture_assert_set (store, id, "aware_at", recently);
  fixture_assert_value (store, id, "clock", "running");
  fixture_assert_set (store, id, "notification", "no");
  fixture_assert_value (store, id, "clock", "not_needed");
  g_assert_false (fixture_is_found (store, id, "incident-clock-over"));
  fixture_assert_set (store, id, "kind", "incident");
  fixture_assert_set (store, id, "personal_data", "yes");
  g_assert_true (fixture_is_found (store, id, "incident-notification-unexplained"));
  fixture_assert_set (store, id, "notification_reason", "Encrypted");
  g_assert_false (fixture_is_found (store, id, "incident-notification-unexplained"));

  id = fixture_add (store, &annex_incident_type, "title", "Loss", "personal_data", "yes", "aware_at", "2026-01-10 08:00", "notified_at",
                    "2026-01-13 08:00", NULL);
  fixture_assert_value (store, id, "clock", "told");
  fixture_assert_set (store, id, "notified_at", "2026-01-13 08:10");
  fixture_assert_value (store, id, "clock", "told_late");
}

static void
test_rejudge (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 risk = fixture_add (store, &annex_risk_type, "title", "Theft", "current_likelihood", "2", "current_consequence", "3", "assessed_on",
                             "2026-01-01", NULL);
  gint64 id = fixture_add (store, &annex_incident_type, "title", "Stolen", "kind", "incident", "noticed_at", "2026-02-01 10:00", "foreseen",
                           "yes", NULL);

  g_assert_true (fixture_is_found (store, id, "incident-foreseen-without-risk"));
  fixture_assert_set (store, id, "risks", "Theft");
  g_assert_false (fixture_is_found (store, id, "incident-foreseen-without-risk"));
  g_assert_true (fixture_is_found (store, id, "incident-risk-not-rejudged"));
  fixture_assert_value (store, id, "rejudged", "open");
  fixture_assert_set (store, risk, "current_likelihood", "3");
  fixture_assert_value (store, id, "rejudged", "done");
  g_assert_false (fixture_is_found (store, id, "incident-risk-not-rejudged"));

  id = fixture_add (store, &annex_incident_type, "title", "Fire", "kind", "incident", "foreseen", "no", NULL);
  g_assert_true (fixture_is_found (store, id, "incident-unforeseen-without-risk"));
  fixture_assert_set (store, id, "risks", "Theft");
  g_assert_false (fixture_is_found (store, id, "incident-unforeseen-without-risk"));
}

static void
test_entries (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *line;
    const char *at;
    const char *text;
  } lines[] = {
    { "2025-11-24 9:05 Seen by the night shift", "2025-11-24 09:05", "Seen by the night shift" },
    { "25.11.2025 10:15 Called 3 people", "2025-11-25 10:15", "Called 3 people" },
  };
  AnnexStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autofree char *today = dup_time (0);
  gint64 incident = fixture_add (store, &annex_incident_type, "title", "Leak", NULL);
  gint64 id, now;

  fixture_add (store, &annex_person_type, "name", "Ada", NULL);
  annex_store_set_author (store, "Ada");
  now = annex_incident_add_entry (store, incident, "24 accounts locked", &error);
  g_assert_no_error (error);
  fixture_assert_value (store, now, "title", "24 accounts locked");
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      id = annex_incident_add_entry (store, incident, lines[i].line, &error);
      g_assert_no_error (error);
      fixture_assert_value (store, id, "at", lines[i].at);
      fixture_assert_value (store, id, "title", lines[i].text);
    }
  id = annex_incident_add_entry (store, incident, "0:00 A new day", &error);
  g_assert_no_error (error);
  {
    g_autoptr (AnnexRecord) entry = annex_store_load (store, id, NULL);
    g_autoptr (GPtrArray) entries = annex_incident_dup_entries (store, incident, NULL);

    g_assert_true (g_str_has_suffix (annex_record_get_value (entry, "at"), " 00:00"));
    g_assert_true (strncmp (annex_record_get_value (entry, "at"), today, 10) == 0);
    g_assert_cmpstr (annex_record_get_text (entry, "author"), ==, "Ada");
    g_assert_cmpuint (entries->len, ==, 4);
    g_assert_cmpint (annex_record_get_id (entries->pdata[2]), ==, id);
    g_assert_cmpint (annex_record_get_id (entries->pdata[3]), ==, now);
  }
  g_assert_cmpint (annex_incident_add_entry (store, incident, "2999-01-01 10:00 Guess", &error), ==, 0);
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_cmpint (annex_incident_add_entry (store, incident, "14:05 ", &error), ==, 0);
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
  g_assert_cmpuint (fixture_count (store, "incident_entry"), ==, 4);
  g_assert_true (annex_log_undo (store, NULL, NULL));
  g_assert_cmpuint (fixture_count (store, "incident_entry"), ==, 3);
}

/* Half the fields are missing, and some rows are wrong: what is right comes in, the rest is named, and the rules ask for what lacks. */
static void
test_old_incidents (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "old.csv", NULL);
  g_autoptr (GString) csv = g_string_new ("title,status,noticed_at,happened_at,kind\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexImport) import = NULL;
  g_autoptr (AnnexImportReport) report = NULL;
  gint64 id;

  for (guint i = 0; i < N_OLD; i++)
    g_string_append_printf (csv, "Old incident %u,%s,%s,,%s\n", i, i % 2 == 0 ? "closed" : "", i % 3 == 0 ? "2019-05-03" : i % 3 == 1 ? "03.05.2019 14:07" : "",
                            i % 4 == 0 ? "incident" : "");
  g_string_append (csv, "Wrong order,closed,2019-05-03 10:00,2019-05-04,\nNo time,closed,last May,,\n");
  g_assert_true (g_file_set_contents (path, csv->str, -1, NULL));
  import = annex_import_new (fixture->store, &annex_incident_type, path, NULL, &error);
  g_assert_no_error (error);
  report = annex_import_plan (import, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_problems, ==, 2);
  annex_import_set_leave_out_bad (import, TRUE);
  g_assert_true (annex_import_apply (import, report, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (fixture_count (fixture->store, "incident"), ==, N_OLD);
  id = annex_store_find_id (fixture->store, &annex_incident_type, "Old incident 2", NULL);
  g_assert_true (fixture_is_found (fixture->store, id, "incident-without-time"));
  g_assert_true (fixture_is_found (fixture->store, id, "incident-without-kind"));
  id = annex_store_find_id (fixture->store, &annex_incident_type, "Old incident 4", NULL);
  fixture_assert_value (fixture->store, id, "noticed_at", "2019-05-03 14:07");
  g_assert_true (fixture_is_found (fixture->store, id, "incident-without-lessons"));
  g_assert_true (fixture_is_found (fixture->store, id, "incident-without-severity"));
}

static void
test_statistics (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (AnnexIncidentStatistics) statistics = NULL;
  g_autoptr (AnnexIncidentStatistics) filtered = NULL;
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_incident_type);
  g_autoptr (AnnexChart) chart = NULL;
  g_autofree char *text = NULL;
  double hours;

  fixture_add (store, &annex_incident_type, "title", "A", "noticed_at", "2025-11-30 10:00", "contained_at", "2025-11-30 12:00", "severity", "2",
               "category", "loss", NULL);
  fixture_add (store, &annex_incident_type, "title", "B", "noticed_at", "2026-02-03 10:00", "contained_at", "2026-02-03 14:00", "severity", "3",
               "category", "loss", NULL);
  fixture_add (store, &annex_incident_type, "title", "C", "noticed_at", "2026-02-20", "contained_at", "2026-02-20", "severity", "3", NULL);
  fixture_add (store, &annex_incident_type, "title", "D", NULL);
  statistics = annex_incident_statistics_load (store, NULL, NULL);
  g_assert_cmpuint (annex_incident_statistics_get_n_incidents (statistics), ==, 4);
  g_assert_cmpuint (annex_incident_statistics_get_n_months (statistics), ==, 4);
  g_assert_cmpstr (annex_incident_statistics_get_month (statistics, 0), ==, "2025-11");
  g_assert_cmpstr (annex_incident_statistics_get_month (statistics, 1), ==, "2025-12");
  g_assert_cmpstr (annex_incident_statistics_get_month (statistics, 3), ==, "2026-02");
  g_assert_cmpuint (annex_incident_statistics_count (statistics, 0, 2), ==, 1);
  g_assert_cmpuint (annex_incident_statistics_count (statistics, 1, 2), ==, 0);
  g_assert_cmpuint (annex_incident_statistics_count (statistics, 3, 3), ==, 2);
  g_assert_cmpuint (annex_incident_statistics_count_category (statistics, "loss"), ==, 2);
  g_assert_cmpuint (annex_incident_statistics_count_category (statistics, ""), ==, 2);
  /* One without a time of day takes no part in a mean. */
  g_assert_true (annex_incident_statistics_get_mean_hours (statistics, 3, ANNEX_INCIDENT_CONTAIN, &hours));
  g_assert_cmpfloat (hours, ==, 4);
  g_assert_false (annex_incident_statistics_get_mean_hours (statistics, 1, ANNEX_INCIDENT_CONTAIN, &hours));
  chart = annex_incident_statistics_create_month_chart (statistics, store);
  text = annex_chart_dup_text (chart);
  g_assert_nonnull (strstr (text, "2026-02"));
  g_assert_nonnull (strstr (text, "High"));

  annex_query_add_filter (query, "severity", ANNEX_FILTER_IS, "2");
  filtered = annex_incident_statistics_load (store, query, NULL);
  g_assert_cmpuint (annex_incident_statistics_get_n_incidents (filtered), ==, 1);
  g_assert_cmpuint (annex_incident_statistics_get_n_months (filtered), ==, 1);
}

static void
test_sample (Fixture *fixture, gconstpointer data)
{
  gint64 id = annex_store_find_id (fixture->store, &annex_incident_type, "INC-001", NULL);
  g_autoptr (GPtrArray) entries = annex_incident_dup_entries (fixture->store, id, NULL);

  g_assert_cmpuint (fixture_count (fixture->store, "incident"), ==, 8);
  g_assert_cmpuint (entries->len, >, 5);
  fixture_assert_value (fixture->store, id, "clock", "told");
  fixture_assert_value (fixture->store, id, "rejudged", "done");
  g_assert_true (fixture_is_found (fixture->store, annex_store_find_id (fixture->store, &annex_incident_type, "INC-002", NULL), "incident-lessons-without-owner"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();
#define ADD(name, function) g_test_add ("/incidents/" name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  g_test_add_func ("/incidents/times_are_read_as_people_write_them", test_times);
  ADD ("times_stand_in_order", test_order);
  ADD ("each_step_says_what_it_needs", test_path);
  ADD ("a_false_alarm_is_closed_with_a_reason", test_no_harm);
  ADD ("times_between_are_counted", test_times_between);
  ADD ("clock_of_72_hours", test_clock);
  ADD ("what_came_true_is_judged_anew", test_rejudge);
  ADD ("entries_stand_by_their_time", test_entries);
  ADD ("they_are_counted_by_month", test_statistics);
  ADD ("old_incidents_come_in_with_gaps", test_old_incidents);
  g_test_add ("/incidents/sample_has_eight", Fixture, NULL, fixture_set_up_sample, test_sample, fixture_tear_down);
  return g_test_run ();
}
