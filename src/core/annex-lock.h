/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AnnexLock:
 *
 * Keeps a second writer away. The lock is an flock() on a small file beside the engagement that
 * says who has it; the system gives it back when the process ends, however it ends.
 */
typedef struct _AnnexLock AnnexLock;

/**
 * annex_lock_take:
 * @path: of the engagement
 * @holder: (out) (optional) (transfer full): who has it, when somebody has
 *
 * Returns: (nullable): the lock. Errors: ANNEX_ERROR_LOCKED, ANNEX_ERROR_READ_ONLY when the folder
 * cannot be written.
 */
AnnexLock *annex_lock_take (const char *path, char **holder, GError **error);

/** annex_lock_release: Gives the lock back and removes its file. */
void annex_lock_release (AnnexLock *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexLock, annex_lock_release)

G_END_DECLS
