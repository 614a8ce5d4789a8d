/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ANNEX_TYPE_ACTION_PATH (annex_action_path_get_type ())
G_DECLARE_FINAL_TYPE (AnnexActionPath, annex_action_path, ANNEX, ACTION_PATH, AdwBin)

/*
 * The path of a corrective action as steps: which are passed or skipped and why, what the next one needs,
 * and the buttons to go on, to leave it out or to send the action back. With it what the action repeats or
 * came back as. An AnnexRecordPart.
 */

GtkWidget *annex_action_path_new (void);

G_END_DECLS
