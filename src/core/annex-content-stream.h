/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_CONTENT_STREAM (annex_content_stream_get_type ())
G_DECLARE_FINAL_TYPE (AnnexContentStream, annex_content_stream, ANNEX, CONTENT_STREAM, GInputStream)

/* The content of an attached file, read row by row from "file_chunk". See annex_content_read(). */

/** annex_content_stream_new: @size: of the content, as "file" says. */
GInputStream *annex_content_stream_new (AnnexStore *store, const char *hash, gint64 size);

G_END_DECLS
