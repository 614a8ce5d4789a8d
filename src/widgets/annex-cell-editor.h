/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

/**
 * annex_cell_editor_open:
 * @cell: the widget that shows the value
 *
 * Edits one field of a record in a popover over its cell. Escape leaves it as it was; a value that
 * the field or the record does not take is kept for correction, with the reason. Fields that are
 * computed, and files that are read-only, are not edited.
 */
void annex_cell_editor_open (GtkWidget *cell, AnnexStore *store, gint64 id, const AnnexField *field);

G_END_DECLS
