/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-staged-file.h"
#include "annex-store.h"

G_BEGIN_DECLS

/*
 * The contents of attached files, each once, however often it is attached, in the tables "file" and
 * "file_chunk". What a record says of a file stands in its field (AnnexAttachment); a content stays as long
 * as the log names it, so that undo brings a file back whole.
 */

/** annex_content_get_size: @size: (out): bytes of the content that the engagement holds under @hash, -1 when it holds none. */
gboolean annex_content_get_size (AnnexStore *store, const char *hash, gint64 *size, GError **error);

/**
 * annex_content_read:
 *
 * Reads the content of a file step by step, whatever its size; the stream ends with %ANNEX_ERROR_DAMAGED
 * where the content is not whole. It belongs to the store's thread.
 *
 * Returns: (transfer full): a stream. Errors: %ANNEX_ERROR_NOT_FOUND.
 */
GInputStream *annex_content_read (AnnexStore *store, const char *hash, GError **error);

/**
 * annex_content_save:
 * @path: replaced at once or not at all
 *
 * Writes a content to a file that nobody else may run, and verifies its hash on the way. Long: on a worker's store.
 */
gboolean annex_content_save (AnnexStore *store, const char *hash, const char *path, GCancellable *cancellable, GError **error);

/** annex_content_verify: Reads a content whole. Errors: %ANNEX_ERROR_DAMAGED where its hash is not @hash, or it is not whole. */
gboolean annex_content_verify (AnnexStore *store, const char *hash, GCancellable *cancellable, GError **error);

/** annex_content_check_value: Returns: whether the engagement holds every content that @value, of a field for files, says it keeps. Errors: %ANNEX_ERROR_INVALID. */
gboolean annex_content_check_value (AnnexStore *store, const AnnexField *field, const char *value, GError **error);

/** annex_content_check: Adds a sentence to @findings for each content that is missing, altered, or named by nobody. */
gboolean annex_content_check (AnnexStore *store, GPtrArray *findings, GCancellable *cancellable, GError **error);

/**
 * annex_content_take_over:
 * @from: another file, which may be damaged
 * @lost: (element-type utf8): where a sentence is added for each content that cannot be read whole
 * @n_taken: (out)
 *
 * Copies every content that a record or the log of @store names, within the transaction that is open. None of them may be there yet.
 */
gboolean annex_content_take_over (AnnexStore *store, AnnexStore *from, GPtrArray *lost, guint *n_taken, GCancellable *cancellable, GError **error);

/** annex_content_clean_up: Removes contents that neither a record nor the log names, and gives their room back. @n_removed: (out). */
gboolean annex_content_clean_up (AnnexStore *store, guint *n_removed, GError **error);

/**
 * annex_content_write_step:
 * @position: 0 for the first step, and on
 * @done: (out): whether that was the last
 *
 * Writes one step of a content within the transaction that is open. The first step of a content that
 * is there already is the last, too.
 */
gboolean annex_content_write_step (AnnexStore *store, AnnexStagedFile *staged, gint64 position, gboolean *done, GError **error);

G_END_DECLS
