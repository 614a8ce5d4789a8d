/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-file-handle.h"

G_BEGIN_DECLS

/**
 * AnnexJournal: What lies beside a file that nobody is writing.
 * @ANNEX_JOURNAL_NONE: nothing that SQLite would apply to the file
 * @ANNEX_JOURNAL_OWN: the journal of a transaction of this very file that was cut off; it takes the half back
 * @ANNEX_JOURNAL_FOREIGN: a journal of another file, or of another time of this one, as when a backup was put in its place;
 *   SQLite would apply it all the same, and ruin the file
 * @ANNEX_JOURNAL_UNKNOWN: of another program's transaction, which only SQLite itself can judge
 */
typedef enum
{
  ANNEX_JOURNAL_NONE,
  ANNEX_JOURNAL_OWN,
  ANNEX_JOURNAL_FOREIGN,
  ANNEX_JOURNAL_UNKNOWN
} AnnexJournal;

/** annex_journal_exists: Returns: whether a transaction is under way, or was when its process ended. */
gboolean annex_journal_exists (const char *path);

/**
 * annex_journal_examine:
 * @path: of the engagement, without symbolic links
 *
 * SQLite puts the pages of a journal back into whatever file has its name. That a journal belongs to a file shows in the
 * first page that it keeps: its change counter is that of the file, or one less where the transaction has got to the first
 * page; and the file has at least the pages that it had then.
 */
AnnexJournal annex_journal_examine (AnnexFileHandle *handle, const char *path);

/**
 * annex_journal_find_left_behind:
 *
 * A transaction begins with a lock and ends by emptying its journal, so that a journal between two looks without a
 * lock was left behind.
 *
 * Returns: as annex_journal_examine(); %ANNEX_JOURNAL_NONE while somebody is writing.
 */
AnnexJournal annex_journal_find_left_behind (AnnexFileHandle *handle, const char *path);

/** annex_journal_set_unknown: Sets the error that @path cannot be read for what is %ANNEX_JOURNAL_UNKNOWN. */
void annex_journal_set_unknown (const char *path, GError **error);

/** annex_journal_is_own: Returns: whether there is a journal that belongs to the file. */
gboolean annex_journal_is_own (AnnexFileHandle *handle, const char *path);

/**
 * annex_journal_set_aside:
 * @all: also a journal that seems to belong to the file
 * @kept: (element-type utf8): the new names are added to it
 *
 * Renames what lies beside @path and does not belong to it, so that SQLite does not find it. Errors: ANNEX_ERROR_STORAGE.
 */
gboolean
annex_journal_set_aside (AnnexFileHandle *handle, const char *path, gboolean all, GPtrArray *kept, GError **error);

G_END_DECLS
