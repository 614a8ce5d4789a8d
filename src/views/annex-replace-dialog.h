/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_REPLACE_DIALOG (annex_replace_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AnnexReplaceDialog, annex_replace_dialog, ANNEX, REPLACE_DIALOG, AdwDialog)

/**
 * annex_replace_dialog_new:
 * @field_names: (array zero-terminated=1) (transfer none): static; text fields of @type
 *
 * Finds a text, shows every place in its context with a tick, and replaces it where ticked as one step of undo.
 */
AdwDialog *annex_replace_dialog_new (AnnexStore *store, const AnnexType *type, const char *const *field_names);

G_END_DECLS
