/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_SIGNING_DIALOG (annex_signing_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AnnexSigningDialog, annex_signing_dialog, ANNEX, SIGNING_DIALOG, AdwDialog)

/*
 * Asks who reviews or approves a version of the Statement of Applicability, in which role, and what is new
 * in it, and says what the rules find in the statement as it stands.
 */

/** annex_signing_dialog_new: @version: a draft is reviewed, a reviewed one approved. */
AdwDialog *annex_signing_dialog_new (AnnexStore *store, gint64 version);

G_END_DECLS
