/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "annex-store.h"

G_BEGIN_DECLS

/**
 * annex_check_integrity:
 *
 * Reads the whole file: SQLite's own check, the hash chain of the history, links that lead nowhere,
 * records without their row, values their fields do not take, and attached files whose content is missing
 * or was altered. Takes longer than opening: run it
 * off the main thread on a store of its own.
 *
 * Returns: (transfer full) (element-type utf8): a sentence for each finding; empty when all is well.
 */
GPtrArray *annex_check_integrity (AnnexStore *store, GCancellable *cancellable, GError **error);

/**
 * annex_check_in_background: Has a large file, which was opened without looking at all of it, looked
 * at elsewhere; if it is damaged, the store becomes read-only and notifies "read-only".
 */
void annex_check_in_background (AnnexStore *store);

G_END_DECLS
