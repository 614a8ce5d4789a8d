/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "annex-store.h"

G_BEGIN_DECLS

/**
 * AnnexLogVerdict:
 * @n_commits: how many commits the log has
 * @n_sound: how many of them, from the first on, are as they were written; @n_commits when all are
 * @head: the hash of the last commit, "" where there is none. One who notes it finds any later change to what was
 *   before it, even if the whole chain was recomputed.
 * @problems: (element-type utf8): what does not hold, a sentence each; empty when all is well
 * @remarks: (element-type utf8): what is odd and may be right: times that run backwards
 *
 * What the chain of hashes says of the log.
 */
typedef struct
{
  gint64 n_commits;
  gint64 n_sound;
  char *head;
  GPtrArray *problems;
  GPtrArray *remarks;
} AnnexLogVerdict;

void annex_log_verdict_free (AnnexLogVerdict *self);

/**
 * annex_log_verify:
 *
 * Recomputes the chain of hashes, over what is stored and not over what reads the same. Errors: a log that
 * cannot be read is no problem of the log's: %ANNEX_ERROR_STORAGE, %ANNEX_ERROR_DAMAGED, G_IO_ERROR_CANCELLED.
 */
AnnexLogVerdict *annex_log_verify (AnnexStore *store, GCancellable *cancellable, GError **error);

/**
 * annex_log_count_sound:
 * @all: (out): whether these are all commits that there are
 *
 * Returns: how many commits, from the first on, can be read and are as they were written; for a file that is damaged.
 */
gint64 annex_log_count_sound (AnnexStore *store, gboolean *all);

/**
 * annex_log_find_hash:
 *
 * Returns: the number of the commit with that hash, 0 where there is none; with @error set on failure.
 */
gint64 annex_log_find_hash (AnnexStore *store, const char *hash, GError **error);

/** annex_log_dup_head: @n_commits: (out) (optional): their number. Returns: (transfer full) (nullable): the hash of the last commit, "" where there is none. */
char *annex_log_dup_head (AnnexStore *store, gint64 *n_commits, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexLogVerdict, annex_log_verdict_free)

G_END_DECLS
