/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-time-scale.h"
#include "isms/annex-calendar-lanes.h"

G_BEGIN_DECLS

/** ANNEX_CALENDAR_LANE_NAME_WIDTH: pixels for the names, where they stand beside the days. */
#define ANNEX_CALENDAR_LANE_NAME_WIDTH 260

#define ANNEX_TYPE_CALENDAR_LANE_ROW (annex_calendar_lane_row_get_type ())
G_DECLARE_FINAL_TYPE (AnnexCalendarLaneRow, annex_calendar_lane_row, ANNEX, CALENDAR_LANE_ROW, GtkWidget)

/*
 * A lane over the days of a scale: bars for periods, diamonds for days, ticks where there are many, and
 * hatched windows in which something has to be held; a missed one has a thick outline and a sign.
 *
 * Signals:
 *   "entry-chosen" (gpointer entry), "entry-moved" (gpointer entry, int days).
 */

GtkWidget *annex_calendar_lane_row_new (AnnexTimeScale *scale);

/** annex_calendar_lane_row_show: @lane: (nullable): stays the caller's, who keeps it until another is shown. */
void annex_calendar_lane_row_show (AnnexCalendarLaneRow *self, const AnnexCalendarLane *lane);

G_END_DECLS
