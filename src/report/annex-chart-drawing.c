/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-chart-private.h"

#include <math.h>
#include <pango/pangocairo.h>

#include "annex-pattern.h"

/* Lengths as multiples of the text's size. */
#define LINE 1.45
#define GAP 0.6
#define BAR 1.7
#define BAR_AT_MOST 2.6
#define COLUMN_AT_MOST 5.0
#define SWATCH 1.6
#define PLOT 15.0
#define REACH 1.5
/* Share of the width that the names of lying bars may take. */
#define NAMES_AT_MOST 0.38
/* Share of a category's room that its bars fill. */
#define FILLED 0.72

/* Where everything stands. */
typedef struct
{
  const AnnexChart *chart;
  const AnnexChartStyle *style;
  PangoLayout *text;
  double width, height;
  double legend_top;
  double left, top, right, bottom; /* of the plot */
  double low, high, step;          /* of the value axis */
} Plan;

static double
measure (Plan *plan, const char *text, gboolean bold)
{
  PangoFontDescription *font = pango_font_description_from_string (plan->style->font != NULL ? plan->style->font : "Sans");
  int width;

  pango_font_description_set_absolute_size (font, plan->style->size * PANGO_SCALE);
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (plan->text, font);
  pango_layout_set_width (plan->text, -1);
  pango_layout_set_text (plan->text, text, -1);
  pango_layout_get_pixel_size (plan->text, &width, NULL);
  pango_font_description_free (font);
  return width;
}

/* Text of up to @n_lines lines; @align: 0 begins, 0.5 stands about, 1 ends at @x; its middle is at @y. */
static void
show (Plan *plan, cairo_t *cairo, const char *text, double x, double y, double align, double max_width, int n_lines, gboolean bold)
{
  int height;

  measure (plan, text, bold);
  pango_layout_set_width (plan->text, (int) (MAX (max_width, 1) * PANGO_SCALE));
  pango_layout_set_height (plan->text, -n_lines);
  pango_layout_set_alignment (plan->text, align == 0 ? PANGO_ALIGN_LEFT : align == 1 ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_CENTER);
  pango_layout_get_pixel_size (plan->text, NULL, &height);
  cairo_set_source_rgb (cairo, plan->style->red, plan->style->green, plan->style->blue);
  cairo_move_to (cairo, x - align * MAX (max_width, 1), y - height / 2.0);
  pango_cairo_show_layout (cairo, plan->text);
}

static const AnnexChartSeries *
get_series (const AnnexChart *chart, guint index)
{
  return &g_array_index (chart->series, AnnexChartSeries, index);
}

static const AnnexChartCategory *
get_category (const AnnexChart *chart, guint index)
{
  return &g_array_index (chart->categories, AnnexChartCategory, index);
}

/* ---- The legend: names of series in lines, each begun where the last one has no room ---- */

typedef void (*LegendEntry) (Plan *plan, guint series, double x, double y, double width, gpointer data);

static double
lay_legend (Plan *plan, LegendEntry entry, gpointer data)
{
  double size = plan->style->size, x = 0, y = 0;

  if (plan->chart->series->len < 2)
    return 0;
  for (guint i = 0; i < plan->chart->series->len; i++)
    {
      double width = MIN ((SWATCH + GAP) * size + measure (plan, get_series (plan->chart, i)->name, FALSE) + 1, plan->width);

      if (x > 0 && x + width > plan->width)
        {
          x = 0;
          y += LINE * size;
        }
      if (entry != NULL)
        entry (plan, i, x, plan->legend_top + y, width, data);
      x += width + 2 * GAP * size;
    }
  return y + (LINE + GAP) * size;
}

/* ---- The axis of values ---- */

static void
widen (Plan *plan, double value)
{
  plan->low = MIN (plan->low, value);
  plan->high = MAX (plan->high, value);
}

/* Steps of 1, 2 or 5 times a power of ten, whole ones where all values are whole, and about @n_steps of them. */
static void
find_steps (Plan *plan, double n_steps)
{
  const AnnexChart *chart = plan->chart;
  gboolean whole = TRUE;
  double rough, power;

  plan->low = plan->high = 0;
  for (guint category = 0; category < chart->categories->len; category++)
    {
      double above = 0, below = 0, value;

      for (guint series = 0; series < chart->series->len; series++)
        {
          if (!annex_chart_get_value (chart, category, series, &value))
            continue;
          whole = whole && value == floor (value);
          widen (plan, value);
          *(value >= 0 ? &above : &below) += value;
        }
      if (chart->stacked)
        {
          widen (plan, above);
          widen (plan, below);
        }
    }
  if (plan->low == plan->high)
    plan->high = 1;
  rough = (plan->high - plan->low) / MAX (n_steps, 1);
  power = pow (10, floor (log10 (rough)));
  plan->step = rough <= power ? power : rough <= 2 * power ? 2 * power : rough <= 5 * power ? 5 * power : 10 * power;
  if (whole)
    plan->step = MAX (plan->step, 1);
  plan->low = floor (plan->low / plan->step) * plan->step;
  plan->high = ceil (plan->high / plan->step) * plan->step;
}

static double
get_widest_name (Plan *plan)
{
  double widest = 0;

  for (guint i = 0; i < plan->chart->categories->len; i++)
    widest = MAX (widest, measure (plan, get_category (plan->chart, i)->name, FALSE));
  return widest;
}

static double
get_widest_value (Plan *plan)
{
  g_autofree char *low = annex_chart_format (plan->chart, plan->low);
  g_autofree char *high = annex_chart_format (plan->chart, plan->high);
  g_autofree char *step = annex_chart_format (plan->chart, plan->high - plan->step);

  return MAX (MAX (measure (plan, low, FALSE), measure (plan, high, FALSE)), measure (plan, step, FALSE));
}

static void
plan_begin (Plan *plan, const AnnexChart *chart, const AnnexChartStyle *style, double width, double height)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  double size = style->size;

  *plan = (Plan) { .chart = chart, .style = style, .width = width, .height = height };
  plan->text = pango_layout_new (context);
  g_object_unref (context);
  pango_layout_set_wrap (plan->text, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_ellipsize (plan->text, PANGO_ELLIPSIZE_END);
  plan->legend_top = style->titled && chart->title != NULL ? (LINE + GAP) * size : 0;
  plan->top = plan->legend_top + lay_legend (plan, NULL, NULL);
  if (chart->kind == ANNEX_CHART_BARS)
    {
      plan->left = MIN (get_widest_name (plan) + 1, width * NAMES_AT_MOST) + GAP * size;
      find_steps (plan, (width - plan->left) / (6 * size));
      plan->right = width - get_widest_value (plan) - GAP * size;
      plan->bottom = height - LINE * size;
    }
  else
    {
      plan->top += LINE * size / 2;
      plan->bottom = height - 2.2 * LINE * size;
      find_steps (plan, (plan->bottom - plan->top) / (3 * size));
      plan->left = get_widest_value (plan) + 1 + GAP * size;
      plan->right = width;
    }
}

static void
plan_end (Plan *plan)
{
  g_object_unref (plan->text);
}

static gboolean
has_room (const Plan *plan)
{
  return plan->right > plan->left && plan->bottom > plan->top && plan->chart->categories->len > 0 && plan->chart->series->len > 0;
}

/* ---- Where a value stands ---- */

/* From the left, or, in charts that stand upright, from the top. */
static double
place_value (const Plan *plan, double value)
{
  double share = (value - plan->low) / (plan->high - plan->low);

  return plan->chart->kind == ANNEX_CHART_BARS ? plan->left + share * (plan->right - plan->left)
                                               : plan->bottom - share * (plan->bottom - plan->top);
}

static double
get_slot (const Plan *plan)
{
  double extent = plan->chart->kind == ANNEX_CHART_BARS ? plan->bottom - plan->top : plan->right - plan->left;

  return extent / plan->chart->categories->len;
}

/* The middle of a category, across the axis of values. */
static double
place_category (const Plan *plan, guint category)
{
  const AnnexChart *chart = plan->chart;

  if (chart->kind == ANNEX_CHART_LINES)
    {
      double first = get_category (chart, 0)->position, last = get_category (chart, chart->categories->len - 1)->position;
      double inset = MIN (2 * plan->style->size, (plan->right - plan->left) / 4);
      double share = last > first ? (get_category (chart, category)->position - first) / (last - first) : 0.5;

      return plan->left + inset + share * (plan->right - plan->left - 2 * inset);
    }
  return (chart->kind == ANNEX_CHART_BARS ? plan->top : plan->left) + (category + 0.5) * get_slot (plan);
}

static double
get_thickness (const Plan *plan)
{
  guint n_bars = plan->chart->stacked ? 1 : plan->chart->series->len;
  double at_most = plan->chart->kind == ANNEX_CHART_BARS ? BAR_AT_MOST : COLUMN_AT_MOST;

  return MIN (get_slot (plan) * FILLED / n_bars, at_most * plan->style->size);
}

/* Where a bar begins: on zero, or on what it is stacked upon. */
static double
find_base (const AnnexChart *chart, guint category, guint series, double value)
{
  double base = 0, other;

  if (chart->stacked)
    for (guint i = 0; i < series; i++)
      if (annex_chart_get_value (chart, category, i, &other) && (other >= 0) == (value >= 0))
        base += other;
  return base;
}

static gboolean
find_bounds (const Plan *plan, guint category, guint series, cairo_rectangle_t *bounds)
{
  const AnnexChart *chart = plan->chart;
  double value, base, from, to, across, thickness;

  if (!has_room (plan) || !annex_chart_get_value (chart, category, series, &value))
    return FALSE;
  if (chart->kind == ANNEX_CHART_LINES)
    {
      double reach = 0.7 * plan->style->size;

      *bounds = (cairo_rectangle_t) { place_category (plan, category) - reach, place_value (plan, value) - reach, 2 * reach, 2 * reach };
      return TRUE;
    }
  thickness = get_thickness (plan);
  base = find_base (chart, category, series, value);
  from = place_value (plan, MIN (base, base + value));
  to = place_value (plan, MAX (base, base + value));
  across = place_category (plan, category) - (chart->stacked ? 0.5 : chart->series->len / 2.0 - series) * thickness;
  *bounds = chart->kind == ANNEX_CHART_BARS ? (cairo_rectangle_t) { from, across, to - from, thickness }
                                            : (cairo_rectangle_t) { across, to, thickness, from - to };
  return TRUE;
}

/* ---- Drawing ---- */

static void
set_foreground (const Plan *plan, cairo_t *cairo, double strength, double high_contrast)
{
  cairo_set_source_rgba (cairo, plan->style->red, plan->style->green, plan->style->blue, plan->style->high_contrast ? high_contrast : strength);
}

static void
draw_swatch (const Plan *plan, cairo_t *cairo, const AnnexChartSeries *series, const cairo_rectangle_t *bounds)
{
  annex_pattern_fill (cairo, series->mark, series->red, series->green, series->blue, ANNEX_PATTERN_CLEAR, bounds->x, bounds->y,
                      bounds->width, bounds->height);
  set_foreground (plan, cairo, 0.4, 1);
  cairo_set_line_width (cairo, 1);
  cairo_rectangle (cairo, bounds->x + 0.5, bounds->y + 0.5, MAX (bounds->width - 1, 0), MAX (bounds->height - 1, 0));
  cairo_stroke (cairo);
}

/* The points of each series have a shape of their own. */
static void
draw_point (const Plan *plan, cairo_t *cairo, guint index, double x, double y)
{
  const AnnexChartSeries *series = get_series (plan->chart, index);
  double reach = plan->style->size * 0.36;
  guint shape = index % 5;

  cairo_new_path (cairo);
  if (shape == 0)
    cairo_arc (cairo, x, y, reach, 0, 2 * G_PI);
  else if (shape == 1)
    cairo_rectangle (cairo, x - reach * 0.9, y - reach * 0.9, reach * 1.8, reach * 1.8);
  else
    {
      guint n_corners = shape == 2 ? 4 : 3;
      double turn = shape == 4 ? G_PI / 2 : -G_PI / 2;

      for (guint corner = 0; corner < n_corners; corner++)
        cairo_line_to (cairo, x + 1.3 * reach * cos (turn + corner * 2 * G_PI / n_corners),
                       y + 1.3 * reach * sin (turn + corner * 2 * G_PI / n_corners));
      cairo_close_path (cairo);
    }
  cairo_set_source_rgb (cairo, series->red, series->green, series->blue);
  cairo_fill_preserve (cairo);
  set_foreground (plan, cairo, 0.7, 1);
  cairo_set_line_width (cairo, 1);
  cairo_stroke (cairo);
}

static void
draw_legend_entry (Plan *plan, guint index, double x, double y, double width, gpointer data)
{
  const AnnexChartSeries *series = get_series (plan->chart, index);
  double size = plan->style->size, middle = y + LINE * size / 2;
  cairo_t *cairo = data;

  if (plan->chart->kind == ANNEX_CHART_LINES)
    {
      cairo_set_source_rgb (cairo, series->red, series->green, series->blue);
      cairo_set_line_width (cairo, size / 6);
      cairo_move_to (cairo, x, middle);
      cairo_line_to (cairo, x + SWATCH * size, middle);
      cairo_stroke (cairo);
      draw_point (plan, cairo, index, x + SWATCH * size / 2, middle);
    }
  else
    draw_swatch (plan, cairo, series, &(cairo_rectangle_t) { x, middle - size / 2, SWATCH * size, size });
  show (plan, cairo, series->name, x + (SWATCH + GAP) * size, middle, 0, width - (SWATCH + GAP) * size, 1, FALSE);
}

static void
draw_axis (Plan *plan, cairo_t *cairo)
{
  gboolean lying = plan->chart->kind == ANNEX_CHART_BARS;
  double size = plan->style->size;
  int n_steps = (int) lround ((plan->high - plan->low) / plan->step);

  cairo_set_line_width (cairo, 1);
  for (int i = 0; i <= n_steps; i++)
    {
      double value = plan->low + i * plan->step, place = place_value (plan, value);
      /* On the middle of a pixel, so that it is sharp. */
      double sharp = floor (place) + 0.5;
      g_autofree char *label = annex_chart_format (plan->chart, value);

      /* The grid is seen through numbers that stand across it, and they are to be read. */
      if (fabs (value) < plan->step / 2)
        set_foreground (plan, cairo, 0.6, 1);
      else
        set_foreground (plan, cairo, 0.15, 0.35);
      cairo_move_to (cairo, lying ? sharp : plan->left, lying ? plan->top : sharp);
      cairo_line_to (cairo, lying ? sharp : plan->right, lying ? plan->bottom : sharp);
      cairo_stroke (cairo);
      if (lying)
        show (plan, cairo, label, place, plan->bottom + LINE * size / 2, 0.5, 6 * size, 1, FALSE);
      else
        show (plan, cairo, label, plan->left - GAP * size, place, 1, plan->left - GAP * size, 1, FALSE);
    }
}

/* The room that a name below the plot takes about its category's place, within the picture. */
static void
find_name (Plan *plan, guint category, double *middle, double *width, gboolean *broken)
{
  double size = plan->style->size;
  double room = plan->chart->kind == ANNEX_CHART_LINES ? 6 * size : MAX (get_slot (plan) - GAP * size, 5 * size);
  double whole = measure (plan, get_category (plan->chart, category)->name, FALSE) + 1;

  *width = MIN (whole, room);
  *broken = whole > room;
  *middle = CLAMP (place_category (plan, category), *width / 2, plan->width - *width / 2);
}

/* The names of every so many categories, so that none run into one another; the marks themselves say theirs. */
static guint
count_names_to_leave_out (Plan *plan)
{
  for (guint step = 1; step < plan->chart->categories->len; step++)
    {
      double free_from = 0, middle, width;
      gboolean fits = TRUE, broken;

      for (guint i = 0; fits && i < plan->chart->categories->len; i += step)
        {
          find_name (plan, i, &middle, &width, &broken);
          fits = middle - width / 2 >= free_from;
          free_from = middle + width / 2 + GAP * plan->style->size / 2;
        }
      if (fits)
        return step;
    }
  return plan->chart->categories->len;
}

static void
draw_names (Plan *plan, cairo_t *cairo)
{
  const AnnexChart *chart = plan->chart;
  double size = plan->style->size;
  guint step = chart->kind == ANNEX_CHART_BARS ? 1 : count_names_to_leave_out (plan);

  for (guint i = 0; i < chart->categories->len; i += step)
    {
      const char *name = get_category (chart, i)->name;
      double middle, width;
      gboolean broken;

      if (chart->kind != ANNEX_CHART_BARS)
        {
          find_name (plan, i, &middle, &width, &broken);
          show (plan, cairo, name, middle, plan->bottom + LINE * size * (broken ? 1.1 : 0.75), 0.5, width, 2, FALSE);
        }
      else if (get_slot (plan) >= size)
        show (plan, cairo, name, plan->left - GAP * size, place_category (plan, i), 1, plan->left - GAP * size,
              get_slot (plan) >= 2.6 * size ? 2 : 1, FALSE);
    }
}

static void
show_value (Plan *plan, cairo_t *cairo, double value, const cairo_rectangle_t *bounds)
{
  g_autofree char *label = annex_chart_format (plan->chart, value);
  double size = plan->style->size, thickness = get_thickness (plan), width = measure (plan, label, FALSE) + 1;

  if (plan->chart->kind == ANNEX_CHART_BARS && thickness >= size)
    show (plan, cairo, label, value >= 0 ? bounds->x + bounds->width + GAP * size / 2 : bounds->x - GAP * size / 2,
          bounds->y + thickness / 2, value >= 0 ? 0 : 1, width, 1, FALSE);
  if (plan->chart->kind == ANNEX_CHART_COLUMNS && thickness >= width)
    show (plan, cairo, label, bounds->x + thickness / 2,
          value >= 0 ? bounds->y - LINE * size / 2 : bounds->y + bounds->height + LINE * size / 2, 0.5, width, 1, FALSE);
}

static void
draw_bars (Plan *plan, cairo_t *cairo)
{
  const AnnexChart *chart = plan->chart;

  for (guint category = 0; category < chart->categories->len; category++)
    {
      cairo_rectangle_t bounds, last;
      double value, total = 0;
      gboolean any = FALSE, mixed = FALSE;

      for (guint series = 0; series < chart->series->len; series++)
        {
          if (!find_bounds (plan, category, series, &bounds))
            continue;
          annex_chart_get_value (chart, category, series, &value);
          draw_swatch (plan, cairo, get_series (chart, series), &bounds);
          mixed = mixed || (any && value * total < 0);
          total += value;
          any = TRUE;
          last = bounds;
          if (!chart->stacked)
            show_value (plan, cairo, value, &bounds);
        }
      /* Above a stack stands its sum, where that is what it is as high as. */
      if (chart->stacked && any && !mixed)
        show_value (plan, cairo, total, &last);
    }
}

static void
draw_lines (Plan *plan, cairo_t *cairo)
{
  const AnnexChart *chart = plan->chart;
  double value;

  cairo_set_line_join (cairo, CAIRO_LINE_JOIN_ROUND);
  for (guint i = 0; i < chart->series->len; i++)
    {
      const AnnexChartSeries *series = get_series (chart, i);
      gboolean joined = FALSE;

      for (guint category = 0; category < chart->categories->len; category++)
        {
          if (!annex_chart_get_value (chart, category, i, &value))
            {
              joined = FALSE;
              continue;
            }
          (joined ? cairo_line_to : cairo_move_to) (cairo, place_category (plan, category), place_value (plan, value));
          joined = TRUE;
        }
      cairo_set_source_rgb (cairo, series->red, series->green, series->blue);
      cairo_set_line_width (cairo, plan->style->size / 6);
      cairo_stroke (cairo);
    }
  for (guint i = 0; i < chart->series->len; i++)
    for (guint category = 0; category < chart->categories->len; category++)
      if (annex_chart_get_value (chart, category, i, &value))
        draw_point (plan, cairo, i, place_category (plan, category), place_value (plan, value));
}

void
annex_chart_draw (AnnexChart *self, cairo_t *cairo, const AnnexChartStyle *style, double width, double height)
{
  Plan plan;

  /* Nothing can be drawn where the file could not be made; whoever made it says so. */
  if (cairo_status (cairo) != CAIRO_STATUS_SUCCESS)
    return;
  plan_begin (&plan, self, style, width, height);
  cairo_save (cairo);
  if (style->titled && self->title != NULL)
    show (&plan, cairo, self->title, 0, LINE * style->size / 2, 0, width, 1, TRUE);
  if (has_room (&plan))
    {
      lay_legend (&plan, draw_legend_entry, cairo);
      draw_axis (&plan, cairo);
      if (self->kind == ANNEX_CHART_LINES)
        draw_lines (&plan, cairo);
      else
        draw_bars (&plan, cairo);
      draw_names (&plan, cairo);
    }
  cairo_restore (cairo);
  plan_end (&plan);
}

double
annex_chart_get_height (AnnexChart *self, const AnnexChartStyle *style, double width)
{
  double height = PLOT * style->size;
  Plan plan;

  plan_begin (&plan, self, style, width, height);
  if (self->kind == ANNEX_CHART_BARS)
    height = plan.top + LINE * style->size +
             self->categories->len * MAX (BAR * style->size * (self->stacked ? 1 : MAX (self->series->len, 1)) / FILLED, 2.8 * style->size);
  else
    height += plan.top;
  plan_end (&plan);
  return ceil (height);
}

cairo_rectangle_t *
annex_chart_list_bounds (AnnexChart *self, const AnnexChartStyle *style, double width, double height)
{
  guint n_series = self->series->len;
  cairo_rectangle_t *bounds = g_new0 (cairo_rectangle_t, self->categories->len * n_series + 1);
  Plan plan;

  plan_begin (&plan, self, style, width, height);
  for (guint i = 0; i < self->categories->len * n_series; i++)
    if (!find_bounds (&plan, i / n_series, i % n_series, &bounds[i]))
      bounds[i].width = -1;
  plan_end (&plan);
  return bounds;
}

/* How far a place is from a rectangle; 0 within. */
static double
get_distance (const cairo_rectangle_t *bounds, double x, double y)
{
  double across = MAX (MAX (bounds->x - x, x - bounds->x - bounds->width), 0);
  double down = MAX (MAX (bounds->y - y, y - bounds->y - bounds->height), 0);

  return hypot (across, down);
}

gboolean
annex_chart_pick (AnnexChart *self, const AnnexChartStyle *style, double width, double height, double x, double y, guint *category, guint *series)
{
  /* A bar of nothing or next to nothing can be hit, too. */
  double nearest = (self->kind == ANNEX_CHART_LINES ? REACH : GAP) * style->size;
  gboolean found = FALSE;
  Plan plan;

  plan_begin (&plan, self, style, width, height);
  for (guint i = 0; i < self->categories->len; i++)
    for (guint j = 0; j < self->series->len; j++)
      {
        cairo_rectangle_t bounds;
        double distance;

        if (!find_bounds (&plan, i, j, &bounds))
          continue;
        distance = self->kind == ANNEX_CHART_LINES ? hypot (x - bounds.x - bounds.width / 2, y - bounds.y - bounds.height / 2)
                                                   : get_distance (&bounds, x, y);
        if (distance >= nearest)
          continue;
        nearest = distance;
        *category = i;
        *series = j;
        found = TRUE;
      }
  plan_end (&plan);
  return found;
}
