/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "annex-record-selection.h"
#include "core/annex-record-list.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_RECORD_TABLE (annex_record_table_get_type ())
G_DECLARE_FINAL_TYPE (AnnexRecordTable, annex_record_table, ANNEX, RECORD_TABLE, AdwBin)

/*
 * A table of the records of one type. Columns come from the type's fields; which are shown, in
 * which order and how wide is kept in the engagement. Sorting is the query's work. Cells are edited
 * in place.
 *
 * Actions: "table.edit" (F2, Enter, double click), "table.copy" (Ctrl+C), and "column.FIELD" that
 * shows or hides a column. Signals "selection-changed" and "row-clicked".
 */

/** annex_record_table_set_list: Shows @list, whose type decides the columns; they are made when they are seen, or there is time. */
void annex_record_table_set_list (AnnexRecordTable *self, AnnexRecordList *list);
AnnexRecordList *annex_record_table_get_list (AnnexRecordTable *self);
AnnexRecordSelection *annex_record_table_get_selection (AnnexRecordTable *self);

/** annex_record_table_set_tree_field: Shows the records as a tree over that link field, or as a list when NULL. */
void annex_record_table_set_tree_field (AnnexRecordTable *self, const char *field_name);

/** annex_record_table_dup_column_menu: Returns: (transfer full): a menu that shows and hides columns. */
GMenuModel *annex_record_table_dup_column_menu (AnnexRecordTable *self);

/** annex_record_table_get_column_actions: Returns: (transfer none): the actions of that menu, for a menu button outside the table. */
GActionGroup *annex_record_table_get_column_actions (AnnexRecordTable *self);

/** annex_record_table_sort: Sorts by a field, as a click on its column's header does. */
void annex_record_table_sort (AnnexRecordTable *self, const char *field_name, gboolean descending);

/** annex_record_table_set_context_menu: The menu that a right click on a row opens. */
void annex_record_table_set_context_menu (AnnexRecordTable *self, GMenuModel *menu);

/** annex_record_table_reveal: Selects a record and scrolls to it. Returns: whether it is listed. */
gboolean annex_record_table_reveal (AnnexRecordTable *self, gint64 id);

/** annex_record_table_focus: Moves the keyboard to the rows. */
void annex_record_table_focus (AnnexRecordTable *self);

G_END_DECLS
