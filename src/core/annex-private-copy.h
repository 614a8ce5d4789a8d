/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

#include "annex-file-handle.h"

G_BEGIN_DECLS

/**
 * AnnexPrivateCopy:
 *
 * A copy of an engagement in a folder of its own that nobody else can read, for what must not be tried on the file itself or
 * can be had from nowhere else. It keeps the name, which messages say, and is gone when it is freed.
 */
typedef struct _AnnexPrivateCopy AnnexPrivateCopy;

/**
 * annex_private_copy_new:
 * @path: of the file, without symbolic links
 * @cancellable: (nullable)
 * @progress: (nullable)
 *
 * Copies the file of @handle, wherever it is by now, and with @with_journal the journal beside @path, if that is its
 * own. The copy is in the folder for temporary files; where that is full or cannot be written, in the user's cache,
 * or beside the file.
 *
 * Returns: (nullable) (transfer full). Errors: ANNEX_ERROR_STORAGE, naming every folder; ANNEX_ERROR_LOCKED;
 * G_IO_ERROR_CANCELLED.
 */
AnnexPrivateCopy *annex_private_copy_new (AnnexFileHandle *handle,
                                          const char *path,
                                          gboolean with_journal,
                                          GCancellable *cancellable,
                                          GFileProgressCallback progress,
                                          gpointer user_data,
                                          GError **error);

/**
 * annex_private_copy_new_of_moment:
 * @reader: a connection to the file, without a transaction
 * @path: of the file
 * @cancellable: (nullable)
 *
 * Copies the file as it is between two commits, while others go on writing to it: they wait for no more than the
 * reading of four megabytes at a time, and only where commits follow each other without a pause once for the reading
 * of the whole file.
 *
 * Returns: (nullable) (transfer full). Errors: as annex_private_copy_new().
 */
AnnexPrivateCopy *annex_private_copy_new_of_moment (AnnexFileHandle *handle,
                                                    sqlite3 *reader,
                                                    const char *path,
                                                    GCancellable *cancellable,
                                                    GError **error);

/** annex_private_copy_get_unusual_folder: Returns: (nullable) (transfer none): where it is, unless among the
 * temporary files. */
const char *annex_private_copy_get_unusual_folder (AnnexPrivateCopy *self);

const char *annex_private_copy_get_path (AnnexPrivateCopy *self);

/**
 * annex_private_copy_recover:
 * @cancellable: (nullable)
 *
 * Has SQLite apply the journal to the copy. Returns: whether what comes of it can be read and is an engagement's.
 * Errors: ANNEX_ERROR_DAMAGED.
 */
gboolean annex_private_copy_recover (AnnexPrivateCopy *self, GCancellable *cancellable, GError **error);

void annex_private_copy_free (AnnexPrivateCopy *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexPrivateCopy, annex_private_copy_free)

G_END_DECLS
