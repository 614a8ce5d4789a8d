/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/annex-query.h"

G_BEGIN_DECLS

/** ANNEX_EXCHANGE_ID_HEADING: heading of the hidden column by which a workbook finds its records again. */
#define ANNEX_EXCHANGE_ID_HEADING "_id"

/**
 * annex_export_file:
 * @field_names: (nullable) (array zero-terminated=1): which fields in which order; NULL writes all
 *   that people enter. The reference always comes first.
 * @path: ending in .csv, .tsv, .xlsx, .json, or .ics for the days on which they are due
 *
 * Writes the records of @query as a table that annex_import_new() reads back without loss. An
 * older file of that name is replaced at once, or kept if anything fails.
 * Errors: ANNEX_ERROR_FORMAT for another ending, ANNEX_ERROR_STORAGE, ANNEX_ERROR_TOO_LARGE,
 * ANNEX_ERROR_NOT_FOUND for an unknown field, G_IO_ERROR_CANCELLED.
 */
gboolean annex_export_file (AnnexStore *store, const AnnexQuery *query, const char *const *field_names, const char *path,
                            GCancellable *cancellable, GError **error);

/** annex_export_calendar: Writes all that stands on a day as iCalendar to @path, which ends in .ics; at once or not at all. */
gboolean annex_export_calendar (AnnexStore *store, const char *path, GCancellable *cancellable, GError **error);

/**
 * annex_export_clipboard:
 * @ids: (element-type gint64): records of @type, in the order wanted
 *
 * Returns: (transfer full): the records as tab separated text with headings, which pastes into a
 * spreadsheet.
 */
char *annex_export_clipboard (AnnexStore *store, const AnnexType *type, GArray *ids, const char *const *field_names, GError **error);

G_END_DECLS
