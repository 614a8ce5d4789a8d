/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

/*
 * The cells of a record table are an AnnexCellText each and nothing around it: a column view keeps some
 * two hundred rows of them, and another widget around each doubles the time to the first frame.
 */

/** annex_record_cell_new_factory: Returns: (transfer full): makes the cells of @field. @expander: whether rows fold, for a tree. */
GtkListItemFactory *annex_record_cell_new_factory (AnnexStore *store, const AnnexType *type, const AnnexField *field, gboolean expander);

/** annex_record_cell_find: Returns: (transfer none) (nullable): the cell at or around @widget; with @field also: (nullable): the one of that field in the same row. */
GtkWidget *annex_record_cell_find (GtkWidget *widget, const AnnexField *field);

/** annex_record_cell_get_field: Returns: (transfer none): what the cell shows. */
const AnnexField *annex_record_cell_get_field (GtkWidget *cell);

/** annex_record_cell_get_position: Returns: the position of its row. */
guint annex_record_cell_get_position (GtkWidget *cell);

G_END_DECLS
