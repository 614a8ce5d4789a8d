/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_REPORTS_DIALOG (annex_reports_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AnnexReportsDialog, annex_reports_dialog, ANNEX, REPORTS_DIALOG, AdwDialog)

/**
 * annex_reports_dialog_new:
 * @record: what to report on; 0 for the whole engagement
 *
 * Lists the reports that can be given, and writes the chosen one to a file.
 */
AdwDialog *annex_reports_dialog_new (AnnexStore *store, gint64 record);

G_END_DECLS
