/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "annex-store.h"

G_BEGIN_DECLS

/**
 * annex_comparison_run:
 * @findings: (element-type utf8): where a sentence is added for each difference
 *
 * Replays the log and compares what comes out with what the tables hold: each record with its reference, number and title,
 * each value by its type and length, each link, the last numbers given, and whether the search knows each record.
 */
gboolean annex_comparison_run (AnnexStore *store, GPtrArray *findings, GCancellable *cancellable, GError **error);

G_END_DECLS
