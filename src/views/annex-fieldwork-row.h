/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_FIELDWORK_ROW (annex_fieldwork_row_get_type ())
G_DECLARE_FINAL_TYPE (AnnexFieldworkRow, annex_fieldwork_row, ANNEX, FIELDWORK_ROW, GtkListBoxRow)

/* A question of an audit's checklist, with a sign for what it came to. */

/** annex_fieldwork_get_result_icon: Returns: (transfer none): the symbolic icon of a result, told apart by its shape. */
const char *annex_fieldwork_get_result_icon (const char *result);

/** annex_fieldwork_dup_requirement: Returns: (transfer full): the clauses and controls that a question is about, "CL.9.2, A.8.3", or "". */
char *annex_fieldwork_dup_requirement (AnnexStore *store, AnnexRecord *item);

/** annex_fieldwork_row_new: Returns: (transfer floating): a row that shows nothing yet. */
GtkWidget *annex_fieldwork_row_new (void);

/** annex_fieldwork_row_show: @item: of type audit_item; @number: its place on the checklist, from 1. */
void annex_fieldwork_row_show (AnnexFieldworkRow *self, AnnexStore *store, AnnexRecord *item, guint number);

/** annex_fieldwork_row_get_item: Returns: (transfer none): the question shown. */
AnnexRecord *annex_fieldwork_row_get_item (AnnexFieldworkRow *self);

G_END_DECLS
