/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-query.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_FILTER_BAR (annex_filter_bar_get_type ())
G_DECLARE_FINAL_TYPE (AnnexFilterBar, annex_filter_bar, ANNEX, FILTER_BAR, AdwBin)

/*
 * A chip for each field of a type that is flagged for filtering. A chip opens the values that can
 * be chosen and then says what was. Signal "changed".
 */

void annex_filter_bar_set_type (AnnexFilterBar *self, AnnexStore *store, const AnnexType *type);

/** annex_filter_bar_set_query: Shows the filters of @query. */
void annex_filter_bar_set_query (AnnexFilterBar *self, const AnnexQuery *query);

/** annex_filter_bar_apply: Puts the filters into @query in place of its own. */
void annex_filter_bar_apply (AnnexFilterBar *self, AnnexQuery *query);

/** annex_filter_bar_is_active: Returns: whether anything is filtered. */
gboolean annex_filter_bar_is_active (AnnexFilterBar *self);
void annex_filter_bar_clear (AnnexFilterBar *self);

G_END_DECLS
