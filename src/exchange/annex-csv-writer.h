/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <stdio.h>

G_BEGIN_DECLS

/**
 * AnnexCsvWriter:
 *
 * Writes RFC 4180 in UTF-8, lines ended by CRLF.
 */
typedef struct _AnnexCsvWriter AnnexCsvWriter;

/** annex_csv_writer_new: @file stays the caller's, who also finds out whether writing succeeded. */
AnnexCsvWriter *annex_csv_writer_new (FILE *file, char delimiter);

/** annex_csv_writer_add_cell: @guard: put an apostrophe before what a spreadsheet would take for a formula. */
void annex_csv_writer_add_cell (AnnexCsvWriter *self, const char *text, gboolean guard);
void annex_csv_writer_end_row (AnnexCsvWriter *self);

/** annex_csv_writer_is_ascii: Returns: whether all so far was ASCII; else Excel needs a byte order mark to read it. */
gboolean annex_csv_writer_is_ascii (AnnexCsvWriter *self);
void annex_csv_writer_free (AnnexCsvWriter *self);

/** annex_csv_unguard: Takes out of @text the apostrophes that annex_csv_append_cell() put into it. */
void annex_csv_unguard (char *text);

/**
 * annex_csv_append_cell:
 * @guard: put an apostrophe wherever a spreadsheet would find a formula: before = + - @, also as wide letters, that
 *   stand at the beginning, or after what separates cells for those who open the file in another way (, ; tab | " and
 *   the end of a line); and before a tab or line end at the beginning
 *
 * Adds a cell to a string, quoted where it must be. Apostrophes that stand there already count along, so that taking
 * one off always gives back what was there.
 */
void annex_csv_append_cell (GString *string, const char *text, char delimiter, gboolean guard);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexCsvWriter, annex_csv_writer_free)

G_END_DECLS
