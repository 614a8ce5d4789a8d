/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

/* In pixels. */
#define ANNEX_LEVEL_SWATCH_WIDTH 20
#define ANNEX_LEVEL_SWATCH_HEIGHT 14

/**
 * annex_level_swatch_snapshot:
 * @level: on the scale "risk_level"; 0 draws the outline alone
 * @x: of the upper left corner
 * @ink: the colour of the text beside it
 *
 * Draws a level of risk as small as a word: the engagement's colour with the marks of the heat map.
 */
void annex_level_swatch_snapshot (GtkSnapshot *snapshot, AnnexStore *store, int level, float x, float y, const GdkRGBA *ink);

G_END_DECLS
