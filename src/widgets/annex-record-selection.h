/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/annex-record.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_RECORD_SELECTION (annex_record_selection_get_type ())
G_DECLARE_FINAL_TYPE (AnnexRecordSelection, annex_record_selection, ANNEX, RECORD_SELECTION, GObject)

/*
 * A GtkSelectionModel that remembers which records are selected, not which positions: positions
 * get other records whenever the list is sorted, filtered or searched. It takes an AnnexRecordList
 * or a tree of AnnexRecordNode.
 */

AnnexRecordSelection *annex_record_selection_new (GListModel *model);
GListModel *annex_record_selection_get_model (AnnexRecordSelection *self);

/** annex_record_selection_set_model: Shows another list; what was selected stays selected where it is listed. */
void annex_record_selection_set_model (AnnexRecordSelection *self, GListModel *model);

/** annex_record_selection_dup_ids: Returns: (transfer full) (element-type gint64): the selected records that are listed, in the order of the list. */
GArray *annex_record_selection_dup_ids (AnnexRecordSelection *self);

/** annex_record_selection_select: Selects one record and no other; 0 selects none. */
void annex_record_selection_select (AnnexRecordSelection *self, gint64 id);

/** annex_record_selection_select_many: Selects these records and no others. @ids: (element-type gint64). */
void annex_record_selection_select_many (AnnexRecordSelection *self, GArray *ids);

/** annex_record_selection_get_id_at: Returns: the id at @position, 0 past the end. */
gint64 annex_record_selection_get_id_at (AnnexRecordSelection *self, guint position);

/** annex_record_selection_find: Returns: whether the record is listed; @position: (out). */
gboolean annex_record_selection_find (AnnexRecordSelection *self, gint64 id, guint *position);

/** annex_record_selection_get_record: Returns: (nullable) (transfer none): the record that an item of such a list shows; a record shows itself. */
AnnexRecord *annex_record_selection_get_record (gpointer item);

/** annex_record_selection_is_unreadable: Returns: whether annex_record_selection_get_record() gave none because it
 * could not be read. */
gboolean annex_record_selection_is_unreadable (gpointer item);

G_END_DECLS
