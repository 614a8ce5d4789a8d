/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-oscal-catalogue.h"

G_BEGIN_DECLS

/* What a table that comes in may have at most; beyond it the file is refused by name and line. */
#define ANNEX_TABLE_MAX_COLUMNS 1000
#define ANNEX_TABLE_MAX_CELL (1024 * 1024)
#define ANNEX_TABLE_MAX_ROW (16 * 1024 * 1024)

/**
 * AnnexTableSource:
 *
 * Rows of cells read from a CSV or XLSX file or an OSCAL catalogue, one at a time.
 */
typedef struct _AnnexTableSource AnnexTableSource;

/**
 * AnnexTableOptions:
 * @delimiter: between the cells of a CSV file; 0 finds out
 * @encoding: (nullable): of a CSV file; NULL finds out
 * @sheet: which sheet of a workbook, from 0
 * @no_header: the first row is a record, not the headings
 */
typedef struct
{
  char delimiter;
  const char *encoding;
  guint sheet;
  gboolean no_header;
} AnnexTableOptions;

/**
 * AnnexTableRow:
 * @cells: UTF-8, "" when empty; valid until the next call on the source
 * @n_cells: how many this row has, which may be more or fewer than the headings
 * @line: the line of the CSV file on which the row begins, the sheet's row number, or the how-manyeth control of a
 *   catalogue it is
 * @problem: (nullable): why the row cannot be taken, a sentence
 */
typedef struct _AnnexTableRow
{
  const char *const *cells;
  guint n_cells;
  guint64 line;
  const char *problem;
} AnnexTableRow;

/**
 * annex_table_source_open:
 * @options: (nullable): NULL finds everything out
 *
 * Opens a CSV or XLSX file or an OSCAL catalogue, which it tells apart by content, and reads its headings.
 * Errors: ANNEX_ERROR_STORAGE, ANNEX_ERROR_FORMAT, ANNEX_ERROR_TOO_LARGE.
 */
AnnexTableSource *annex_table_source_open (const char *path, const AnnexTableOptions *options, GError **error);

/** annex_table_source_get_headers: Returns: (transfer none): the headings, "Column 3" where there is none. */
const char *const *annex_table_source_get_headers (AnnexTableSource *self);
guint annex_table_source_get_n_columns (AnnexTableSource *self);

/** annex_table_source_get_name: Returns: the file's name for messages. */
const char *annex_table_source_get_name (AnnexTableSource *self);

/** annex_table_source_get_description: Returns: how it is read, for people: "CSV, UTF-8, separated by ;" or "XLSX, sheet Assets". */
const char *annex_table_source_get_description (AnnexTableSource *self);

/** annex_table_source_is_csv: Returns: whether it is text, so that its encoding and what separates its cells can be chosen. */
gboolean annex_table_source_is_csv (AnnexTableSource *self);

/** annex_table_source_get_catalogue: Returns: (nullable) (transfer none): the OSCAL catalogue that it reads. */
AnnexOscalCatalogue *annex_table_source_get_catalogue (AnnexTableSource *self);

/**
 * annex_table_source_add_column:
 * @heading: of a column that the file lacks
 * @cell: what it says in every row
 *
 * Says something of all rows that none of them says of itself, such as the library of a catalogue.
 */
void annex_table_source_add_column (AnnexTableSource *self, const char *heading, const char *cell);

/** annex_table_source_dup_place: Returns: (transfer full): where a row stands, for people: "line 5", or "control 5". */
char *annex_table_source_dup_place (AnnexTableSource *self, guint64 line);

/** annex_table_source_get_sheets: Returns: (nullable) (transfer none): the names of the workbook's sheets; NULL for CSV. */
const char *const *annex_table_source_get_sheets (AnnexTableSource *self);

/**
 * annex_table_source_next:
 * @end: (out): set when there are no more rows, and @row is not set
 *
 * Reads the next row that is not empty.
 */
gboolean annex_table_source_next (AnnexTableSource *self, AnnexTableRow *row, gboolean *end, GError **error);

/** annex_table_source_rewind: Starts again with the first row after the headings. */
gboolean annex_table_source_rewind (AnnexTableSource *self, GError **error);

/** annex_table_source_get_progress: Returns: how much of the file has been read, from 0 to 1. */
double annex_table_source_get_progress (AnnexTableSource *self);

void annex_table_source_free (AnnexTableSource *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexTableSource, annex_table_source_free)

G_END_DECLS
