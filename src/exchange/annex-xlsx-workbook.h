/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-xlsx-package.h"

G_BEGIN_DECLS

/**
 * AnnexXlsxWorkbook:
 *
 * What must be known before a sheet can be read: the sheets in order, the shared strings, which
 * styles are dates, and from which year days are counted.
 */
typedef struct _AnnexXlsxWorkbook AnnexXlsxWorkbook;

AnnexXlsxWorkbook *annex_xlsx_workbook_read (AnnexXlsxPackage *package, GError **error);

/** annex_xlsx_workbook_get_sheets: Returns: (transfer none): their names in order. */
const char *const *annex_xlsx_workbook_get_sheets (AnnexXlsxWorkbook *self);
guint annex_xlsx_workbook_get_n_sheets (AnnexXlsxWorkbook *self);

/** annex_xlsx_workbook_get_sheet_part: Returns: (transfer none): the part that holds the sheet. */
const char *annex_xlsx_workbook_get_sheet_part (AnnexXlsxWorkbook *self, guint sheet);

/** annex_xlsx_workbook_get_string: Returns: (nullable) (transfer none): a shared string. */
const char *annex_xlsx_workbook_get_string (AnnexXlsxWorkbook *self, guint64 index);

/** annex_xlsx_workbook_format_number: Writes a number cell as text: as a date if its style is one, else in the C locale. */
void annex_xlsx_workbook_format_number (AnnexXlsxWorkbook *self, const char *number, guint style, char *buffer, gsize size);

void annex_xlsx_workbook_free (AnnexXlsxWorkbook *self);

/** annex_xlsx_unescape: Takes back, in place, how XLSX writes control characters ("_x000D_"). */
void annex_xlsx_unescape (char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexXlsxWorkbook, annex_xlsx_workbook_free)

G_END_DECLS
