/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/annex-type.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_ROOM_ROW (annex_room_row_get_type ())
G_DECLARE_FINAL_TYPE (AnnexRoomRow, annex_room_row, ANNEX, ROOM_ROW, GtkListBoxRow)

/*
 * A room in the sidebar, with how many of its records need somebody, and a button for the rooms that
 * stand under it, if any.
 *
 * Properties: "expanded": whether those under it are shown.
 */

/** annex_room_row_new: @type: (nullable): NULL for the overview. Returns: (transfer floating). */
GtkWidget *annex_room_row_new (const AnnexType *type);

/** annex_room_row_get_record_type: Returns: (nullable): the type whose room it is. */
const AnnexType *annex_room_row_get_record_type (AnnexRoomRow *self);

/** annex_room_row_set_count: Shows how many records need attention; nothing for 0. */
void annex_room_row_set_count (AnnexRoomRow *self, guint count);

/** annex_room_row_set_expandable: Whether there are rooms under it. */
void annex_room_row_set_expandable (AnnexRoomRow *self, gboolean expandable);
gboolean annex_room_row_get_expandable (AnnexRoomRow *self);

void annex_room_row_set_expanded (AnnexRoomRow *self, gboolean expanded);
gboolean annex_room_row_get_expanded (AnnexRoomRow *self);

G_END_DECLS
