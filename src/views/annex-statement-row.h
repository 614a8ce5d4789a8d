/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_STATEMENT_ROW (annex_statement_row_get_type ())
G_DECLARE_FINAL_TYPE (AnnexStatementRow, annex_statement_row, ANNEX, STATEMENT_ROW, AdwBin)

/*
 * A line of the Statement of Applicability that can be written in: decision, status and
 * justification, with what the rules say of it in the margin, while it is typed. Below a justification
 * that is written in stand sentences from the linked records; Ctrl+Space takes the first of them.
 */

GtkWidget *annex_statement_row_new (AnnexStore *store);

/**
 * annex_statement_row_show:
 * @control: (nullable): of type "control"; what is being typed is not touched
 * @note: (nullable): what it is called besides
 */
void annex_statement_row_show (AnnexStatementRow *self, AnnexRecord *control, const char *note);

/** annex_statement_row_edit: Puts the keyboard into the justification. */
void annex_statement_row_edit (AnnexStatementRow *self);

/** annex_statement_row_set: Sets a field of @control as one step of undo, and says so when it is refused. */
void annex_statement_row_set (GtkWidget *widget, AnnexStore *store, AnnexRecord *control, const char *field_name, const char *value);

G_END_DECLS
