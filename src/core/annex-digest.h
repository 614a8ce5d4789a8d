/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AnnexDigest:
 *
 * A SHA-256 in the making, by the processor's own instructions where it has them.
 */
typedef struct _AnnexDigest AnnexDigest;

AnnexDigest *annex_digest_new (void);

/** annex_digest_add: Goes on with @length bytes; not after annex_digest_finish(). */
void annex_digest_add (AnnexDigest *self, gconstpointer data, gsize length);

/** annex_digest_finish: Returns: (transfer none): the hash of all that was added, in hexadecimal. May be asked again. */
const char *annex_digest_finish (AnnexDigest *self);
void annex_digest_free (AnnexDigest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexDigest, annex_digest_free)

G_END_DECLS
