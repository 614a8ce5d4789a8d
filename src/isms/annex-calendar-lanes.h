/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-calendar-entries.h"

G_BEGIN_DECLS

/**
 * AnnexCalendarWindow: days from @first to @last in which something of a lane has to be held.
 * @missed: it was not, or it is planned outside
 */
typedef struct
{
  guint first;
  guint last;
  gboolean missed;
} AnnexCalendarWindow;

/**
 * AnnexCalendarLane:
 * @type: (nullable): of the records; NULL for other calendars
 * @title: of the record, or the plural of the type
 * @entries: (element-type AnnexCalendarEntry): by their first day; belong to @source
 * @windows: (element-type AnnexCalendarWindow): may be empty
 * @source: (transfer full): what keeps the entries
 *
 * One row of a calendar of years.
 */
typedef struct
{
  const AnnexType *type;
  char *title;
  GPtrArray *entries;
  GArray *windows;
  AnnexCalendarEntries *source;
} AnnexCalendarLane;

/**
 * annex_calendar_lanes_make:
 *
 * Sorts entries into lanes: a certification and each audit of a manageable number have one of their own, all
 * other types one together. Reads the windows of certification cycles.
 *
 * Returns: (transfer full) (element-type AnnexCalendarLane): lanes with appointments first; NULL with @error set.
 */
GPtrArray *annex_calendar_lanes_make (AnnexStore *store, AnnexCalendarEntries *entries, GError **error);

/** annex_calendar_lane_dup_text: Returns: (transfer full): what the lane has, for a screen reader. */
char *annex_calendar_lane_dup_text (const AnnexCalendarLane *lane);

G_END_DECLS
