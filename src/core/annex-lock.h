/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-file-handle.h"

G_BEGIN_DECLS

/**
 * AnnexLock:
 *
 * Keeps a second writer away. The lock is on the file itself (annex_file_handle_lock()), whatever its path is or becomes. A
 * small file beside it says who has it, and keeps an older Annex away, which knew no other lock. The system gives both back
 * when the process ends, however it ends.
 */
typedef struct _AnnexLock AnnexLock;

/**
 * annex_lock_take:
 * @path: by which the file was opened
 *
 * Returns: (nullable): the lock. Errors: ANNEX_ERROR_LOCKED; ANNEX_ERROR_READ_ONLY when the folder cannot be written or the
 * file system has no locks.
 */
AnnexLock *annex_lock_take (AnnexFileHandle *handle, const char *path, GError **error);

/** annex_lock_release: Gives the lock back and removes its file. */
void annex_lock_release (AnnexLock *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexLock, annex_lock_release)

G_END_DECLS
