/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-query.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_RECORD_BOARD (annex_record_board_get_type ())
G_DECLARE_FINAL_TYPE (AnnexRecordBoard, annex_record_board, ANNEX, RECORD_BOARD, AdwBreakpointBin)

/*
 * Records of any type as cards, in a column for each value of one choice field. A card that is
 * moved to another column, by drag, menu or keyboard, gets the value of that column, in one
 * transaction for all that move with it.
 *
 * Keys: arrows walk cards and columns; Shift or Alt with Left and Right moves what is selected;
 * Enter opens; Menu opens the card's menu.
 *
 * Signals:
 *   "record-chosen" (gint64 id, gboolean open): what is selected; 0 for none or several. @open asks for its details.
 *   "move-asked" (GArray *ids, const char *key): records are to move to the column of @key. Returns: whether somebody
 *     else sees to it, so that the board writes nothing.
 */

/**
 * annex_record_board_new:
 * @field_name: a choice field of @type
 * @with_empty: whether records in which it is empty have a column as well
 *
 * Returns: (transfer floating): the board with every record of @type.
 */
GtkWidget *annex_record_board_new (AnnexStore *store, const AnnexType *type, const char *field_name, gboolean with_empty);

/** annex_record_board_set_query: Shows what @query asks for; copied. */
void annex_record_board_set_query (AnnexRecordBoard *self, const AnnexQuery *query);

/** annex_record_board_reveal: Returns: whether it shows a card for that record, now selected. */
gboolean annex_record_board_reveal (AnnexRecordBoard *self, gint64 id);

G_END_DECLS
