/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * annex_contrast_is_dark:
 * @red: 0 to 1, sRGB
 * @green: 0 to 1
 * @blue: 0 to 1
 *
 * Returns: whether white has a greater contrast to the colour than black, by the relative luminance of
 * WCAG 2.2: below 0.179 it has.
 */
gboolean annex_contrast_is_dark (double red, double green, double blue);

G_END_DECLS
