/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "core/annex-query.h"
#include "isms/annex-isms.h"
#include "isms/annex-reports.h"

typedef struct
{
  AnnexReportDocument *document;
  AnnexStore *store;
} Register;

static gboolean
add_exception (AnnexRecord *record, gpointer data, GError **error)
{
  Register *all = data;
  g_auto (GStrv) links = annex_report_list_references (all->store, record, (const char *const[]) { "controls", "risks", NULL }, error);

  if (links == NULL)
    return FALSE;
  annex_report_document_add_row (all->document, (const char *const[]) {
    annex_record_get_reference (record),
    annex_record_get_title (record),
    links[0],
    annex_record_get_text (record, "justification"),
    annex_record_get_text (record, "compensation"),
    links[1],
    annex_record_get_text (record, "owner"),
    annex_record_get_text (record, "decided_by"),
    annex_record_get_text (record, "expires_on"),
    annex_record_get_text (record, "on_expiry"),
  });
  return TRUE;
}

/* Those with a value in a field, those first that expire first; nothing where there is none. */
static gboolean
add_section (Register *all, const char *heading, const char *field_name, const char *value, GError **error)
{
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_exception_type);
  g_autoptr (GError) failure = NULL;
  const AnnexReportColumn columns[] = {
    { _("Reference"), 1.1, ANNEX_REPORT_TEXT },    { _("Exception"), 2.4, ANNEX_REPORT_TEXT },    { _("Controls"), 1.1, ANNEX_REPORT_TEXT },
    { _("Justification"), 2.8, ANNEX_REPORT_TEXT }, { _("Compensation"), 2.4, ANNEX_REPORT_TEXT }, { _("Risks"), 1, ANNEX_REPORT_TEXT },
    { _("Owner"), 1.3, ANNEX_REPORT_TEXT },        { _("Decided by"), 1.3, ANNEX_REPORT_TEXT },   { _("Expires on"), 1.4, ANNEX_REPORT_DATE },
    { _("When it expires"), 2.4, ANNEX_REPORT_TEXT },
  };

  annex_query_add_filter (query, field_name, ANNEX_FILTER_IS, value);
  annex_query_set_sort (query, "expires_on", FALSE);
  if (annex_query_count (query, all->store, &failure) == 0)
    return !annex_error_pass (&failure, error);
  annex_report_document_add_heading (all->document, 1, heading);
  annex_report_document_begin_table (all->document, NULL, columns, G_N_ELEMENTS (columns));
  return annex_query_try_foreach (query, all->store, add_exception, all, error);
}

static gboolean
add_count (Register *all, const char *name, const char *field_name, const char *value, GError **error)
{
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_exception_type);
  g_autoptr (GError) failure = NULL;
  g_autofree char *text = NULL;

  annex_query_add_filter (query, field_name, ANNEX_FILTER_IS, value);
  text = g_strdup_printf ("%u", annex_query_count (query, all->store, &failure));
  annex_report_document_add_fact (all->document, name, text);
  return !annex_error_pass (&failure, error);
}

AnnexReportDocument *
annex_exception_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error)
{
  const struct
  {
    const char *name;
    const char *field;
    const char *value;
  } sections[] = {
    { _("Expired"), "validity", "expired" },   { _("Expire within 30 Days"), "validity", "soon" },
    { _("In Force"), "validity", "in_force" }, { _("To Be Decided"), "status", "submitted" },
    { _("Drafts"), "status", "draft" },        { _("Refused"), "status", "refused" },
    { _("Renewed"), "validity", "renewed" },   { _("Ended"), "status", "ended" },
  };
  g_autoptr (AnnexReportDocument) document = annex_report_begin (store, _("Register of Exceptions"), NULL, error);
  Register all = { document, store };

  if (document == NULL)
    return NULL;
  annex_report_document_set_page (document, ANNEX_REPORT_A4, TRUE);
  annex_report_document_add_heading (document, 1, _("Summary"));
  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    if (!add_count (&all, sections[i].name, sections[i].field, sections[i].value, error))
      return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    if (!add_section (&all, sections[i].name, sections[i].field, sections[i].value, error) || g_cancellable_set_error_if_cancelled (cancellable, error))
      return NULL;
  return g_steal_pointer (&document);
}
