/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/**
 * annex_natural_order_compare:
 * @n_a: bytes of @a
 * @n_b: bytes of @b
 *
 * Compares references as people count: digits in a row as one number, letters in any case. "A.5.9"
 * stands before "A.5.10", "AC-2" before "AC-2(1)".
 *
 * Returns: below, equal to or above 0, as strcmp().
 */
int annex_natural_order_compare (const char *a, gsize n_a, const char *b, gsize n_b);

/** annex_natural_order_register: Makes it known to @database as the collation “as_counted”, for queries; no table is declared with it. */
void annex_natural_order_register (sqlite3 *database);

G_END_DECLS
