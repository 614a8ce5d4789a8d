/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_COMPARE_DIALOG (annex_compare_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AnnexCompareDialog, annex_compare_dialog, ANNEX, COMPARE_DIALOG, AdwDialog)

/** annex_compare_dialog_new: Shows what is different between the Statement of Applicability now, or a version of it, and another version or a day. */
AdwDialog *annex_compare_dialog_new (AnnexStore *store, gint64 version);

G_END_DECLS
