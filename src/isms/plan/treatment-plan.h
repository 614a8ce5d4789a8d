/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-query.h"
#include "risk.h"

G_BEGIN_DECLS

/*
 * What the measures together amount to: the risk treatment plan of ISO/IEC 27001, 6.1.3 e, with the
 * residual risk that ISO/IEC 27005 wants expected of it.
 *
 * The rule is our own, for the standards leave it open. Of a risk with the current rating (L, C) and
 * its measures m, each of which takes off l(m) levels of likelihood and c(m) of consequence:
 *
 *   now       = (L − Σ l(m), C − Σ c(m)) over the measures done after the risk was last assessed
 *   when done = now, lowered by the open measures as well: those planned and in progress
 *   without   = as when done, over the open measures that are not left out
 *
 * A rating never falls below the lowest level of its scale (annex_matrix_reduce_likelihood(),
 * annex_matrix_reduce_consequence()), and the matrix gives its level. What was done up to the day of
 * the assessment is in the assessment already; a risk without that day counts everything as in it,
 * so that none looks lower than somebody has judged it. Proposed and dropped measures count
 * nothing. A risk that lacks an estimate, or whose estimates are not on the scales, has no level.
 */

/** AnnexPlanStatus: of a measure, in the order of the field's choices. */
typedef enum
{
  ANNEX_PLAN_PROPOSED,
  ANNEX_PLAN_PLANNED,
  ANNEX_PLAN_IN_PROGRESS,
  ANNEX_PLAN_DONE,
  ANNEX_PLAN_DROPPED
} AnnexPlanStatus;

#define ANNEX_PLAN_N_STATES 5

/**
 * AnnexPlanReach: whether a plan brings a risk to its target.
 * @ANNEX_PLAN_REACH_UNKNOWN: one of the two has no level
 * @ANNEX_PLAN_REACHED: the level is at most that of the target
 * @ANNEX_PLAN_ABOVE: the level stays higher
 */
typedef enum
{
  ANNEX_PLAN_REACH_UNKNOWN,
  ANNEX_PLAN_REACHED,
  ANNEX_PLAN_ABOVE
} AnnexPlanReach;

/**
 * AnnexPlanMeasure:
 * @owner: names of the owners, "" when there is none
 * @due: (nullable): YYYY-MM-DD
 * @done_on: (nullable): YYYY-MM-DD
 * @cost: once
 * @yearly_cost: a year
 * @effort: in days of one person
 * @late: due before today, neither done nor dropped
 * @listed: whether the query has it
 * @left_out: see annex_treatment_plan_leave_out()
 * @risks: (element-type guint): indexes of the risks that it reduces
 */
typedef struct
{
  gint64 id;
  char *reference;
  char *title;
  char *owner;
  AnnexPlanStatus status;
  char *due;
  char *done_on;
  double cost;
  double yearly_cost;
  double effort;
  gboolean late;
  gboolean listed;
  gboolean left_out;
  GArray *risks;
} AnnexPlanMeasure;

/** AnnexPlanSteps: by how many levels a measure reduces a risk: what is said of the two, or else of the measure. */
typedef struct
{
  guint likelihood;
  guint consequence;
} AnnexPlanSteps;

/**
 * AnnexPlanRisk:
 * @assessed_on: (nullable): YYYY-MM-DD
 * @current: as assessed
 * @now: with what was done since
 * @when_done: with all that is open done as well
 * @without: the same but for the measures left out; equal to @when_done when none is
 * @target: the residual rating that was decided on
 * @listed: whether one of its measures is in the query
 * @measures: (element-type guint): indexes of its measures, by reference
 * @steps: (element-type AnnexPlanSteps): what each of them takes off
 */
typedef struct
{
  gint64 id;
  char *reference;
  char *title;
  char *assessed_on;
  AnnexRiskRating current;
  AnnexRiskRating now;
  AnnexRiskRating when_done;
  AnnexRiskRating without;
  AnnexRiskRating target;
  gboolean listed;
  GArray *measures;
  GArray *steps;
} AnnexPlanRisk;

/**
 * AnnexPlanTotals:
 * @n: measures listed, by status
 * @cost_of: what those cost once, by status
 * @cost: once, of what is planned, in progress and done
 * @yearly_cost: a year, of the same
 * @effort: in days, of the same
 * @open_cost: the part of @cost that is planned or in progress
 * @n_late: measures that are late
 * @late_cost: what those cost once
 *
 * Sums over the measures that are listed and not left out.
 */
typedef struct
{
  guint n[ANNEX_PLAN_N_STATES];
  double cost_of[ANNEX_PLAN_N_STATES];
  double cost;
  double yearly_cost;
  double effort;
  double open_cost;
  guint n_late;
  double late_cost;
} AnnexPlanTotals;

typedef struct _AnnexTreatmentPlan AnnexTreatmentPlan;

/**
 * annex_treatment_plan_load:
 * @query: (nullable): which measures to list and to sum up; NULL for all. Ratings always take every measure of a risk.
 *
 * Reads the plan; it needs the store no more afterwards. With many risks that takes longer than a frame.
 *
 * Returns: (transfer full) (nullable): the plan, NULL with @error set.
 */
AnnexTreatmentPlan *annex_treatment_plan_load (AnnexStore *store, const AnnexQuery *query, GError **error);

void annex_treatment_plan_free (AnnexTreatmentPlan *self);

guint annex_treatment_plan_get_n_risks (const AnnexTreatmentPlan *self);

/** annex_treatment_plan_get_risk: Returns: (transfer none): a risk that has measures, in the order of references. */
const AnnexPlanRisk *annex_treatment_plan_get_risk (const AnnexTreatmentPlan *self, guint index);

/** annex_treatment_plan_find_risk: Returns: whether the plan has the risk of that id; @index: (out) (optional). */
gboolean annex_treatment_plan_find_risk (const AnnexTreatmentPlan *self, gint64 id, guint *index);

guint annex_treatment_plan_get_n_measures (const AnnexTreatmentPlan *self);

/** annex_treatment_plan_get_measure: Returns: (transfer none): a measure, in the order of references. */
const AnnexPlanMeasure *annex_treatment_plan_get_measure (const AnnexTreatmentPlan *self, guint index);

/** annex_treatment_plan_find_measure: Returns: whether the plan has the measure of that id; @index: (out) (optional). */
gboolean annex_treatment_plan_find_measure (const AnnexTreatmentPlan *self, gint64 id, guint *index);

/** annex_treatment_plan_get_steps: Returns: by how much a measure reduces a risk; nothing where it does not. @risk, @measure: indexes. */
AnnexPlanSteps annex_treatment_plan_get_steps (const AnnexTreatmentPlan *self, guint risk, guint measure);

/** annex_treatment_plan_is_open: Returns: whether a measure counts when the plan is done, but not yet. */
gboolean annex_treatment_plan_is_open (const AnnexPlanMeasure *measure);

/**
 * annex_treatment_plan_leave_out:
 *
 * Asks what if an open measure were dropped: judges its risks anew without it. Writes nothing.
 *
 * Returns: FALSE when the measure is not open, so that nothing can be asked.
 */
gboolean annex_treatment_plan_leave_out (AnnexTreatmentPlan *self, guint measure, gboolean left_out);

/** annex_treatment_plan_compare: Returns: whether @rating is at or below the target of @risk. */
AnnexPlanReach annex_treatment_plan_compare (const AnnexPlanRisk *risk, const AnnexRiskRating *rating);

/** annex_treatment_plan_get_totals: Returns: the sums. */
AnnexPlanTotals annex_treatment_plan_get_totals (const AnnexTreatmentPlan *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexTreatmentPlan, annex_treatment_plan_free)

G_END_DECLS
