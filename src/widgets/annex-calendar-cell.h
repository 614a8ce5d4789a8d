/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "isms/annex-calendar-entries.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_CALENDAR_CELL (annex_calendar_cell_get_type ())
G_DECLARE_FINAL_TYPE (AnnexCalendarCell, annex_calendar_cell, ANNEX, CALENDAR_CELL, GtkWidget)

/*
 * One day in a month: its number and what stands on it, one line each; dots where there is no room for
 * lines. Signs stand for themselves: "!" is overdue, "⚠" is at odds with something, "✓" is over, "↻" is
 * expected, "◦" is from another calendar.
 */

GtkWidget *annex_calendar_cell_new (void);

/**
 * annex_calendar_cell_show:
 * @lanes: (element-type AnnexCalendarEntry): by line from above, NULL where one is free; copied, its entries are not
 * @in_month: whether the day belongs to the month shown
 */
void annex_calendar_cell_show (AnnexCalendarCell *self, AnnexCalendarEntries *entries, guint day, GPtrArray *lanes, gboolean in_month);

/** annex_calendar_cell_set_selected: Draws it as the day that is selected. @marked: (nullable): the entry that keys act on. */
void annex_calendar_cell_set_selected (AnnexCalendarCell *self, gboolean selected, const AnnexCalendarEntry *marked);

guint annex_calendar_cell_get_day (AnnexCalendarCell *self);

/** annex_calendar_cell_find: Returns: (nullable) (transfer none): the entry drawn at that height. */
const AnnexCalendarEntry *annex_calendar_cell_find (AnnexCalendarCell *self, double y);

/** annex_calendar_sign: Returns: (transfer none): the sign of an entry, "" where it needs none. */
const char *annex_calendar_sign (const AnnexCalendarEntry *entry);

G_END_DECLS
