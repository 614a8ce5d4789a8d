/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_RECORD_COLUMNS (annex_record_columns_get_type ())
G_DECLARE_FINAL_TYPE (AnnexRecordColumns, annex_record_columns, ANNEX, RECORD_COLUMNS, GObject)

/*
 * The columns of a column view for one record type: makes them from the fields, and remembers
 * their order, width and visibility in the engagement's setting "columns/TYPE".
 */

/** annex_record_columns_new: Fills @view, which must have no columns. @tree: whether the title folds. */
AnnexRecordColumns *annex_record_columns_new (GtkColumnView *view, AnnexStore *store, const AnnexType *type, gboolean tree);

/** annex_record_columns_remove: Takes the columns out of the view again. */
void annex_record_columns_remove (AnnexRecordColumns *self);

/** annex_record_columns_is_current: Returns: whether the engagement still has the same fields. */
gboolean annex_record_columns_is_current (AnnexRecordColumns *self);

/** annex_record_columns_get_actions: Returns: (transfer none): a toggle a column, for the group "column". */
GActionGroup *annex_record_columns_get_actions (AnnexRecordColumns *self);

/** annex_record_columns_get_menu: Returns: (transfer none): those actions as a menu. */
GMenuModel *annex_record_columns_get_menu (AnnexRecordColumns *self);

/** annex_record_columns_dup_shown_fields: Returns: (transfer full) (element-type AnnexField): in the order shown. */
GPtrArray *annex_record_columns_dup_shown_fields (AnnexRecordColumns *self);

/** annex_record_columns_get_field: Returns: (transfer none): the field of a column. */
const AnnexField *annex_record_columns_get_field (GtkColumnViewColumn *column);

G_END_DECLS
