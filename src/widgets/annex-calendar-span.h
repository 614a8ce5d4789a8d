/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "isms/annex-calendar-lanes.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_CALENDAR_SPAN (annex_calendar_span_get_type ())
G_DECLARE_FINAL_TYPE (AnnexCalendarSpan, annex_calendar_span, ANNEX, CALENDAR_SPAN, AdwBreakpointBin)

/*
 * Years as lanes over one axis: certification, audits, and how much of everything else. Up and Down walk
 * the lanes, Left and Right scroll, Ctrl with + and − zooms, Enter opens what comes next in the lane.
 *
 * Signals:
 *   "entry-chosen" (gpointer entry), "entry-moved" (gpointer entry, int days).
 */

GtkWidget *annex_calendar_span_new (void);

/** annex_calendar_span_show: @lanes: (element-type AnnexCalendarLane): kept. The days from @first to @last fit at first. */
void annex_calendar_span_show (AnnexCalendarSpan *self, GPtrArray *lanes, guint first, guint last);

G_END_DECLS
