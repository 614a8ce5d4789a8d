/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "report/annex-chart.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_CHART_COLUMN (annex_chart_column_get_type ())
G_DECLARE_FINAL_TYPE (AnnexChartColumn, annex_chart_column, ANNEX, CHART_COLUMN, AdwBin)

/* Charts under each other, each with its title above, to scroll through. */

GtkWidget *annex_chart_column_new (guint n_charts);

/** annex_chart_column_set_charts: Shows them. @charts: (element-type AnnexChart): one without categories is left out. */
void annex_chart_column_set_charts (AnnexChartColumn *self, GPtrArray *charts);

G_END_DECLS
