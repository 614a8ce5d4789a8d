/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AnnexChain:
 *
 * The SHA-256 of one commit, over its items in order. Each item is written as its length in
 * decimal, a colon and its bytes, or "-" when there is none, so that no two lists of items give
 * the same bytes. CONTRIBUTING.md says which items.
 */
typedef struct _AnnexChain AnnexChain;

AnnexChain *annex_chain_new (void);

/** annex_chain_add_text: @text: (nullable) */
void annex_chain_add_text (AnnexChain *self, const char *text);

/** annex_chain_add_bytes: Adds a text of @length bytes, whatever they are. */
void annex_chain_add_bytes (AnnexChain *self, const char *bytes, gsize length);

/** annex_chain_add_number: Adds @number in decimal. */
void annex_chain_add_number (AnnexChain *self, gint64 number);

/** annex_chain_finish: Returns: (transfer none): the hash in hexadecimal; nothing can be added after it. */
const char *annex_chain_finish (AnnexChain *self);
void annex_chain_free (AnnexChain *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexChain, annex_chain_free)

G_END_DECLS
