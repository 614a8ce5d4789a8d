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
 *
 * Returns: (transfer none) (nullable): the popover
 */
GtkWidget *annex_cell_editor_open (GtkWidget *cell, AnnexStore *store, gint64 id, const AnnexField *field);

/**
 * annex_cell_editor_leave:
 * @popover: an editor whose cell is about to go
 *
 * Takes the keyboard out of the cell, for GTK must not find it in a row that is gone, and closes the editor. What was
 * typed is written a moment later; what is not taken is told in the window.
 */
void annex_cell_editor_leave (GtkWidget *popover);

G_END_DECLS
