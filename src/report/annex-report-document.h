/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

#include "annex-docx-template.h"

G_BEGIN_DECLS

/**
 * AnnexReportDocument:
 *
 * A document in the order in which it is read: a title with a block that identifies it, then
 * headings, paragraphs, facts, tables, figures and places to sign. It knows nothing of records nor of
 * formats; annex_report_document_write() turns it into a file. A long one lies in a file and not in memory; when that
 * fails, annex_report_document_write() says so.
 */
typedef struct _AnnexReportDocument AnnexReportDocument;

/** AnnexReportPaper: the size of a page. */
typedef enum
{
  ANNEX_REPORT_A4,
  ANNEX_REPORT_LETTER
} AnnexReportPaper;

/** AnnexReportColumnKind: what a column of a table holds; numbers stand to the right and are numbers in a workbook. */
typedef enum
{
  ANNEX_REPORT_TEXT,
  ANNEX_REPORT_NUMBER,
  ANNEX_REPORT_DATE
} AnnexReportColumnKind;

/**
 * AnnexReportColumn:
 * @title: for people
 * @weight: share of the width, relative to the other columns
 * @kind: what it holds
 */
typedef struct
{
  const char *title;
  double weight;
  AnnexReportColumnKind kind;
} AnnexReportColumn;

/** AnnexReportDraw: draws a figure into a rectangle of @width by @height points at the origin. */
typedef void (*AnnexReportDraw) (cairo_t *cairo, double width, double height, gpointer data);

/** annex_report_document_new: Returns: (transfer full): an empty document. @subtitle: (nullable). */
AnnexReportDocument *annex_report_document_new (const char *title, const char *subtitle);
void annex_report_document_free (AnnexReportDocument *self);

/** annex_report_document_set_page: By default A4, upright. */
void annex_report_document_set_page (AnnexReportDocument *self, AnnexReportPaper paper, gboolean landscape);

/** annex_report_document_set_paper: Keeps the document upright or landscape, as it is. */
void annex_report_document_set_paper (AnnexReportDocument *self, AnnexReportPaper paper);

/** annex_report_document_set_template: @template: (transfer full) (nullable): what the document looks like as DOCX; NULL for Annex's own looks. */
void annex_report_document_set_template (AnnexReportDocument *self, AnnexDocxTemplate *template);

/** annex_report_document_leave_out: Takes columns with that title out of every table that there is by now and that
 * keeps another one. */
void annex_report_document_leave_out (AnnexReportDocument *self, const char *column_title);

/** annex_report_document_add_control: Adds a line to the block that identifies the document: version, date, who approved it. */
void annex_report_document_add_control (AnnexReportDocument *self, const char *name, const char *value);

/** annex_report_document_set_origin: Says at the very end, or at the foot of each page, what the document was made from. To be called last. */
void annex_report_document_set_origin (AnnexReportDocument *self, const char *text);

/** annex_report_document_set_note: What whoever wrote it should look at before handing it on; nothing of it is in the document. */
void annex_report_document_set_note (AnnexReportDocument *self, const char *note);

/** annex_report_document_get_note: Returns: (nullable). */
const char *annex_report_document_get_note (const AnnexReportDocument *self);

/** annex_report_document_add_heading: @level: 1 to 3. Headings are the document's outline. */
void annex_report_document_add_heading (AnnexReportDocument *self, guint level, const char *text);

/** annex_report_document_add_paragraph: Does nothing with an empty text. */
void annex_report_document_add_paragraph (AnnexReportDocument *self, const char *text);

/** annex_report_document_add_fact: Adds a name with its value; facts that follow one another form a list. An empty value is left out. */
void annex_report_document_add_fact (AnnexReportDocument *self, const char *name, const char *value);

/** annex_report_document_begin_table: @caption: (nullable): names the table and, in a workbook, its sheet; NULL where the heading above does. Rows follow. */
void annex_report_document_begin_table (AnnexReportDocument *self, const char *caption, const AnnexReportColumn *columns, guint n_columns);

/** annex_report_document_add_row: @cells: as many texts as the last table has columns; dates as YYYY-MM-DD, numbers with a point. */
void annex_report_document_add_row (AnnexReportDocument *self, const char *const *cells);

/** annex_report_document_colour_cell: Gives a cell of the last row a ground colour. @rgb: 0xRRGGBB. Its text must say the same. */
void annex_report_document_colour_cell (AnnexReportDocument *self, guint column, guint rgb);

/**
 * annex_report_document_add_figure:
 * @data: (transfer full): for @draw, freed with @free_data
 * @aspect: width by height
 * @alternative: what the figure says, for those who do not see it
 */
void annex_report_document_add_figure (AnnexReportDocument *self, AnnexReportDraw draw, gpointer data, GDestroyNotify free_data,
                                       double aspect, const char *caption, const char *alternative);

/** annex_report_document_fill_page: Where there are pages, the figure that was added last has one of its own and is as large as that allows. */
void annex_report_document_fill_page (AnnexReportDocument *self);

/** annex_report_document_add_signature: Adds a line to sign on, with a place for the date. @name: (nullable). */
void annex_report_document_add_signature (AnnexReportDocument *self, const char *role, const char *name);

/**
 * annex_report_document_write:
 *
 * Writes the document as PDF, HTML, DOCX, XLSX or CSV by the ending of @path; the file is there whole or not
 * at all. Errors: %ANNEX_ERROR_INVALID for another ending, %ANNEX_ERROR_STORAGE, G_IO_ERROR_CANCELLED.
 */
gboolean annex_report_document_write (const AnnexReportDocument *self, const char *path, GCancellable *cancellable, GError **error);

/**
 * annex_report_document_draw_pages:
 * @width: (out): of a page, in points
 * @height: (out): of a page, in points
 *
 * Returns: (transfer full) (element-type cairo_surface_t): the pages that the PDF has, as recordings to be printed. Errors: G_IO_ERROR_CANCELLED.
 */
GPtrArray *annex_report_document_draw_pages (const AnnexReportDocument *self, double *width, double *height, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexReportDocument, annex_report_document_free)

G_END_DECLS
