/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-reports.h"

G_BEGIN_DECLS

/**
 * AnnexReportOrder:
 * @kind: which report
 * @record: of the kind's subject; 0 for the one that people would expect
 * @since: (nullable): for a kind that compares: with which version, by reference or name, or with which
 *   day as YYYY-MM-DD; NULL for what people would expect
 * @paper: of PDF and of DOCX without a template that has its own
 * @left_out: (element-type utf8): untranslated titles out of the kind's columns
 * @template: (nullable): a Word document whose looks a DOCX gets; NULL for the engagement's own template, if it has one
 * @template_name: (nullable): of that file, for messages
 * @plain: whether a DOCX has Annex's own looks in spite of the engagement's template
 *
 * What somebody wants of a report.
 */
typedef struct
{
  const AnnexReportKind *kind;
  gint64 record;
  char *since;
  AnnexReportPaper paper;
  GPtrArray *left_out;
  GBytes *template;
  char *template_name;
  gboolean plain;
} AnnexReportOrder;

/** annex_report_order_new: Returns: (transfer full): the report as it is by default. */
AnnexReportOrder *annex_report_order_new (const AnnexReportKind *kind);
void annex_report_order_free (AnnexReportOrder *self);

/** annex_report_order_set_paper: Returns: whether there is paper of that name, "a4" or "letter". Errors: %ANNEX_ERROR_INVALID. */
gboolean annex_report_order_set_paper (AnnexReportOrder *self, const char *name, GError **error);

/** annex_report_order_leave_out: @title: as people or the source know the column. Errors: %ANNEX_ERROR_INVALID, naming those there are. */
gboolean annex_report_order_leave_out (AnnexReportOrder *self, const char *title, GError **error);

/** annex_report_order_load_template: Reads a DOCX or DOTX; what is in it is looked at when it is used. */
gboolean annex_report_order_load_template (AnnexReportOrder *self, const char *path, GError **error);

/** annex_report_template_read: Returns: (transfer full): a DOCX or DOTX of at most 32 MiB that annex_docx_template_load() takes. */
GBytes *annex_report_template_read (const char *path, GError **error);

/**
 * annex_report_template_keep:
 * @bytes: (nullable): NULL for none any more
 *
 * Keeps a template in the engagement, so that it goes with the file, as one step of undo.
 */
gboolean annex_report_template_keep (AnnexStore *store, const char *name, GBytes *bytes, GError **error);

/** annex_report_template_dup_name: Returns: (transfer full) (nullable): of the engagement's template; NULL also where it cannot be read. */
char *annex_report_template_dup_name (AnnexStore *store);

/** annex_report_order_make: Returns: (transfer full) (nullable): the report, of its paper and columns, when everything in it could be read; with many records it takes longer than a frame. */
AnnexReportDocument *annex_report_order_make (const AnnexReportOrder *self, AnnexStore *store, GCancellable *cancellable, GError **error);

/**
 * annex_report_order_write:
 * @note: (out) (transfer full) (nullable): what to look at before it is handed on
 *
 * Makes the report and writes it in the format of @path's ending; with many records it takes longer
 * than a frame. Errors: those of the kind, of annex_docx_template_load() and of annex_report_document_write().
 */
gboolean annex_report_order_write (const AnnexReportOrder *self, AnnexStore *store, const char *path, char **note, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexReportOrder, annex_report_order_free)

G_END_DECLS
