/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AnnexSalvage:
 * @n_records: records in the new file
 * @n_commits: commits of the old history that the new file has, with their hashes; all that hold from the first one on
 * @n_files: contents of attached files in the new file
 * @repaired: (element-type utf8): a sentence for each thing that was put in order from elsewhere, so that nothing is missing
 * @lost: (element-type utf8): a sentence for each thing that could not be read
 *
 * What came of a salvage.
 */
typedef struct
{
  guint n_records;
  gint64 n_commits;
  guint n_files;
  GPtrArray *repaired;
  GPtrArray *lost;
} AnnexSalvage;

void annex_salvage_free (AnnexSalvage *self);

/**
 * annex_salvage_run:
 * @path: a file that is damaged, or of which a write broke off; it is only read
 * @out: a file that is not there yet
 *
 * Makes a new, whole engagement of all that can be read. Where the whole history holds, it alone says what the records
 * are. Else its sound beginning is kept, and one more commit brings the records to what their tables hold, or, where
 * these cannot be read, to what the rest of the history says of them.
 *
 * Errors: %ANNEX_ERROR_NOT_AN_ENGAGEMENT, %ANNEX_ERROR_TOO_NEW, %ANNEX_ERROR_DAMAGED when nothing can be read,
 * %ANNEX_ERROR_STORAGE; then there is no new file.
 */
AnnexSalvage *annex_salvage_run (const char *path, const char *out, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexSalvage, annex_salvage_free)

G_END_DECLS
