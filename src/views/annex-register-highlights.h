/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_REGISTER_HIGHLIGHTS (annex_register_highlights_get_type ())
G_DECLARE_FINAL_TYPE (AnnexRegisterHighlights, annex_register_highlights, ANNEX, REGISTER_HIGHLIGHTS, AdwBin)

/*
 * What a register wants to be seen first, with how many there are: late, stuck, due this week. Hidden for
 * types that have none, and while nothing is to be seen.
 *
 * Signal "chosen" (const char *query): asks for those records, as annex_query_to_string() writes it.
 */

void annex_register_highlights_set_type (AnnexRegisterHighlights *self, AnnexStore *store, const AnnexType *type);

G_END_DECLS
