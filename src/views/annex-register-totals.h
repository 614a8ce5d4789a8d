/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** annex_register_totals_dup_text: Returns: (transfer full): one line under a table: how many there are and what needs attention. */
char *annex_register_totals_dup_text (guint shown, guint all, guint unowned, guint overdue);

G_END_DECLS
