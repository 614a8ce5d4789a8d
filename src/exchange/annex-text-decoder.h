/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AnnexTextDecoder:
 *
 * Reads a text file of any common encoding as UTF-8, a chunk at a time.
 */
typedef struct _AnnexTextDecoder AnnexTextDecoder;

/**
 * annex_text_decoder_open:
 * @encoding: (nullable): a name such as "UTF-8", "UTF-16LE" or "ISO-8859-1"; NULL finds out: a byte
 *   order mark first, then zeros in every other byte (UTF-16), then UTF-8 if the whole file is
 *   valid UTF-8, and Windows-1252 otherwise, which contains Latin-1
 *
 * Errors: ANNEX_ERROR_STORAGE, ANNEX_ERROR_FORMAT.
 */
AnnexTextDecoder *annex_text_decoder_open (const char *path, const char *encoding, GError **error);

/** annex_text_decoder_get_encoding: Returns: the encoding the file is read in. */
const char *annex_text_decoder_get_encoding (AnnexTextDecoder *self);

/**
 * annex_text_decoder_read:
 * @data: (out) (transfer none): UTF-8 bytes, valid until the next call; a character may continue in the next chunk
 *
 * Returns: the number of bytes, 0 at the end, -1 with @error set.
 */
gssize annex_text_decoder_read (AnnexTextDecoder *self, const char **data, GError **error);

/** annex_text_decoder_rewind: Starts again at the beginning. */
gboolean annex_text_decoder_rewind (AnnexTextDecoder *self, GError **error);

/** annex_text_decoder_get_progress: Returns: how much of the file has been read, from 0 to 1. */
double annex_text_decoder_get_progress (AnnexTextDecoder *self);

void annex_text_decoder_free (AnnexTextDecoder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexTextDecoder, annex_text_decoder_free)

G_END_DECLS
