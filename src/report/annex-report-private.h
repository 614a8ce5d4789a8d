/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-docx-template.h"
#include "annex-report-document.h"
#include "annex-report-spool.h"

G_BEGIN_DECLS

/* What the writers see of a document. */

typedef enum
{
  ANNEX_REPORT_BLOCK_HEADING,
  ANNEX_REPORT_BLOCK_PARAGRAPH,
  ANNEX_REPORT_BLOCK_FACTS,
  ANNEX_REPORT_BLOCK_TABLE,
  ANNEX_REPORT_BLOCK_FIGURE,
  ANNEX_REPORT_BLOCK_SIGNATURES,
  ANNEX_REPORT_BLOCK_ORIGIN /* a paragraph that stands at the foot where there are pages */
} AnnexReportBlockKind;

/* The kinds of pieces in the spool are those of blocks, and these. */
enum
{
  ANNEX_REPORT_PIECE_KEPT_BLOCK = 100, /* its number is its place in AnnexReportDocument.kept */
  ANNEX_REPORT_PIECE_ROW               /* of the block before it; its number is that of its cells */
};

/* No colour for a cell. */
#define ANNEX_REPORT_NO_COLOUR G_MAXUINT

/* One row of a table; the pairs of facts, signatures and the control block are rows of two cells. */
typedef struct
{
  const char *const *cells;
  const guint *colours; /* (nullable): one a cell */
} AnnexReportRow;

typedef struct
{
  AnnexReportBlockKind kind;
  guint level;
  char *text; /* heading, paragraph, caption */
  char *alternative;
  AnnexReportColumn *columns;
  guint n_columns;
  guint *sources; /* of a table: for each column its place in the rows as they were added */
  guint n_stored; /* of a table: the cells of these */
  guint n_rows;   /* of a table and of signatures */
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
  char *origin; /* (nullable) */
  AnnexReportPaper paper;
  gboolean landscape;
  AnnexDocxTemplate *template; /* (nullable) */
  GPtrArray *control; /* char ** of two */
  AnnexReportSpool *spool;
  GPtrArray *kept; /* AnnexReportBlock: tables, figures and signatures, of which there are few, without their rows */
  AnnexReportBlock *last;        /* (nullable): the one that was added last, if it is kept */
  AnnexReportBlockKind last_kind;
};

/**
 * AnnexReportReader:
 * @current: (nullable): the block that it stands at
 * @n_blocks: how many blocks were read, @current included
 *
 * Reads a document block by block, and the rows of a block that has some. Blocks and rows are valid until it reads on.
 */
typedef struct
{
  const AnnexReportDocument *document;
  AnnexReportCursor cursor;
  const AnnexReportBlock *current;
  guint n_blocks;
  AnnexReportBlock block;
  AnnexReportRow row;
  GPtrArray *stored;
  GPtrArray *cells;
  GArray *colours;
} AnnexReportReader;

/** annex_report_reader_new: Returns: (transfer full): one that stands before the first block. */
AnnexReportReader *annex_report_reader_new (const AnnexReportDocument *document);

/** annex_report_reader_look_ahead: Returns: (transfer full): one that reads on from the same place. */
AnnexReportReader *annex_report_reader_look_ahead (const AnnexReportReader *self);
void annex_report_reader_free (AnnexReportReader *self);

/**
 * annex_report_reader_next_block:
 *
 * Returns: (nullable) (transfer none): the next block, whether or not all rows of this one were read; NULL at the
 * end, and
 *   when it could not be read, which annex_report_document_write() finds out
 */
const AnnexReportBlock *annex_report_reader_next_block (AnnexReportReader *self);

/** annex_report_reader_next_row: Returns: (nullable) (transfer none): the next row of the block; NULL behind the last
 * one. */
const AnnexReportRow *annex_report_reader_next_row (AnnexReportReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexReportReader, annex_report_reader_free)

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
 * @reader: stands at a table, and stays there
 *
 * Shares the width among the columns by weight; one that would be too narrow for a word of its heading or cells, or for a date or
 * number, takes what it lacks from the others, where all have room. Returns: (transfer full): one a column.
 */
double *
annex_report_share_width (const AnnexReportReader *reader, double width, AnnexReportMeasure measure, gpointer data);

/** annex_report_estimate_width: Returns: of a word in bold, in em, in a font that nobody knows: what common sans-serifs take. */
double annex_report_estimate_width (const char *word);

/** annex_report_document_set_limit: For tests: from how many bytes on what is added lies in a file. */
void annex_report_document_set_limit (AnnexReportDocument *document, gsize limit);

/** annex_report_get_page_size: In points, turned as the document is. */
void annex_report_get_page_size (const AnnexReportDocument *document, double *width, double *height);

/** annex_report_append_escaped: Appends @text as XML text, without what XML cannot hold. */
void annex_report_append_escaped (GString *xml, const char *text);

/** annex_report_is_dark: Returns: whether white reads better than black on 0xRRGGBB. */
gboolean annex_report_is_dark (guint rgb);

G_END_DECLS
