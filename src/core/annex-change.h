/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "annex-store.h"

G_BEGIN_DECLS

/** ANNEX_CHANGE_COLUMNS: what annex_change_read() reads, in this order, of the table "change". */
#define ANNEX_CHANGE_COLUMNS "commit_id, position, record, type, reference, operation, field, old, new"

/** ANNEX_CHANGE_N_COLUMNS: how many these are. */
#define ANNEX_CHANGE_N_COLUMNS 9

/**
 * AnnexChange:
 * @commit: number of its commit
 * @position: 1, 2, 3, … in it
 * @record: id
 * @type: of the record
 * @reference: of the record, then
 * @operation: "create", "update" or "delete"
 * @field: (nullable): name of the field, for an update alone
 * @old: (nullable): the value before, or the whole record as JSON
 * @new: (nullable): the value after, or the whole record as JSON
 *
 * One row of the log, whose texts are SQLite's until the statement moves on. A file may have been written by somebody
 * who means harm, so a row is only worked with once it was read by annex_change_read().
 */
typedef struct
{
  gint64 commit;
  gint64 position;
  gint64 record;
  const AnnexType *type;
  const char *reference;
  const char *operation;
  const char *field;
  const char *old;
  const char *new;
} AnnexChange;

/**
 * annex_change_read:
 * @statement: at a row of %ANNEX_CHANGE_COLUMNS
 * @change: (out caller-allocates)
 *
 * Returns: whether the row is one that Annex writes. Errors: %ANNEX_ERROR_DAMAGED, naming the commit; %ANNEX_ERROR_TOO_NEW.
 */
gboolean annex_change_read (sqlite3_stmt *statement, AnnexChange *change, GError **error);

/** annex_change_check_commit: Returns: whether @commit is a number that a commit can have, or 0 for none; so none is ever counted on from the edge. */
gboolean annex_change_check_commit (gint64 commit, GError **error);

/** annex_change_read_text: @text: (out) (nullable) (transfer none): a column of text or NULL. Returns: whether it is such, of UTF-8 without a NUL inside. */
gboolean annex_change_read_text (sqlite3_stmt *statement, int column, const char **text);

G_END_DECLS
