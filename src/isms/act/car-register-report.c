/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "core/annex-query.h"
#include "corrective-action-figures.h"
#include "corrective-action-path.h"
#include "corrective-action-private.h"
#include "isms/annex-isms.h"
#include "isms/annex-reports.h"

#define MOST_OWNERS 15

static gboolean
add_summary (AnnexReportDocument *document, AnnexStore *store, GError **error)
{
  const struct
  {
    const char *name;
    const char *condition;
  } counts[] = {
    { _("Open"), ANNEX_ACTION_IS_OPEN },
    { _("of these major"), ANNEX_ACTION_IS_OPEN " AND r.grading IS 'major'" },
    { _("Late"), ANNEX_ACTION_IS_LATE },
    { _("so late that it concerns the ISMS manager"), ANNEX_ACTION_ESCALATION " = 'manager'" },
    { _("so late that it concerns top management"), ANNEX_ACTION_ESCALATION " = 'management'" },
    { _("Stuck"), ANNEX_ACTION_IS_STUCK },
    { _("Closed"), "r.stage IS 'closed'" },
    { _("Came back within a year"), ANNEX_ACTION_ANY_HAS_COME_BACK },
  };

  annex_report_document_add_heading (document, 1, _("Summary"));
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    if (!annex_action_figures_add_count (document, store, counts[i].name, counts[i].condition, error))
      return FALSE;
  return TRUE;
}

static gboolean
add_charts (AnnexReportDocument *document, AnnexStore *store, GError **error)
{
  g_autoptr (AnnexChart) age = annex_action_figures_make_age_chart (store, error);
  g_autoptr (AnnexChart) source = age != NULL ? annex_action_figures_make_source_chart (store, error) : NULL;
  g_autoptr (AnnexChart) closing = source != NULL ? annex_action_figures_make_closing_chart (store, error) : NULL;
  g_autoptr (AnnexChart) load = closing != NULL ? annex_action_figures_make_load_chart (store, MOST_OWNERS, error) : NULL;

  if (load == NULL)
    return FALSE;
  annex_report_document_add_heading (document, 1, _("Figures"));
  annex_chart_add_to_report (age, document);
  if (annex_chart_get_n_categories (source) > 0)
    annex_chart_add_to_report (source, document);
  if (annex_chart_get_n_categories (closing) > 0)
    annex_chart_add_to_report (closing, document);
  if (annex_chart_get_n_categories (load) > 0)
    annex_chart_add_to_report (load, document);
  return TRUE;
}

static gboolean
add_action (AnnexRecord *record, gpointer data)
{
  const char *const cells[] = {
    annex_record_get_reference (record),          annex_record_get_title (record),         annex_record_get_text (record, "grading"),
    annex_record_get_text (record, "source"),     annex_record_get_text (record, "owner"), annex_record_get_text (record, "raised_on"),
    annex_record_get_text (record, "age"),        annex_record_get_text (record, "stage"), annex_record_get_text (record, "due"),
    annex_record_get_text (record, "escalation"), annex_record_get_text (record, "effect"), annex_record_get_text (record, "closed_on"),
  };

  annex_report_document_add_row (data, cells);
  return TRUE;
}

static gboolean
add_register (AnnexReportDocument *document, AnnexStore *store, GError **error)
{
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_corrective_action_type);
  const AnnexReportColumn columns[] = {
    { _("Reference"), 1.1, ANNEX_REPORT_TEXT }, { _("Nonconformity"), 2.7, ANNEX_REPORT_TEXT }, { _("Grading"), 1.8, ANNEX_REPORT_TEXT },
    { _("Source"), 1.2, ANNEX_REPORT_TEXT },    { _("Owner"), 1.4, ANNEX_REPORT_TEXT },       { _("Raised on"), 1.3, ANNEX_REPORT_DATE },
    { _("Age"), 0.7, ANNEX_REPORT_NUMBER },     { _("Stage"), 1.7, ANNEX_REPORT_TEXT },       { _("Due"), 1.3, ANNEX_REPORT_DATE },
    { _("Concerns"), 1.2, ANNEX_REPORT_TEXT },  { _("Effect"), 1.1, ANNEX_REPORT_TEXT },      { _("Closed on"), 1.3, ANNEX_REPORT_DATE },
  };

  annex_report_document_add_heading (document, 1, _("Register"));
  annex_report_document_begin_table (document, NULL, columns, G_N_ELEMENTS (columns));
  return annex_query_foreach (query, store, add_action, document, error);
}

typedef struct
{
  AnnexReportDocument *document;
  gboolean begun;
} Skipped;

static gboolean
add_skipped (AnnexRecord *record, gpointer data)
{
  Skipped *skipped = data;
  const AnnexReportColumn columns[] = { { _("Reference"), 1, ANNEX_REPORT_TEXT }, { _("Step"), 1.4, ANNEX_REPORT_TEXT }, { _("Why"), 5, ANNEX_REPORT_TEXT } };

  for (AnnexGate gate = 0; gate < ANNEX_N_GATES; gate++)
    if (annex_corrective_action_get_state (record, gate) == ANNEX_GATE_SKIPPED)
      {
        const char *const cells[] = { annex_record_get_reference (record), annex_gate_get_label (gate),
                                      annex_record_get_text (record, annex_gate_get_field (gate, ANNEX_GATE_REASON)) };

        if (!skipped->begun)
          {
            annex_report_document_add_heading (skipped->document, 1, _("Steps Left Out"));
            annex_report_document_begin_table (skipped->document, NULL, columns, G_N_ELEMENTS (columns));
          }
        skipped->begun = TRUE;
        annex_report_document_add_row (skipped->document, cells);
      }
  return TRUE;
}

static gboolean
add_all_skipped (AnnexReportDocument *document, AnnexStore *store, GError **error)
{
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_corrective_action_type);
  Skipped skipped = { document, FALSE };

  annex_query_set_stored_only (query, TRUE);
  return annex_query_foreach (query, store, add_skipped, &skipped, error);
}

AnnexReportDocument *
annex_car_register_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error)
{
  g_autoptr (AnnexReportDocument) document = annex_report_begin (store, _("Register of Corrective Actions"), NULL, error);

  if (document == NULL)
    return NULL;
  annex_report_document_set_page (document, ANNEX_REPORT_A4, TRUE);
  if (!add_summary (document, store, error) || !add_charts (document, store, error) || g_cancellable_set_error_if_cancelled (cancellable, error) || !add_register (document, store, error) || !add_all_skipped (document, store, error))
    return NULL;
  return g_steal_pointer (&document);
}
