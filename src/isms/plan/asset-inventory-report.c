/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "core/annex-query.h"
#include "isms/annex-isms.h"
#include "isms/annex-reports.h"

static const struct
{
  const char *field; /* of an asset */
  double weight; /* low where a column needs no more than its longest word */
  AnnexReportColumnKind kind;
  const char *title; /* (nullable): NULL for the field's label */
} columns[] = {
  { "reference", 0.8, ANNEX_REPORT_TEXT },
  { "name", 2.3, ANNEX_REPORT_TEXT },
  { "description", 3, ANNEX_REPORT_TEXT },
  { "kind", 1, ANNEX_REPORT_TEXT },
  { "owner", 1.4, ANNEX_REPORT_TEXT },
  { "location", 1.4, ANNEX_REPORT_TEXT },
  { "classification", 1, ANNEX_REPORT_TEXT },
  { "confidentiality", 0.6, ANNEX_REPORT_TEXT, N_("C") },
  { "integrity", 0.6, ANNEX_REPORT_TEXT, N_("I") },
  { "availability", 0.6, ANNEX_REPORT_TEXT, N_("A") },
  { "personal_data", 0.6, ANNEX_REPORT_TEXT },
  { "lifecycle", 0.6, ANNEX_REPORT_TEXT },
  { "introduced", 0.8, ANNEX_REPORT_DATE },
  { "tags", 1.3, ANNEX_REPORT_TEXT },
  { "review_date", 0.8, ANNEX_REPORT_DATE },
};

typedef struct
{
  AnnexReportDocument *document;
  GCancellable *cancellable;
} Report;

static gboolean
add_asset (AnnexRecord *record, gpointer data)
{
  Report *report = data;
  const char *cells[G_N_ELEMENTS (columns)];

  cells[0] = annex_record_get_reference (record);
  for (guint i = 1; i < G_N_ELEMENTS (columns); i++)
    cells[i] = annex_record_get_text (record, columns[i].field);
  annex_report_document_add_row (report->document, cells);
  return !g_cancellable_is_cancelled (report->cancellable);
}

AnnexReportDocument *
annex_asset_inventory_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error)
{
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_asset_type);
  g_autoptr (AnnexReportDocument) document = annex_report_begin (store, _("Inventory of Assets"), NULL, error);
  AnnexReportColumn headings[G_N_ELEMENTS (columns)];
  Report report = { document, cancellable };

  if (document == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      const char *title = columns[i].title != NULL ? columns[i].title : annex_type_find_field (&annex_asset_type, columns[i].field)->label;

      headings[i] = (AnnexReportColumn) { _(title), columns[i].weight, columns[i].kind };
    }
  annex_query_set_stored_only (query, TRUE);
  annex_report_document_set_page (document, ANNEX_REPORT_A4, TRUE);
  annex_report_document_add_heading (document, 1, _("Assets"));
  annex_report_document_add_paragraph (document, _("C, I and A: how much harm it does when confidentiality, integrity or availability is lost."));
  annex_report_document_begin_table (document, NULL, headings, G_N_ELEMENTS (headings));
  if (!annex_query_foreach (query, store, add_asset, &report, error) || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return g_steal_pointer (&document);
}
