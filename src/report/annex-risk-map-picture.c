/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-risk-map-picture.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

#include "annex-contrast.h"
#include "annex-pattern.h"
#include "annex-picture.h"

/* Sizes are those of a picture by itself; elsewhere all of it is made larger or smaller. */
#define PICTURE_WIDTH 800.0
#define PICTURE_HEIGHT 600.0
#define WIDE_PICTURE_WIDTH 1280.0
#define WIDE_PICTURE_HEIGHT 720.0
#define LEFT 96.0
#define TOP 30.0
#define BOTTOM 84.0
#define BETWEEN_GRIDS 20.0
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
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  if (cairo_set_user_data (cairo, &key, layout, g_object_unref) != CAIRO_STATUS_SUCCESS)
    g_error ("Out of memory");
  return layout;
}

/* Returns: (transfer none) (nullable): the text, broken into lines and cut where these are not enough; NULL where nothing can be drawn, nor
 * kept with it, for the file could not be made, as whoever made it says. */
static PangoLayout *
set_text (cairo_t *cairo, const char *text, double max_width, double size, gboolean bold, PangoAlignment alignment)
{
  PangoLayout *layout = cairo_status (cairo) == CAIRO_STATUS_SUCCESS ? get_layout (cairo) : NULL;
  PangoFontDescription *font;

  if (layout == NULL)
    return NULL;
  font = pango_font_description_from_string ("Sans");
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, text, -1);
  pango_layout_set_alignment (layout, alignment);
  pango_layout_set_width (layout, (int) (max_width * PANGO_SCALE));
  pango_layout_set_height (layout, -3);
  pango_layout_set_attributes (layout, NULL);
  pango_font_description_free (font);
  return layout;
}

/* Text whose middle stands at the height of @y. */
static void
show_layout (cairo_t *cairo, const char *text, double left, double y, double max_width, double size, gboolean bold, PangoAlignment alignment)
{
  PangoLayout *layout = set_text (cairo, text, max_width, size, bold, alignment);
  int width, height;

  if (layout == NULL)
    return;
  pango_layout_get_pixel_size (layout, &width, &height);
  cairo_move_to (cairo, left, y - height / 2.0);
  pango_cairo_show_layout (cairo, layout);
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

/* Returns: (transfer full): so that none is broken in two, at its hyphen, say. */
static PangoAttrList *
keep_whole (const char *const *references)
{
  PangoAttrList *attributes = pango_attr_list_new ();
  guint start = 0;

  for (guint i = 0; references[i] != NULL; i++)
    {
      PangoAttribute *attribute = pango_attr_allow_breaks_new (FALSE);

      attribute->start_index = start;
      attribute->end_index = start + (guint) strlen (references[i]);
      start = attribute->end_index + 1;
      pango_attr_list_insert (attributes, attribute);
    }
  return attributes;
}

/* The smallest that can be read. */
#define SMALLEST_SIZE 8.0

/* Returns: (transfer none) (nullable): all of them in a rectangle, as large as fits; NULL where they do not fit. */
static PangoLayout *
set_references (cairo_t *cairo, const char *const *references, double width, double height, double largest_size)
{
  g_autofree char *list = g_strjoinv (" ", (char **) references);
  PangoAttrList *whole = keep_whole (references);
  PangoLayout *fitting = NULL;

  for (double size = largest_size; size >= SMALLEST_SIZE && fitting == NULL; size--)
    {
      PangoLayout *layout = set_text (cairo, list, width, size, FALSE, PANGO_ALIGN_CENTER);
      int text_width, text_height;

      if (layout == NULL)
        break;
      pango_layout_set_height (layout, -ANNEX_RISK_MAP_MAX_REFERENCES - 1);
      pango_layout_set_attributes (layout, whole);
      pango_layout_get_pixel_size (layout, &text_width, &text_height);
      if (text_width <= width && text_height <= height)
        fitting = layout;
    }
  pango_attr_list_unref (whole);
  return fitting;
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
  double shade = is_dark (level) ? 1 : 0;
  double below = height * 0.4;
  PangoLayout *list;

  annex_risk_map_picture_draw_cell (cairo, level, x, y, width, height);
  if (count == 0)
    return;
  cairo_set_source_rgb (cairo, shade, shade, shade);
  list = references != NULL ? set_references (cairo, references, width - 8, height - below - 4, MIN (11, height / 6)) : NULL;
  if (list != NULL)
    {
      int list_height;

      pango_layout_get_pixel_size (list, NULL, &list_height);
      cairo_move_to (cairo, x + 4, y + below + (height - below - 4 - list_height) / 2);
      pango_cairo_show_layout (cairo, list);
    }
  show_text (cairo, number, x + width / 2, list != NULL ? y + height * 0.24 : y + height / 2, width - 6, MIN (20, height * 0.34), TRUE);
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

/* Cells of one size beside one another. */
typedef struct
{
  double x;
  double y;
  double cell_width;
  double cell_height;
} Place;

static gboolean
get_middle (AnnexRiskMap *map, const Place *place, int likelihood, int consequence, double *x, double *y)
{
  guint column, row;

  if (!annex_risk_map_find_cell (map, likelihood, consequence, &column, &row))
    return FALSE;
  *x = place->x + (column + 0.5) * place->cell_width;
  *y = place->y + (row + 0.5) * place->cell_height;
  return TRUE;
}

static void
draw_arrow (cairo_t *cairo, double x1, double y1, double x2, double y2, double thickness)
{
  double angle = atan2 (y2 - y1, x2 - x1);

  /* A light line below keeps it apart from any colour. */
  for (int pass = 0; pass < 2; pass++)
    {
      cairo_set_source_rgba (cairo, pass == 0, pass == 0, pass == 0, pass == 0 ? 0.7 : 0.75);
      cairo_set_line_width (cairo, thickness + (pass == 0 ? 2 : 0));
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

void
annex_risk_map_picture_draw_arrows (cairo_t *cairo, AnnexRiskMap *map, double x, double y, double cell_width, double cell_height)
{
  GArray *moves = annex_risk_map_get_moves (map);
  const Place place = { x, y, cell_width, cell_height };

  cairo_save (cairo);
  cairo_set_line_cap (cairo, CAIRO_LINE_CAP_ROUND);
  for (guint i = 0; i < moves->len; i++)
    {
      const AnnexRiskMapMove *move = &g_array_index (moves, AnnexRiskMapMove, i);
      double x1, y1, x2, y2;

      if (get_middle (map, &place, move->from_likelihood, move->from_consequence, &x1, &y1) &&
          get_middle (map, &place, move->to_likelihood, move->to_consequence, &x2, &y2))
        draw_arrow (cairo, x1, y1, x2, y2, 1.5 + MIN (log2 (1 + move->n_risks), 5));
    }
  cairo_restore (cairo);
}

/* Dark in light, so that it is seen on any colour. */
static void
draw_sign (cairo_t *cairo, AnnexRiskStage stage, double x, double y)
{
  const double radius = 5;

  for (int pass = 0; pass < 2; pass++)
    {
      cairo_new_path (cairo);
      if (stage == ANNEX_RISK_TARGET)
        {
          cairo_move_to (cairo, x, y - radius * 1.3);
          cairo_line_to (cairo, x + radius * 1.3, y);
          cairo_line_to (cairo, x, y + radius * 1.3);
          cairo_line_to (cairo, x - radius * 1.3, y);
          cairo_close_path (cairo);
        }
      else
        cairo_arc (cairo, x, y, radius, 0, 2 * G_PI);
      cairo_set_source_rgb (cairo, pass == 0, pass == 0, pass == 0);
      cairo_set_line_width (cairo, pass == 0 ? 5 : 2);
      if (pass == 1 && stage == ANNEX_RISK_CURRENT)
        cairo_fill_preserve (cairo);
      cairo_stroke (cairo);
    }
}

void
annex_risk_map_picture_draw_trail (cairo_t *cairo, AnnexRiskMap *map, const AnnexRiskRating *ratings, GArray *trail, double width, double height)
{
  /* Beside one another where they are in one cell. */
  static const double shifts[ANNEX_RISK_N_STAGES] = { [ANNEX_RISK_INHERENT] = -0.3, [ANNEX_RISK_CURRENT] = 0, [ANNEX_RISK_TARGET] = 0.3 };
  guint n_columns = annex_risk_map_get_n_columns (map), n_rows = annex_risk_map_get_n_rows (map);
  const Place place = { 0, 0, width / MAX (n_columns, 1), height / MAX (n_rows, 1) };
  double x, y, next_x, next_y;
  gboolean on_way = FALSE;

  cairo_save (cairo);
  cairo_set_line_cap (cairo, CAIRO_LINE_CAP_ROUND);
  for (guint row = 0; row < n_rows; row++)
    for (guint column = 0; column < n_columns; column++)
      {
        int likelihood, consequence;

        annex_risk_map_get_cell (map, column, row, &likelihood, &consequence);
        annex_risk_map_picture_draw_cell (cairo,
                                          annex_risk_map_find_level (map, annex_matrix_get_level (annex_risk_map_get_matrix (map), likelihood, consequence)),
                                          column * place.cell_width, row * place.cell_height, place.cell_width - GAP, place.cell_height - GAP);
      }
  for (guint i = 0; i < trail->len; i++)
    {
      const AnnexRiskRating *step = &g_array_index (trail, AnnexRiskRating, i);

      if (!get_middle (map, &place, step->likelihood, step->consequence, &next_x, &next_y))
        continue;
      if (on_way)
        draw_arrow (cairo, x, y, next_x, next_y, 2);
      on_way = TRUE;
      x = next_x;
      y = next_y;
    }
  for (guint i = 0; i < ANNEX_RISK_N_STAGES; i++)
    if (get_middle (map, &place, ratings[i].likelihood, ratings[i].consequence, &x, &y))
      draw_sign (cairo, (AnnexRiskStage) i, x + shifts[i] * place.cell_width, y);
  cairo_restore (cairo);
}

static void
draw_row_labels (cairo_t *cairo, AnnexRiskMap *map, double cell_height)
{
  cairo_set_source_rgb (cairo, 0, 0, 0);
  show_text (cairo, annex_risk_map_get_row_title (map), LEFT / 2, TOP / 2, LEFT - 6, 12, TRUE);
  for (guint row = 0; row < annex_risk_map_get_n_rows (map); row++)
    show_text (cairo, annex_risk_map_get_row_label (map, row), LEFT / 2 - 4, TOP + (row + 0.5) * cell_height, LEFT - 12, 12, FALSE);
}

/* One rating: its name above the cells, and the names of the columns below. */
static void
draw_grid (cairo_t *cairo, AnnexRiskMap *map, AnnexRiskStage stage, const char *title, const Place *place)
{
  guint n_columns = annex_risk_map_get_n_columns (map), n_rows = annex_risk_map_get_n_rows (map);
  double width = n_columns * place->cell_width, bottom = place->y + n_rows * place->cell_height;

  for (guint row = 0; row < n_rows; row++)
    for (guint column = 0; column < n_columns; column++)
      {
        int likelihood, consequence;

        annex_risk_map_get_cell (map, column, row, &likelihood, &consequence);
        annex_risk_map_picture_draw_map_cell (cairo, map, stage, likelihood, consequence, place->x + column * place->cell_width,
                                              place->y + row * place->cell_height, place->cell_width - GAP, place->cell_height - GAP);
      }
  cairo_set_source_rgb (cairo, 0, 0, 0);
  show_text (cairo, title, place->x + width / 2, place->y / 2, width, 16, TRUE);
  for (guint column = 0; column < n_columns; column++)
    show_text (cairo, annex_risk_map_get_column_label (map, column), place->x + (column + 0.5) * place->cell_width, bottom + 17,
               place->cell_width - 4, MIN (12, place->cell_width / 6), FALSE);
  show_text (cairo, annex_risk_map_get_column_title (map), place->x + width / 2, bottom + 42, width, 12, TRUE);
}

static void
draw_grids (cairo_t *cairo, AnnexRiskMap *map, double width, double cell_height)
{
  double grid_width = (width - LEFT - (ANNEX_RISK_N_STAGES - 1) * BETWEEN_GRIDS) / ANNEX_RISK_N_STAGES;

  for (int stage = 0; stage < ANNEX_RISK_N_STAGES; stage++)
    {
      const Place place = { LEFT + stage * (grid_width + BETWEEN_GRIDS), TOP, grid_width / MAX (annex_risk_map_get_n_columns (map), 1), cell_height };

      draw_grid (cairo, map, (AnnexRiskStage) stage, annex_risk_stage_get_label ((AnnexRiskStage) stage), &place);
    }
}

static void
draw_one (cairo_t *cairo, AnnexRiskMap *map, AnnexRiskMapView view, double width, double cell_height)
{
  AnnexRiskStage stage = view == ANNEX_RISK_MAP_MOVEMENT ? ANNEX_RISK_TARGET : (AnnexRiskStage) view;
  const Place place = { LEFT, TOP, (width - LEFT) / MAX (annex_risk_map_get_n_columns (map), 1), cell_height };

  draw_grid (cairo, map, stage, view == ANNEX_RISK_MAP_MOVEMENT ? _("From Inherent to Residual") : annex_risk_stage_get_label (stage), &place);
  if (view == ANNEX_RISK_MAP_MOVEMENT)
    annex_risk_map_picture_draw_arrows (cairo, map, LEFT, TOP, place.cell_width, cell_height);
}

static void
get_size (AnnexRiskMapView view, double *width, double *height)
{
  *width = view == ANNEX_RISK_MAP_SIDE_BY_SIDE ? WIDE_PICTURE_WIDTH : PICTURE_WIDTH;
  *height = view == ANNEX_RISK_MAP_SIDE_BY_SIDE ? WIDE_PICTURE_HEIGHT : PICTURE_HEIGHT;
}

double
annex_risk_map_picture_get_aspect (AnnexRiskMapView view)
{
  double width, height;

  get_size (view, &width, &height);
  return width / height;
}

void
annex_risk_map_picture_draw (cairo_t *cairo, AnnexRiskMap *map, AnnexRiskMapView view, double width, double height)
{
  double full_width, full_height, cell_height, scale;

  get_size (view, &full_width, &full_height);
  cell_height = (full_height - TOP - BOTTOM) / MAX (annex_risk_map_get_n_rows (map), 1);
  scale = MIN (width / full_width, height / full_height);
  cairo_save (cairo);
  cairo_scale (cairo, scale, scale);
  draw_row_labels (cairo, map, cell_height);
  if (view == ANNEX_RISK_MAP_SIDE_BY_SIDE)
    draw_grids (cairo, map, full_width, cell_height);
  else
    draw_one (cairo, map, view, full_width, cell_height);
  draw_key (cairo, map, LEFT, full_height - 24, full_width - LEFT);
  cairo_restore (cairo);
}

typedef struct
{
  AnnexRiskMap *map;
  AnnexRiskMapView view;
} Picture;

static void
draw_picture (cairo_t *cairo, double width, double height, gpointer data)
{
  const Picture *picture = data;

  annex_risk_map_picture_draw (cairo, picture->map, picture->view, width, height);
}

gboolean
annex_risk_map_picture_write (AnnexRiskMap *map, AnnexRiskMapView view, const char *path, GError **error)
{
  Picture picture = { map, view };
  double width, height;

  get_size (view, &width, &height);
  return annex_picture_write (draw_picture, &picture, width, height, path, error);
}
