/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-query.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_SAVED_FILTERS (annex_saved_filters_get_type ())
G_DECLARE_FINAL_TYPE (AnnexSavedFilters, annex_saved_filters, ANNEX, SAVED_FILTERS, AdwBin)

/* A button with the filters that the engagement keeps for a register. Signal "chosen" (const char *query). */

void annex_saved_filters_set_type (AnnexSavedFilters *self, AnnexStore *store, const AnnexType *type);

/** annex_saved_filters_set_query: What is shown now and would be saved. */
void annex_saved_filters_set_query (AnnexSavedFilters *self, const AnnexQuery *query);

G_END_DECLS
