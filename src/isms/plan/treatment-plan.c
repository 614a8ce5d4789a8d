/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "treatment-plan.h"

#include <glib/gi18n-lib.h>

#include "core/annex-statement.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"
#include "method/annex-matrix.h"

struct _AnnexTreatmentPlan
{
  AnnexMatrix *matrix;
  GPtrArray *risks;            /* AnnexPlanRisk */
  GPtrArray *measures;         /* AnnexPlanMeasure */
  GHashTable *index_of_risk;   /* id, of the risk → index */
  GHashTable *index_of_measure;
};

static void
plan_risk_free (gpointer data)
{
  AnnexPlanRisk *risk = data;

  g_free (risk->reference);
  g_free (risk->title);
  g_free (risk->assessed_on);
  g_array_unref (risk->measures);
  g_array_unref (risk->steps);
  g_free (risk);
}

static void
plan_measure_free (gpointer data)
{
  AnnexPlanMeasure *measure = data;

  g_free (measure->reference);
  g_free (measure->title);
  g_free (measure->owner);
  g_free (measure->due);
  g_free (measure->done_on);
  g_array_unref (measure->risks);
  g_free (measure);
}

static AnnexPlanStatus
parse_status (const char *key)
{
  const AnnexField *field = annex_type_find_field (&annex_treatment_type, "status");

  for (guint i = 0; i < ANNEX_PLAN_N_STATES; i++)
    if (g_strcmp0 (field->choices[i].key, key) == 0)
      return (AnnexPlanStatus) i;
  return ANNEX_PLAN_PROPOSED;
}

static guint
find_index (GHashTable *indexes, gint64 id)
{
  gpointer index;

  return g_hash_table_lookup_extended (indexes, &id, NULL, &index) ? GPOINTER_TO_UINT (index) : G_MAXUINT;
}

static gboolean
find (GHashTable *indexes, gint64 id, guint *index)
{
  guint found = find_index (indexes, id);

  if (index != NULL)
    *index = found;
  return found != G_MAXUINT;
}

static void
add_measure (AnnexTreatmentPlan *self, AnnexStatement *row, const char *today)
{
  AnnexPlanMeasure *measure = g_new0 (AnnexPlanMeasure, 1);

  measure->id = annex_statement_get_int64 (row, 0);
  measure->reference = g_strdup (annex_statement_get_string (row, 1));
  measure->title = g_strdup (annex_statement_get_string (row, 2));
  measure->owner = g_strdup (annex_statement_get_string (row, 3));
  measure->status = parse_status (annex_statement_get_text (row, 4));
  measure->due = annex_statement_dup_text (row, 5);
  measure->done_on = annex_statement_dup_text (row, 6);
  measure->cost = annex_statement_get_double (row, 7);
  measure->yearly_cost = annex_statement_get_double (row, 8);
  measure->effort = annex_statement_get_double (row, 9);
  measure->late = measure->due != NULL && measure->status < ANNEX_PLAN_DONE && g_strcmp0 (measure->due, today) < 0;
  measure->risks = g_array_new (FALSE, FALSE, sizeof (guint));
  g_hash_table_insert (self->index_of_measure, &measure->id, GUINT_TO_POINTER (self->measures->len));
  g_ptr_array_add (self->measures, measure);
}

static void
add_risk (AnnexTreatmentPlan *self, AnnexStatement *row, const char *today)
{
  AnnexPlanRisk *risk = g_new0 (AnnexPlanRisk, 1);

  risk->id = annex_statement_get_int64 (row, 0);
  risk->reference = g_strdup (annex_statement_get_string (row, 1));
  risk->title = g_strdup (annex_statement_get_string (row, 2));
  risk->assessed_on = annex_statement_dup_text (row, 3);
  risk->current.likelihood = annex_statement_get_int (row, 4);
  risk->current.consequence = annex_statement_get_int (row, 5);
  risk->target.likelihood = annex_statement_get_int (row, 6);
  risk->target.consequence = annex_statement_get_int (row, 7);
  risk->measures = g_array_new (FALSE, FALSE, sizeof (guint));
  risk->steps = g_array_new (FALSE, FALSE, sizeof (AnnexPlanSteps));
  g_hash_table_insert (self->index_of_risk, &risk->id, GUINT_TO_POINTER (self->risks->len));
  g_ptr_array_add (self->risks, risk);
}

static void
add_link (AnnexTreatmentPlan *self, AnnexStatement *row, const char *today)
{
  guint measure_index = find_index (self->index_of_measure, annex_statement_get_int64 (row, 0));
  guint risk_index = find_index (self->index_of_risk, annex_statement_get_int64 (row, 1));
  const AnnexPlanSteps steps = { (guint) MAX (0, annex_statement_get_int (row, 2)), (guint) MAX (0, annex_statement_get_int (row, 3)) };

  if (measure_index == G_MAXUINT || risk_index == G_MAXUINT)
    return;
  g_array_append_val (((AnnexPlanMeasure *) self->measures->pdata[measure_index])->risks, risk_index);
  g_array_append_val (((AnnexPlanRisk *) self->risks->pdata[risk_index])->measures, measure_index);
  g_array_append_val (((AnnexPlanRisk *) self->risks->pdata[risk_index])->steps, steps);
}

static gboolean
read_rows (AnnexTreatmentPlan *self, AnnexStore *store, const char *sql,
           void (*add) (AnnexTreatmentPlan *self, AnnexStatement *row, const char *today), const char *today, GError **error)
{
  g_autoptr (AnnexStatement) statement = annex_statement_new (store, sql, error);

  if (statement == NULL)
    return FALSE;
  while (annex_statement_next (statement))
    add (self, statement, today);
  return annex_statement_finish (statement, error);
}

static void
rate (const AnnexTreatmentPlan *self, const AnnexRiskRating *from, guint likelihood_steps, guint consequence_steps,
      AnnexRiskRating *rating)
{
  rating->likelihood = annex_matrix_reduce_likelihood (self->matrix, from->likelihood, likelihood_steps);
  rating->consequence = annex_matrix_reduce_consequence (self->matrix, from->consequence, consequence_steps);
  rating->level = annex_matrix_get_level (self->matrix, rating->likelihood, rating->consequence);
}

static gboolean
was_done_since (const AnnexPlanMeasure *measure, const AnnexPlanRisk *risk)
{
  return measure->status == ANNEX_PLAN_DONE && measure->done_on != NULL && risk->assessed_on != NULL &&
         g_strcmp0 (measure->done_on, risk->assessed_on) > 0;
}

static void
judge (AnnexTreatmentPlan *self, AnnexPlanRisk *risk)
{
  guint now[2] = { 0 }, open[2] = { 0 }, kept[2] = { 0 };

  for (guint i = 0; i < risk->measures->len; i++)
    {
      const AnnexPlanMeasure *measure = self->measures->pdata[g_array_index (risk->measures, guint, i)];
      const AnnexPlanSteps *steps = &g_array_index (risk->steps, AnnexPlanSteps, i);
      gboolean is_open = annex_treatment_plan_is_open (measure);

      if (was_done_since (measure, risk))
        {
          now[0] += steps->likelihood;
          now[1] += steps->consequence;
        }
      if (is_open)
        {
          open[0] += steps->likelihood;
          open[1] += steps->consequence;
        }
      if (is_open && !measure->left_out)
        {
          kept[0] += steps->likelihood;
          kept[1] += steps->consequence;
        }
    }
  rate (self, &risk->current, 0, 0, &risk->current);
  rate (self, &risk->target, 0, 0, &risk->target);
  rate (self, &risk->current, now[0], now[1], &risk->now);
  rate (self, &risk->now, open[0], open[1], &risk->when_done);
  rate (self, &risk->now, kept[0], kept[1], &risk->without);
}

static gboolean
mark_listed (AnnexTreatmentPlan *self, AnnexStore *store, const AnnexQuery *query, GError **error)
{
  g_autoptr (GArray) ids = query != NULL ? annex_query_run (query, store, error) : NULL;

  if (query != NULL && ids == NULL)
    return FALSE;
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      guint index = find_index (self->index_of_measure, g_array_index (ids, gint64, i));

      if (index != G_MAXUINT)
        ((AnnexPlanMeasure *) self->measures->pdata[index])->listed = TRUE;
    }
  for (guint i = 0; i < self->measures->len; i++)
    {
      AnnexPlanMeasure *measure = self->measures->pdata[i];

      measure->listed = measure->listed || query == NULL;
      for (guint j = 0; measure->listed && j < measure->risks->len; j++)
        ((AnnexPlanRisk *) self->risks->pdata[g_array_index (measure->risks, guint, j)])->listed = TRUE;
    }
  return TRUE;
}

AnnexTreatmentPlan *
annex_treatment_plan_load (AnnexStore *store, const AnnexQuery *query, GError **error)
{
  g_autoptr (AnnexTreatmentPlan) self = g_new0 (AnnexTreatmentPlan, 1);
  g_autofree char *today = annex_clock_dup_today ();

  self->risks = g_ptr_array_new_with_free_func (plan_risk_free);
  self->measures = g_ptr_array_new_with_free_func (plan_measure_free);
  self->index_of_risk = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->index_of_measure = g_hash_table_new (g_int64_hash, g_int64_equal);

  self->matrix = annex_matrix_load (store, error);
  if (self->matrix == NULL ||
      !read_rows (self, store,
                  "SELECT t.id, d.reference, d.title, coalesce ((SELECT group_concat (p.title, ', ') FROM link o "
                  "JOIN record p ON p.id = o.target WHERE o.source = t.id AND o.field = 'owner'), ''), t.status, t.due, t.done_on, "
                  "t.cost, t.yearly_cost, t.effort "
                  "FROM treatment t JOIN record d ON d.id = t.id ORDER BY d.number, d.reference",
                  add_measure, today, error) ||
      !read_rows (self, store,
                  "SELECT r.id, d.reference, d.title, r.assessed_on, r.current_likelihood, r.current_consequence, "
                  "r.target_likelihood, r.target_consequence FROM risk r JOIN record d ON d.id = r.id WHERE r.id IN "
                  "(SELECT l.target FROM treatment t JOIN link l ON l.source = t.id AND l.field = 'risks') "
                  "ORDER BY d.number, d.reference",
                  add_risk, today, error) ||
      !read_rows (self, store,
                  "SELECT l.source, l.target, coalesce (q.reduces_likelihood, t.reduces_likelihood), "
                  "coalesce (q.reduces_consequence, t.reduces_consequence) FROM treatment t JOIN record d ON d.id = t.id "
                  "JOIN link l ON l.source = t.id AND l.field = 'risks' LEFT JOIN reduction q ON q.id = (SELECT m.source FROM link m "
                  "JOIN link k ON k.source = m.source AND k.field = 'risk' AND k.target = l.target JOIN reduction n ON n.id = m.source "
                  "WHERE m.target = t.id AND m.field = 'measure') ORDER BY d.number, d.reference",
                  add_link, today, error) ||
      !mark_listed (self, store, query, error))
    return NULL;

  for (guint i = 0; i < self->risks->len; i++)
    judge (self, self->risks->pdata[i]);
  return g_steal_pointer (&self);
}

void
annex_treatment_plan_free (AnnexTreatmentPlan *self)
{
  if (self == NULL)
    return;
  annex_matrix_free (self->matrix);
  g_ptr_array_unref (self->risks);
  g_ptr_array_unref (self->measures);
  g_hash_table_unref (self->index_of_risk);
  g_hash_table_unref (self->index_of_measure);
  g_free (self);
}

guint
annex_treatment_plan_get_n_risks (const AnnexTreatmentPlan *self)
{
  return self->risks->len;
}

const AnnexPlanRisk *
annex_treatment_plan_get_risk (const AnnexTreatmentPlan *self, guint index)
{
  return self->risks->pdata[index];
}

gboolean
annex_treatment_plan_find_risk (const AnnexTreatmentPlan *self, gint64 id, guint *index)
{
  return find (self->index_of_risk, id, index);
}

guint
annex_treatment_plan_get_n_measures (const AnnexTreatmentPlan *self)
{
  return self->measures->len;
}

const AnnexPlanMeasure *
annex_treatment_plan_get_measure (const AnnexTreatmentPlan *self, guint index)
{
  return self->measures->pdata[index];
}

gboolean
annex_treatment_plan_find_measure (const AnnexTreatmentPlan *self, gint64 id, guint *index)
{
  return find (self->index_of_measure, id, index);
}

AnnexPlanSteps
annex_treatment_plan_get_steps (const AnnexTreatmentPlan *self, guint risk, guint measure)
{
  const AnnexPlanRisk *reduced = risk < self->risks->len ? self->risks->pdata[risk] : NULL;

  for (guint i = 0; reduced != NULL && i < reduced->measures->len; i++)
    if (g_array_index (reduced->measures, guint, i) == measure)
      return g_array_index (reduced->steps, AnnexPlanSteps, i);
  return (AnnexPlanSteps) { 0, 0 };
}

gboolean
annex_treatment_plan_is_open (const AnnexPlanMeasure *measure)
{
  return measure->status == ANNEX_PLAN_PLANNED || measure->status == ANNEX_PLAN_IN_PROGRESS;
}

gboolean
annex_treatment_plan_leave_out (AnnexTreatmentPlan *self, guint measure, gboolean left_out)
{
  AnnexPlanMeasure *changed = self->measures->pdata[measure];

  if (!annex_treatment_plan_is_open (changed))
    return FALSE;
  changed->left_out = left_out;
  for (guint i = 0; i < changed->risks->len; i++)
    judge (self, self->risks->pdata[g_array_index (changed->risks, guint, i)]);
  return TRUE;
}

AnnexPlanReach
annex_treatment_plan_compare (const AnnexPlanRisk *risk, const AnnexRiskRating *rating)
{
  if (risk->target.level == 0 || rating->level == 0)
    return ANNEX_PLAN_REACH_UNKNOWN;
  return rating->level <= risk->target.level ? ANNEX_PLAN_REACHED : ANNEX_PLAN_ABOVE;
}

AnnexPlanTotals
annex_treatment_plan_get_totals (const AnnexTreatmentPlan *self)
{
  AnnexPlanTotals totals = { 0 };

  for (guint i = 0; i < self->measures->len; i++)
    {
      const AnnexPlanMeasure *measure = self->measures->pdata[i];

      if (!measure->listed || measure->left_out)
        continue;
      totals.n[measure->status]++;
      totals.cost_of[measure->status] += measure->cost;
      if (measure->late)
        {
          totals.n_late++;
          totals.late_cost += measure->cost;
        }
      if (measure->status == ANNEX_PLAN_PROPOSED || measure->status == ANNEX_PLAN_DROPPED)
        continue;
      totals.cost += measure->cost;
      totals.yearly_cost += measure->yearly_cost;
      totals.effort += measure->effort;
      if (annex_treatment_plan_is_open (measure))
        totals.open_cost += measure->cost;
    }
  return totals;
}
