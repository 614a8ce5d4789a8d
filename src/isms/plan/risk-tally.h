/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"

G_BEGIN_DECLS

/** ANNEX_RISK_TALLY_MAX_COLUMNS: two ratings, of two estimates each. */
#define ANNEX_RISK_TALLY_MAX_COLUMNS 4

/**
 * AnnexRiskTallyFunc:
 * @values: of the columns asked for, 0 where empty
 * @count: how many risks have them, at least 1
 */
typedef void (*AnnexRiskTallyFunc) (const int *values, guint count, gpointer user_data);

/**
 * annex_risk_tally:
 * @columns: (array length=n_columns): estimates of risks, as an index of the table begins with them
 *
 * @with_closed: whether closed risks count, too
 *
 * Counts risks by their estimates. It goes from one group to the next through
 * the index, and only counts within a group, which takes half as long as to compare each row with
 * the one before. Errors: %ANNEX_ERROR_DAMAGED.
 */
gboolean annex_risk_tally (AnnexStore *store, const char *const *columns, guint n_columns, gboolean with_closed, AnnexRiskTallyFunc func,
                           gpointer user_data, GError **error);

G_END_DECLS
