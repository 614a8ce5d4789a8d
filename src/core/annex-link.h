/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-store.h"

G_BEGIN_DECLS

/* Links as they stand in the file, for transactions. */

/** annex_link_dup_reference: Returns: (transfer full) (nullable): the reference of a record. Errors: %ANNEX_ERROR_DAMAGED where there is none. */
char *annex_link_dup_reference (AnnexStore *store, gint64 id, GError **error);

/** annex_link_read_targets: Returns: (transfer full) (nullable) (element-type gint64): where a link field of a record leads. */
GArray *annex_link_read_targets (AnnexStore *store, gint64 id, const char *field_name, GError **error);

/**
 * annex_link_check_acyclic:
 *
 * Returns: whether a record may have @value in @field without a loop; else %ANNEX_ERROR_CYCLE names the path.
 */
gboolean annex_link_check_acyclic (AnnexStore *store, gint64 id, const AnnexField *field, const char *value, GError **error);

G_END_DECLS
