/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts: where bars and points stand, what is found there, what they say in words, and how they are written. */
#include <glib/gstdio.h>
#include <locale.h>

#include "core/annex-error.h"
#include "report/annex-chart.h"

#define WIDTH 600.0
#define HEIGHT 400.0

static AnnexChart *
create_chart (AnnexChartKind kind, gboolean stacked)
{
  static const char *const themes[] = { "Organizational", "People", "Physical", "Technological" };
  static const double values[][2] = { { 20, 10 }, { 6, 2 }, { 0, 14 }, { 12, 22 } };
  AnnexChart *chart = annex_chart_new (kind, "Controls by theme");

  annex_chart_set_stacked (chart, stacked);
  annex_chart_add_series (chart, "implemented", ANNEX_CHART_ANY_COLOUR, NULL);
  annex_chart_add_series (chart, "planned", 0xE5A50A, "cross");
  for (guint i = 0; i < G_N_ELEMENTS (themes); i++)
    {
      annex_chart_add_category (chart, themes[i]);
      annex_chart_set_value (chart, i, 0, values[i][0]);
      annex_chart_set_value (chart, i, 1, values[i][1]);
    }
  return chart;
}

static cairo_rectangle_t
get_bounds (AnnexChart *chart, guint category, guint series)
{
  g_autofree cairo_rectangle_t *all = annex_chart_list_bounds (chart, &ANNEX_CHART_STYLE_PAPER, WIDTH, HEIGHT);
  cairo_rectangle_t bounds = all[category * annex_chart_get_n_series (chart) + series];

  g_assert_cmpfloat (bounds.width, >=, 0);
  g_assert_cmpfloat (bounds.x, >=, 0);
  g_assert_cmpfloat (bounds.y, >=, 0);
  g_assert_cmpfloat (bounds.x + bounds.width, <=, WIDTH);
  g_assert_cmpfloat (bounds.y + bounds.height, <=, HEIGHT);
  return bounds;
}

static void
test_bars_are_as_long_as_their_values (void)
{
  g_autoptr (AnnexChart) bars = create_chart (ANNEX_CHART_BARS, FALSE), columns = create_chart (ANNEX_CHART_COLUMNS, FALSE);
  cairo_rectangle_t twenty = get_bounds (bars, 0, 0), ten = get_bounds (bars, 0, 1), none = get_bounds (bars, 2, 0);

  g_assert_cmpfloat_with_epsilon (twenty.width, 2 * ten.width, 0.001);
  g_assert_cmpfloat_with_epsilon (none.width, 0, 0.001);
  g_assert_cmpfloat_with_epsilon (twenty.x, ten.x, 0.001);
  g_assert_cmpfloat_with_epsilon (twenty.height, ten.height, 0.001);
  g_assert_cmpfloat_with_epsilon (twenty.y + twenty.height, ten.y, 0.001);
  g_assert_cmpfloat (get_bounds (bars, 1, 0).y, >, ten.y + ten.height);

  twenty = get_bounds (columns, 0, 0);
  ten = get_bounds (columns, 0, 1);
  g_assert_cmpfloat_with_epsilon (twenty.height, 2 * ten.height, 0.001);
  g_assert_cmpfloat_with_epsilon (twenty.y + twenty.height, ten.y + ten.height, 0.001);
  g_assert_cmpfloat_with_epsilon (twenty.x + twenty.width, ten.x, 0.001);
}

static void
test_stacked_bars_begin_where_the_last_one_ends (void)
{
  g_autoptr (AnnexChart) chart = create_chart (ANNEX_CHART_BARS, TRUE);
  cairo_rectangle_t first = get_bounds (chart, 3, 0), second = get_bounds (chart, 3, 1);

  g_assert_cmpfloat_with_epsilon (first.x + first.width, second.x, 0.001);
  g_assert_cmpfloat_with_epsilon (first.y, second.y, 0.001);
  g_assert_cmpfloat_with_epsilon (first.width / 12, second.width / 22, 0.001);
}

static void
test_what_is_below_zero_goes_the_other_way (void)
{
  g_autoptr (AnnexChart) chart = annex_chart_new (ANNEX_CHART_COLUMNS, "Balance");
  cairo_rectangle_t up, down;

  annex_chart_add_series (chart, "change", ANNEX_CHART_ANY_COLOUR, NULL);
  annex_chart_add_category (chart, "May");
  annex_chart_add_category (chart, "June");
  annex_chart_set_value (chart, 0, 0, 3);
  annex_chart_set_value (chart, 1, 0, -1.5);
  up = get_bounds (chart, 0, 0);
  down = get_bounds (chart, 1, 0);
  g_assert_cmpfloat_with_epsilon (up.y + up.height, down.y, 0.001);
  g_assert_cmpfloat_with_epsilon (up.height, 2 * down.height, 0.001);
}

/* From 1 to 11 January is a third as far as from 11 January to 10 February. */
static void
test_dates_stand_at_their_days (void)
{
  g_autoptr (AnnexChart) chart = annex_chart_new (ANNEX_CHART_LINES, "Open actions");
  cairo_rectangle_t first, second, third;

  annex_chart_add_series (chart, "open", ANNEX_CHART_ANY_COLOUR, NULL);
  annex_chart_add_date (chart, "1 Jan", "2026-01-01");
  annex_chart_add_date (chart, "11 Jan", "2026-01-11");
  annex_chart_add_date (chart, "10 Feb", "2026-02-10");
  for (guint i = 0; i < 3; i++)
    annex_chart_set_value (chart, i, 0, i + 1);
  first = get_bounds (chart, 0, 0);
  second = get_bounds (chart, 1, 0);
  third = get_bounds (chart, 2, 0);
  g_assert_cmpfloat_with_epsilon ((third.x - second.x) / (second.x - first.x), 3, 0.001);
  g_assert_cmpfloat_with_epsilon (first.y - second.y, second.y - third.y, 0.001);
}

static void
test_each_mark_is_found_where_it_is_drawn (void)
{
  for (int kind = ANNEX_CHART_BARS; kind <= ANNEX_CHART_LINES; kind++)
    for (int stacked = 0; stacked <= (kind == ANNEX_CHART_LINES ? 0 : 1); stacked++)
      {
        g_autoptr (AnnexChart) chart = create_chart ((AnnexChartKind) kind, stacked);
        guint category = 99, series = 99;

        for (guint i = 0; i < annex_chart_get_n_categories (chart); i++)
          for (guint j = 0; j < annex_chart_get_n_series (chart); j++)
            {
              cairo_rectangle_t bounds = get_bounds (chart, i, j);

              if (bounds.width == 0 || bounds.height == 0)
                continue;
              g_assert_true (annex_chart_pick (chart, &ANNEX_CHART_STYLE_PAPER, WIDTH, HEIGHT, bounds.x + bounds.width / 2,
                                               bounds.y + bounds.height / 2, &category, &series));
              g_assert_cmpuint (category, ==, i);
              g_assert_cmpuint (series, ==, j);
            }
        g_assert_false (annex_chart_pick (chart, &ANNEX_CHART_STYLE_PAPER, WIDTH, HEIGHT, WIDTH - 1, 1, &category, &series));
      }
}

static void
test_a_bar_of_nothing_can_be_hit (void)
{
  g_autoptr (AnnexChart) chart = create_chart (ANNEX_CHART_BARS, FALSE);
  cairo_rectangle_t none = get_bounds (chart, 2, 0);
  guint category, series;

  g_assert_true (annex_chart_pick (chart, &ANNEX_CHART_STYLE_PAPER, WIDTH, HEIGHT, none.x + 2, none.y + none.height / 2, &category, &series));
  g_assert_cmpuint (category, ==, 2);
  g_assert_cmpuint (series, ==, 0);
}

static void
test_words_say_all (void)
{
  g_autoptr (AnnexChart) chart = create_chart (ANNEX_CHART_BARS, TRUE), single = annex_chart_new (ANNEX_CHART_BARS, NULL);
  g_autofree char *text = annex_chart_dup_text (chart), *value = annex_chart_dup_value_text (chart, 3, 0);
  g_autofree char *missing = NULL, *percent = NULL, *whole = NULL;

  g_assert_cmpstr (value, ==, "Technological, implemented, 12");
  g_assert_cmpstr (text, ==,
                   "Controls by theme\nOrganizational: implemented 20, planned 10\nPeople: implemented 6, planned 2\n"
                   "Physical: implemented 0, planned 14\nTechnological: implemented 12, planned 22");

  annex_chart_set_unit (single, "%");
  annex_chart_add_series (single, "share", ANNEX_CHART_ANY_COLOUR, NULL);
  annex_chart_add_category (single, "North");
  annex_chart_add_category (single, "South");
  annex_chart_set_value (single, 0, 0, 12.5);
  percent = annex_chart_dup_value_text (single, 0, 0);
  missing = annex_chart_dup_value_text (single, 1, 0);
  whole = annex_chart_dup_text (single);
  g_assert_cmpstr (percent, ==, "North, 12.5\u202f%");
  g_assert_cmpstr (missing, ==, "South, no value");
  g_assert_cmpstr (whole, ==, "North: 12.5\u202f%\nSouth: no value");
}

static void
test_nothing_and_too_little_room_are_drawn_as_well (void)
{
  g_autoptr (AnnexChart) empty = annex_chart_new (ANNEX_CHART_LINES, "Nothing"), chart = create_chart (ANNEX_CHART_COLUMNS, TRUE);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 20, 20);
  cairo_t *cairo = cairo_create (surface);
  g_autofree cairo_rectangle_t *bounds = annex_chart_list_bounds (chart, &ANNEX_CHART_STYLE_PAPER, 4, 4);

  annex_chart_draw (empty, cairo, &ANNEX_CHART_STYLE_PAPER, WIDTH, HEIGHT);
  annex_chart_draw (chart, cairo, &ANNEX_CHART_STYLE_PAPER, 4, 4);
  g_assert_cmpfloat (bounds[0].width, <, 0);
  g_assert_cmpint (cairo_status (cairo), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
}

static void
test_pictures_and_reports_hold_it (void)
{
  g_autofree char *folder = g_dir_make_tmp ("annex-chart-XXXXXX", NULL);
  g_autofree char *svg = g_build_filename (folder, "chart.svg", NULL), *png = g_build_filename (folder, "chart.png", NULL);
  g_autofree char *html = g_build_filename (folder, "report.html", NULL), *gif = g_build_filename (folder, "chart.gif", NULL);
  g_autofree char *drawing = NULL, *image = NULL, *page = NULL;
  g_autoptr (AnnexReportDocument) document = annex_report_document_new ("Report", NULL);
  g_autoptr (AnnexChart) chart = create_chart (ANNEX_CHART_BARS, TRUE);
  g_autoptr (GError) error = NULL;
  gsize length;

  g_assert_true (annex_chart_write (chart, svg, NULL));
  g_assert_true (g_file_get_contents (svg, &drawing, NULL, NULL));
  g_assert_nonnull (strstr (drawing, "<svg"));
  g_assert_true (annex_chart_write (chart, png, NULL));
  g_assert_true (g_file_get_contents (png, &image, &length, NULL));
  g_assert_cmpmem (image, 8, "\x89PNG\r\n\x1a\n", 8);
  g_assert_false (annex_chart_write (chart, gif, &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);

  annex_chart_add_to_report (chart, document);
  g_assert_true (annex_report_document_write (document, html, NULL, NULL));
  g_assert_true (g_file_get_contents (html, &page, NULL, NULL));
  g_assert_nonnull (strstr (page, "Technological: implemented 12, planned 22"));
  g_unlink (svg);
  g_unlink (png);
  g_unlink (html);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/chart/bars_are_as_long_as_their_values", test_bars_are_as_long_as_their_values);
  g_test_add_func ("/chart/stacked_bars_begin_where_the_last_one_ends", test_stacked_bars_begin_where_the_last_one_ends);
  g_test_add_func ("/chart/what_is_below_zero_goes_the_other_way", test_what_is_below_zero_goes_the_other_way);
  g_test_add_func ("/chart/dates_stand_at_their_days", test_dates_stand_at_their_days);
  g_test_add_func ("/chart/each_mark_is_found_where_it_is_drawn", test_each_mark_is_found_where_it_is_drawn);
  g_test_add_func ("/chart/a_bar_of_nothing_can_be_hit", test_a_bar_of_nothing_can_be_hit);
  g_test_add_func ("/chart/words_say_all", test_words_say_all);
  g_test_add_func ("/chart/nothing_and_too_little_room_are_drawn_as_well", test_nothing_and_too_little_room_are_drawn_as_well);
  g_test_add_func ("/chart/pictures_and_reports_hold_it", test_pictures_and_reports_hold_it);
  return g_test_run ();
}
