/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "annex-attachment.h"

G_BEGIN_DECLS

/**
 * AnnexStagedFile:
 *
 * A file that was read whole, hashed and recognized, and waits to be kept in an engagement. Its content
 * lies in a nameless file of ours, not in memory, so that the source may vanish and a crash leaves nothing.
 * One that is larger than the limit has no content: it will be linked to.
 */
typedef struct _AnnexStagedFile AnnexStagedFile;

/** AnnexStagedProgress: Told now and then, in the thread that reads. @done: bytes read so far. */
typedef void (*AnnexStagedProgress) (gint64 done, gpointer data);

/** ANNEX_STAGED_FILE_STEP: bytes that are read at a time. */
#define ANNEX_STAGED_FILE_STEP (256 * 1024)

/**
 * annex_staged_file_read:
 * @limit: bytes; a larger file is hashed, but not kept
 * @progress: (nullable)
 *
 * Reads @source, which may take long: in a thread. The source is never written to.
 *
 * Errors: %ANNEX_ERROR_INVALID for folders, links to other files, devices and empty files;
 * %ANNEX_ERROR_STORAGE when it vanishes or cannot be read, or there is no room; G_IO_ERROR_CANCELLED.
 */
AnnexStagedFile *annex_staged_file_read (GFile *source, gint64 limit, AnnexStagedProgress progress, gpointer data,
                                         GCancellable *cancellable, GError **error);

/** annex_staged_file_new_from_bytes: As annex_staged_file_read() for what was pasted; beyond @limit it is refused, for there is nothing to link to. */
AnnexStagedFile *annex_staged_file_new_from_bytes (const char *name, GBytes *bytes, gint64 limit, GError **error);
void annex_staged_file_free (AnnexStagedFile *self);

/** annex_staged_file_get_attachment: Returns: (transfer none): name, hash, size, type. */
const AnnexAttachment *annex_staged_file_get_attachment (const AnnexStagedFile *self);

/** annex_staged_file_get_modified: Returns: (nullable) (transfer none): when the source was last written. */
GDateTime *annex_staged_file_get_modified (const AnnexStagedFile *self);

/** annex_staged_file_read_step: Reads step @position of the content into @buffer, %ANNEX_STAGED_FILE_STEP long. Returns: bytes read, 0 at the end, -1 with @error set. */
gssize annex_staged_file_read_step (AnnexStagedFile *self, gint64 position, guint8 *buffer, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexStagedFile, annex_staged_file_free)

G_END_DECLS
