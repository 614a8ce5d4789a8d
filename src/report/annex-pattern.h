/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/**
 * annex_pattern_fill:
 * @mark: "plain", "dots", "diagonal", "cross", "bars", "waves" or "grid", as the type scale_level has them
 * @red: 0 to 1, sRGB; likewise @green and @blue
 * @strength: 0 to 1, how much the pattern stands out; %ANNEX_PATTERN_SOFT behind text
 *
 * Fills a rectangle with a colour and, over it, a pattern in black or white, whichever is better seen on
 * it, so that colour is not the only sign. Lengths are in the units of @cairo.
 */
void annex_pattern_fill (cairo_t *cairo, const char *mark, double red, double green, double blue, double strength, double x, double y,
                         double width, double height);

#define ANNEX_PATTERN_SOFT 0.22
#define ANNEX_PATTERN_CLEAR 0.55

G_END_DECLS
