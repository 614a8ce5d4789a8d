/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engagement-fixture.h"
#include "isms/annex-isms.h"
#include "isms/plan/treatment-plan.h"

/* Levels of the 5 × 5 matrix: 1 low, 2 medium, 3 high, 4 critical. */
static gint64
add_risk (AnnexStore *store, const char *title, const char *likelihood, const char *consequence)
{
  return fixture_add (store, &annex_risk_type, "title", title, "current_likelihood", likelihood, "current_consequence", consequence,
                      "target_likelihood", "2", "target_consequence", "3", "assessed_on", "2026-03-01", "treatment", "treat", NULL);
}

static gint64
add_measure (AnnexStore *store, const char *title, const char *status, const char *likelihood, const char *consequence)
{
  return fixture_add (store, &annex_treatment_type, "title", title, "status", status, "risks", "R-001", "reduces_likelihood",
                      likelihood, "reduces_consequence", consequence, NULL);
}

static AnnexTreatmentPlan *
load (AnnexStore *store, const AnnexQuery *query)
{
  g_autoptr (GError) error = NULL;
  AnnexTreatmentPlan *plan = annex_treatment_plan_load (store, query, &error);

  g_assert_no_error (error);
  return plan;
}

#define ASSERT_RATING(rating, l, c, v) \
  G_STMT_START \
  { \
    g_assert_cmpint ((rating).likelihood, ==, l); \
    g_assert_cmpint ((rating).consequence, ==, c); \
    g_assert_cmpint ((rating).level, ==, v); \
  } \
  G_STMT_END

static guint
find (AnnexTreatmentPlan *plan, gint64 id)
{
  guint index;

  g_assert_true (annex_treatment_plan_find_measure (plan, id, &index));
  return index;
}

static void
test_states (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (AnnexTreatmentPlan) plan = NULL;
  const AnnexPlanRisk *risk;

  add_risk (store, "Leak", "5", "5");
  add_measure (store, "Planned", "Planned", "1", "0");
  add_measure (store, "Begun", "In progress", "1", "1");
  add_measure (store, "Proposed", "Proposed", "3", "3");
  add_measure (store, "Dropped", "Dropped", "3", "3");
  plan = load (store, NULL);

  g_assert_cmpuint (annex_treatment_plan_get_n_risks (plan), ==, 1);
  g_assert_cmpuint (annex_treatment_plan_get_n_measures (plan), ==, 4);
  risk = annex_treatment_plan_get_risk (plan, 0);
  g_assert_cmpstr (risk->reference, ==, "R-001");
  g_assert_cmpuint (risk->measures->len, ==, 4);
  ASSERT_RATING (risk->now, 5, 5, 4);
  ASSERT_RATING (risk->when_done, 3, 4, 3);
  ASSERT_RATING (risk->without, 3, 4, 3);
  ASSERT_RATING (risk->target, 2, 3, 2);
  g_assert_cmpint (annex_treatment_plan_compare (risk, &risk->when_done), ==, ANNEX_PLAN_ABOVE);
  g_assert_cmpint (annex_treatment_plan_compare (risk, &risk->target), ==, ANNEX_PLAN_REACHED);
}

static void
test_done_since (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 before, same_day, after;
  gint64 risk_id = add_risk (store, "Leak", "5", "5");
  g_autoptr (AnnexTreatmentPlan) plan = NULL;

  before = add_measure (store, "Before", "Done", "1", "0");
  same_day = add_measure (store, "That day", "Done", "1", "0");
  after = add_measure (store, "After", "Done", "1", "2");
  fixture_assert_set (store, before, "done_on", "2026-02-28");
  fixture_assert_set (store, same_day, "done_on", "2026-03-01");
  fixture_assert_set (store, after, "done_on", "2026-03-02");
  plan = load (store, NULL);
  ASSERT_RATING (annex_treatment_plan_get_risk (plan, 0)->now, 4, 3, 3);
  ASSERT_RATING (annex_treatment_plan_get_risk (plan, 0)->when_done, 4, 3, 3);
  g_assert_false (annex_treatment_plan_leave_out (plan, find (plan, after), TRUE));

  g_clear_pointer (&plan, annex_treatment_plan_free);
  fixture_assert_set (store, risk_id, "assessed_on", "");
  plan = load (store, NULL);
  ASSERT_RATING (annex_treatment_plan_get_risk (plan, 0)->now, 5, 5, 4);
}

static void
test_floor (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (AnnexTreatmentPlan) plan = NULL;
  gint64 first, second;

  add_risk (store, "Leak", "3", "2");
  first = add_measure (store, "Much", "Planned", "6", "6");
  second = add_measure (store, "More", "Planned", "1", "0");
  plan = load (store, NULL);
  ASSERT_RATING (annex_treatment_plan_get_risk (plan, 0)->when_done, 1, 1, 1);

  /* Both are more than enough, so that either can go. */
  annex_treatment_plan_leave_out (plan, find (plan, second), TRUE);
  ASSERT_RATING (annex_treatment_plan_get_risk (plan, 0)->without, 1, 1, 1);
  annex_treatment_plan_leave_out (plan, find (plan, first), TRUE);
  ASSERT_RATING (annex_treatment_plan_get_risk (plan, 0)->without, 3, 2, 2);
  ASSERT_RATING (annex_treatment_plan_get_risk (plan, 0)->when_done, 1, 1, 1);
  annex_treatment_plan_leave_out (plan, find (plan, second), FALSE);
  ASSERT_RATING (annex_treatment_plan_get_risk (plan, 0)->without, 2, 2, 1);
}

static void
test_incomplete (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (AnnexTreatmentPlan) plan = NULL;
  const AnnexPlanRisk *risk;

  fixture_add (store, &annex_risk_type, "title", "Unjudged", "current_likelihood", "4", NULL);
  add_measure (store, "Planned", "Planned", "1", "1");
  plan = load (store, NULL);
  risk = annex_treatment_plan_get_risk (plan, 0);
  ASSERT_RATING (risk->now, 4, 0, 0);
  ASSERT_RATING (risk->when_done, 3, 0, 0);
  g_assert_cmpint (annex_treatment_plan_compare (risk, &risk->when_done), ==, ANNEX_PLAN_REACH_UNKNOWN);
}

static void
test_totals (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *status, *due, *cost, *yearly_cost, *effort;
  } rows[] = {
    { "Planned", "2020-01-01", "100", "10", "1" },   { "In progress", "2999-01-01", "200.5", "20", "2.5" },
    { "Done", "2020-01-01", "400", "40", "4" },      { "Dropped", "2020-01-01", "800", "80", "8" },
    { "Proposed", "2020-01-01", "1600", "160", "16" },
  };
  AnnexStore *store = fixture->store;
  g_autoptr (AnnexTreatmentPlan) plan = NULL;
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_treatment_type);
  AnnexPlanTotals totals;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    fixture_add (store, &annex_treatment_type, "title", rows[i].status, "status", rows[i].status, "due", rows[i].due, "cost",
                 rows[i].cost, "yearly_cost", rows[i].yearly_cost, "effort", rows[i].effort, NULL);
  plan = load (store, NULL);
  totals = annex_treatment_plan_get_totals (plan);
  g_assert_cmpfloat (totals.cost, ==, 700.5);
  g_assert_cmpfloat (totals.yearly_cost, ==, 70);
  g_assert_cmpfloat (totals.effort, ==, 7.5);
  g_assert_cmpfloat (totals.open_cost, ==, 300.5);
  g_assert_cmpuint (totals.n_late, ==, 2);
  g_assert_cmpfloat (totals.late_cost, ==, 1700);
  for (guint i = 0; i < ANNEX_PLAN_N_STATES; i++)
    g_assert_cmpuint (totals.n[i], ==, 1);
  g_assert_cmpfloat (totals.cost_of[ANNEX_PLAN_DROPPED], ==, 800);

  g_assert_true (annex_treatment_plan_leave_out (plan, 0, TRUE));
  totals = annex_treatment_plan_get_totals (plan);
  g_assert_cmpfloat (totals.cost, ==, 600.5);
  g_assert_cmpuint (totals.n_late, ==, 1);

  g_clear_pointer (&plan, annex_treatment_plan_free);
  annex_query_add_filter (query, "status", ANNEX_FILTER_IS, "done");
  plan = load (store, query);
  totals = annex_treatment_plan_get_totals (plan);
  g_assert_cmpfloat (totals.cost, ==, 400);
  g_assert_cmpuint (totals.n[ANNEX_PLAN_PLANNED], ==, 0);
}

/* A filter chooses what is shown, never what a risk is expected to come to. */
static void
test_filter_keeps_ratings (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (AnnexTreatmentPlan) plan = NULL;
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_treatment_type);

  add_risk (store, "Leak", "5", "5");
  add_measure (store, "Planned", "Planned", "2", "0");
  add_measure (store, "Begun", "In progress", "1", "1");
  annex_query_add_filter (query, "status", ANNEX_FILTER_IS, "planned");
  plan = load (store, query);
  g_assert_true (annex_treatment_plan_get_risk (plan, 0)->listed);
  g_assert_true (annex_treatment_plan_get_measure (plan, 0)->listed);
  g_assert_false (annex_treatment_plan_get_measure (plan, 1)->listed);
  ASSERT_RATING (annex_treatment_plan_get_risk (plan, 0)->when_done, 2, 4, 2);
}

/* Insider misuse of production data: 4 × 5 today; the review takes one off, the last grants one off either. */
static void
test_sample (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (AnnexTreatmentPlan) plan = load (store, NULL);
  const AnnexPlanRisk *risk = annex_treatment_plan_get_risk (plan, 0);
  gint64 review = annex_store_find_id (store, &annex_treatment_type, "TM-004", NULL);
  gint64 grants = annex_store_find_id (store, &annex_treatment_type, "TM-005", NULL);

  g_assert_cmpstr (risk->reference, ==, "R-001");
  ASSERT_RATING (risk->now, 4, 5, 4);
  ASSERT_RATING (risk->when_done, 2, 4, 2);
  g_assert_cmpint (annex_treatment_plan_compare (risk, &risk->when_done), ==, ANNEX_PLAN_REACHED);
  annex_treatment_plan_leave_out (plan, find (plan, review), TRUE);
  ASSERT_RATING (risk->without, 3, 4, 3);
  g_assert_cmpint (annex_treatment_plan_compare (risk, &risk->without), ==, ANNEX_PLAN_ABOVE);
  annex_treatment_plan_leave_out (plan, find (plan, grants), TRUE);
  ASSERT_RATING (risk->without, 4, 5, 4);
  g_assert_cmpstr (annex_treatment_plan_get_measure (plan, find (plan, grants))->owner, ==, "Ruben de Wit");
}

/* What is said of a risk goes before what is said of the measure; an empty value takes the measure's own. */
static void
test_reductions (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (AnnexTreatmentPlan) plan = NULL;
  gint64 measure;

  add_risk (store, "Leak", "5", "5");
  add_risk (store, "Fire", "5", "5");
  add_risk (store, "Flood", "5", "5");
  measure = add_measure (store, "Planned", "Planned", "1", "1");
  fixture_assert_set (store, measure, "risks", "R-001; R-002");
  fixture_add (store, &annex_reduction_type, "measure", "TM-001", "risk", "R-002", "reduces_likelihood", "3", "reduces_consequence", "0", NULL);
  /* A risk that is reduced in particular is reduced. */
  fixture_add (store, &annex_reduction_type, "measure", "TM-001", "risk", "R-003", "reduces_consequence", "2", NULL);
  fixture_assert_refused (store, &annex_reduction_type, "said already", "measure", "TM-001", "risk", "R-002", NULL);
  fixture_assert_refused (store, &annex_reduction_type, "whole number", "measure", "TM-001", "risk", "R-001", "reduces_likelihood", "1.5", NULL);

  plan = load (store, NULL);
  g_assert_cmpuint (annex_treatment_plan_get_n_risks (plan), ==, 3);
  g_assert_cmpint (annex_treatment_plan_get_risk (plan, 0)->when_done.likelihood, ==, 4);
  g_assert_cmpint (annex_treatment_plan_get_risk (plan, 0)->when_done.consequence, ==, 4);
  g_assert_cmpint (annex_treatment_plan_get_risk (plan, 1)->when_done.likelihood, ==, 2);
  g_assert_cmpint (annex_treatment_plan_get_risk (plan, 1)->when_done.consequence, ==, 5);
  g_assert_cmpint (annex_treatment_plan_get_risk (plan, 2)->when_done.likelihood, ==, 4);
  g_assert_cmpint (annex_treatment_plan_get_risk (plan, 2)->when_done.consequence, ==, 3);
  annex_treatment_plan_leave_out (plan, find (plan, measure), TRUE);
  g_assert_cmpint (annex_treatment_plan_get_risk (plan, 1)->without.likelihood, ==, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();

#define ADD(path, setup, function) g_test_add (path, Fixture, NULL, setup, function, fixture_tear_down)
  ADD ("/treatment-plan/states", fixture_set_up, test_states);
  ADD ("/treatment-plan/done-since-the-assessment", fixture_set_up, test_done_since);
  ADD ("/treatment-plan/not-below-the-lowest-level", fixture_set_up, test_floor);
  ADD ("/treatment-plan/incomplete-risk-has-no-level", fixture_set_up, test_incomplete);
  ADD ("/treatment-plan/reduction-of-single-risks", fixture_set_up, test_reductions);
  ADD ("/treatment-plan/totals", fixture_set_up, test_totals);
  ADD ("/treatment-plan/filter-keeps-ratings", fixture_set_up, test_filter_keeps_ratings);
  ADD ("/treatment-plan/sample", fixture_set_up_sample, test_sample);
  return g_test_run ();
}
