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
 * @template: (nullable): a Word document whose looks a DOCX gets
 * @template_name: (nullable): of that file, for messages
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
} AnnexReportOrder;

/** annex_report_order_new: Returns: (transfer full): the report as it is by default. */
AnnexReportOrder *annex_report_order_new (const AnnexReportKind *kind);
void annex_report_order_free (AnnexReportOrder *self);

/** annex_report_order_set_paper: Returns: whether there is paper of that name, "a4" or "letter". Errors: %ANNEX_ERROR_INVALID. */
gboolean annex_report_order_set_paper (AnnexReportOrder *self, const char *name, GError **error);

/** annex_report_order_leave_out: @title: as people or the source know the column. Errors: %ANNEX_ERROR_INVALID, naming those there are. */
gboolean annex_report_order_leave_out (AnnexReportOrder *self, const char *title, GError **error);

/** annex_report_order_load_template: Reads a DOCX or DOTX, as far as its size; what is in it is looked at when it is used. */
gboolean annex_report_order_load_template (AnnexReportOrder *self, const char *path, GError **error);

/**
 * annex_report_order_write:
 *
 * Makes the report and writes it in the format of @path's ending; with many records it takes longer
 * than a frame. Errors: those of the kind, of annex_docx_template_load() and of annex_report_document_write().
 */
gboolean annex_report_order_write (const AnnexReportOrder *self, AnnexStore *store, const char *path, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexReportOrder, annex_report_order_free)

G_END_DECLS
