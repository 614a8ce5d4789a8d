/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/annex-log.h"
#include "core/annex-query.h"
#include "core/annex-transaction.h"
#include "engagement-fixture.h"
#include "isms/act/action-request.h"
#include "isms/act/corrective-action-figures.h"
#include "isms/act/corrective-action-path.h"
#include "isms/annex-isms.h"
#include "isms/annex-rules.h"

/* As people write dates, so many days from today. */
static char *
dup_day (int days)
{
  g_autoptr (GDateTime) now = annex_clock_get_now ();
  g_autoptr (GDateTime) then = g_date_time_add_days (now, days);

  return g_date_time_format (then, "%Y-%m-%d");
}

static gint64
add_dated (AnnexStore *store, const char *title, int raised, const char *field_name, const char *value)
{
  g_autofree char *raised_on = dup_day (raised);

  return fixture_add (store, &annex_corrective_action_type, "title", title, "raised_on", raised_on, "grading", "minor", "owner", "Olga", field_name,
                      value, NULL);
}

static void
add_people (AnnexStore *store)
{
  fixture_add (store, &annex_person_type, "name", "Olga", NULL);
  fixture_add (store, &annex_person_type, "name", "Victor", NULL);
}

static void
assert_refused (gboolean done, GError **error, const char *part)
{
  g_assert_false (done);
  g_assert_nonnull (*error);
  if (strstr ((*error)->message, part) == NULL)
    g_error ("“%s” is not in “%s”", part, (*error)->message);
  g_clear_error (error);
}

static void
assert_set_refused (AnnexStore *store, gint64 id, const char *field_name, const char *text, const char *part)
{
  g_autoptr (GError) error = NULL;

  assert_refused (fixture_set (store, id, field_name, text, &error), &error, part);
}

static void
assert_pass_refused (AnnexStore *store, gint64 id, const char *part)
{
  g_autoptr (GError) error = NULL;

  assert_refused (annex_corrective_action_pass (store, id, NULL, NULL, &error), &error, part);
}

static gboolean
send_back (AnnexStore *store, gint64 id, AnnexGate gate, const char *reason, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (ids, id);
  return annex_corrective_action_send_back (store, ids, gate, reason, error);
}

static void
pass (AnnexStore *store, gint64 id, const char *done_on, const char *stage_then)
{
  g_autoptr (GError) error = NULL;

  annex_corrective_action_pass (store, id, NULL, done_on, &error);
  g_assert_no_error (error);
  fixture_assert_value (store, id, "stage", stage_then);
}

static void
set_link (AnnexStore *store, gint64 id, const char *field_name, const char *title)
{
  fixture_assert_set (store, id, field_name, title);
}

static void
test_each_gate_asks_for_what_it_needs (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autofree char *implemented = dup_day (-100);
  g_autofree char *early = dup_day (-101);
  g_autofree char *today = dup_day (0);
  g_autofree char *expected_due = dup_day (-200 + 30);
  g_autoptr (GError) error = NULL;
  gint64 step, id;

  add_people (store);
  id = add_dated (store, "Nobody reads the log", -200, "source", "audit");
  fixture_assert_value (store, id, "stage", "correction");
  fixture_assert_value (store, id, "due", expected_due);

  assert_pass_refused (store, id, "what was done at once");
  fixture_assert_set (store, id, "grading", "");
  fixture_assert_set (store, id, "correction", "The log of the week was read");
  assert_pass_refused (store, id, "grading");
  fixture_assert_set (store, id, "grading", "minor");
  pass (store, id, implemented, "cause");

  assert_pass_refused (store, id, "root cause");
  fixture_assert_set (store, id, "root_cause", "Nobody was told to");
  assert_pass_refused (store, id, "what was seen");
  fixture_assert_set (store, id, "observed", "No mark of a reader since March");
  assert_pass_refused (store, id, "elsewhere");
  fixture_assert_set (store, id, "similar", "none");
  assert_pass_refused (store, id, "where you looked");
  fixture_assert_set (store, id, "similar_cases", "The four other logs");
  pass (store, id, implemented, "plan");

  assert_pass_refused (store, id, "Plan what will be done");
  step = fixture_add (store, &annex_action_step_type, "title", "Name a reader", "corrective_action", "CAR-001", NULL);
  assert_pass_refused (store, id, "AS-001 has no owner");
  set_link (store, step, "owner", "Olga");
  assert_pass_refused (store, id, "AS-001 has no date");
  fixture_assert_set (store, step, "due", implemented);
  fixture_assert_set (store, id, "review_cause", "no");
  assert_pass_refused (store, id, "Is the cause logical?");
  fixture_assert_set (store, id, "review_cause", "yes");
  pass (store, id, implemented, "implementation");

  assert_pass_refused (store, id, "AS-001 is still open");
  fixture_assert_set (store, step, "status", "done");
  pass (store, id, implemented, "evidence");

  assert_pass_refused (store, id, "Link evidence");
  fixture_assert_set (store, id, "evidence_note", "The marks of April");
  pass (store, id, NULL, "verification");

  assert_pass_refused (store, id, "Name who verifies");
  set_link (store, id, "verification_owner", "Olga");
  assert_pass_refused (store, id, "somebody else has to verify");
  set_link (store, id, "verification_owner", "Victor");
  assert_pass_refused (store, id, "what it showed");
  fixture_assert_set (store, id, "verification", "Marks for each day");
  assert_pass_refused (store, id, "whether it was effective");
  fixture_assert_set (store, id, "effect", "not_effective");
  assert_pass_refused (store, id, "Send it back");
  fixture_assert_set (store, id, "effect", "effective");
  assert_refused (annex_corrective_action_pass (store, id, NULL, early, &error), &error, "may not be before");
  fixture_assert_set (store, step, "status", "open");
  assert_pass_refused (store, id, "AS-001 is still open");
  fixture_assert_set (store, step, "status", "dropped");
  fixture_assert_set (store, id, "other_changes", "Revise the policy");
  assert_pass_refused (store, id, "other changes");
  fixture_assert_set (store, id, "other_changes_made", "yes");
  pass (store, id, NULL, "closed");
  fixture_assert_value (store, id, "closed_on", today);
  assert_pass_refused (store, id, "is closed");

  /* What it was closed for stays true. */
  assert_set_refused (store, id, "verification_owner", "Olga", "Olga would be both");
  assert_set_refused (store, id, "verification_owner", "", "keeps a verifier");
  assert_set_refused (store, id, "implementation_owner", "Victor", "Victor would be both");
  assert_set_refused (store, id, "effect", "not_effective", "send it back");
  assert_set_refused (store, id, "effect", "", "send it back");
  fixture_assert_value (store, id, "effect", "effective");
  fixture_add (store, &annex_person_type, "name", "Ursula", NULL);
  set_link (store, id, "verification_owner", "Ursula");
  set_link (store, id, "verification_owner", "Victor");
  for (guint i = 0; i < 3; i++)
    g_assert_true (annex_log_undo (store, NULL, NULL));

  /* Each step was one step of undo. */
  g_assert_true (annex_log_undo (store, NULL, NULL));
  fixture_assert_value (store, id, "stage", "verification");
  fixture_assert_value (store, id, "closed_on", NULL);
}

static void
test_verification_waits (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autofree char *implemented = dup_day (-89);
  g_autofree char *due = dup_day (-89 + 90 + 30);
  g_autoptr (AnnexRecord) rule = NULL;
  gint64 id;

  add_people (store);
  id = add_dated (store, "Late", -120, "implementation_done_on", implemented);
  fixture_assert_value (store, id, "stage", "evidence");
  fixture_assert_set (store, id, "evidence_note", "Seen");
  pass (store, id, NULL, "verification");
  fixture_assert_value (store, id, "due", due);
  set_link (store, id, "verification_owner", "Victor");
  fixture_assert_set (store, id, "verification", "Looked at it");
  fixture_assert_set (store, id, "effect", "effective");
  assert_pass_refused (store, id, "Wait until");
  rule = annex_store_find (store, "DR-02", NULL);
  fixture_assert_set (store, annex_record_get_id (rule), "waiting_days", "89");
  pass (store, id, NULL, "closed");
}

static void
test_skipping_takes_a_reason (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) log = NULL;
  g_autoptr (AnnexRecord) record = NULL;
  gint64 id;

  add_people (store);
  id = add_dated (store, "Small", -10, "correction", "Done");
  assert_refused (annex_corrective_action_skip (store, id, "  ", &error), &error, "Give a reason");
  g_assert_true (annex_corrective_action_skip (store, id, "Nothing to put right", &error));
  fixture_assert_value (store, id, "stage", "cause");
  record = annex_store_load (store, id, NULL);
  g_assert_cmpint (annex_corrective_action_get_state (record, ANNEX_GATE_CORRECTION), ==, ANNEX_GATE_SKIPPED);
  g_assert_cmpint (annex_corrective_action_get_state (record, ANNEX_GATE_CAUSE), ==, ANNEX_GATE_NEXT);
  g_assert_cmpint (annex_corrective_action_get_state (record, ANNEX_GATE_PLAN), ==, ANNEX_GATE_AHEAD);
  log = annex_log_list (store, 1, NULL);
  g_assert_nonnull (strstr (((AnnexLogEntry *) log->pdata[0])->label, "Nothing to put right"));

  for (guint gate = ANNEX_GATE_CAUSE; gate < ANNEX_GATE_VERIFICATION; gate++)
    g_assert_true (annex_corrective_action_skip (store, id, "Not worth it", &error));
  fixture_assert_value (store, id, "stage", "verification");
  assert_refused (annex_corrective_action_skip (store, id, "Trust me", &error), &error, "shown to have worked");
  fixture_assert_set (store, id, "grading", "observation");
  g_assert_true (annex_corrective_action_skip (store, id, "An observation only", &error));
  fixture_assert_value (store, id, "stage", "closed");
}

static void
test_back_with_a_reason (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autofree char *day = dup_day (-5);
  g_autofree char *today = dup_day (0);
  g_autoptr (GArray) both = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  gint64 id, other;

  add_people (store);
  id = fixture_add (store, &annex_corrective_action_type, "title", "Old", "closed_on", day, "grading", "minor", "root_cause", "A guess", NULL);
  fixture_assert_value (store, id, "stage", "closed");
  fixture_assert_value (store, id, "verification_skipped", "Nothing was recorded.");
  fixture_assert_value (store, id, "cause_skipped", "No date was recorded.");
  g_assert_true (fixture_is_found (store, id, "action-not-verified"));
  assert_refused (send_back (store, id, ANNEX_GATE_CAUSE, "", &error), &error, "Give a reason");
  assert_refused (fixture_set (store, id, "stage", "cause", &error), &error, "only with a reason");
  g_assert_true (send_back (store, id, ANNEX_GATE_CAUSE, "It came back", &error));
  fixture_assert_value (store, id, "stage", "cause");
  fixture_assert_value (store, id, "closed_on", NULL);
  fixture_assert_value (store, id, "root_cause", "A guess");
  fixture_assert_value (store, id, "cause_skipped", NULL);
  fixture_assert_value (store, id, "times_reopened", "1");
  fixture_assert_value (store, id, "reopened_on", today);
  g_assert_false (fixture_is_found (store, id, "action-not-verified"));
  assert_refused (send_back (store, id, ANNEX_GATE_PLAN, "No", &error), &error, "has not come past");

  /* Several go back together, or none of them. */
  g_array_append_val (both, id);
  other = fixture_add (store, &annex_corrective_action_type, "title", "Other", "plan_done_on", day, NULL);
  g_array_append_val (both, other);
  assert_refused (annex_corrective_action_send_back (store, both, ANNEX_GATE_CAUSE, "Shallow", &error), &error, "has not come past");
  fixture_assert_value (store, other, "stage", "implementation");
  g_assert_true (annex_corrective_action_skip (store, id, "Test", NULL));
  g_assert_true (annex_corrective_action_send_back (store, both, ANNEX_GATE_CAUSE, "Shallow", &error));
  fixture_assert_value (store, id, "stage", "cause");
  fixture_assert_value (store, other, "stage", "cause");
  g_assert_true (annex_log_undo (store, NULL, NULL));
  fixture_assert_value (store, id, "stage", "plan");
  fixture_assert_value (store, other, "stage", "implementation");
}

static void
test_a_passed_gate_keeps_its_record (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autofree char *day = dup_day (-5);
  g_autoptr (GError) error = NULL;
  gint64 id;

  add_people (store);
  id = add_dated (store, "Kept", -20, "correction", "Done");
  /* The date is the gate: whoever enters it passes it. */
  fixture_assert_set (store, id, "correction_done_on", day);
  fixture_assert_value (store, id, "stage", "cause");
  assert_refused (fixture_set (store, id, "correction", "", &error), &error, "what was done at once");
  assert_refused (fixture_set (store, id, "correction_done_on", "", &error), &error, "Send it back");
  assert_refused (fixture_set (store, id, "evidence_done_on", day, &error), &error, "Pass or skip that before");
  assert_refused (fixture_set (store, id, "stage", "closed", &error), &error, "cannot be passed yet");
  fixture_assert_value (store, id, "stage", "cause");
}

static void
test_who_left_holds_nothing_up (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 id, victor;

  add_people (store);
  id = add_dated (store, "Orphan", -20, "correction", "Done");
  g_assert_false (fixture_is_found (store, id, "action-owner-left"));
  fixture_assert_set (store, annex_store_find_id (store, &annex_person_type, "Olga", NULL), "active", "no");
  g_assert_true (fixture_is_found (store, id, "action-owner-left"));
  assert_pass_refused (store, id, "Olga has left");
  victor = annex_store_find_id (store, &annex_person_type, "Victor", NULL);
  g_assert_cmpint (victor, !=, 0);
  set_link (store, id, "correction_owner", "Victor");
  pass (store, id, NULL, "cause");
}

static void
test_a_major_one_is_reviewed_and_hurries (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autofree char *promised = dup_day (-3 + 60);
  g_autofree char *shortened = dup_day (-3 + 30);
  gint64 id;

  add_people (store);
  id = add_dated (store, "Grave", -3, "plan", "Everything");
  fixture_assert_value (store, id, "cause_due", promised);
  fixture_assert_set (store, id, "grading", "major");
  fixture_assert_value (store, id, "cause_due", shortened);
  fixture_assert_set (store, id, "grading", "minor");
  fixture_assert_value (store, id, "cause_due", shortened);
  fixture_assert_set (store, id, "grading", "major");
  g_assert_true (annex_corrective_action_skip (store, id, "Test", NULL));
  g_assert_true (annex_corrective_action_skip (store, id, "Test", NULL));
  assert_pass_refused (store, id, "a major nonconformity asks for it");
  fixture_assert_set (store, id, "review_cause", "yes");
  fixture_assert_set (store, id, "review_action", "yes");
  fixture_assert_set (store, id, "review_similar", "yes");
  set_link (store, id, "reviewed_by", "Olga");
  assert_pass_refused (store, id, "cannot review the own action");
  set_link (store, id, "reviewed_by", "Victor");
  pass (store, id, NULL, "implementation");
}

static void
test_next_due_is_that_of_the_gate (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autofree char *sooner = dup_day (2);
  gint64 id;

  add_people (store);
  id = add_dated (store, "Moved", -3, "correction", "Done");
  fixture_assert_set (store, id, "due", sooner);
  fixture_assert_value (store, id, "correction_due", sooner);
  fixture_assert_value (store, id, "time_left", "this_week");
  g_assert_true (annex_log_undo (store, NULL, NULL));
  fixture_assert_set (store, id, "correction_due", sooner);
  fixture_assert_value (store, id, "due", sooner);
}

/* Day by day, as one would with a calendar on the wall. */
static int
count_days (int days_ago, gboolean working, const int *holidays, guint n_holidays)
{
  int n = 0;

  for (int day = days_ago - 1; day >= 0; day--)
    {
      g_autofree char *text = dup_day (-day);
      GDate date;
      gboolean holiday = FALSE;

      g_date_clear (&date, 1);
      g_date_set_parse (&date, text);
      for (guint i = 0; i < n_holidays; i++)
        holiday = holiday || holidays[i] == day;
      if (!working || (!holiday && g_date_get_weekday (&date) != G_DATE_SATURDAY && g_date_get_weekday (&date) != G_DATE_SUNDAY))
        n++;
    }
  return n;
}

static void
test_delays_escalate (Fixture *fixture, gconstpointer data)
{
  static const int holidays[] = { 4, 5, 6, 11 };
  AnnexStore *store = fixture->store;
  gint64 rule, id;

  add_people (store);
  id = add_dated (store, "Late", -400, "correction", "Done");
  rule = annex_store_find_id (store, &annex_action_rule_type, "DR-02", NULL);
  fixture_assert_set (store, rule, "manager_after", "5");
  fixture_assert_set (store, rule, "management_after", "12");
  for (guint i = 0; i < G_N_ELEMENTS (holidays); i++)
    {
      g_autofree char *day = dup_day (-holidays[i]);

      fixture_add (store, &annex_holiday_type, "name", "Off", "day", day, NULL);
      /* Two names for one day are one day. */
      fixture_add (store, &annex_holiday_type, "name", "Off too", "day", day, NULL);
    }
  for (guint working = 0; working < 2; working++)
    {
      fixture_assert_set (store, rule, "counting", working ? "working" : "calendar");
      for (int ago = -1; ago < 30; ago++)
        {
          int late = count_days (ago, working, holidays, G_N_ELEMENTS (holidays));
          g_autofree char *due = dup_day (-ago);
          g_autofree char *expected = ago > 0 ? g_strdup_printf ("%d", late) : NULL;

          fixture_assert_set (store, id, "correction_due", due);
          fixture_assert_value (store, id, "days_late", expected);
          fixture_assert_value (store, id, "escalation", ago <= 0 ? NULL : late >= 12 ? "management" : late >= 5 ? "manager" : "owner");
          g_assert_true (fixture_is_found (store, id, "action-late-management") == (ago > 0 && late >= 12));
          g_assert_true (fixture_is_found (store, id, "action-late-manager") == (ago > 0 && late >= 5 && late < 12));
          g_assert_true (fixture_is_found (store, id, "action-late") == (ago > 0 && late < 5));
        }
    }
}

static gint64
add_about (AnnexStore *store, const char *title, int raised, int closed, const char *controls, const char *effect)
{
  g_autofree char *raised_on = dup_day (raised);
  g_autofree char *closed_on = closed != 0 ? dup_day (closed) : g_strdup ("");

  return fixture_add (store, &annex_corrective_action_type, "title", title, "raised_on", raised_on, "closed_on", closed_on, "controls", controls, "effect",
                      effect, "grading", "minor", NULL);
}

static void
test_what_comes_back_is_flagged (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (AnnexRecord) first_record = NULL;
  gint64 first, again, other, late, explicit, failed;

  first = add_about (store, "First", -500, -400, "A.5.18", "effective");
  again = add_about (store, "Again", -300, 0, "A.8.3; A.5.18", "");
  other = add_about (store, "Another control", -300, 0, "A.8.4", "");
  late = add_about (store, "After more than a year", -30, 0, "A.5.18", "");
  failed = add_about (store, "Known not to work", -500, -400, "A.8.20", "not_effective");
  add_about (store, "Same as that", -300, 0, "A.8.20", "");
  first_record = annex_store_load (store, first, NULL);
  g_assert_true (fixture_is_found (store, first, "action-came-back"));
  g_assert_true (fixture_is_found (store, again, "action-repeats"));
  g_assert_false (fixture_is_found (store, other, "action-repeats"));
  g_assert_false (fixture_is_found (store, late, "action-repeats"));
  g_assert_false (fixture_is_found (store, failed, "action-came-back"));
  fixture_assert_value (store, again, "repeats", annex_record_get_reference (first_record));
  explicit = add_about (store, "Said to be", -200, 0, "", "");
  fixture_assert_set (store, explicit, "recurrence_of", annex_record_get_reference (first_record));
  g_assert_true (fixture_is_found (store, explicit, "action-repeats"));
}

static void
test_stuck_is_what_nobody_moves (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 id, waiting;
  g_autofree char *implemented = dup_day (-80);

  add_people (store);
  id = add_dated (store, "Idle", -31, "source", "audit");
  waiting = add_dated (store, "Waits to be verified", -81, "implementation_done_on", implemented);
  fixture_assert_value (store, id, "stuck", "stuck");
  g_assert_true (fixture_is_found (store, id, "action-stuck"));
  fixture_assert_set (store, id, "observed", "Seen again");
  fixture_assert_value (store, id, "stuck", NULL);
  fixture_assert_value (store, waiting, "stuck", "stuck");
  g_assert_true (annex_corrective_action_skip (store, waiting, "Obvious", NULL));
  fixture_assert_value (store, waiting, "stuck", NULL);
}

static void
test_what_follows_is_followed_up (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autofree char *before = dup_day (-201);
  g_autofree char *after = dup_day (-50);
  g_autofree char *implemented = dup_day (-100);
  gint64 id, risk, document, training;

  add_people (store);
  risk = fixture_add (store, &annex_risk_type, "title", "Leak", "assessed_on", before, NULL);
  id = add_dated (store, "Leak", -200, "implementation_done_on", implemented);
  g_assert_true (annex_corrective_action_skip (store, id, "Test", NULL));
  set_link (store, id, "risks", "Leak");
  g_assert_true (fixture_is_found (store, id, "action-risk-not-judged"));
  assert_pass_refused (store, id, "R-001 has not been reassessed");
  fixture_assert_set (store, risk, "assessed_on", after);
  g_assert_false (fixture_is_found (store, id, "action-risk-not-judged"));

  document = fixture_add (store, &annex_document_type, "title", "Rules for leaving", "owner", "Olga", "purpose", "Who takes what back", "approved_by",
                          "Victor", NULL);
  training = fixture_add (store, &annex_training_type, "title", "Leaving", "held_on", after, NULL);
  set_link (store, id, "documents", "Rules for leaving");
  set_link (store, id, "trainings", "Leaving");
  g_assert_true (fixture_is_found (store, id, "action-document-not-revised"));
  g_assert_true (fixture_is_found (store, id, "action-training-not-given"));
  assert_pass_refused (store, id, "no version of it has been approved");
  assert_pass_refused (store, id, "was to be given");
  fixture_assert_set (store, document, "status", "approved");
  fixture_assert_set (store, training, "status", "held");
  g_assert_false (fixture_is_found (store, id, "action-document-not-revised"));
  g_assert_false (fixture_is_found (store, id, "action-training-not-given"));
}

static void
test_evidence_comes_after_the_deed (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autofree char *implemented = dup_day (-10);
  g_autofree char *before = dup_day (-11);
  g_autoptr (GError) error = NULL;
  gint64 id, evidence;

  add_people (store);
  id = add_dated (store, "Early", -40, "implementation_done_on", implemented);
  evidence = fixture_add (store, &annex_evidence_type, "title", "Photograph", "about", before, NULL);
  set_link (store, id, "evidence", "Photograph");
  assert_pass_refused (store, id, "from before the implementation");
  fixture_assert_set (store, evidence, "about", implemented);
  assert_refused (annex_corrective_action_pass (store, id, NULL, before, &error), &error, "Give a day from then on");
  pass (store, id, NULL, "verification");
  g_assert_false (fixture_is_found (store, id, "action-evidence-early"));
  id = fixture_add (store, &annex_corrective_action_type, "title", "From an old list", "implementation_done_on", implemented, "evidence_done_on", before, NULL);
  g_assert_true (fixture_is_found (store, id, "action-evidence-early"));
}

static void
test_nothing_is_closed_with_open_steps (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autofree char *implemented = dup_day (-10);
  g_autoptr (GError) error = NULL;
  gint64 id, step;

  add_people (store);
  id = add_dated (store, "Small", -40, "evidence_done_on", implemented);
  fixture_assert_set (store, id, "grading", "observation");
  step = fixture_add (store, &annex_action_step_type, "title", "Tell them", "corrective_action", "CAR-001", NULL);
  assert_refused (annex_corrective_action_skip (store, id, "An observation only", &error), &error, "AS-001 is still open");
  fixture_assert_set (store, step, "status", "done");
  g_assert_true (annex_corrective_action_skip (store, id, "An observation only", &error));
  fixture_assert_value (store, id, "stage", "closed");
}

static void
test_what_went_wrong_begins_one (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autofree char *yesterday = dup_day (-1);
  g_autofree char *tomorrow = dup_day (1);
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexRecord) made = NULL;
  gint64 incident, occurrence, exception, decision, id;

  add_people (store);
  incident = fixture_add (store, &annex_incident_type, "title", "Mail to the wrong people", "description", "An export of 38 rows", "owner", "Olga", NULL);
  id = annex_action_request_make (store, incident, &error);
  g_assert_no_error (error);
  fixture_assert_value (store, id, "source", "incident");
  fixture_assert_value (store, id, "observed", "An export of 38 rows");
  fixture_assert_value (store, id, "title", "Mail to the wrong people");
  made = annex_store_load (store, id, NULL);
  g_assert_cmpint (annex_record_get_link (made, "incident"), ==, incident);
  g_assert_cmpint (annex_action_request_make (store, incident, &error), ==, id);

  fixture_add (store, &annex_activity_type, "title", "Restore test", "owner", "Victor", "starts_on", tomorrow, NULL);
  occurrence = fixture_add (store, &annex_occurrence_type, "title", "Restore test", "activity", "Restore test", "due", tomorrow, NULL);
  assert_refused (annex_action_request_make (store, occurrence, &error) != 0, &error, "asks for no corrective action");
  fixture_assert_set (store, occurrence, "due", yesterday);
  id = annex_action_request_make (store, occurrence, &error);
  g_assert_no_error (error);
  fixture_assert_value (store, id, "source", "activity");
  fixture_assert_value (store, id, "title", "Not done: Restore test");

  exception = fixture_add (store, &annex_exception_type, "title", "No badges", "expires_on", yesterday, "status", "approved", "on_expiry", "Badges again", NULL);
  id = annex_action_request_make (store, exception, &error);
  g_assert_no_error (error);
  fixture_assert_value (store, id, "source", "exception");
  fixture_assert_value (store, id, "plan", "Badges again");
  g_assert_true (annex_log_undo (store, NULL, NULL));
  fixture_assert_value (store, exception, "corrective_action", NULL);

  fixture_add (store, &annex_review_type, "title", "Autumn review", NULL);
  decision = fixture_add (store, &annex_review_decision_type, "title", "Nobody looks at the logs", "review", "Autumn review", "owner", "Olga", NULL);
  id = annex_action_request_make (store, decision, &error);
  g_assert_no_error (error);
  fixture_assert_value (store, id, "source", "review");
  fixture_assert_value (store, id, "source_note", "MD-001");
  g_assert_cmpint (annex_action_request_make (store, decision, &error), ==, id);
  decision = fixture_add (store, &annex_review_decision_type, "title", "All stays as it is", "review", "Autumn review", "status", "done", NULL);
  assert_refused (annex_action_request_make (store, decision, &error) != 0, &error, "asks for no corrective action");
}

static void
test_boards_begin_with_what_is_urgent (Fixture *fixture, gconstpointer data)
{
  static const char *const order[] = { "Late", "Stuck", "This week", "Later", "Closed" };
  AnnexStore *store = fixture->store;
  g_autofree char *yesterday = dup_day (-1);
  g_autofree char *soon = dup_day (3);
  g_autofree char *later = dup_day (20);
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_corrective_action_type);
  g_autoptr (GArray) ids = NULL;

  add_people (store);
  add_dated (store, "Closed", -90, "closed_on", yesterday);
  add_dated (store, "Later", -2, "correction_due", later);
  add_dated (store, "This week", -2, "correction_due", soon);
  add_dated (store, "Stuck", -50, "correction_due", later);
  add_dated (store, "Late", -2, "correction_due", yesterday);
  annex_query_set_usual_sort (query, annex_corrective_action_type.urgency_field);
  ids = annex_query_run (query, store, NULL);
  g_assert_cmpuint (ids->len, ==, G_N_ELEMENTS (order));
  for (guint i = 0; i < ids->len; i++)
    fixture_assert_value (store, g_array_index (ids, gint64, i), "title", order[i]);

  /* Until somebody asks for another order. */
  g_clear_pointer (&ids, g_array_unref);
  annex_query_set_sort (query, "title", TRUE);
  ids = annex_query_run (query, store, NULL);
  fixture_assert_value (store, g_array_index (ids, gint64, 0), "title", "This week");
}

static void
test_time_to_close_is_a_median_with_its_spread (Fixture *fixture, gconstpointer data)
{
  static const int closed[] = { -90, -80, -40 };
  AnnexStore *store = fixture->store;
  g_autoptr (AnnexChart) chart = NULL;
  g_autofree char *text = NULL;
  double days = 0;

  for (guint i = 0; i < G_N_ELEMENTS (closed); i++)
    {
      gint64 id = add_about (store, "Closed", -100, closed[i], "", "effective");

      fixture_assert_set (store, id, "source", "audit");
    }
  add_about (store, "Open", -45, 0, "", "");
  chart = annex_action_figures_make_closing_chart (store, NULL);
  text = annex_chart_dup_text (chart);
  g_assert_true (annex_chart_get_value (chart, 0, 1, &days));
  g_assert_cmpfloat (days, ==, 20);
  g_assert_nonnull (strstr (text, "Internal audit (3, in 10 to 60 days)"));
  g_clear_pointer (&chart, annex_chart_unref);
  chart = annex_action_figures_make_source_chart (store, NULL);
  g_assert_cmpuint (annex_chart_get_n_categories (chart), ==, 1);
  g_assert_true (annex_chart_get_value (chart, 0, 1, &days));
  g_assert_cmpfloat (days, ==, 1);
}

static void
test_contradictions_are_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *tomorrow = dup_day (1);

  fixture_assert_refused (fixture->store, &annex_corrective_action_type, "may not be before", "title", "X", "implementation_done_on", "2026-03-02",
                          "verification_done_on", "2026-03-01", NULL);
  fixture_assert_refused (fixture->store, &annex_corrective_action_type, "future", "title", "X", "raised_on", tomorrow, NULL);
}

static void
test_an_exception_is_decided_on_by_somebody_else (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autofree char *yesterday = dup_day (-1);
  g_autofree char *later = dup_day (100);
  g_autofree char *today = dup_day (0);
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexTransaction) transaction = NULL;
  gint64 id, renewal, victor;

  add_people (store);
  id = fixture_add (store, &annex_exception_type, "title", "No badge", "owner", "Olga", "expires_on", later, NULL);
  assert_refused (fixture_set (store, id, "status", "submitted", &error), &error, "“Justification” is empty");
  fixture_assert_set (store, id, "justification", "The printer is broken");
  fixture_assert_set (store, id, "compensation", "Visitors are led about");
  fixture_assert_set (store, id, "on_expiry", "Badges again");
  assert_refused (fixture_set (store, id, "status", "approved", &error), &error, "was not submitted");
  fixture_assert_set (store, id, "status", "submitted");
  fixture_assert_value (store, id, "submitted_on", today);
  assert_refused (fixture_set (store, id, "status", "approved", &error), &error, "Name who decides");
  fixture_assert_set (store, id, "decided_by", "Olga");
  assert_refused (fixture_set (store, id, "status", "approved", &error), &error, "cannot decide on the own exception");
  fixture_assert_set (store, id, "decided_by", "Victor");
  fixture_assert_set (store, id, "status", "approved");
  fixture_assert_value (store, id, "decided_on", today);
  fixture_assert_value (store, id, "validity", "in_force");
  g_assert_true (fixture_is_found (store, id, "exception-without-risk"));
  assert_refused (fixture_set (store, id, "expires_on", yesterday, &error), &error, "was approved as it is");
  /* Whoever approved it may leave the file, and the exception stays. */
  victor = annex_store_find_id (store, &annex_person_type, "Victor", NULL);
  transaction = annex_transaction_begin (store, "Delete", NULL);
  g_assert_true (annex_transaction_delete (transaction, victor, NULL));
  g_assert_true (annex_transaction_commit (transaction, &error));
  g_assert_true (fixture_is_found (store, id, "exception-without-approval"));

  id = fixture_add (store, &annex_exception_type, "title", "Old", "expires_on", yesterday, "status", "approved", NULL);
  g_assert_true (fixture_is_found (store, id, "exception-expired"));
  renewal = fixture_add (store, &annex_exception_type, "title", "Anew", "expires_on", later, "status", "approved", "renewal_of", "EX-002", NULL);
  g_assert_cmpint (renewal, !=, 0);
  g_assert_false (fixture_is_found (store, id, "exception-expired"));
}

static void
test_the_sample_shows_every_stage (Fixture *fixture, gconstpointer data)
{
  static const char *const stages[] = { "correction", "cause", "plan", "implementation", "evidence", "verification", "closed" };
  g_autoptr (AnnexRecord) skipped = annex_store_find (fixture->store, "CAR-012", NULL);
  g_autoptr (AnnexRecord) thread = annex_store_find (fixture->store, "CAR-009", NULL);

  g_assert_cmpuint (fixture_count (fixture->store, "corrective_action"), ==, 12);
  for (guint i = 0; i < G_N_ELEMENTS (stages); i++)
    {
      g_autoptr (AnnexQuery) query = annex_query_new (&annex_corrective_action_type);

      annex_query_add_filter (query, "stage", ANNEX_FILTER_IS, stages[i]);
      g_assert_cmpuint (annex_query_count (query, fixture->store, NULL), >, 0);
    }
  g_assert_cmpint (annex_corrective_action_get_state (skipped, ANNEX_GATE_CAUSE), ==, ANNEX_GATE_SKIPPED);
  g_assert_cmpstr (annex_record_get_text (thread, "came_back"), ==, "CAR-010");
  g_assert_false (fixture_is_found (fixture->store, annex_record_get_id (thread), "action-risk-not-judged"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();

#define ADD(name, set_up, function) g_test_add ("/corrective-action/" name, Fixture, NULL, set_up, function, fixture_tear_down)
  ADD ("each-gate-asks-for-what-it-needs", fixture_set_up, test_each_gate_asks_for_what_it_needs);
  ADD ("verification-waits", fixture_set_up, test_verification_waits);
  ADD ("skipping-takes-a-reason", fixture_set_up, test_skipping_takes_a_reason);
  ADD ("back-with-a-reason", fixture_set_up, test_back_with_a_reason);
  ADD ("a-passed-gate-keeps-its-record", fixture_set_up, test_a_passed_gate_keeps_its_record);
  ADD ("who-left-holds-nothing-up", fixture_set_up, test_who_left_holds_nothing_up);
  ADD ("a-major-one-is-reviewed-and-hurries", fixture_set_up, test_a_major_one_is_reviewed_and_hurries);
  ADD ("next-due-is-that-of-the-gate", fixture_set_up, test_next_due_is_that_of_the_gate);
  ADD ("delays-escalate", fixture_set_up, test_delays_escalate);
  ADD ("what-comes-back-is-flagged", fixture_set_up, test_what_comes_back_is_flagged);
  ADD ("stuck-is-what-nobody-moves", fixture_set_up, test_stuck_is_what_nobody_moves);
  ADD ("what-follows-is-followed-up", fixture_set_up, test_what_follows_is_followed_up);
  ADD ("evidence-comes-after-the-deed", fixture_set_up, test_evidence_comes_after_the_deed);
  ADD ("nothing-is-closed-with-open-steps", fixture_set_up, test_nothing_is_closed_with_open_steps);
  ADD ("what-went-wrong-begins-one", fixture_set_up, test_what_went_wrong_begins_one);
  ADD ("boards-begin-with-what-is-urgent", fixture_set_up, test_boards_begin_with_what_is_urgent);
  ADD ("time-to-close-is-a-median-with-its-spread", fixture_set_up, test_time_to_close_is_a_median_with_its_spread);
  ADD ("contradictions-are-refused", fixture_set_up, test_contradictions_are_refused);
  ADD ("an-exception-is-decided-on-by-somebody-else", fixture_set_up, test_an_exception_is_decided_on_by_somebody_else);
  ADD ("the-sample-shows-every-stage", fixture_set_up_sample, test_the_sample_shows_every_stage);
#undef ADD
  return g_test_run ();
}
