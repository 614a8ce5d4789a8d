/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "accepted-by.h"
#include "core/annex-query.h"
#include "isms/annex-isms.h"
#include "isms/annex-reports.h"
#include "treatment-plan.h"

static char *
dup_rating (AnnexStore *store, const AnnexRiskRating *rating)
{
  const char *name = rating->level > 0 ? annex_store_get_scale_label (store, "risk_level", rating->level) : NULL;

  return name != NULL ? g_strdup_printf ("%s (%d × %d)", name, rating->likelihood, rating->consequence) : g_strdup ("–");
}

static char *
dup_money (double amount)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (text, sizeof text, "%.0f", amount));
}

static void
add_totals (AnnexReportDocument *document, const AnnexPlanTotals *totals)
{
  const double amounts[] = { totals->cost, totals->open_cost, totals->yearly_cost, totals->effort, totals->n_late };
  const char *const names[] = { _("Cost, once"), _("of that still open"), _("Cost a year"), _("Effort in days"), _("Measures that are late") };

  annex_report_document_add_heading (document, 1, _("Summary"));
  for (guint i = 0; i < G_N_ELEMENTS (amounts); i++)
    {
      g_autofree char *text = dup_money (amounts[i]);

      annex_report_document_add_fact (document, names[i], text);
    }
}

typedef struct
{
  AnnexReportDocument *document;
  AnnexStore *store;
} Measures;

static gboolean
add_measure (AnnexRecord *record, gpointer data, GError **error)
{
  Measures *measures = data;
  g_auto (GStrv) links = annex_report_list_references (measures->store, record, (const char *const[]) { "risks", "controls", NULL }, error);

  if (links == NULL)
    return FALSE;
  annex_report_document_add_row (measures->document, (const char *const[]) {
    annex_record_get_reference (record),     annex_record_get_title (record),          links[0], links[1], annex_record_get_text (record, "owner"),
    annex_record_get_text (record, "status"), annex_record_get_text (record, "due"),    annex_record_get_text (record, "done_on"),
    annex_record_get_text (record, "cost"),   annex_record_get_text (record, "yearly_cost"), annex_record_get_text (record, "effort"),
  });
  return TRUE;
}

static gboolean
add_measures (AnnexReportDocument *document, AnnexStore *store, GError **error)
{
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_treatment_type);
  Measures measures = { document, store };
  const AnnexReportColumn columns[] = {
    { _("Reference"), 1.2, ANNEX_REPORT_TEXT }, { _("Measure"), 3.0, ANNEX_REPORT_TEXT },  { _("Risks"), 1.4, ANNEX_REPORT_TEXT },
    { _("Controls"), 1.6, ANNEX_REPORT_TEXT },  { _("Owner"), 1.4, ANNEX_REPORT_TEXT },    { _("Status"), 1.3, ANNEX_REPORT_TEXT },
    { _("Due"), 1.5, ANNEX_REPORT_DATE },       { _("Done on"), 1.5, ANNEX_REPORT_DATE },  { _("Cost"), 0.9, ANNEX_REPORT_NUMBER },
    { _("Cost a year"), 1.0, ANNEX_REPORT_NUMBER }, { _("Days"), 0.8, ANNEX_REPORT_NUMBER },
  };

  annex_report_document_add_heading (document, 1, _("Measures"));
  annex_report_document_begin_table (document, NULL, columns, G_N_ELEMENTS (columns));
  annex_query_add_filter (query, "status", ANNEX_FILTER_IS_NOT, "dropped");
  return annex_query_try_foreach (query, store, add_measure, &measures, error);
}

static char *
dup_measures (const AnnexTreatmentPlan *plan, const AnnexPlanRisk *risk)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < risk->measures->len; i++)
    {
      const AnnexPlanMeasure *measure = annex_treatment_plan_get_measure (plan, g_array_index (risk->measures, guint, i));

      const AnnexPlanSteps *steps = &g_array_index (risk->steps, AnnexPlanSteps, i);

      if (measure->status == ANNEX_PLAN_DROPPED)
        continue;
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", measure->reference);
      if (steps->likelihood > 0 || steps->consequence > 0)
        g_string_append_printf (text, " (−%u, −%u)", steps->likelihood, steps->consequence);
    }
  return g_string_free_and_steal (text);
}

static void
add_expectations (AnnexReportDocument *document, AnnexStore *store, const AnnexTreatmentPlan *plan)
{
  const AnnexReportColumn columns[] = {
    { _("Reference"), 1.2, ANNEX_REPORT_TEXT },   { _("Risk"), 3.4, ANNEX_REPORT_TEXT },     { _("Measures"), 2.2, ANNEX_REPORT_TEXT },
    { _("Now"), 1.6, ANNEX_REPORT_TEXT },         { _("When done"), 1.6, ANNEX_REPORT_TEXT }, { _("Residual risk aimed at"), 1.6, ANNEX_REPORT_TEXT },
    { _("Reached"), 1.2, ANNEX_REPORT_TEXT },
  };

  annex_report_document_add_heading (document, 1, _("Expected Residual Risk"));
  annex_report_document_add_paragraph (document,
                                       _("Now is the current rating, lowered by what was done since it was assessed. When done is that, "
                                         "lowered by the measures that are planned and in progress. In brackets: by how many levels a measure lowers "
                                         "the likelihood and the consequence of this risk."));
  annex_report_document_begin_table (document, NULL, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < annex_treatment_plan_get_n_risks (plan); i++)
    {
      const AnnexPlanRisk *risk = annex_treatment_plan_get_risk (plan, i);
      AnnexPlanReach reach = annex_treatment_plan_compare (risk, &risk->when_done);
      g_autofree char *now = dup_rating (store, &risk->now);
      g_autofree char *when_done = dup_rating (store, &risk->when_done);
      g_autofree char *target = dup_rating (store, &risk->target);
      g_autofree char *measures = dup_measures (plan, risk);
      const char *const cells[] = { risk->reference, risk->title, measures, now, when_done, target,
                                    reach == ANNEX_PLAN_REACHED ? _("Yes") : reach == ANNEX_PLAN_ABOVE ? _("No") : "–" };
      const AnnexRiskRating *ratings[] = { &risk->now, &risk->when_done, &risk->target };

      annex_report_document_add_row (document, cells);
      for (guint j = 0; j < G_N_ELEMENTS (ratings); j++)
        if (ratings[j]->level > 0)
          annex_report_document_colour_cell (document, 3 + j, annex_report_get_colour (store, ratings[j]->level));
    }
}

static gboolean
add_signatures (AnnexReportDocument *document, AnnexStore *store, const AnnexTreatmentPlan *plan, GError **error)
{
  static const char *const shown[] = { "owner", NULL };
  g_autoptr (GHashTable) owners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < annex_treatment_plan_get_n_risks (plan); i++)
    {
      g_autoptr (AnnexRecord) risk = annex_store_load_fields (store, annex_treatment_plan_get_risk (plan, i)->id, shown, error);

      if (risk == NULL)
        return FALSE;
      if (*annex_record_get_text (risk, "owner") != '\0')
        g_hash_table_add (owners, g_strdup (annex_record_get_text (risk, "owner")));
    }
  annex_report_add_signatures (document, owners, _("Risk owner"),
                               _("The risk owners approve this plan and accept the residual risk that it leaves."));
  return TRUE;
}

AnnexReportDocument *
annex_treatment_plan_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error)
{
  g_autoptr (AnnexTreatmentPlan) plan = annex_treatment_plan_load (store, NULL, error);
  g_autoptr (AnnexReportDocument) document = NULL;
  AnnexPlanTotals totals;

  if (plan == NULL)
    return NULL;
  totals = annex_treatment_plan_get_totals (plan);
  document = annex_report_begin (store, _("Risk Treatment Plan"), NULL, error);
  if (document == NULL)
    return NULL;
  annex_report_document_set_page (document, ANNEX_REPORT_A4, TRUE);
  if (!annex_accepted_by_add (document, store, error))
    return NULL;
  add_totals (document, &totals);
  if (!add_measures (document, store, error) || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  add_expectations (document, store, plan);
  if (!add_signatures (document, store, plan, error))
    return NULL;
  return g_steal_pointer (&document);
}
