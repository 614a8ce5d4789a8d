/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

#include "annex-row.h"

G_BEGIN_DECLS

/**
 * AnnexRuin:
 *
 * A file of which some can no longer be read, for annex_salvage_run(). What a table does not give from its beginning is
 * looked for from its end, by id, and in the indexes, which hold a part of the same. The file is never written.
 */
typedef struct _AnnexRuin AnnexRuin;

/**
 * AnnexRuinRecord:
 * @type: (nullable): NULL where it is not known
 * @reference: (nullable)
 * @row: (nullable): what its tables hold, reference and links included; NULL where its content cannot be read
 * @links_whole: whether all of its links are in @row
 * @unreadable: (element-type utf8) (nullable): fields whose values are none that the field takes
 */
typedef struct
{
  const AnnexType *type;
  char *reference;
  AnnexRow *row;
  gboolean links_whole;
  GPtrArray *unreadable;
} AnnexRuinRecord;

/**
 * annex_ruin_open:
 *
 * A journal that a crash left beside the file is applied to a private copy, which is read then.
 *
 * Errors: %ANNEX_ERROR_NOT_AN_ENGAGEMENT, %ANNEX_ERROR_TOO_NEW, %ANNEX_ERROR_STORAGE, %ANNEX_ERROR_LOCKED while
 * somebody writes, %ANNEX_ERROR_DAMAGED when there is nothing to read at all, or another program's journal.
 */
AnnexRuin *annex_ruin_open (const char *path, GError **error);
void annex_ruin_free (AnnexRuin *self);

/** annex_ruin_get_store: Returns: (transfer none): for the log and contents; what is read there may fail anywhere. */
AnnexStore *annex_ruin_get_store (AnnexRuin *self);

/** annex_ruin_get_remark: Returns: (nullable) (transfer none): a sentence on what was done with a journal beside the
 * file. */
const char *annex_ruin_get_remark (AnnexRuin *self);

/** annex_ruin_list_ids: Returns: (transfer full) (element-type gint64): every record that any table or index knows, ascending. */
GArray *annex_ruin_list_ids (AnnexRuin *self);

/** annex_ruin_is_whole: Returns: whether all tables of records and links were read to their end, so that what is not there was not lost. */
gboolean annex_ruin_is_whole (AnnexRuin *self);

/** annex_ruin_read: Returns: (transfer full): what there is of a record. */
AnnexRuinRecord *annex_ruin_read (AnnexRuin *self, gint64 id);
void annex_ruin_record_free (AnnexRuinRecord *record);

/** AnnexRuinFunc: @statement: at a row. */
typedef void (*AnnexRuinFunc) (sqlite3_stmt *statement, gpointer data);

/**
 * annex_ruin_scan:
 * @forward: SQL that gives rows in one order
 * @backward: (nullable): SQL that gives the same rows in the opposite order
 *
 * Tells of each row that can be read; those that both give are told twice. Returns: whether all rows were read.
 */
gboolean annex_ruin_scan (AnnexRuin *self, const char *forward, const char *backward, AnnexRuinFunc func, gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexRuin, annex_ruin_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexRuinRecord, annex_ruin_record_free)

G_END_DECLS
