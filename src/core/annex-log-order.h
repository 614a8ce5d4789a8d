/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-store.h"

G_BEGIN_DECLS

/**
 * AnnexLogOrder:
 *
 * Commits in time. What came before what is told by their order alone, for a clock can be set back or forward. Most
 * times run with the order; a commit whose time does not fit between its neighbours' counts as made right after the
 * one before it. Where neither of two fits, the later one is thought wrong, and a time that is still to come before
 * all others.
 */
typedef struct _AnnexLogOrder AnnexLogOrder;

/** annex_log_order_read: Reads all commits. */
AnnexLogOrder *annex_log_order_read (AnnexStore *store, GError **error);
void annex_log_order_free (AnnexLogOrder *self);

/** annex_log_order_find: Returns: the last commit that was made up to @end, in UTC as commits have it; 0 when all came later. */
gint64 annex_log_order_find (AnnexLogOrder *self, const char *end);

/** annex_log_order_get_n_misdated: Returns: how many commits have a time that does not fit. */
guint annex_log_order_get_n_misdated (AnnexLogOrder *self);

/** annex_log_order_dup_remark: Returns: (transfer full) (nullable): a sentence about them, naming the first; NULL when all times fit. */
char *annex_log_order_dup_remark (AnnexLogOrder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexLogOrder, annex_log_order_free)

G_END_DECLS
