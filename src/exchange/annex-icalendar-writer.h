/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdio.h>

#include "isms/annex-calendar-entry.h"
#include "isms/do/recurrence.h"

G_BEGIN_DECLS

/**
 * AnnexICalendarWriter:
 *
 * Writes a calendar as iCalendar (RFC 5545), an event at a time and without holding them. UIDs follow
 * from record and field, so that a calendar that reads a later file again changes its events instead
 * of doubling them.
 */
typedef struct _AnnexICalendarWriter AnnexICalendarWriter;

/**
 * annex_icalendar_writer_new:
 * @file: stays the caller's, who also finds out whether writing succeeded
 * @name: of the calendar
 * @time_zone: (nullable): of what has a time, by its name in the time zone database ("Europe/Amsterdam"); NULL for
 *   the user's. Where that has no such name, times are written without a zone
 * @alarm_days: how many days before something is due a reminder is set; -1 for none
 */
AnnexICalendarWriter *annex_icalendar_writer_new (FILE *file, const char *name, const char *time_zone, int alarm_days);

/** annex_icalendar_writer_add: Writes an event. @description: (nullable). */
void annex_icalendar_writer_add (AnnexICalendarWriter *self, const AnnexCalendarEntry *entry, const char *description);

/** annex_icalendar_writer_add_recurring: Writes an event that repeats: @first is one of the times of @recurrence. */
void annex_icalendar_writer_add_recurring (AnnexICalendarWriter *self, const AnnexCalendarEntry *entry, const char *description,
                                           const AnnexRecurrence *recurrence, guint first);

/** annex_icalendar_writer_finish: Ends the calendar. */
void annex_icalendar_writer_finish (AnnexICalendarWriter *self);
void annex_icalendar_writer_free (AnnexICalendarWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexICalendarWriter, annex_icalendar_writer_free)

G_END_DECLS
