/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_PALETTE (annex_palette_get_type ())
G_DECLARE_FINAL_TYPE (AnnexPalette, annex_palette, ANNEX, PALETTE, AdwDialog)

/** annex_palette_new: Finds any record or command by typing. Signal "record-chosen" (gint64 id). */
AdwDialog *annex_palette_new (AnnexStore *store);

G_END_DECLS
