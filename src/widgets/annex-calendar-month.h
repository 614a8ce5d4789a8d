/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "isms/annex-calendar-entries.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_CALENDAR_MONTH (annex_calendar_month_get_type ())
G_DECLARE_FINAL_TYPE (AnnexCalendarMonth, annex_calendar_month, ANNEX, CALENDAR_MONTH, AdwBin)

/*
 * A month as a grid of six weeks, beginning on the day that the user's locale begins weeks with.
 *
 * Keys: arrows go by day and week, Page Up and Page Down by month, with Shift by year, Home to today; Space
 * goes through the entries of the day, Ctrl with arrows moves the one that is chosen; Enter opens the day
 * or the entry; Insert adds. An entry can be dragged to another day.
 *
 * Signals:
 *   "day-selected" (guint day): perhaps in another month, which is then to be shown.
 *   "day-activated" (guint day): it is to be opened.
 *   "add-requested" (guint day)
 *   "entry-chosen" (gpointer entry): const AnnexCalendarEntry*; it is to be opened.
 *   "entry-moved" (gpointer entry, int days): it is to be moved.
 */

GtkWidget *annex_calendar_month_new (void);

/** annex_calendar_month_get_range: First and last day of the grid that shows the month of @day. */
void annex_calendar_month_get_range (guint day, guint *first, guint *last);

/** annex_calendar_month_show: Shows the month of @day; @entries cover its grid. */
void annex_calendar_month_show (AnnexCalendarMonth *self, AnnexCalendarEntries *entries, guint day);

/** annex_calendar_month_focus: Moves the keyboard to the selected day. */
void annex_calendar_month_focus (AnnexCalendarMonth *self);

/** annex_calendar_month_find_cell: Returns: (nullable) (transfer none): the widget of a day that is shown. */
GtkWidget *annex_calendar_month_find_cell (AnnexCalendarMonth *self, guint day);

G_END_DECLS
