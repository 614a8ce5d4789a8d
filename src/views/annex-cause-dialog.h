/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_CAUSE_DIALOG (annex_cause_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AnnexCauseDialog, annex_cause_dialog, ANNEX, CAUSE_DIALOG, AdwDialog)

/*
 * The root causes of a nonconformity, to be found together: as a fishbone, as a tree of whys and as an
 * outline, which is what a narrow window shows. Typing rewords the cause that has the keyboard, Enter adds
 * one beside it, Tab asks why, Delete removes, Alt with an arrow key moves, Ctrl+1 to 3 says what kind it is.
 */

/** annex_cause_dialog_new: @corrective_action: an id. */
AdwDialog *annex_cause_dialog_new (AnnexStore *store, gint64 corrective_action);

G_END_DECLS
