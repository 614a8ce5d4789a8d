/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "report/annex-chart.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_CHART_VIEW (annex_chart_view_get_type ())
G_DECLARE_FINAL_TYPE (AnnexChartView, annex_chart_view, ANNEX, CHART_VIEW, GtkWidget)

/*
 * A chart on the screen, in the colours of the desktop and at its size of text; as high as it needs to be
 * for its width. Tab goes to it, arrow keys go from bar to bar, each of which the accessible tree reads in
 * words; Home and End go to the first and the last. Its menu (Menu, Shift+F10, secondary click) copies it
 * and saves it.
 *
 * Actions: "chart.copy", "chart.save".
 * Signals:
 *   "activated" (guint category, guint series): a click, Enter or Space.
 */

GtkWidget *annex_chart_view_new (void);

/** annex_chart_view_set_chart: Shows @chart (nullable); the keyboard stays where it was, if that is still there. */
void annex_chart_view_set_chart (AnnexChartView *self, AnnexChart *chart);

/** annex_chart_view_copy: Puts a picture of the chart on the clipboard, and what it says as text. */
void annex_chart_view_copy (AnnexChartView *self);

/** annex_chart_view_save: Asks where to, and writes the chart there as SVG or PNG. */
void annex_chart_view_save (AnnexChartView *self);

G_END_DECLS
