/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"

G_BEGIN_DECLS

/**
 * annex_register_totals_dup_parts:
 *
 * Returns: (transfer full) (nullable): how many records there are of each kind, where a type keeps some of them aside
 *   and there are several kinds: "ISO/IEC 27001:2022 Annex A 93, Own control 2, Another library 12"
 */
char *annex_register_totals_dup_parts (AnnexStore *store, const AnnexType *type);

/**
 * annex_register_totals_dup_text:
 * @parts: (nullable): of annex_register_totals_dup_parts()
 *
 * Returns: (transfer full): one line under a table: how many there are, what needs attention, and what all of them are.
 */
char *annex_register_totals_dup_text (guint shown, guint all, guint unowned, guint overdue, const char *parts);

G_END_DECLS
