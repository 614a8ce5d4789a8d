/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-docx-template.h"
#include "annex-report-document.h"

G_BEGIN_DECLS

/* What the writers see of a document. */

typedef enum
{
  ANNEX_REPORT_BLOCK_HEADING,
  ANNEX_REPORT_BLOCK_PARAGRAPH,
  ANNEX_REPORT_BLOCK_FACTS,
  ANNEX_REPORT_BLOCK_TABLE,
  ANNEX_REPORT_BLOCK_FIGURE,
  ANNEX_REPORT_BLOCK_SIGNATURES
} AnnexReportBlockKind;

/* No colour for a cell. */
#define ANNEX_REPORT_NO_COLOUR G_MAXUINT

/* One row of a table; the pairs of facts, signatures and the control block are rows of two cells. */
typedef struct
{
  char **cells;
  guint *colours; /* (nullable): one a cell */
} AnnexReportRow;

typedef struct
{
  AnnexReportBlockKind kind;
  guint level;
  char *text; /* heading, paragraph, caption */
  char *alternative;
  AnnexReportColumn *columns;
  guint n_columns;
  GPtrArray *rows; /* AnnexReportRow */
  AnnexReportDraw draw;
  gpointer data;
  GDestroyNotify free_data;
  double aspect;
  gboolean fills_page;
} AnnexReportBlock;

struct _AnnexReportDocument
{
  char *title;
  char *subtitle;
  char *note; /* (nullable) */
  const AnnexReportBlock *origin; /* (nullable): the paragraph that stands at the foot where there are pages */
  AnnexReportPaper paper;
  gboolean landscape;
  AnnexDocxTemplate *template; /* (nullable) */
  GPtrArray *control; /* AnnexReportRow */
  GPtrArray *blocks;  /* AnnexReportBlock */
};

typedef gboolean (*AnnexReportWriter) (const AnnexReportDocument *document, const char *path, GCancellable *cancellable, GError **error);

gboolean annex_report_write_pdf (const AnnexReportDocument *document, const char *path, GCancellable *cancellable, GError **error);
gboolean annex_report_write_html (const AnnexReportDocument *document, const char *path, GCancellable *cancellable, GError **error);
gboolean annex_report_write_docx (const AnnexReportDocument *document, const char *path, GCancellable *cancellable, GError **error);
gboolean annex_report_write_xlsx (const AnnexReportDocument *document, const char *path, GCancellable *cancellable, GError **error);
gboolean annex_report_write_csv (const AnnexReportDocument *document, const char *path, GCancellable *cancellable, GError **error);

/** AnnexReportMeasure: Returns: the width of a column that holds @word in bold, and no more. */
typedef double (*AnnexReportMeasure) (const char *word, gpointer data);

/**
 * annex_report_share_width:
 * @block: a table
 *
 * Shares the width among the columns by weight; one that would be too narrow for a word of its heading or cells, or for a date or
 * number, takes what it lacks from the others, where all have room. Returns: (transfer full): one a column.
 */
double *annex_report_share_width (const AnnexReportBlock *block, double width, AnnexReportMeasure measure, gpointer data);

/** annex_report_estimate_width: Returns: of a word in bold, in em, in a font that nobody knows: what common sans-serifs take. */
double annex_report_estimate_width (const char *word);

/** annex_report_get_page_size: In points, turned as the document is. */
void annex_report_get_page_size (const AnnexReportDocument *document, double *width, double *height);

/** annex_report_append_escaped: Appends @text as XML text, without what XML cannot hold. */
void annex_report_append_escaped (GString *xml, const char *text);

/** annex_report_is_dark: Returns: whether white reads better than black on 0xRRGGBB. */
gboolean annex_report_is_dark (guint rgb);

G_END_DECLS
