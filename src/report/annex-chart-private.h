/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-chart.h"

G_BEGIN_DECLS

/* What annex-chart.c keeps and annex-chart-drawing.c draws. */

typedef struct
{
  char *name;
  double position; /* along the axis; days for dates */
} AnnexChartCategory;

typedef struct
{
  char *name;
  double red, green, blue;
  const char *mark; /* interned */
  GArray *values;   /* double by category, NAN where there is none; may be shorter */
} AnnexChartSeries;

struct _AnnexChart
{
  AnnexChartKind kind;
  gboolean stacked;
  char *title;
  char *unit;
  GArray *categories; /* AnnexChartCategory */
  GArray *series;     /* AnnexChartSeries */
};

/** annex_chart_format: Returns: (transfer full): a number as people of the locale write it, with the chart's unit. */
char *annex_chart_format (const AnnexChart *self, double value);

G_END_DECLS
