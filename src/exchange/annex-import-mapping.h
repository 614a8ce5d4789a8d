/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"

G_BEGIN_DECLS

/* Which field a column means, beside the positions in annex_store_get_fields(). */
#define ANNEX_IMPORT_IGNORE (-1)
#define ANNEX_IMPORT_RECORD_ID (-2)

/**
 * annex_import_guess_columns:
 *
 * Guesses by names and labels, translated and not, and then by what such columns are commonly called.
 *
 * Returns: (transfer full) (element-type int): for each heading the position of its field, or one
 * of the above; no field twice.
 */
GArray *annex_import_guess_columns (AnnexStore *store, const AnnexType *type, const char *const *headers);

G_END_DECLS
