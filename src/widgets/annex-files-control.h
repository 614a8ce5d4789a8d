/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-field-control.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_FILES_CONTROL (annex_files_control_get_type ())
G_DECLARE_FINAL_TYPE (AnnexFilesControl, annex_files_control, ANNEX, FILES_CONTROL, AnnexFieldControl)

/**
 * AnnexFilesControl: attaches files to a record, as a group of rows, and shows, opens, saves and removes
 * them. It takes what is dropped on it and pasted into it. Unlike other controls it writes by itself, for the
 * contents belong to the same change; on a read-only store files can still be opened and saved.
 */

/** annex_files_control_add: Attaches what was dropped elsewhere. @sources: (element-type GFile). */
void annex_files_control_add (AnnexFilesControl *self, GPtrArray *sources);

/** annex_files_control_paste: Attaches what is on the clipboard. Returns: whether that can be attached. */
gboolean annex_files_control_paste (AnnexFilesControl *self);

G_END_DECLS
