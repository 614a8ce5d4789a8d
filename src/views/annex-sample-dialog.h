/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_SAMPLE_DIALOG (annex_sample_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AnnexSampleDialog, annex_sample_dialog, ANNEX, SAMPLE_DIALOG, AdwDialog)

/* Asks for a population and how to pick from it, and draws. Signal "drawn" (gint64 sample). */

/** annex_sample_dialog_new: @item: the question that the sample is for, 0 for none. */
AdwDialog *annex_sample_dialog_new (AnnexStore *store, gint64 audit, gint64 item);

G_END_DECLS
