/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_EDIT_MANY_DIALOG (annex_edit_many_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AnnexEditManyDialog, annex_edit_many_dialog, ANNEX, EDIT_MANY_DIALOG, AdwDialog)

/** annex_edit_many_dialog_new: Sets one field of all the records in @ids (element-type gint64) at once. */
AdwDialog *annex_edit_many_dialog_new (AnnexStore *store, const AnnexType *type, GArray *ids);

G_END_DECLS
