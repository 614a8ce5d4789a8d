/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "annex-import-report.h"
#include "annex-table-source.h"
#include "core/annex-store.h"

G_BEGIN_DECLS

/**
 * AnnexImport:
 *
 * Brings the rows of a CSV or XLSX file, or the controls of an OSCAL catalogue, in as records of one type. Open it, correct the mapping,
 * look at the plan, apply. Rows are read once, or twice with a plan, and never held, so that the memory needed hardly
 * grows with the file.
 *
 * A row belongs to the record of the hidden column "_id" if there is one, else to the record of its
 * reference; a row without either is new. What a column says empty is emptied; what no column
 * says stays as it is.
 */
typedef struct _AnnexImport AnnexImport;

/**
 * AnnexImportPolicy: what becomes of a row whose record is there already.
 * @ANNEX_IMPORT_UPDATE: the record takes what the row says
 * @ANNEX_IMPORT_SKIP: the record stays, the row is passed over
 * @ANNEX_IMPORT_ADD: the row becomes another record with a reference of its own
 */
typedef enum
{
  ANNEX_IMPORT_UPDATE,
  ANNEX_IMPORT_SKIP,
  ANNEX_IMPORT_ADD
} AnnexImportPolicy;

/** AnnexImportProgress: called now and then with how much is done, from 0 to 1. */
typedef void (*AnnexImportProgress) (double fraction, gpointer user_data);

/**
 * annex_import_new:
 * @options: (nullable): how to read the file; NULL finds out
 *
 * Opens the file and guesses which column is which field.
 * Errors: ANNEX_ERROR_STORAGE, ANNEX_ERROR_FORMAT, ANNEX_ERROR_TOO_LARGE.
 */
AnnexImport *annex_import_new (AnnexStore *store, const AnnexType *type, const char *path, const AnnexTableOptions *options, GError **error);

/**
 * annex_import_new_for_source:
 * @source: (transfer full): the file at @path, opened, perhaps in another thread
 *
 * As annex_import_new(), which opens the file itself.
 */
AnnexImport *annex_import_new_for_source (AnnexStore *store, const AnnexType *type, const char *path, AnnexTableSource *source, GError **error);

/** annex_import_get_source: Returns: (transfer none): for headings, sheets and how the file is read. */
AnnexTableSource *annex_import_get_source (AnnexImport *self);
const char *const *annex_import_get_headers (AnnexImport *self);
guint annex_import_get_n_columns (AnnexImport *self);

/** annex_import_guess_mapping: Goes back to the guess. */
void annex_import_guess_mapping (AnnexImport *self);

/** annex_import_get_mapping: Returns: (nullable): name of the column's field, "_id", or NULL when it is ignored. */
const char *annex_import_get_mapping (AnnexImport *self, guint column);

/**
 * annex_import_set_mapping:
 * @field_name: (nullable): NULL ignores the column. Another column of the same field is then ignored.
 *
 * Errors: ANNEX_ERROR_NOT_FOUND for an unknown or computed field.
 */
gboolean annex_import_set_mapping (AnnexImport *self, guint column, const char *field_name, GError **error);

/** annex_import_find_column: Returns: the column with that heading (in any case of letters), or -1. */
int annex_import_find_column (AnnexImport *self, const char *heading);

/** annex_import_set_existing_policy: By default ANNEX_IMPORT_UPDATE. */
void annex_import_set_existing_policy (AnnexImport *self, AnnexImportPolicy policy);

/** annex_import_set_create_missing_links: Whether unknown people, suppliers and the like are created by their title (the default), or the row is refused. */
void annex_import_set_create_missing_links (AnnexImport *self, gboolean create);

/** annex_import_set_create_missing_tags: Whether tags that no record has yet are taken (the default), or the row is refused. */
void annex_import_set_create_missing_tags (AnnexImport *self, gboolean create);

/**
 * annex_import_set_library:
 * @library: title or reference of a record of type "library", which is made if it is not there
 *
 * Brings controls in as those of that library; what the file says of libraries itself is passed over. Of
 * mappings: controls that the file names and nobody knows are made in that library, called by their references.
 * Set it before the mapping of columns. Errors: ANNEX_ERROR_INVALID for other types.
 */
gboolean annex_import_set_library (AnnexImport *self, const char *library, GError **error);

/**
 * annex_import_set_leave_out_bad:
 * @leave_out: whether the other rows are taken when some are bad
 *
 * By default nothing is imported as long as one row is bad.
 */
void annex_import_set_leave_out_bad (AnnexImport *self, gboolean leave_out);

/** annex_import_set_label: @label: (nullable): for undo and history; NULL says "Import 40 assets from assets.csv". */
void annex_import_set_label (AnnexImport *self, const char *label);

/** annex_import_preview: Returns: (transfer full) (element-type GStrv): the first rows, each with a cell for every heading. */
GPtrArray *annex_import_preview (AnnexImport *self, guint n_rows, GError **error);

/**
 * annex_import_plan:
 *
 * A dry run: goes over every row and writes nothing. A bad row is no error, but in the report.
 * Can run in a thread on a store of its own.
 * Errors: ANNEX_ERROR_FORMAT or ANNEX_ERROR_TOO_LARGE where the file cannot be read on, G_IO_ERROR_CANCELLED.
 */
AnnexImportReport *annex_import_plan (AnnexImport *self, AnnexImportProgress progress, gpointer user_data, GCancellable *cancellable,
                                      GError **error);

/**
 * annex_import_apply:
 * @report: (nullable): of annex_import_plan(), perhaps with changes not accepted; NULL plans first
 *
 * Writes everything in one transaction, which one undo takes back. If a row fails only now, it is added
 * to the report. On error or when cancelled nothing is written.
 * Errors: ANNEX_ERROR_INVALID where the report calls rows bad and they are not to be left out.
 */
gboolean annex_import_apply (AnnexImport *self, AnnexImportReport *report, AnnexImportProgress progress, gpointer user_data,
                             GCancellable *cancellable, GError **error);

/**
 * annex_import_carry_out:
 * @report: (out) (transfer full) (nullable): what was done; on error what is wrong with the rows, NULL where it is not they
 *
 * annex_import_plan() and annex_import_apply() in one, for those that need not look at the plan first. The rows of a
 * file in which nothing is wrong are read once; where a row is bad, it is planned after all, so that the report is the same.
 * Errors: as both.
 */
gboolean annex_import_carry_out (AnnexImport *self, AnnexImportReport **report, AnnexImportProgress progress, gpointer user_data,
                                 GCancellable *cancellable, GError **error);
void annex_import_free (AnnexImport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexImport, annex_import_free)

G_END_DECLS
