/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-error.h"
#include "core/annex-field.h"

G_BEGIN_DECLS

/**
 * AnnexXlsxWriter:
 *
 * Writes one sheet as people expect a table: bold headings that stay in sight, filters, widths by
 * content, drop-down lists for choices, real dates and numbers. Rows go out as they come.
 */
typedef struct _AnnexXlsxWriter AnnexXlsxWriter;

/** annex_xlsx_writer_new: @sheet_name: any text; what a sheet's name may not contain is left out. */
AnnexXlsxWriter *annex_xlsx_writer_new (const char *path, const char *sheet_name);

/** annex_xlsx_writer_add_column: @field: (nullable): NULL for the hidden column of ids. Call for all columns before the first cell. */
void annex_xlsx_writer_add_column (AnnexXlsxWriter *self, const char *heading, const AnnexField *field);

/**
 * annex_xlsx_writer_add_cell:
 * @text: as people read it; canonical for numbers and dates; "" leaves the cell empty
 *
 * Errors: ANNEX_ERROR_TOO_LARGE for what a cell or a sheet cannot hold.
 */
gboolean annex_xlsx_writer_add_cell (AnnexXlsxWriter *self, const char *text, GError **error);
void annex_xlsx_writer_end_row (AnnexXlsxWriter *self);

/** annex_xlsx_writer_finish: Writes the file. Only annex_xlsx_writer_free() may follow. */
gboolean annex_xlsx_writer_finish (AnnexXlsxWriter *self, GError **error);
void annex_xlsx_writer_free (AnnexXlsxWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexXlsxWriter, annex_xlsx_writer_free)

G_END_DECLS
