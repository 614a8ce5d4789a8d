/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-staged-file.h"
#include "annex-transaction.h"

G_BEGIN_DECLS

/** ANNEX_ATTACHING_DEFAULT_LIMIT: bytes up to which a file is kept, where the engagement does not say otherwise. */
#define ANNEX_ATTACHING_DEFAULT_LIMIT (25 * G_GINT64_CONSTANT (1000000))

/** annex_attaching_get_limit: Returns: bytes up to which the engagement keeps a file; larger ones are linked to. */
gint64 annex_attaching_get_limit (AnnexStore *store);

/** annex_attaching_find_field: Returns: (nullable): the type's first field for files. */
const AnnexField *annex_attaching_find_field (const AnnexType *type);

/**
 * annex_attaching_add:
 * @field_name: a field of kind %ANNEX_FIELD_FILE
 * @staged: (element-type AnnexStagedFile)
 *
 * Adds files to a field, and their contents to the engagement, where they are not there yet; a field for a
 * single file has it replaced. The same content under the same name is not added twice; another content
 * under the same name gets a number. For large files this takes longer than a frame: annex_attaching_run() does not.
 */
gboolean annex_attaching_add (AnnexTransaction *transaction, gint64 id, const char *field_name, GPtrArray *staged, GError **error);

/** annex_attaching_add_bytes: As annex_attaching_add(), for bytes under a name that fit the engagement's limit. */
gboolean annex_attaching_add_bytes (AnnexTransaction *transaction, gint64 id, const char *field_name, const char *name, GBytes *bytes,
                                    GError **error);

/** annex_attaching_remove: Takes the file with that hash and name out of a field. Its content stays for the log. */
gboolean annex_attaching_remove (AnnexTransaction *transaction, gint64 id, const char *field_name, const AnnexAttachment *attachment,
                                 GError **error);

/**
 * AnnexAttachingFunc:
 * @staged: (element-type AnnexStagedFile): what could be read; their contents are in the engagement by now
 *
 * Changes records, as with annex_attaching_add(), in the transaction that becomes one step of undo.
 * Returns: FALSE with @error set, and nothing is written.
 */
typedef gboolean (*AnnexAttachingFunc) (AnnexTransaction *transaction, GPtrArray *staged, gpointer data, GError **error);

/**
 * AnnexAttachingProgress:
 * @share: 0 to 1, of all that has to be read
 *
 * Told in the main thread.
 */
typedef void (*AnnexAttachingProgress) (double share, gpointer data);

/**
 * annex_attaching_run:
 * @sources: (element-type GFile): read in a thread, from wherever they are
 * @label: of the step of undo
 * @func: called in this thread, when all was read
 * @progress: (nullable); told @data, too
 * @callback: with @store as the source
 * @user_data: for @callback
 *
 * Attaches files without ever holding up the main loop for the length of a file: they are read and
 * hashed elsewhere, and written in short steps, in one transaction. Whoever wants to write
 * meanwhile does: the rest is then written before. A source that cannot be read is left out and
 * told by annex_attaching_finish(); the others are attached.
 */
void annex_attaching_run (AnnexStore *store, GPtrArray *sources, const char *label, AnnexAttachingFunc func,
                          AnnexAttachingProgress progress, gpointer data, GDestroyNotify free_data, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data);

/**
 * annex_attaching_finish:
 * @n_attached: (out): how many files were attached
 *
 * Returns: (transfer full) (nullable) (element-type utf8): a sentence for each source that was left out; NULL with @error set
 *   when nothing was attached for another reason.
 */
GPtrArray *annex_attaching_finish (GAsyncResult *result, guint *n_attached, GError **error);

G_END_DECLS
