/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "annex-store.h"

G_BEGIN_DECLS

/**
 * AnnexIntegrity:
 * @findings: (element-type utf8): a sentence for each thing that is wrong with the file; empty when all is well
 * @remarks: (element-type utf8): a sentence for what is odd and may be right, such as times that run backwards
 * @n_commits: how many commits the log has
 * @head: the hash of the last commit, which stands for the whole history, "" before the first
 *
 * What was found out about a file.
 */
typedef struct
{
  GPtrArray *findings;
  GPtrArray *remarks;
  gint64 n_commits;
  char *head;
} AnnexIntegrity;

void annex_integrity_free (AnnexIntegrity *self);

/** annex_check_history: Only recomputes the hash chain of the history. */
AnnexIntegrity *annex_check_history (AnnexStore *store, GCancellable *cancellable, GError **error);

/**
 * annex_check_file:
 *
 * Reads the whole file: SQLite's own check, the hash chain of the history, whether what the tables hold is what the
 * history says, links that lead nowhere, records without their row, values their fields do not take, and attached files
 * whose content is missing or was altered. What is damaged is a finding, and the rest is looked at all the same.
 * Takes longer than opening: run it off the main thread on a store of its own. What is looked at is the file at one
 * moment, from a private copy where others may write to it, so that they wait no longer than some milliseconds.
 *
 * Errors: %ANNEX_ERROR_STORAGE where the disk does not answer, %ANNEX_ERROR_LOCKED, G_IO_ERROR_CANCELLED.
 */
AnnexIntegrity *annex_check_file (AnnexStore *store, GCancellable *cancellable, GError **error);

/**
 * annex_check_expect:
 * @expected: a hash that was noted once
 *
 * Adds a finding unless the last commit has that hash. It says so where an earlier one has.
 */
gboolean annex_check_expect (AnnexIntegrity *self, AnnexStore *store, const char *expected, GError **error);

/** annex_check_integrity: As annex_check_file(). Returns: (transfer full) (element-type utf8): the findings alone. */
GPtrArray *annex_check_integrity (AnnexStore *store, GCancellable *cancellable, GError **error);

/**
 * annex_check_in_background: Has a large file, which was opened without looking at all of it, looked
 * at elsewhere; if it is damaged, the store becomes read-only and notifies "read-only".
 */
void annex_check_in_background (AnnexStore *store);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexIntegrity, annex_integrity_free)

G_END_DECLS
