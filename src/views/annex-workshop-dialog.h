/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-query.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_WORKSHOP_DIALOG (annex_workshop_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AnnexWorkshopDialog, annex_workshop_dialog, ANNEX, WORKSHOP_DIALOG, AdwDialog)

/*
 * Takes a workshop up again, or plans a new one. Signal "chosen" (gint64 workshop), which has begun.
 */

/** annex_workshop_dialog_new: @shown: (nullable): the risks that are being looked at, offered as an agenda. */
AdwDialog *annex_workshop_dialog_new (AnnexStore *store, const AnnexQuery *shown);

G_END_DECLS
