/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-query.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_FILTER_CHIP (annex_filter_chip_get_type ())
G_DECLARE_FINAL_TYPE (AnnexFilterChip, annex_filter_chip, ANNEX, FILTER_CHIP, AdwBin)

/*
 * The filters on one field. Its choices are read when it is opened.
 * Signal "changed" (const char *field, int operator, const char *value, gboolean on).
 */

GtkWidget *annex_filter_chip_new (AnnexStore *store, const AnnexType *type, const AnnexField *field);

/** annex_filter_chip_show: Says what @query filters by this field. */
void annex_filter_chip_show (AnnexFilterChip *self, const AnnexQuery *query);

G_END_DECLS
