/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/annex-query.h"
#include "isms/annex-isms.h"
#include "isms/annex-reports.h"
#include "mandatory-documents.h"

typedef struct
{
  AnnexStore *store;
  AnnexReportDocument *document;
} Report;

static gboolean
add_document (AnnexRecord *record, gpointer data, GError **error)
{
  Report *report = data;
  g_autofree char *serves = annex_report_join_references (report->store, record, (const char *const[]) { "clauses", "controls", NULL }, error);
  g_autofree char *approved = g_strdup_printf ("%s %s", annex_record_get_text (record, "approved_on"), annex_record_get_text (record, "approved_by"));
  const char *cells[] = { annex_record_get_reference (record),       annex_record_get_title (record),          annex_record_get_text (record, "kind"),
                          annex_record_get_text (record, "version"),  annex_record_get_text (record, "status"), annex_record_get_text (record, "owner"),
                          g_strstrip (approved),                      annex_record_get_text (record, "next_review"), serves,
                          annex_record_get_text (record, "location") };

  annex_report_document_add_row (report->document, cells);
  return serves != NULL;
}

static gboolean
add_mandatory (AnnexReportDocument *document, AnnexStore *store, GError **error)
{
  const AnnexReportColumn columns[] = {
    { _("Asked for by"), 1, ANNEX_REPORT_TEXT }, { _("What"), 3, ANNEX_REPORT_TEXT }, { _("Provided by"), 3.4, ANNEX_REPORT_TEXT }, { _("State"), 1.6, ANNEX_REPORT_TEXT },
  };
  g_autoptr (GPtrArray) all = annex_mandatory_documents_list (store, error);

  if (all == NULL)
    return FALSE;
  annex_report_document_add_heading (document, 1, _("What the Standard Asks to Have Documented"));
  annex_report_document_begin_table (document, NULL, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < all->len; i++)
    {
      const AnnexMandatoryDocument *asked = all->pdata[i];
      gint64 by = asked->document != 0 ? asked->document : asked->kept_here != 0 ? asked->kept_here : asked->draft != 0 ? asked->draft : asked->evidence;
      g_autoptr (AnnexRecord) record = by != 0 ? annex_store_load (store, by, error) : NULL;
      g_autofree char *provided = record != NULL ? g_strdup_printf ("%s %s", annex_record_get_reference (record), annex_record_get_title (record)) : NULL;
      const char *state = asked->document != 0   ? asked->is_overdue ? _("Review overdue") : _("In force")
                          : asked->kept_here != 0 ? _("Kept here")
                          : asked->draft != 0     ? _("Only a draft")
                          : asked->evidence != 0  ? _("Only evidence")
                                                  : _("Missing");

      if (by != 0 && record == NULL)
        return FALSE;
      annex_report_document_add_row (document, (const char *const[]) { g_str_has_prefix (asked->asked_by, "CL.") ? asked->asked_by + strlen ("CL.") : asked->asked_by,
                                                                       asked->name, provided != NULL ? provided : "", state });
    }
  return TRUE;
}

AnnexReportDocument *
annex_document_list_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error)
{
  const AnnexReportColumn columns[] = {
    { _("Reference"), 1.2, ANNEX_REPORT_TEXT }, { _("Document"), 2.6, ANNEX_REPORT_TEXT }, { _("Kind"), 1.2, ANNEX_REPORT_TEXT },
    { _("Version"), 1, ANNEX_REPORT_TEXT }, { _("Status"), 1.2, ANNEX_REPORT_TEXT }, { _("Owner"), 1.3, ANNEX_REPORT_TEXT },
    { _("Approved"), 1.4, ANNEX_REPORT_TEXT }, { _("Next review"), 1.2, ANNEX_REPORT_DATE }, { _("Serves"), 1.5, ANNEX_REPORT_TEXT },
    { _("Where it is kept"), 1.5, ANNEX_REPORT_TEXT },
  };
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_document_type);
  g_autoptr (AnnexReportDocument) document = annex_report_begin (store, _("List of Documents"), NULL, error);
  Report report = { store, document };

  if (document == NULL)
    return NULL;
  annex_report_document_set_page (document, ANNEX_REPORT_A4, TRUE);
  annex_report_document_add_heading (document, 1, _("Documents"));
  annex_report_document_begin_table (document, NULL, columns, G_N_ELEMENTS (columns));
  if (!annex_query_try_foreach (query, store, add_document, &report, error) || g_cancellable_set_error_if_cancelled (cancellable, error) ||
      !add_mandatory (document, store, error))
    return NULL;
  return g_steal_pointer (&document);
}
