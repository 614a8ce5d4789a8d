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
 *
 * Copies the file, and with @with_journal the journal beside it, if that is its own.
 *
 * Returns: (nullable) (transfer full). Errors: ANNEX_ERROR_STORAGE.
 */
AnnexPrivateCopy *annex_private_copy_new (AnnexFileHandle *handle, const char *path, gboolean with_journal, GError **error);

/**
 * annex_private_copy_new_of_moment:
 * @reader: a connection to the file, without a transaction
 * @path: of the file, for messages
 * @cancellable: (nullable)
 *
 * Copies the file as it is between two commits, while others go on writing to it: they wait for no more than the reading of
 * four megabytes at a time, and only where commits follow each other without a pause once for the reading of the whole file.
 *
 * Returns: (nullable) (transfer full). Errors: ANNEX_ERROR_STORAGE; ANNEX_ERROR_LOCKED; G_IO_ERROR_CANCELLED.
 */
AnnexPrivateCopy *annex_private_copy_new_of_moment (AnnexFileHandle *handle, sqlite3 *reader, const char *path, GCancellable *cancellable, GError **error);

/** annex_private_copy_new_from_database: Copies what @database shows, wherever its file is by now. */
AnnexPrivateCopy *annex_private_copy_new_from_database (sqlite3 *database, const char *path, GError **error);

const char *annex_private_copy_get_path (AnnexPrivateCopy *self);

/**
 * annex_private_copy_recover:
 *
 * Has SQLite apply the journal to the copy. Returns: whether what comes of it can be read and is an engagement's.
 * Errors: ANNEX_ERROR_DAMAGED.
 */
gboolean annex_private_copy_recover (AnnexPrivateCopy *self, GError **error);

void annex_private_copy_free (AnnexPrivateCopy *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexPrivateCopy, annex_private_copy_free)

G_END_DECLS
