/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "core/annex-query.h"
#include "isms/annex-isms.h"
#include "isms/annex-reports.h"

typedef struct
{
  AnnexStore *store;
  AnnexReportDocument *document;
} Report;

static gboolean
add_participant (AnnexRecord *record, gpointer data)
{
  annex_report_document_add_row (data, (const char *const[]) { annex_record_get_title (record), annex_record_get_text (record, "result"),
                                                               annex_record_get_text (record, "confirmed_on"), annex_record_get_text (record, "remark") });
  return TRUE;
}

static gboolean
add_training (AnnexRecord *record, gpointer data, GError **error)
{
  static const char *const facts[] = { "kind", "status", "held_on", "place", "owner", "trainer", "audience", "aim", "documents", "controls", "effect", "effect_note" };
  const AnnexReportColumn columns[] = {
    { _("Participant"), 3, ANNEX_REPORT_TEXT }, { _("Result"), 1.4, ANNEX_REPORT_TEXT }, { _("Confirmed on"), 1.4, ANNEX_REPORT_DATE }, { _("What shows it"), 3, ANNEX_REPORT_TEXT },
  };
  Report *report = data;
  g_autoptr (GError) failure = NULL;
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_participation_type);
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, annex_record_get_id (record));
  g_autofree char *heading = g_strdup_printf ("%s %s", annex_record_get_reference (record), annex_record_get_title (record));

  annex_report_document_add_heading (report->document, 1, heading);
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    annex_report_document_add_fact (report->document, annex_field_get_label (annex_type_find_field (&annex_training_type, facts[i])), annex_record_get_text (record, facts[i]));
  annex_query_add_filter (query, "training", ANNEX_FILTER_IS, id);
  if (annex_query_count (query, report->store, &failure) == 0)
    return !annex_error_pass (&failure, error);
  annex_report_document_begin_table (report->document, NULL, columns, G_N_ELEMENTS (columns));
  return annex_query_foreach (query, report->store, add_participant, report->document, error);
}

AnnexReportDocument *
annex_training_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error)
{
  g_autoptr (AnnexReportDocument) document = annex_report_begin (store, _("Training Records"), NULL, error);
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_training_type);
  g_autoptr (AnnexRecord) one = document != NULL && record != 0 ? annex_store_load (store, record, error) : NULL;
  Report report = { store, document };

  if (document == NULL)
    return NULL;
  if (record != 0)
    return one != NULL && add_training (one, &report, error) ? g_steal_pointer (&document) : NULL;
  annex_query_set_sort (query, "held_on", FALSE);
  if (!annex_query_try_foreach (query, store, add_training, &report, error) || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return g_steal_pointer (&document);
}
