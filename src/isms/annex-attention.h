/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-query.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_ATTENTION (annex_attention_get_type ())
G_DECLARE_FINAL_TYPE (AnnexAttention, annex_attention, ANNEX, ATTENTION, GObject)

/**
 * AnnexAttentionCounts:
 * @all: records of the type
 * @unowned: records without anybody in the field "owner"
 * @overdue: records whose due date is past
 * @total: records that need somebody, each counted once where the type says so itself
 */
typedef struct
{
  guint all;
  guint unowned;
  guint overdue;
  guint total;
} AnnexAttentionCounts;

/*
 * Counts what there is and what needs attention in an engagement, elsewhere and anew after each change, for whoever
 * shows it. Signal "changed" when the counts are there. Where they cannot be read, those of before stay.
 */

/** annex_attention_count: Returns: how many records of @type need somebody, counted here and now; 0 with @error set on failure. */
guint annex_attention_count (AnnexStore *store, const AnnexType *type, GError **error);

/** annex_attention_get: Returns: (transfer none): that of the store, made on the first call. */
AnnexAttention *annex_attention_get (AnnexStore *store);

/** annex_attention_is_ready: Returns: whether anything was counted yet. */
gboolean annex_attention_is_ready (AnnexAttention *self);

/** annex_attention_get_counts: Returns: the counts of @type as last counted, zero at first. */
AnnexAttentionCounts annex_attention_get_counts (AnnexAttention *self, const AnnexType *type);

/** annex_attention_query_unowned: Returns: (transfer full) (nullable): what finds the records without an owner. */
AnnexQuery *annex_attention_query_unowned (const AnnexType *type);

/** annex_attention_query_overdue: Returns: (transfer full) (nullable): what finds the records whose due date is past. */
AnnexQuery *annex_attention_query_overdue (const AnnexType *type);

G_END_DECLS
