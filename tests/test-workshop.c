/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/annex-log.h"
#include "engagement-fixture.h"
#include "isms/annex-isms.h"
#include "isms/plan/workshop-session.h"

static void
assert_spread (const int *levels, guint n_levels, int lowest, double median, int highest, int proposed)
{
  g_autoptr (GPtrArray) votes = g_ptr_array_new_with_free_func (g_free);
  AnnexWorkshopSpread spread;

  for (guint i = 0; i < n_levels; i++)
    {
      AnnexWorkshopVote *vote = g_new0 (AnnexWorkshopVote, 1);

      vote->levels[ANNEX_WORKSHOP_CONSEQUENCE] = levels[i];
      g_ptr_array_add (votes, vote);
    }
  spread = annex_workshop_measure_spread (votes, ANNEX_WORKSHOP_CONSEQUENCE);
  g_assert_cmpint (spread.lowest, ==, lowest);
  g_assert_cmpfloat (spread.median, ==, median);
  g_assert_cmpint (spread.highest, ==, highest);
  g_assert_cmpint (spread.proposed, ==, proposed);
  g_assert_cmpuint (annex_workshop_measure_spread (votes, ANNEX_WORKSHOP_LIKELIHOOD).n, ==, 0);
}

static void
test_spread (void)
{
  assert_spread ((int[]) { 0, 0 }, 2, 0, 0, 0, 0);
  assert_spread ((int[]) { 3 }, 1, 3, 3, 3, 3);
  assert_spread ((int[]) { 5, 1, 2 }, 3, 1, 2, 5, 2);
  assert_spread ((int[]) { 4, 0, 2, 5, 3 }, 5, 2, 3.5, 5, 4);
  assert_spread ((int[]) { 1, 1, 2, 2 }, 4, 1, 1.5, 2, 2);
}

typedef struct
{
  gint64 workshop;
  gint64 first;
  gint64 second;
  gint64 ana;
  gint64 ben;
} Session;

static Session
begin (AnnexStore *store)
{
  Session session = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *risks = NULL;
  g_autoptr (GPtrArray) agenda = NULL;
  gint64 leak = fixture_add (store, &annex_risk_type, "title", "Leak", "current_likelihood", "2", "current_consequence", "2", NULL);
  gint64 fire = fixture_add (store, &annex_risk_type, "title", "Fire", NULL);

  fixture_add (store, &annex_person_type, "name", "Ana", "role", "Risk owner", NULL);
  risks = leak < fire ? g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT, leak, fire)
                      : g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT, fire, leak);
  session.workshop = annex_workshop_create (store, "Spring", NULL, risks, &error);
  g_assert_no_error (error);
  g_assert_true (annex_workshop_begin (store, session.workshop, &error));
  g_assert_no_error (error);
  agenda = annex_workshop_dup_agenda (store, session.workshop, NULL);
  g_assert_cmpuint (agenda->len, ==, 2);
  session.first = annex_record_get_id (agenda->pdata[0]);
  session.second = annex_record_get_id (agenda->pdata[1]);
  session.ana = annex_workshop_add_participant (store, session.workshop, "ana", NULL, &error);
  /* A name is found as people wrote it; "ana" is nobody yet. */
  g_assert_no_error (error);
  session.ben = annex_workshop_add_participant (store, session.workshop, "Ben", "Guest", &error);
  g_assert_no_error (error);
  return session;
}

static void
estimate (AnnexStore *store, gint64 item, gint64 participant, int likelihood, int consequence)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (annex_workshop_set_estimate (store, item, participant, ANNEX_WORKSHOP_LIKELIHOOD, likelihood, &error));
  g_assert_no_error (error);
  g_assert_true (annex_workshop_set_estimate (store, item, participant, ANNEX_WORKSHOP_CONSEQUENCE, consequence, &error));
  g_assert_no_error (error);
}

static void
test_begin (Fixture *fixture, gconstpointer data)
{
  Session session = begin (fixture->store);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) agenda = NULL;

  fixture_assert_value (fixture->store, session.first, "topic", "Leak");
  fixture_assert_value (fixture->store, session.second, "topic", "Fire");
  fixture_assert_value (fixture->store, session.workshop, "status", "running");
  /* Taking it up again changes nothing on the agenda. */
  g_assert_true (annex_workshop_begin (fixture->store, session.workshop, &error));
  agenda = annex_workshop_dup_agenda (fixture->store, session.workshop, NULL);
  g_assert_cmpuint (agenda->len, ==, 2);
  g_assert_cmpint (annex_workshop_find_latest (fixture->store, NULL), ==, session.workshop);
}

static void
test_participants (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  Session session = begin (store);
  g_autoptr (GError) error = NULL;
  gint64 person;

  g_assert_cmpint (annex_workshop_add_participant (store, session.workshop, "Ben", NULL, &error), ==, 0);
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "here already"));
  g_clear_error (&error);

  person = annex_workshop_add_participant (store, session.workshop, "Ana", NULL, &error);
  if (person != 0)
    fixture_assert_value (store, person, "role", "Risk owner");
  estimate (store, session.first, session.ben, 3, 3);
  g_assert_cmpuint (fixture_count (store, "estimate"), ==, 1);
  g_assert_true (annex_workshop_remove_participant (store, session.ben, &error));
  g_assert_cmpuint (fixture_count (store, "estimate"), ==, 0);
  g_assert_true (annex_log_undo (store, NULL, &error));
  g_assert_cmpuint (fixture_count (store, "estimate"), ==, 1);
}

static void
test_rounds (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  Session session = begin (store);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;

  g_assert_true (annex_workshop_begin_secret_round (store, session.first, &error));
  /* Nothing was said yet, so this is still the first. */
  fixture_assert_value (store, session.first, "round", "1");
  fixture_assert_value (store, session.first, "secret", "1");
  estimate (store, session.first, session.ana, 5, 4);
  estimate (store, session.first, session.ben, 2, 4);
  g_assert_true (annex_workshop_reveal (store, session.first, &error));
  fixture_assert_value (store, session.first, "secret", "0");
  g_assert_true (annex_workshop_begin_secret_round (store, session.first, &error));
  fixture_assert_value (store, session.first, "round", "2");
  estimate (store, session.first, session.ben, 3, 4);

  before = annex_workshop_dup_votes (store, session.first, 1, NULL);
  g_assert_cmpint (annex_workshop_measure_spread (before, ANNEX_WORKSHOP_LIKELIHOOD).lowest, ==, 2);
  after = annex_workshop_dup_votes (store, session.first, 2, NULL);
  g_assert_cmpuint (after->len, ==, 2);
  g_assert_cmpuint (annex_workshop_measure_spread (after, ANNEX_WORKSHOP_LIKELIHOOD).n, ==, 1);
  g_assert_cmpint (annex_workshop_measure_spread (after, ANNEX_WORKSHOP_LIKELIHOOD).lowest, ==, 3);
}

static void
test_off_scale (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  Session session = begin (store);
  g_autoptr (GError) error = NULL;

  g_assert_false (annex_workshop_set_estimate (store, session.first, session.ana, ANNEX_WORKSHOP_LIKELIHOOD, 6, &error));
  g_assert_cmpstr (error->message, ==, "The scale goes from 1 to 5; 6 is not on it.");
  g_assert_cmpuint (fixture_count (store, "estimate"), ==, 0);
  g_clear_error (&error);
  g_assert_false (annex_workshop_agree (store, session.first, 3, 9, NULL, &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
  fixture_assert_value (store, session.first, "outcome", "open");
}

static void
test_agree (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  Session session = begin (store);
  gint64 leak = annex_store_find_id (store, &annex_risk_type, "Leak", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (annex_workshop_agree (store, session.first, 4, 5, "Three times last year", &error));
  g_assert_no_error (error);
  fixture_assert_value (store, leak, "current_likelihood", "4");
  fixture_assert_value (store, leak, "current_consequence", "5");
  fixture_assert_value (store, leak, "current_rationale", "Three times last year");
  fixture_assert_value (store, session.first, "outcome", "agreed");
  fixture_assert_value (store, session.first, "likelihood_before", "2");
  fixture_assert_value (store, session.first, "level", "4");
  /* On second thoughts; what it was before the workshop stays. */
  g_assert_true (annex_workshop_agree (store, session.first, 3, 5, NULL, &error));
  fixture_assert_value (store, session.first, "likelihood_before", "2");
  fixture_assert_value (store, leak, "current_rationale", "Three times last year");

  g_assert_true (annex_log_undo (store, NULL, &error));
  g_assert_true (annex_log_undo (store, NULL, &error));
  fixture_assert_value (store, leak, "current_likelihood", "2");
  fixture_assert_value (store, session.first, "outcome", "open");
}

static void
test_decide (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  Session session = begin (store);
  gint64 leak = annex_store_find_id (store, &annex_risk_type, "Leak", NULL);
  gint64 topic = annex_workshop_park_topic (store, session.workshop, "Who pays?", NULL);
  g_autofree char *label = NULL;
  g_autoptr (GError) error = NULL;

  fixture_assert_set (store, leak, "treatment", "tolerate");
  g_assert_true (annex_workshop_decide (store, session.first, "transfer", &error));
  g_assert_no_error (error);
  fixture_assert_value (store, leak, "treatment", "transfer");
  fixture_assert_value (store, session.first, "decision", "transfer");
  fixture_assert_value (store, session.first, "decision_before", "tolerate");
  g_object_get (store, "undo-label", &label, NULL);
  g_assert_nonnull (strstr (label, "Transfer"));
  /* On second thoughts; what it was before the workshop stays, and each is a step of undo. */
  g_assert_true (annex_workshop_decide (store, session.first, "treat", &error));
  fixture_assert_value (store, session.first, "decision_before", "tolerate");
  g_assert_true (annex_log_undo (store, NULL, &error));
  fixture_assert_value (store, leak, "treatment", "transfer");
  g_assert_true (annex_log_undo (store, NULL, &error));
  fixture_assert_value (store, leak, "treatment", "tolerate");
  fixture_assert_value (store, session.first, "decision", NULL);

  g_assert_false (annex_workshop_decide (store, session.first, "ignore", &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (annex_workshop_decide (store, topic, "treat", &error));
  g_assert_nonnull (strstr (error->message, "no risk"));
}

static void
test_stage (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  Session session = begin (store);
  gint64 leak = annex_store_find_id (store, &annex_risk_type, "Leak", NULL);
  g_autoptr (GError) error = NULL;

  fixture_assert_set (store, session.workshop, "stage", "target");
  g_assert_true (annex_workshop_agree (store, session.first, 1, 2, NULL, &error));
  fixture_assert_value (store, leak, "target_likelihood", "1");
  fixture_assert_value (store, leak, "current_likelihood", "2");
}

static void
test_parking (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  Session session = begin (store);
  g_autoptr (GError) error = NULL;
  gint64 topic = annex_workshop_park_topic (store, session.workshop, "Who pays?", &error);

  g_assert_cmpint (topic, !=, 0);
  fixture_assert_value (store, topic, "outcome", "parked");
  g_assert_false (annex_workshop_agree (store, topic, 3, 3, NULL, &error));
  g_assert_nonnull (strstr (error->message, "no risk"));
  g_clear_error (&error);
  g_assert_true (annex_workshop_park (store, session.first, "Numbers are missing", &error));
  fixture_assert_value (store, session.first, "reason", "Numbers are missing");
  g_assert_true (annex_workshop_reopen (store, session.first, &error));
  fixture_assert_value (store, session.first, "outcome", "open");
}

static void
test_new_scenario (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  Session session = begin (store);
  g_autoptr (GError) error = NULL;
  gint64 item = annex_workshop_add_scenario (store, session.workshop, "Flood", &error);
  g_autoptr (GPtrArray) agenda = annex_workshop_dup_agenda (store, session.workshop, NULL);
  g_autoptr (AnnexRecord) workshop = annex_store_load (store, session.workshop, NULL);
  g_autoptr (GArray) risks = annex_record_dup_link_ids (workshop, "risks");

  g_assert_no_error (error);
  g_assert_cmpint (annex_record_get_id (agenda->pdata[2]), ==, item);
  g_assert_cmpuint (risks->len, ==, 3);
  g_assert_cmpint (annex_store_find_id (store, &annex_risk_type, "Flood", NULL), !=, 0);
  g_assert_true (annex_log_undo (store, NULL, &error));
  g_assert_cmpint (annex_store_find_id (store, &annex_risk_type, "Flood", NULL), ==, 0);
}

static void
test_measure (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  Session session = begin (store);
  g_autoptr (GError) error = NULL;
  g_autofree char *leak = g_strdup_printf ("%" G_GINT64_FORMAT, annex_store_find_id (store, &annex_risk_type, "Leak", NULL));
  gint64 measure;

  g_assert_cmpint (annex_workshop_add_measure (store, session.first, "Lock it", "Nobody", NULL, &error), ==, 0);
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_UNKNOWN_LINK);
  g_clear_error (&error);
  g_assert_cmpint (annex_workshop_add_measure (store, session.first, "Lock it", "Ana", "soon", &error), ==, 0);
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_cmpuint (fixture_count (store, "treatment"), ==, 0);
  measure = annex_workshop_add_measure (store, session.first, "Lock it", "Ana", "31.12.2027", &error);
  g_assert_no_error (error);
  fixture_assert_value (store, measure, "due", "2027-12-31");
  fixture_assert_value (store, measure, "risks", leak);
}

static void
test_end (Fixture *fixture, gconstpointer data)
{
  Session session = begin (fixture->store);
  g_autoptr (GError) error = NULL;

  g_assert_true (annex_workshop_end (fixture->store, session.workshop, &error));
  fixture_assert_value (fixture->store, session.workshop, "status", "held");
  fixture_assert_value (fixture->store, session.second, "outcome", "open");
  g_assert_true (annex_log_undo (fixture->store, NULL, &error));
  fixture_assert_value (fixture->store, session.workshop, "status", "running");
}

static void
test_earlier_than_planned (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  gint64 workshop = fixture_add (store, &annex_workshop_type, "title", "Autumn", "held_on", "2099-12-01", NULL);

  g_assert_true (annex_workshop_begin (store, workshop, &error));
  g_assert_true (annex_workshop_end (store, workshop, &error));
  g_assert_no_error (error);
  fixture_assert_value (store, workshop, "status", "held");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();
  g_test_add_func ("/workshop/spread", test_spread);
#define ADD(name, function) g_test_add ("/workshop/" name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("begin_puts_risks_on_the_agenda_once", test_begin);
  ADD ("participant_comes_once_and_goes_with_estimates", test_participants);
  ADD ("secret_round_keeps_what_was_said_before", test_rounds);
  ADD ("levels_off_the_scale_are_refused", test_off_scale);
  ADD ("agreeing_rates_the_risk_in_one_step", test_agree);
  ADD ("deciding_is_kept_on_item_and_risk", test_decide);
  ADD ("agreeing_rates_the_stage_of_the_workshop", test_stage);
  ADD ("parking", test_parking);
  ADD ("new_scenario_is_a_risk_on_the_agenda", test_new_scenario);
  ADD ("measure_is_for_the_risk", test_measure);
  ADD ("workshop_can_be_held_before_its_day", test_earlier_than_planned);
  ADD ("end_leaves_open_what_is_open", test_end);
  return g_test_run ();
}
