/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "core/annex-query.h"
#include "corrective-action-figures.h"
#include "corrective-action-private.h"
#include "isms/annex-isms.h"
#include "isms/annex-reports.h"

static gboolean
add_verified (AnnexRecord *record, gpointer data)
{
  const char *const cells[] = {
    annex_record_get_reference (record),
    annex_record_get_title (record),
    annex_record_get_text (record, "implementation_done_on"),
    annex_record_get_text (record, "verification_due"),
    annex_record_get_text (record, "verification_done_on"),
    annex_record_get_text (record, "verification_owner"),
    annex_record_get_text (record, "verification"),
    annex_record_get_text (record, "effect"),
    annex_record_get_text (record, "came_back"),
  };

  annex_report_document_add_row (data, cells);
  return TRUE;
}

/* The two sections show the same columns of records in one stage. */
static gboolean
add_section (AnnexReportDocument *document, AnnexStore *store, const char *heading, const char *stage, GError **error)
{
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_corrective_action_type);
  g_autoptr (GError) failure = NULL;
  const AnnexReportColumn columns[] = {
    { _("Reference"), 1.1, ANNEX_REPORT_TEXT },   { _("Nonconformity"), 2.6, ANNEX_REPORT_TEXT }, { _("Implemented on"), 1.4, ANNEX_REPORT_DATE },
    { _("To verify by"), 1.4, ANNEX_REPORT_DATE }, { _("Verified on"), 1.4, ANNEX_REPORT_DATE },   { _("Verified by"), 1.4, ANNEX_REPORT_TEXT },
    { _("How"), 3.4, ANNEX_REPORT_TEXT },          { _("Effect"), 1.1, ANNEX_REPORT_TEXT },        { _("Came back as"), 1.2, ANNEX_REPORT_TEXT },
  };

  annex_report_document_add_heading (document, 1, heading);
  annex_query_add_filter (query, "stage", ANNEX_FILTER_IS, stage);
  annex_query_set_sort (query, "verification_due", FALSE);
  if (annex_query_count (query, store, &failure) == 0)
    {
      if (annex_error_pass (&failure, error))
        return FALSE;
      annex_report_document_add_paragraph (document, _("None."));
      return TRUE;
    }
  annex_report_document_begin_table (document, NULL, columns, G_N_ELEMENTS (columns));
  return annex_query_foreach (query, store, add_verified, document, error);
}

AnnexReportDocument *
annex_effectiveness_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error)
{
  g_autoptr (AnnexReportDocument) document = annex_report_begin (store, _("Review of Effectiveness"), NULL, error);
  g_autoptr (AnnexChart) closing = document != NULL ? annex_action_figures_make_closing_chart (store, error) : NULL;
  const struct
  {
    const char *name;
    const char *condition;
  } counts[] = {
    { _("Closed as effective"), "r.stage IS 'closed' AND r.effect IS 'effective'" },
    { _("of these came back within a year"), ANNEX_ACTION_ANY_HAS_COME_BACK },
    { _("Closed without being verified"), "r.stage IS 'closed' AND r.verification_done_on IS NULL" },
    { _("Sent back at least once"), "r.times_reopened > 0" },
    { _("Waiting to be verified"), "r.stage IS 'verification'" },
    { _("of these late"), "r.stage IS 'verification' AND r.due < " ANNEX_ACTION_TODAY },
  };

  if (closing == NULL)
    return NULL;
  annex_report_document_set_page (document, ANNEX_REPORT_A4, TRUE);
  annex_report_document_add_heading (document, 1, _("Summary"));
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    if (!annex_action_figures_add_count (document, store, counts[i].name, counts[i].condition, error))
      return NULL;
  if (annex_chart_get_n_categories (closing) > 0)
    annex_chart_add_to_report (closing, document);
  if (g_cancellable_set_error_if_cancelled (cancellable, error) || !add_section (document, store, _("To Be Verified"), "verification", error) ||
      !add_section (document, store, _("Closed"), "closed", error))
    return NULL;
  return g_steal_pointer (&document);
}
