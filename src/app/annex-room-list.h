/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_ROOM_LIST (annex_room_list_get_type ())
G_DECLARE_FINAL_TYPE (AnnexRoomList, annex_room_list, ANNEX, ROOM_LIST, AdwBin)

/*
 * The sidebar's rooms: the overview and the calendar, then those of Plan, Do, Check and Act. Rooms that stand under
 * another (#AnnexType.beside) are folded away until that one is opened up or one of them is shown.
 *
 * Signals:
 *   "room-chosen" (gpointer type): a room was chosen; NULL is the overview.
 */

/** annex_room_list_find_room: Returns: (nullable): what the room of that name is told by; NULL for the overview and for what is no room. */
const AnnexType *annex_room_list_find_room (const char *name);

/** annex_room_list_fill: Shows the rooms of an engagement; once. */
void annex_room_list_fill (AnnexRoomList *self, AnnexStore *store);

/** annex_room_list_select: Marks the room of @type (nullable: the overview) as the one shown. */
void annex_room_list_select (AnnexRoomList *self, const AnnexType *type);

/**
 * annex_room_list_get_nth:
 * @position: from 0, counting the overview and the rooms that stand under no other; the calendar, which has a key of its own, is not counted
 * @type: (out) (nullable): the type whose room it is, NULL for the overview
 *
 * Returns: whether there is one.
 */
gboolean annex_room_list_get_nth (AnnexRoomList *self, guint position, const AnnexType **type);

G_END_DECLS
