/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "core/annex-attachment.h"
#include "core/annex-query.h"
#include "isms/annex-isms.h"
#include "isms/annex-reports.h"

typedef struct
{
  AnnexStore *store;
  AnnexReportDocument *document;
  GPtrArray *files; /* "EV-0001" and AnnexAttachment alternate */
} Report;

static gboolean
add_evidence (AnnexRecord *record, gpointer data, GError **error)
{
  static const char *const proven[] = { "controls", "clauses", "measures", "workshops", NULL };
  Report *report = data;
  g_autofree char *proof = annex_report_join_references (report->store, record, proven, error);
  g_autofree char *collected = g_strdup_printf ("%s %s", annex_record_get_text (record, "collected_on"), annex_record_get_text (record, "collected_by"));
  g_autofree char *names = annex_attachment_format_names (annex_record_get_value (record, "files"));
  g_autofree char *place = NULL;
  g_autoptr (GPtrArray) attachments = annex_attachment_parse_list (annex_record_get_value (record, "files"));
  const char *location = annex_record_get_text (record, "location");
  const char *cells[7];

  place = *names == '\0' || *location == '\0' ? g_strconcat (names, location, NULL) : g_strdup_printf ("%s\n%s", names, location);
  cells[0] = annex_record_get_reference (record);
  cells[1] = annex_record_get_title (record);
  cells[2] = annex_record_get_text (record, "kind");
  cells[3] = annex_record_get_text (record, "about");
  cells[4] = g_strstrip (collected);
  cells[5] = proof;
  cells[6] = place;
  annex_report_document_add_row (report->document, cells);
  for (guint i = 0; i < attachments->len; i++)
    {
      g_ptr_array_add (report->files, g_strdup (cells[0]));
      g_ptr_array_add (report->files, annex_attachment_copy (attachments->pdata[i]));
    }
  return proof != NULL;
}

/* A checksum is told by its first digits as well as by all, but only all of them prove anything. */
static void
add_files (Report *report)
{
  const AnnexReportColumn columns[] = {
    { _("Evidence"), 0.8, ANNEX_REPORT_TEXT },
    { _("File"), 2.2, ANNEX_REPORT_TEXT },
    { _("Bytes"), 0.8, ANNEX_REPORT_NUMBER },
    { _("Checksum (SHA-256)"), 3.4, ANNEX_REPORT_TEXT },
  };

  if (report->files->len == 0)
    return;
  annex_report_document_add_heading (report->document, 1, _("Files"));
  annex_report_document_add_paragraph (report->document, _("The files that are kept in the engagement, or linked to where that is said. A copy is the "
                                                           "same file if it has the same checksum."));
  annex_report_document_begin_table (report->document, NULL, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < report->files->len; i += 2)
    {
      const AnnexAttachment *at = report->files->pdata[i + 1];
      g_autofree char *size = g_strdup_printf ("%" G_GINT64_FORMAT, at->size);
      g_autofree char *name = at->location != NULL ? g_strdup_printf (_("%s (linked, not kept)"), at->name) : g_strdup (at->name);

      annex_report_document_add_row (report->document, (const char *const[]) { report->files->pdata[i], name, size, at->hash });
    }
}

static void
free_files (GPtrArray *files)
{
  for (guint i = 0; i < files->len; i += 2)
    {
      g_free (files->pdata[i]);
      annex_attachment_free (files->pdata[i + 1]);
    }
  g_ptr_array_unref (files);
}

AnnexReportDocument *
annex_evidence_list_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error)
{
  const AnnexReportColumn columns[] = {
    { _("Reference"), 0.8, ANNEX_REPORT_TEXT }, { _("Evidence"), 2.4, ANNEX_REPORT_TEXT },  { _("Kind"), 1, ANNEX_REPORT_TEXT },
    { _("Is about"), 0.8, ANNEX_REPORT_DATE },  { _("Collected"), 1.2, ANNEX_REPORT_TEXT }, { _("Proves"), 1.2, ANNEX_REPORT_TEXT },
    { _("Where it is kept"), 1.8, ANNEX_REPORT_TEXT },
  };
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_evidence_type);
  g_autoptr (AnnexReportDocument) document = annex_report_begin (store, _("List of Evidence"), NULL, error);
  Report report = { store, document, NULL };
  gboolean done;

  if (document == NULL)
    return NULL;
  report.files = g_ptr_array_new ();
  annex_report_document_set_page (document, ANNEX_REPORT_A4, TRUE);
  annex_report_document_add_heading (document, 1, _("Evidence"));
  annex_report_document_begin_table (document, NULL, columns, G_N_ELEMENTS (columns));
  done = annex_query_try_foreach (query, store, add_evidence, &report, error) && !g_cancellable_set_error_if_cancelled (cancellable, error);
  if (done)
    add_files (&report);
  free_files (report.files);
  return done ? g_steal_pointer (&document) : NULL;
}
