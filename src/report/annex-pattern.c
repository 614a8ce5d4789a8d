/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-pattern.h"

#include "annex-contrast.h"

/* Lines from the lower left to the upper right, a step apart. */
static void
trace_diagonals (cairo_t *cairo, double x, double y, double width, double height, double step, gboolean falling)
{
  for (double offset = -height; offset < width; offset += step)
    {
      cairo_move_to (cairo, x + offset, falling ? y : y + height);
      cairo_line_to (cairo, x + offset + height, falling ? y + height : y);
    }
}

static void
trace_pattern (cairo_t *cairo, const char *mark, double x, double y, double width, double height)
{
  const double step = 12;

  if (g_str_equal (mark, "dots"))
    for (double row = step / 2; row < height; row += step)
      for (double column = step / 2; column < width; column += step)
        cairo_rectangle (cairo, x + column - 0.5, y + row - 0.5, 1, 1);
  if (g_str_equal (mark, "diagonal") || g_str_equal (mark, "cross"))
    trace_diagonals (cairo, x, y, width, height, step, FALSE);
  if (g_str_equal (mark, "cross"))
    trace_diagonals (cairo, x, y, width, height, step, TRUE);
  if (g_str_equal (mark, "bars") || g_str_equal (mark, "grid"))
    for (double column = step / 2; column < width; column += step)
      {
        cairo_move_to (cairo, x + column, y);
        cairo_line_to (cairo, x + column, y + height);
      }
  if (g_str_equal (mark, "grid"))
    for (double row = step / 2; row < height; row += step)
      {
        cairo_move_to (cairo, x, y + row);
        cairo_line_to (cairo, x + width, y + row);
      }
  if (g_str_equal (mark, "waves"))
    for (double row = step / 2; row < height; row += step)
      {
        cairo_move_to (cairo, x, y + row);
        for (double column = 0; column < width; column += step)
          cairo_curve_to (cairo, x + column + step / 3, y + row - 4, x + column + step * 2 / 3, y + row + 4, x + column + step, y + row);
      }
}

void
annex_pattern_fill (cairo_t *cairo, const char *mark, double red, double green, double blue, double strength, double x, double y,
                    double width, double height)
{
  double shade = annex_contrast_is_dark (red, green, blue) ? 1 : 0;

  cairo_save (cairo);
  cairo_rectangle (cairo, x, y, width, height);
  cairo_clip (cairo);
  cairo_set_source_rgb (cairo, red, green, blue);
  cairo_paint (cairo);
  /* Patterns are most of the work of drawing a map, and nobody sees a finer edge in them. */
  cairo_set_antialias (cairo, CAIRO_ANTIALIAS_FAST);
  trace_pattern (cairo, mark, x, y, width, height);
  cairo_set_source_rgba (cairo, shade, shade, shade, strength);
  cairo_set_line_width (cairo, 1);
  cairo_stroke (cairo);
  cairo_restore (cairo);
}
