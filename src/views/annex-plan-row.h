/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "isms/plan/treatment-plan.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_PLAN_ROW (annex_plan_row_get_type ())
G_DECLARE_FINAL_TYPE (AnnexPlanRow, annex_plan_row, ANNEX, PLAN_ROW, GtkWidget)

/*
 * A line of the treatment plan: a risk with its levels, or one of its measures.
 *
 * Signals:
 *   "what-if-toggled" (gint64 measure): its check was clicked.
 */

/** ANNEX_PLAN_CELL_WIDTH: pixels of each level, so that they stand under their headings. */
#define ANNEX_PLAN_CELL_WIDTH 116

GtkWidget *annex_plan_row_new (AnnexStore *store);

/** annex_plan_row_show_risk: Shows a risk; with measures left out, the level without them. */
void annex_plan_row_show_risk (AnnexPlanRow *self, const AnnexPlanRisk *risk);

/** annex_plan_row_show_measure: Shows a measure; @steps: what it takes off the risk above it; @editable: whether one may ask what if it were dropped. */
void annex_plan_row_show_measure (AnnexPlanRow *self, const AnnexPlanMeasure *measure, AnnexPlanSteps steps, gboolean editable);

/** annex_plan_row_show_heading: Shows a title over the rows that follow. */
void annex_plan_row_show_heading (AnnexPlanRow *self, const char *title);

/** annex_plan_row_set_narrow: Puts the levels under the title, each with its name. */
void annex_plan_row_set_narrow (AnnexPlanRow *self, gboolean narrow);

/** annex_plan_row_get_description: Returns: (transfer none): the line in words, for a screen reader. */
const char *annex_plan_row_get_description (AnnexPlanRow *self);

G_END_DECLS
