/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AnnexFileHandle:
 *
 * An engagement's file as the system knows it, by device and number and not by a path, which may come to mean another file.
 * A process has one handle for each file, however many stores, threads and paths (symbolic and hard links) lead to it, and
 * keeps it open until the last of them is done: SQLite locks by POSIX record locks, and the system drops all of a process's
 * record locks on a file as soon as the process closes any descriptor of it. So nothing else in Annex opens and closes an
 * engagement by itself: ask annex_file_handle_is_open() first where a path may lead to one.
 */
typedef struct _AnnexFileHandle AnnexFileHandle;

/**
 * AnnexFilePlace: Where the file is that was opened.
 * @ANNEX_FILE_IN_PLACE: at its path
 * @ANNEX_FILE_MOVED: elsewhere, and nothing is at its path
 * @ANNEX_FILE_REPLACED: another file is at its path
 * @ANNEX_FILE_DELETED: nowhere; it is gone when the last program closes it
 */
typedef enum
{
  ANNEX_FILE_IN_PLACE,
  ANNEX_FILE_MOVED,
  ANNEX_FILE_REPLACED,
  ANNEX_FILE_DELETED
} AnnexFilePlace;

/**
 * annex_file_handle_open:
 *
 * Never waits: what is no regular file (a folder, pipe, device or socket) is refused.
 *
 * Returns: (nullable) (transfer full). Errors: ANNEX_ERROR_NOT_FOUND, ANNEX_ERROR_STORAGE,
 * ANNEX_ERROR_NOT_AN_ENGAGEMENT.
 */
AnnexFileHandle *annex_file_handle_open (const char *path, GError **error);

AnnexFileHandle *annex_file_handle_ref (AnnexFileHandle *self);
void annex_file_handle_unref (AnnexFileHandle *self);

/** annex_file_handle_read: Returns: whether @length bytes at @offset were read. */
gboolean annex_file_handle_read (AnnexFileHandle *self, guint8 *buffer, gsize length, gint64 offset);

/** annex_file_handle_get_size: Returns: in bytes; 0 when it cannot be told. */
gint64 annex_file_handle_get_size (AnnexFileHandle *self);

/** annex_file_handle_get_mode: Returns: the permissions of the file. */
guint annex_file_handle_get_mode (AnnexFileHandle *self);

/** annex_file_handle_is_at: Returns: whether @path leads to this file. */
gboolean annex_file_handle_is_at (AnnexFileHandle *self, const char *path);

/**
 * annex_file_handle_get_place:
 * @path: at which it was opened
 * @now_at: (out) (optional) (nullable) (transfer full): where it is when it was moved and the system knows
 */
AnnexFilePlace annex_file_handle_get_place (AnnexFileHandle *self, const char *path, char **now_at);

/**
 * annex_file_handle_lock:
 *
 * Takes the lock of those who write, which is of the file itself and of this process's one writer.
 *
 * Returns: 0, or an errno: EAGAIN when somebody has it; ENOSYS, EOPNOTSUPP or ENOLCK where the file system has no locks.
 */
int annex_file_handle_lock (AnnexFileHandle *self);
void annex_file_handle_unlock (AnnexFileHandle *self);

/** annex_file_handle_try_locks: Returns: 0, or the errno with which the file system refuses locks. */
int annex_file_handle_try_locks (AnnexFileHandle *self);

/** annex_file_handle_is_written: Returns: whether any program has a transaction of SQLite under way that writes. */
gboolean annex_file_handle_is_written (AnnexFileHandle *self);

/** annex_file_handle_is_open: Returns: whether @path leads to a file of which this process has a handle. */
gboolean annex_file_handle_is_open (const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexFileHandle, annex_file_handle_unref)

G_END_DECLS
