/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-fieldwork-question.h"
#include "annex-fieldwork-window.h"

G_BEGIN_DECLS

/* What the window offers to its commands. */

AnnexStore *annex_fieldwork_window_get_store (AnnexFieldworkWindow *self);

/** annex_fieldwork_window_get_audit: Returns: (transfer none) (nullable): the audit as it is now. */
AnnexRecord *annex_fieldwork_window_get_audit (AnnexFieldworkWindow *self);

/** annex_fieldwork_window_get_item: Returns: (transfer none) (nullable): the question that is shown. */
AnnexRecord *annex_fieldwork_window_get_item (AnnexFieldworkWindow *self);

/** annex_fieldwork_window_get_session: Returns: the id of the session of the question shown, 0 for none. */
gint64 annex_fieldwork_window_get_session (AnnexFieldworkWindow *self);

/** annex_fieldwork_window_get_question: Returns: (transfer none): the page of the question. */
AnnexFieldworkQuestion *annex_fieldwork_window_get_question (AnnexFieldworkWindow *self);

/** annex_fieldwork_window_get_anchor: Returns: (transfer none): what popovers of commands without a button point to. */
GtkWidget *annex_fieldwork_window_get_anchor (AnnexFieldworkWindow *self);

/** annex_fieldwork_window_go_to: Shows a question. */
void annex_fieldwork_window_go_to (AnnexFieldworkWindow *self, gint64 item);

/** annex_fieldwork_window_step: Goes to the question that is @by places further on the checklist as it is filtered. */
void annex_fieldwork_window_step (AnnexFieldworkWindow *self, int by);

/** annex_fieldwork_window_show_record: Shows a record on top of the question, and what it is linked with. */
void annex_fieldwork_window_show_record (AnnexFieldworkWindow *self, gint64 id);

/** annex_fieldwork_window_install_commands: For class_init: the actions "fieldwork.…" and their keys. */
void annex_fieldwork_window_install_commands (GtkWidgetClass *widget_class);

/** annex_fieldwork_window_add_commands: Once the store is known: those of the engagement's window that records ask for. */
void annex_fieldwork_window_add_commands (AnnexFieldworkWindow *self);

G_END_DECLS
