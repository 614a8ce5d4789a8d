/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-level-swatch.h"

#include <math.h>

#include "annex-level-colour.h"

#define RADIUS 4

/* Between two lines of a pattern, in pixels. */
#define STEP 5.0

static void
add_diagonals (cairo_t *cairo, double width, double height, gboolean falling)
{
  for (double x = -height; x < width; x += STEP)
    {
      cairo_move_to (cairo, x, falling ? 0 : height);
      cairo_line_to (cairo, x + height, falling ? height : 0);
    }
}

static void
add_bars (cairo_t *cairo, double width, double height)
{
  for (double x = STEP / 2; x < width; x += STEP)
    {
      cairo_move_to (cairo, x, 0);
      cairo_line_to (cairo, x, height);
    }
}

static void
add_lines (cairo_t *cairo, double width, double height)
{
  for (double y = STEP / 2; y < height; y += STEP)
    {
      cairo_move_to (cairo, 0, y);
      cairo_line_to (cairo, width, y);
    }
}

static void
add_waves (cairo_t *cairo, double width, double height)
{
  for (double y = STEP / 2; y < height; y += STEP)
    {
      cairo_move_to (cairo, 0, y);
      for (double x = 1; x <= width; x++)
        cairo_line_to (cairo, x, y + 1.5 * sin (x * G_PI / STEP));
    }
}

static void
fill_dots (cairo_t *cairo, double width, double height)
{
  for (double y = STEP / 2; y < height; y += STEP)
    for (double x = STEP / 2; x < width; x += STEP)
      {
        cairo_new_sub_path (cairo);
        cairo_arc (cairo, x, y, 1.2, 0, 2 * G_PI);
      }
  cairo_fill (cairo);
}

/* The marks of the heat map, drawn for a place as small as a word. */
static void
paint_pattern (cairo_t *cairo, const char *mark, double width, double height)
{
  cairo_save (cairo);
  cairo_rectangle (cairo, 0, 0, width, height);
  cairo_clip (cairo);
  cairo_set_line_width (cairo, 1);
  if (g_strcmp0 (mark, "dots") == 0)
    fill_dots (cairo, width, height);
  else if (g_strcmp0 (mark, "waves") == 0)
    add_waves (cairo, width, height);
  if (g_strcmp0 (mark, "diagonal") == 0 || g_strcmp0 (mark, "cross") == 0)
    add_diagonals (cairo, width, height, FALSE);
  if (g_strcmp0 (mark, "cross") == 0)
    add_diagonals (cairo, width, height, TRUE);
  if (g_strcmp0 (mark, "bars") == 0 || g_strcmp0 (mark, "grid") == 0)
    add_bars (cairo, width, height);
  if (g_strcmp0 (mark, "grid") == 0)
    add_lines (cairo, width, height);
  cairo_stroke (cairo);
  cairo_restore (cairo);
}

void
annex_level_swatch_snapshot (GtkSnapshot *snapshot, AnnexStore *store, int level, float x, float y, const GdkRGBA *ink)
{
  graphene_rect_t place = GRAPHENE_RECT_INIT (x, y, ANNEX_LEVEL_SWATCH_WIDTH, ANNEX_LEVEL_SWATCH_HEIGHT);
  GskRoundedRect outline;
  GdkRGBA fill, pen, edge = *ink;

  gsk_rounded_rect_init_from_rect (&outline, &place, RADIUS);
  edge.alpha *= 0.4;
  if (annex_level_colour_get (store, level, &fill, &pen))
    {
      cairo_t *cairo;

      gtk_snapshot_push_rounded_clip (snapshot, &outline);
      gtk_snapshot_append_color (snapshot, &fill, &place);
      cairo = gtk_snapshot_append_cairo (snapshot, &place);
      cairo_translate (cairo, x, y);
      pen.alpha = 0.6;
      gdk_cairo_set_source_rgba (cairo, &pen);
      paint_pattern (cairo, annex_level_colour_get_mark (store, level), ANNEX_LEVEL_SWATCH_WIDTH, ANNEX_LEVEL_SWATCH_HEIGHT);
      cairo_destroy (cairo);
      gtk_snapshot_pop (snapshot);
    }
  gtk_snapshot_append_border (snapshot, &outline, (float[4]) { 1, 1, 1, 1 }, (GdkRGBA[4]) { edge, edge, edge, edge });
}
