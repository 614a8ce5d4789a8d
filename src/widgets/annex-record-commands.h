/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"

G_BEGIN_DECLS

/*
 * What people do to records from a table or a form, each a transaction of its own with the label
 * that undo and the history show.
 */

/** annex_record_commands_set: Sets one field of some records to a canonical value. @ids: (element-type gint64). */
gboolean annex_record_commands_set (AnnexStore *store, GArray *ids, const AnnexField *field, const char *value, GError **error);

/** annex_record_commands_create: Makes a record called @title. Returns: its id, 0 with @error set. */
gint64 annex_record_commands_create (AnnexStore *store, const AnnexType *type, const char *title, GError **error);

/** annex_record_commands_delete: @label: (out) (transfer full): what was done, for a toast. */
gboolean annex_record_commands_delete (AnnexStore *store, GArray *ids, char **label, GError **error);

/** annex_record_commands_duplicate: Returns: (transfer full) (element-type gint64): the copies. */
GArray *annex_record_commands_duplicate (AnnexStore *store, GArray *ids, GError **error);

G_END_DECLS
