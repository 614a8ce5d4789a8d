/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-table-source.h"

G_BEGIN_DECLS

/**
 * AnnexCsvReader:
 *
 * Reads RFC 4180 and what goes by its name: any delimiter and encoding, quoted cells with line
 * breaks, lines ended by CRLF, LF or CR. Needs the memory of one row.
 */
typedef struct _AnnexCsvReader AnnexCsvReader;

/**
 * annex_csv_reader_open:
 * @delimiter: 0 chooses among comma, semicolon, tab and bar by the first rows
 * @encoding: (nullable): as annex_text_decoder_open()
 */
AnnexCsvReader *annex_csv_reader_open (const char *path, char delimiter, const char *encoding, GError **error);

/** annex_csv_reader_describe: Returns: (transfer full): encoding and delimiter, for people. */
char *annex_csv_reader_describe (AnnexCsvReader *self);
char annex_csv_reader_get_delimiter (AnnexCsvReader *self);
const char *annex_csv_reader_get_encoding (AnnexCsvReader *self);

/**
 * annex_csv_reader_next:
 *
 * Reads a row. Errors: ANNEX_ERROR_FORMAT for a zero byte or a quote that is never closed,
 * ANNEX_ERROR_TOO_LARGE for a cell, a row or a number of columns past the limits.
 */
gboolean annex_csv_reader_next (AnnexCsvReader *self, AnnexTableRow *row, gboolean *end, GError **error);
gboolean annex_csv_reader_rewind (AnnexCsvReader *self, GError **error);
double annex_csv_reader_get_progress (AnnexCsvReader *self);
void annex_csv_reader_free (AnnexCsvReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexCsvReader, annex_csv_reader_free)

G_END_DECLS
