/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/annex-record.h"
#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_RECORD_NODE (annex_record_node_get_type ())
G_DECLARE_FINAL_TYPE (AnnexRecordNode, annex_record_node, ANNEX, RECORD_NODE, GObject)

/*
 * AnnexRecordNode is a record in a tree, as AnnexRecordSlot is one in a list: it has the property
 * "record" and reads it when it is asked for.
 */

/** annex_record_node_new_tree: Returns: (transfer full): a tree over the link field @field_name of @type, from the records that no other links to. */
GtkTreeListModel *annex_record_node_new_tree (AnnexStore *store, const AnnexType *type, const char *field_name);

gint64 annex_record_node_get_id (AnnexRecordNode *self);
AnnexRecord *annex_record_node_get_record (AnnexRecordNode *self);

/** annex_record_node_is_unreadable: Returns: whether the record could not be read when it was last asked for. */
gboolean annex_record_node_is_unreadable (AnnexRecordNode *self);

/** annex_record_node_forget: Reads the record again when it is next asked for. */
void annex_record_node_forget (AnnexRecordNode *self);

G_END_DECLS
