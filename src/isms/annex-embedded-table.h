/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"

G_BEGIN_DECLS

/**
 * annex_embedded_table_import:
 * @name: of the table, for messages; a CSV
 * @text: of the table; its headings are names of fields
 * @label: for the history
 *
 * Imports a table that Annex brings along, as a person would import it, only that nothing may be amiss.
 */
gboolean annex_embedded_table_import (AnnexStore *store, const AnnexType *type, const char *name, const char *text, const char *label,
                                      GError **error);

/**
 * annex_catalogue_load:
 *
 * Fills the registers of controls, clauses, threats and vulnerabilities from the catalogues that Annex brings
 * along; a register that holds anything already is left alone.
 */
gboolean annex_catalogue_load (AnnexStore *store, GError **error);

/**
 * annex_catalogue_load_missing:
 *
 * Fills registers that a file has only got from a newer Annex, once: what was deleted does not come
 * back. It stands in the history and is no step of undo.
 */
gboolean annex_catalogue_load_missing (AnnexStore *store, GError **error);

G_END_DECLS
