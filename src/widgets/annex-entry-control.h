/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-field-control.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_ENTRY_CONTROL (annex_entry_control_get_type ())
G_DECLARE_FINAL_TYPE (AnnexEntryControl, annex_entry_control, ANNEX, ENTRY_CONTROL, AnnexFieldControl)

/** AnnexEntryControl: edits what is written on one line: text, numbers, tags, and dates with a calendar. */

/** annex_entry_control_has_typed: Returns: whether @text, where the keyboard is, belongs to such a control and holds something not yet confirmed. */
gboolean annex_entry_control_has_typed (GtkWidget *text);

G_END_DECLS
