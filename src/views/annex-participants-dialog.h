/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_PARTICIPANTS_DIALOG (annex_participants_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AnnexParticipantsDialog, annex_participants_dialog, ANNEX, PARTICIPANTS_DIALOG, AdwDialog)

/** annex_participants_dialog_new: Records who takes part in a workshop, and as what. */
AdwDialog *annex_participants_dialog_new (AnnexStore *store, gint64 workshop);

G_END_DECLS
