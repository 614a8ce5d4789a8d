/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/annex-query.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_BOARD_COLUMN (annex_board_column_get_type ())
G_DECLARE_FINAL_TYPE (AnnexBoardColumn, annex_board_column, ANNEX, BOARD_COLUMN, GtkWidget)

/*
 * The cards of the records that have one value in a choice field. Part of AnnexRecordBoard.
 *
 * Signals:
 *   "selection-changed": also when a reload may have changed it.
 *   "card-activated" (gint64 id, gboolean tapped): Enter or a double click; @tapped: a plain click or tap.
 *   "card-menu" (gint64 id, double x, double y): the menu is asked for, at a place in the column.
 *   "cards-dropped" (GArray *ids): records were let go over the column.
 */

/**
 * annex_board_column_new:
 * @field: a choice field of @type
 * @choice: (nullable): NULL collects the records in which the field is empty
 * @n_columns: how many stand side by side: they fill together, so each makes its share of cards in a frame
 *
 * Returns: (transfer floating): the column.
 */
GtkWidget *annex_board_column_new (AnnexStore *store, const AnnexType *type, const AnnexField *field, const AnnexChoice *choice, guint n_columns);

/** annex_board_column_set_query: Shows the records of @query that belong here, or hides the column when a filter shuts it out. */
void annex_board_column_set_query (AnnexBoardColumn *self, const AnnexQuery *query);

/** annex_board_column_get_key: Returns: (nullable) (transfer none): the value that its records have in the field. */
const char *annex_board_column_get_key (AnnexBoardColumn *self);

/** annex_board_column_get_title: Returns: (transfer none): the value in the user's language. */
const char *annex_board_column_get_title (AnnexBoardColumn *self);

guint annex_board_column_get_n_cards (AnnexBoardColumn *self);

/** annex_board_column_find: Returns: whether it has a card for the record; @position: (out) (optional). */
gboolean annex_board_column_find (AnnexBoardColumn *self, gint64 id, guint *position);

/** annex_board_column_dup_selected: Returns: (transfer full) (element-type gint64): ids of the selected cards. */
GArray *annex_board_column_dup_selected (AnnexBoardColumn *self);

/** annex_board_column_select: Selects these and no other cards. @ids: (element-type gint64) (nullable). */
void annex_board_column_select (AnnexBoardColumn *self, GArray *ids);

/** annex_board_column_show: Scrolls to the card at @position, at the most the last. @focus: whether to select it and move the keyboard there. */
void annex_board_column_show (AnnexBoardColumn *self, guint position, gboolean focus);

/** annex_board_column_get_focus_position: Returns: the position of the card that has the keyboard, G_MAXUINT when none has. */
guint annex_board_column_get_focus_position (AnnexBoardColumn *self);

/** annex_board_column_is_pressed: Returns: whether a card is held by the pointer, so that a drag may follow. */
gboolean annex_board_column_is_pressed (AnnexBoardColumn *self);

/** annex_board_column_set_narrow: Shows buttons to the columns beside, for a window that has room for one. */
void annex_board_column_set_narrow (AnnexBoardColumn *self, gboolean narrow);

G_END_DECLS
