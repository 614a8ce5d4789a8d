/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"

G_BEGIN_DECLS

/** annex_register_totals_dup_text: Returns: (transfer full): one line under a table: how many there are and what needs attention. */
char *annex_register_totals_dup_text (guint shown, guint all, guint unowned, guint overdue);

/**
 * annex_register_totals_count: Counts the records of @type without a value in the link field "owner"
 * (@unowned) and with a date in a filtered date field that is past (@overdue).
 */
void annex_register_totals_count (AnnexStore *store, const AnnexType *type, guint *unowned, guint *overdue);

/** annex_register_totals_count_attention: Returns: how many records of @type need somebody, for the sidebar. */
guint annex_register_totals_count_attention (AnnexStore *store, const AnnexType *type);

/** annex_register_totals_find_due_field: Returns: (nullable): the date field that says when something is due. */
const AnnexField *annex_register_totals_find_due_field (const AnnexType *type);

G_END_DECLS
