/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "annex-statement.h"

G_BEGIN_DECLS

/** annex_statement_keep: Returns: (nullable) (transfer none): the store's statement with that text. */
AnnexStatement *annex_statement_keep (AnnexStore *store, const char *sql, GError **error);

/** annex_statement_drop: The store keeps it no longer; one that is handed out goes when it is freed. */
void annex_statement_drop (gpointer statement);

/** annex_statement_get_handle: Returns: (transfer none): SQLite's own, for what only the core does. */
sqlite3_stmt *annex_statement_get_handle (AnnexStatement *self);

G_END_DECLS
