/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

#include "annex-report-document.h"

G_BEGIN_DECLS

/**
 * AnnexChart:
 *
 * Numbers by category and series, drawn as bars, columns or lines. It knows neither records nor widgets:
 * the same chart stands in a report, in a picture and in an AnnexChartView. Series differ by colour and by
 * pattern (bars) or by the shape of their points (lines), so colour is never the only sign.
 *
 * A chart is filled, then drawn; it belongs to one thread at a time.
 */
typedef struct _AnnexChart AnnexChart;

/**
 * AnnexChartKind:
 * @ANNEX_CHART_BARS: lying bars, one below the other: for categories that are names
 * @ANNEX_CHART_COLUMNS: upright bars: for few categories, or such as have an order
 * @ANNEX_CHART_LINES: points joined by lines: for change over time
 */
typedef enum
{
  ANNEX_CHART_BARS,
  ANNEX_CHART_COLUMNS,
  ANNEX_CHART_LINES
} AnnexChartKind;

/**
 * AnnexChartStyle:
 * @font: family of the font; NULL for "Sans"
 * @size: height of the text, in the units of the surface
 * @red: 0 to 1, of text and axes; likewise @green and @blue
 * @titled: whether the title stands above; not where a caption or heading already says it
 * @high_contrast: whether every shape has a full outline and the grid is stronger
 */
typedef struct
{
  const char *font;
  double size;
  double red, green, blue;
  gboolean titled;
  gboolean high_contrast;
} AnnexChartStyle;

/** ANNEX_CHART_STYLE_PAPER: black on white, at the size of a report's text. */
extern const AnnexChartStyle ANNEX_CHART_STYLE_PAPER;

/** ANNEX_CHART_ANY_COLOUR: a colour of Annex's own choice, one that people with colour blindness tell apart as well. */
#define ANNEX_CHART_ANY_COLOUR (-1)

/** annex_chart_new: Returns: (transfer full): an empty chart. @title: (nullable): what it shows. */
AnnexChart *annex_chart_new (AnnexChartKind kind, const char *title);
AnnexChart *annex_chart_ref (AnnexChart *self);
void annex_chart_unref (AnnexChart *self);

/** annex_chart_set_stacked: Whether the bars of a category lie one upon the other; lines can't. */
void annex_chart_set_stacked (AnnexChart *self, gboolean stacked);

/** annex_chart_set_unit: What follows a value ("%"); @unit: (nullable). */
void annex_chart_set_unit (AnnexChart *self, const char *unit);

/** annex_chart_add_category: Returns: its index. Categories are as far from one another as each is from the next. */
guint annex_chart_add_category (AnnexChart *self, const char *name);

/** annex_chart_add_date: As annex_chart_add_category(), but along the axis at its day. Later ones follow. @date: YYYY-MM-DD. */
guint annex_chart_add_date (AnnexChart *self, const char *name, const char *date);

/**
 * annex_chart_add_series:
 * @rgb: 0xRRGGBB, or %ANNEX_CHART_ANY_COLOUR
 * @mark: (nullable): a pattern as annex_pattern_fill() has them; NULL for one by the series' place
 *
 * Returns: its index.
 */
guint annex_chart_add_series (AnnexChart *self, const char *name, int rgb, const char *mark);

/** annex_chart_set_value: What is not set is missing: no bar, and a gap in the line. */
void annex_chart_set_value (AnnexChart *self, guint category, guint series, double value);

/** annex_chart_get_value: Returns: whether there is one. @value: (out) (optional). */
gboolean annex_chart_get_value (const AnnexChart *self, guint category, guint series, double *value);

AnnexChartKind annex_chart_get_kind (const AnnexChart *self);
const char *annex_chart_get_title (const AnnexChart *self);
guint annex_chart_get_n_categories (const AnnexChart *self);
guint annex_chart_get_n_series (const AnnexChart *self);

/** annex_chart_dup_text: Returns: (transfer full): all it says, in words, for those who do not see it. */
char *annex_chart_dup_text (const AnnexChart *self);

/** annex_chart_dup_value_text: Returns: (transfer full): one bar or point in words: "Technological, implemented, 12". */
char *annex_chart_dup_value_text (const AnnexChart *self, guint category, guint series);

/** annex_chart_get_height: Returns: the height at which the chart reads well in that width. */
double annex_chart_get_height (AnnexChart *self, const AnnexChartStyle *style, double width);

/** annex_chart_draw: Draws it into a rectangle at the origin, on whatever ground is there. */
void annex_chart_draw (AnnexChart *self, cairo_t *cairo, const AnnexChartStyle *style, double width, double height);

/**
 * annex_chart_list_bounds:
 *
 * Returns: (transfer full): of each bar, or of each point and its surroundings, as annex_chart_draw() draws them, by
 *   category and then by series; with a negative width where there is no value or no room for it.
 */
cairo_rectangle_t *annex_chart_list_bounds (AnnexChart *self, const AnnexChartStyle *style, double width, double height);

/** annex_chart_pick: Finds the bar at a place, or the point near it. Returns: whether there is one; @category and @series: (out). */
gboolean annex_chart_pick (AnnexChart *self, const AnnexChartStyle *style, double width, double height, double x, double y,
                           guint *category, guint *series);

/** annex_chart_add_to_report: Adds the chart as a figure, with its text as the alternative; the title is the caption. */
void annex_chart_add_to_report (AnnexChart *self, AnnexReportDocument *document);

/** annex_chart_draw_png: Returns: (transfer full): a picture of the chart, title and all, on white. */
GBytes *annex_chart_draw_png (AnnexChart *self);

/** annex_chart_write: Writes that picture to a file, as annex_picture_write(). */
gboolean annex_chart_write (AnnexChart *self, const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexChart, annex_chart_unref)

G_END_DECLS
