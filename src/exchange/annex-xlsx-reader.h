/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-table-source.h"

G_BEGIN_DECLS

/**
 * AnnexXlsxReader:
 *
 * Reads one sheet of a workbook made by Excel, LibreOffice or anything else that follows
 * ISO/IEC 29500, row by row. Dates come as ISO 8601, numbers in the C locale, formulas as the
 * value they had when the workbook was saved. Needs the memory of the shared strings and a few rows.
 */
typedef struct _AnnexXlsxReader AnnexXlsxReader;

/** annex_xlsx_reader_open: @sheet: from 0, in the workbook's order. */
AnnexXlsxReader *annex_xlsx_reader_open (const char *path, guint sheet, GError **error);

/** annex_xlsx_reader_get_sheets: Returns: (transfer none): the names of all sheets. */
const char *const *annex_xlsx_reader_get_sheets (AnnexXlsxReader *self);

/**
 * annex_xlsx_reader_next: Reads a row; its line is the sheet's row number.
 * Errors: ANNEX_ERROR_FORMAT, ANNEX_ERROR_TOO_LARGE.
 */
gboolean annex_xlsx_reader_next (AnnexXlsxReader *self, AnnexTableRow *row, gboolean *end, GError **error);
gboolean annex_xlsx_reader_rewind (AnnexXlsxReader *self, GError **error);
double annex_xlsx_reader_get_progress (AnnexXlsxReader *self);
void annex_xlsx_reader_free (AnnexXlsxReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexXlsxReader, annex_xlsx_reader_free)

G_END_DECLS
