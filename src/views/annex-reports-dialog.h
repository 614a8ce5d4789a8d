/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_REPORTS_DIALOG (annex_reports_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AnnexReportsDialog, annex_reports_dialog, ANNEX, REPORTS_DIALOG, AdwDialog)

/* Lists the reports that the engagement can give, and writes the chosen one to a file. */
AdwDialog *annex_reports_dialog_new (AnnexStore *store);

G_END_DECLS
