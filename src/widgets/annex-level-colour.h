/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

/**
 * annex_level_colour_get:
 * @level: on the scale "risk_level"
 * @fill: (out) (optional): the engagement's colour for it
 * @text: (out) (optional): black or white, whichever reads better on that
 *
 * Returns: whether the level has a colour.
 */
gboolean annex_level_colour_get (AnnexStore *store, int level, GdkRGBA *fill, GdkRGBA *text);

/** annex_level_colour_get_mark: Returns: (nullable) (transfer none): the key of the level's pattern ("dots"), as the type scale_level has them. */
const char *annex_level_colour_get_mark (AnnexStore *store, int level);

/** annex_level_colour_new_attributes: Returns: (transfer full) (nullable): text attributes that show a level in its colour. */
PangoAttrList *annex_level_colour_new_attributes (AnnexStore *store, int level);

G_END_DECLS
