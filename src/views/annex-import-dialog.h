/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_IMPORT_DIALOG (annex_import_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AnnexImportDialog, annex_import_dialog, ANNEX, IMPORT_DIALOG, AdwDialog)

/**
 * annex_import_dialog_new: Brings records of @type in from a CSV or XLSX file. What would happen is
 * shown before anything is written, and follows every choice.
 */
AdwDialog *annex_import_dialog_new (AnnexStore *store, const AnnexType *type);

/**
 * annex_import_dialog_take_file: Reads @file as if it had been chosen in the dialog.
 *
 * Returns: FALSE where @file is not a local file.
 */
gboolean annex_import_dialog_take_file (AnnexImportDialog *self, GFile *file);

G_END_DECLS
