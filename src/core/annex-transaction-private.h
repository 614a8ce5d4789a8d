/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-transaction.h"

G_BEGIN_DECLS

/**
 * annex_transaction_set_reversal:
 *
 * Makes this an undo or redo of commit @undoes, or a start (0), after which @undo_top and @redo_top (0: none) are
 * the next commits to undo and redo.
 */
void annex_transaction_set_reversal (AnnexTransaction *self, const char *kind, gint64 undoes, gint64 undo_top, gint64 redo_top);

/**
 * annex_transaction_reverse:
 *
 * Does the opposite of one row of the log. No rule is asked: the state returned to was valid.
 */
gboolean annex_transaction_reverse (AnnexTransaction *self, const char *operation, gint64 id, const AnnexType *type,
                                    const char *reference, const char *field_name, const char *old_value,
                                    const char *new_value, GError **error);

/** annex_transaction_get_store: Returns: (transfer none): where it writes. */
AnnexStore *annex_transaction_get_store (AnnexTransaction *self);

/**
 * annex_transaction_set_finisher:
 * @finish: (nullable): commits and frees the transaction now
 *
 * For one that is open while the main loop runs: whoever begins another has this one finished first.
 */
void annex_transaction_set_finisher (AnnexTransaction *self, void (*finish) (gpointer data), gpointer data);

/** annex_transaction_finish_open: Finishes the transaction that is open in @store, if it can be. */
void annex_transaction_finish_open (AnnexStore *store);

G_END_DECLS
