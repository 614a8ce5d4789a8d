/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "isms/annex-calendar-entries.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_CALENDAR_AGENDA (annex_calendar_agenda_get_type ())
G_DECLARE_FINAL_TYPE (AnnexCalendarAgenda, annex_calendar_agenda, ANNEX, CALENDAR_AGENDA, AdwBin)

/*
 * What stands on some days as a list, day by day; only days that have something. Enter opens an entry, Ctrl
 * with Left and Right moves it by a day, with Up and Down by a week.
 *
 * Signals:
 *   "entry-chosen" (gpointer entry): const AnnexCalendarEntry*; it is to be opened.
 *   "entry-moved" (gpointer entry, int days): it is to be moved.
 */

/** annex_calendar_agenda_new: @placeholder: what to say when there is nothing. */
GtkWidget *annex_calendar_agenda_new (const char *placeholder);

/** annex_calendar_agenda_show: Lists the days from @first to @last. */
void annex_calendar_agenda_show (AnnexCalendarAgenda *self, AnnexCalendarEntries *entries, guint first, guint last);

/** annex_calendar_agenda_reveal: Scrolls to @day, or to the first day after it that has something. */
void annex_calendar_agenda_reveal (AnnexCalendarAgenda *self, guint day);

G_END_DECLS
