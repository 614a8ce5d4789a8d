/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "widgets/annex-record-table.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_REGISTER_VIEW (annex_register_view_get_type ())
G_DECLARE_FINAL_TYPE (AnnexRegisterView, annex_register_view, ANNEX, REGISTER_VIEW, AdwBreakpointBin)

/* The screen of one record type: search, filters, table or tree, totals and the detail pane. */

GtkWidget *annex_register_view_new (AnnexStore *store, const AnnexType *type);
AnnexStore *annex_register_view_get_store (AnnexRegisterView *self);
const AnnexType *annex_register_view_get_record_type (AnnexRegisterView *self);
AnnexRecordTable *annex_register_view_get_table (AnnexRegisterView *self);

/** annex_register_view_reveal: Selects a record, and takes filters away that hide it. @edit: whether to begin typing its name. */
void annex_register_view_reveal (AnnexRegisterView *self, gint64 id, gboolean edit);

/** annex_register_view_show_detail: Opens the detail pane. */
void annex_register_view_show_detail (AnnexRegisterView *self);

/** annex_register_view_install_actions: For the class: the "register." actions and their keys. */
void annex_register_view_install_actions (GtkWidgetClass *widget_class);

/** annex_register_view_update_actions: Follows the selection and whether the file can be written. */
void annex_register_view_update_actions (AnnexRegisterView *self);

G_END_DECLS
