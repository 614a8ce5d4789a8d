/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "isms/annex-calendar-entries.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_CALENDAR_YEAR (annex_calendar_year_get_type ())
G_DECLARE_FINAL_TYPE (AnnexCalendarYear, annex_calendar_year, ANNEX, CALENDAR_YEAR, AdwBin)

/*
 * Twelve small months with how much stands on each day. Arrows go from month to month, Enter opens one.
 *
 * Signals:
 *   "day-activated" (guint day): that day's month is to be shown.
 */

GtkWidget *annex_calendar_year_new (void);

/** annex_calendar_year_show: Shows the year of @day; @entries cover it and need to be counted only. */
void annex_calendar_year_show (AnnexCalendarYear *self, AnnexCalendarEntries *entries, guint day);

/** annex_calendar_year_focus: Moves the keyboard to the month of @day. */
void annex_calendar_year_focus (AnnexCalendarYear *self, guint day);

G_END_DECLS
