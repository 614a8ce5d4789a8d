/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_FIELDWORK_DIALOG (annex_fieldwork_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AnnexFieldworkDialog, annex_fieldwork_dialog, ANNEX, FIELDWORK_DIALOG, AdwDialog)

/* Asks which audit to go on with, or to begin. Signal "chosen" (gint64 audit): it is in fieldwork now. */

AdwDialog *annex_fieldwork_dialog_new (AnnexStore *store);

G_END_DECLS
