/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-chart-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "annex-picture.h"

#define PICTURE_WIDTH 640.0
/* Width of the column of text that reports have, in points; the figure is drawn at about this size. */
#define REPORT_WIDTH 480.0

/* The colours of Okabe and Ito, told apart with every common colour blindness, without black and yellow. */
static const int colours[] = { 0x0072B2, 0xE69F00, 0x009E73, 0xCC79A7, 0x56B4E9, 0xD55E00, 0x7F7F7F };
static const char *const marks[] = { "plain", "diagonal", "dots", "cross", "bars", "waves", "grid" };

const AnnexChartStyle ANNEX_CHART_STYLE_PAPER = { .font = NULL, .size = 9 };

static void
clear_category (gpointer data)
{
  g_free (((AnnexChartCategory *) data)->name);
}

static void
clear_series (gpointer data)
{
  AnnexChartSeries *series = data;

  g_free (series->name);
  g_array_unref (series->values);
}

AnnexChart *
annex_chart_new (AnnexChartKind kind, const char *title)
{
  AnnexChart *self = g_rc_box_new0 (AnnexChart);

  self->kind = kind;
  self->title = g_strdup (title);
  self->categories = g_array_new (FALSE, FALSE, sizeof (AnnexChartCategory));
  self->series = g_array_new (FALSE, FALSE, sizeof (AnnexChartSeries));
  g_array_set_clear_func (self->categories, clear_category);
  g_array_set_clear_func (self->series, clear_series);
  return self;
}

AnnexChart *
annex_chart_ref (AnnexChart *self)
{
  return g_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  AnnexChart *self = data;

  g_free (self->title);
  g_free (self->unit);
  g_array_unref (self->categories);
  g_array_unref (self->series);
}

void
annex_chart_unref (AnnexChart *self)
{
  g_rc_box_release_full (self, clear);
}

void
annex_chart_set_stacked (AnnexChart *self, gboolean stacked)
{
  self->stacked = stacked && self->kind != ANNEX_CHART_LINES;
}

void
annex_chart_set_unit (AnnexChart *self, const char *unit)
{
  g_set_str (&self->unit, unit);
}

static guint
add_category (AnnexChart *self, const char *name, double position)
{
  AnnexChartCategory category = { g_strdup (name), position };

  g_array_append_val (self->categories, category);
  return self->categories->len - 1;
}

guint
annex_chart_add_category (AnnexChart *self, const char *name)
{
  return add_category (self, name, self->categories->len);
}

guint
annex_chart_add_date (AnnexChart *self, const char *name, const char *date)
{
  g_autoptr (GDateTime) day = NULL;
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  day = g_date_time_new_from_iso8601 (date, utc);
  if (day == NULL)
    {
      g_autofree char *midnight = g_strconcat (date, "T00:00:00", NULL);

      day = g_date_time_new_from_iso8601 (midnight, utc);
    }
  g_return_val_if_fail (day != NULL, 0);

  return add_category (self, name, g_date_time_to_unix (day) / 86400.0);
}

guint
annex_chart_add_series (AnnexChart *self, const char *name, int rgb, const char *mark)
{
  guint place = self->series->len;
  int colour = rgb >= 0 ? rgb : colours[place % G_N_ELEMENTS (colours)];
  AnnexChartSeries series = {
    .name = g_strdup (name),
    .red = (colour >> 16 & 0xFF) / 255.0,
    .green = (colour >> 8 & 0xFF) / 255.0,
    .blue = (colour & 0xFF) / 255.0,
    .mark = g_intern_string (mark != NULL ? mark : marks[place % G_N_ELEMENTS (marks)]),
    .values = g_array_new (FALSE, FALSE, sizeof (double)),
  };

  g_array_append_val (self->series, series);
  return place;
}

void
annex_chart_set_value (AnnexChart *self, guint category, guint series, double value)
{
  GArray *values;

  g_return_if_fail (category < self->categories->len && series < self->series->len);

  values = g_array_index (self->series, AnnexChartSeries, series).values;
  while (values->len <= category)
    {
      double nothing = NAN;

      g_array_append_val (values, nothing);
    }
  g_array_index (values, double, category) = isfinite (value) ? value : NAN;
}

gboolean
annex_chart_get_value (const AnnexChart *self, guint category, guint series, double *value)
{
  GArray *values = series < self->series->len ? g_array_index (self->series, AnnexChartSeries, series).values : NULL;

  if (values == NULL || category >= values->len || isnan (g_array_index (values, double, category)))
    return FALSE;
  if (value != NULL)
    *value = g_array_index (values, double, category);
  return TRUE;
}

AnnexChartKind
annex_chart_get_kind (const AnnexChart *self)
{
  return self->kind;
}

const char *
annex_chart_get_title (const AnnexChart *self)
{
  return self->title;
}

guint
annex_chart_get_n_categories (const AnnexChart *self)
{
  return self->categories->len;
}

guint
annex_chart_get_n_series (const AnnexChart *self)
{
  return self->series->len;
}

char *
annex_chart_format (const AnnexChart *self, double value)
{
  g_autofree char *number = NULL;

  if (value == floor (value) && fabs (value) < 1e15)
    number = g_strdup_printf ("%'.0f", value);
  else
    number = fabs (value) >= 1 ? g_strdup_printf ("%'.1f", value) : g_strdup_printf ("%.2g", value);
  if (self->unit == NULL)
    return g_steal_pointer (&number);
  /* A narrow space that does not break. */
  return g_strdup_printf ("%s\u202f%s", number, self->unit);
}

char *
annex_chart_dup_value_text (const AnnexChart *self, guint category, guint series)
{
  g_autofree char *number = NULL;
  double value;

  g_return_val_if_fail (category < self->categories->len && series < self->series->len, NULL);

  number = annex_chart_get_value (self, category, series, &value) ? annex_chart_format (self, value) : g_strdup (_("no value"));
  if (self->series->len == 1)
    return g_strdup_printf (_("%s, %s"), g_array_index (self->categories, AnnexChartCategory, category).name, number);
  return g_strdup_printf (_("%s, %s, %s"), g_array_index (self->categories, AnnexChartCategory, category).name,
                          g_array_index (self->series, AnnexChartSeries, series).name, number);
}

char *
annex_chart_dup_text (const AnnexChart *self)
{
  GString *text = g_string_new (self->title);

  for (guint category = 0; category < self->categories->len; category++)
    {
      gboolean first = TRUE;

      g_string_append_printf (text, "%s%s: ", text->len > 0 ? "\n" : "", g_array_index (self->categories, AnnexChartCategory, category).name);
      for (guint series = 0; series < self->series->len; series++)
        {
          g_autofree char *number = NULL;
          double value;

          if (!annex_chart_get_value (self, category, series, &value))
            continue;
          number = annex_chart_format (self, value);
          g_string_append (text, first ? "" : ", ");
          if (self->series->len > 1)
            g_string_append_printf (text, "%s ", g_array_index (self->series, AnnexChartSeries, series).name);
          g_string_append (text, number);
          first = FALSE;
        }
      if (first)
        g_string_append (text, _("no value"));
    }
  return g_string_free (text, FALSE);
}

static void
draw_figure (cairo_t *cairo, double width, double height, gpointer data)
{
  AnnexChartStyle style = ANNEX_CHART_STYLE_PAPER;

  /* A writer may draw wider than the page, and scale. */
  style.size *= width / REPORT_WIDTH;
  annex_chart_draw (data, cairo, &style, width, height);
}

void
annex_chart_add_to_report (AnnexChart *self, AnnexReportDocument *document)
{
  g_autofree char *text = annex_chart_dup_text (self);

  annex_report_document_add_figure (document, draw_figure, annex_chart_ref (self), (GDestroyNotify) annex_chart_unref,
                                    REPORT_WIDTH / annex_chart_get_height (self, &ANNEX_CHART_STYLE_PAPER, REPORT_WIDTH),
                                    self->title != NULL ? self->title : "", text);
}

static const AnnexChartStyle picture_style = { .size = 12, .titled = TRUE };

static void
draw_picture (cairo_t *cairo, double width, double height, gpointer data)
{
  annex_chart_draw (data, cairo, &picture_style, width, height);
}

GBytes *
annex_chart_draw_png (AnnexChart *self)
{
  return annex_picture_draw_png (draw_picture, self, PICTURE_WIDTH, annex_chart_get_height (self, &picture_style, PICTURE_WIDTH));
}

gboolean
annex_chart_write (AnnexChart *self, const char *path, GError **error)
{
  return annex_picture_write (draw_picture, self, PICTURE_WIDTH, annex_chart_get_height (self, &picture_style, PICTURE_WIDTH), path, error);
}
