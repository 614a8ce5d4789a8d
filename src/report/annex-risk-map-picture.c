/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-risk-map-picture.h"

#include <math.h>
#include <pango/pangocairo.h>

#include "annex-contrast.h"
#include "annex-pattern.h"
#include "annex-picture.h"

#define PICTURE_WIDTH 800.0
#define PICTURE_HEIGHT (PICTURE_WIDTH / ANNEX_RISK_MAP_PICTURE_ASPECT)
#define GAP 2.0

static gboolean
is_dark (const AnnexRiskMapLevel *level)
{
  return level != NULL && annex_contrast_is_dark (level->red, level->green, level->blue);
}

void
annex_risk_map_picture_draw_cell (cairo_t *cairo, const AnnexRiskMapLevel *level, double x, double y, double width, double height)
{
  cairo_save (cairo);
  cairo_rectangle (cairo, x, y, width, height);
  cairo_clip (cairo);
  if (level == NULL)
    {
      const double dashes[] = { 4, 4 };

      cairo_rectangle (cairo, x + 1, y + 1, width - 2, height - 2);
      cairo_set_source_rgb (cairo, 0.5, 0.5, 0.5);
      cairo_set_dash (cairo, dashes, 2, 0);
      cairo_stroke (cairo);
    }
  else
    annex_pattern_fill (cairo, level->mark, level->red, level->green, level->blue, ANNEX_PATTERN_SOFT, x, y, width, height);
  cairo_restore (cairo);
}

/* One layout goes with @cairo: to make one for each text costs more than to shape the text. */
static PangoLayout *
get_layout (cairo_t *cairo)
{
  static const cairo_user_data_key_t key;
  PangoLayout *layout = cairo_get_user_data (cairo, &key);

  if (layout != NULL)
    {
      pango_cairo_update_layout (cairo, layout);
      return layout;
    }
  layout = pango_cairo_create_layout (cairo);
  pango_layout_set_height (layout, -3);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  if (cairo_set_user_data (cairo, &key, layout, g_object_unref) != CAIRO_STATUS_SUCCESS)
    g_error ("Out of memory");
  return layout;
}

/* Text whose middle stands at the height of @y, broken into up to three lines and cut where it is too wide. */
static void
show_layout (cairo_t *cairo, const char *text, double left, double y, double max_width, double size, gboolean bold, PangoAlignment alignment)
{
  PangoLayout *layout;
  PangoFontDescription *font;
  int width, height;

  /* Nothing can be drawn, nor kept with it, where the file could not be made; whoever made it says so. */
  if (cairo_status (cairo) != CAIRO_STATUS_SUCCESS)
    return;
  layout = get_layout (cairo);
  font = pango_font_description_from_string ("Sans");
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, text, -1);
  pango_layout_set_alignment (layout, alignment);
  pango_layout_set_width (layout, (int) (max_width * PANGO_SCALE));
  pango_layout_get_pixel_size (layout, &width, &height);
  cairo_move_to (cairo, left, y - height / 2.0);
  pango_cairo_show_layout (cairo, layout);
  pango_font_description_free (font);
}

static void
show_text (cairo_t *cairo, const char *text, double x, double y, double max_width, double size, gboolean bold)
{
  show_layout (cairo, text, x - max_width / 2, y, max_width, size, bold, PANGO_ALIGN_CENTER);
}

static void
show_text_after (cairo_t *cairo, const char *text, double x, double y, double max_width, double size)
{
  show_layout (cairo, text, x, y, max_width, size, FALSE, PANGO_ALIGN_LEFT);
}

void
annex_risk_map_picture_draw_map_cell (cairo_t *cairo, AnnexRiskMap *map, AnnexRiskStage stage, int likelihood, int consequence,
                                      double x, double y, double width, double height)
{
  const AnnexRiskMapLevel *level =
    annex_risk_map_find_level (map, annex_matrix_get_level (annex_risk_map_get_matrix (map), likelihood, consequence));
  guint count = annex_risk_map_get_count (map, stage, likelihood, consequence);
  const char *const *references = annex_risk_map_get_references (map, stage, likelihood, consequence);
  g_autofree char *number = g_strdup_printf ("%u", count);
  g_autofree char *list = references != NULL ? g_strjoinv (" ", (char **) references) : NULL;
  double shade = is_dark (level) ? 1 : 0;
  gboolean fits = list != NULL && height >= 60 && width > 60;

  annex_risk_map_picture_draw_cell (cairo, level, x, y, width, height);
  if (count == 0)
    return;
  cairo_set_source_rgb (cairo, shade, shade, shade);
  show_text (cairo, number, x + width / 2, fits ? y + height * 0.24 : y + height / 2, width - 6, MIN (20, height * 0.34), TRUE);
  if (fits)
    show_text (cairo, list, x + width / 2, y + height * 0.66, width - 8, MIN (11, height / 6), FALSE);
}

static void
draw_key (cairo_t *cairo, AnnexRiskMap *map, double x, double y, double width)
{
  GPtrArray *levels = annex_risk_map_get_levels (map);
  double step = width / MAX (levels->len, 1);

  for (guint i = 0; i < levels->len; i++)
    {
      const AnnexRiskMapLevel *level = levels->pdata[i];

      annex_risk_map_picture_draw_cell (cairo, level, x + i * step, y, 20, 14);
      cairo_set_source_rgb (cairo, 0, 0, 0);
      show_text_after (cairo, level->name, x + i * step + 26, y + 7, step - 30, 12);
    }
}

void
annex_risk_map_picture_draw_arrows (cairo_t *cairo, AnnexRiskMap *map, double x, double y, double cell_width, double cell_height)
{
  GArray *moves = annex_risk_map_get_moves (map);

  cairo_save (cairo);
  cairo_set_line_cap (cairo, CAIRO_LINE_CAP_ROUND);
  for (guint i = 0; i < moves->len; i++)
    {
      const AnnexRiskMapMove *move = &g_array_index (moves, AnnexRiskMapMove, i);
      guint from_column, from_row, to_column, to_row;
      double x1, y1, x2, y2, angle;

      if (!annex_risk_map_find_cell (map, move->from_likelihood, move->from_consequence, &from_column, &from_row) ||
          !annex_risk_map_find_cell (map, move->to_likelihood, move->to_consequence, &to_column, &to_row))
        continue;
      x1 = x + (from_column + 0.5) * cell_width;
      y1 = y + (from_row + 0.5) * cell_height;
      x2 = x + (to_column + 0.5) * cell_width;
      y2 = y + (to_row + 0.5) * cell_height;
      angle = atan2 (y2 - y1, x2 - x1);
      /* A light line below keeps it apart from any colour. */
      for (int pass = 0; pass < 2; pass++)
        {
          double thickness = 1.5 + MIN (log2 (1 + move->n_risks), 5) + (pass == 0 ? 2 : 0);

          cairo_set_source_rgba (cairo, pass == 0, pass == 0, pass == 0, pass == 0 ? 0.7 : 0.75);
          cairo_set_line_width (cairo, thickness);
          cairo_move_to (cairo, x1, y1);
          cairo_line_to (cairo, x2, y2);
          for (int side = -1; side <= 1; side += 2)
            {
              cairo_move_to (cairo, x2, y2);
              cairo_line_to (cairo, x2 - 11 * cos (angle + side * 0.45), y2 - 11 * sin (angle + side * 0.45));
            }
          cairo_stroke (cairo);
        }
    }
  cairo_restore (cairo);
}

void
annex_risk_map_picture_draw (cairo_t *cairo, AnnexRiskMap *map, AnnexRiskStage stage, double width, double height)
{
  const double left = 96, top = 30, bottom = 84;
  guint n_columns = annex_risk_map_get_n_columns (map), n_rows = annex_risk_map_get_n_rows (map);
  double cell_width = (width - left) / MAX (n_columns, 1), cell_height = (height - top - bottom) / MAX (n_rows, 1);

  cairo_save (cairo);
  cairo_set_source_rgb (cairo, 0, 0, 0);
  show_text (cairo, annex_risk_stage_get_label (stage), left + (width - left) / 2, top / 2, width - left, 16, TRUE);
  show_text (cairo, annex_risk_map_get_row_title (map), left / 2, top / 2, left - 6, 13, TRUE);
  for (guint row = 0; row < n_rows; row++)
    {
      double y = top + row * cell_height;

      cairo_set_source_rgb (cairo, 0, 0, 0);
      show_text (cairo, annex_risk_map_get_row_label (map, row), left / 2 - 4, y + cell_height / 2, left - 12, 12, FALSE);
      for (guint column = 0; column < n_columns; column++)
        {
          double x = left + column * cell_width;
          int likelihood, consequence;

          annex_risk_map_get_cell (map, column, row, &likelihood, &consequence);
          annex_risk_map_picture_draw_map_cell (cairo, map, stage, likelihood, consequence, x, y, cell_width - GAP, cell_height - GAP);
        }
    }
  cairo_set_source_rgb (cairo, 0, 0, 0);
  for (guint column = 0; column < n_columns; column++)
    show_text (cairo, annex_risk_map_get_column_label (map, column), left + (column + 0.5) * cell_width, height - bottom + 14, cell_width - 8, 12, FALSE);
  show_text (cairo, annex_risk_map_get_column_title (map), left + (width - left) / 2, height - bottom + 38, width - left, 13, TRUE);
  draw_key (cairo, map, left, height - 24, width - left);
  cairo_restore (cairo);
}

typedef struct
{
  AnnexRiskMap *map;
  AnnexRiskStage stage;
} Picture;

static void
draw_picture (cairo_t *cairo, double width, double height, gpointer data)
{
  const Picture *picture = data;

  annex_risk_map_picture_draw (cairo, picture->map, picture->stage, width, height);
}

gboolean
annex_risk_map_picture_write (AnnexRiskMap *map, AnnexRiskStage stage, const char *path, GError **error)
{
  Picture picture = { map, stage };

  return annex_picture_write (draw_picture, &picture, PICTURE_WIDTH, PICTURE_HEIGHT, path, error);
}
