/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ANNEX_TYPE_NEW_DIALOG (annex_new_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AnnexNewDialog, annex_new_dialog, ANNEX, NEW_DIALOG, AdwDialog)

/** annex_new_dialog_new: Asks for what a new engagement needs and makes its file. Signal "created" (char *path). */
AdwDialog *annex_new_dialog_new (void);

G_END_DECLS
