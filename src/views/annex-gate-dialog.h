/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "isms/act/corrective-action-path.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_GATE_DIALOG (annex_gate_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AnnexGateDialog, annex_gate_dialog, ANNEX, GATE_DIALOG, AdwDialog)

/*
 * Asks for what the next gate of a corrective action needs, says what is still missing while one types,
 * and passes or skips it; everything that was entered is one step of undo with it.
 */

/** annex_gate_dialog_present: @ids: (element-type gint64): one after the other; @target: the gate that each comes to, %ANNEX_N_GATES for closed. */
void annex_gate_dialog_present (GtkWidget *parent, AnnexStore *store, GArray *ids, guint target);

/** annex_gate_dialog_skip: Asks why the gate that is next is left out, and leaves it out. */
void annex_gate_dialog_skip (GtkWidget *parent, AnnexStore *store, gint64 id);

/** annex_gate_dialog_send_back: Asks once why these go back to a gate, and sends them there in one step of undo. @ids: (element-type gint64): at least one. */
void annex_gate_dialog_send_back (GtkWidget *parent, AnnexStore *store, GArray *ids, AnnexGate gate);

G_END_DECLS
