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
 * @alarm_days: how many days before something is due a reminder is set; -1 for none
 *
 * What has a time is written in the zone of the computer, with its rules.
 */
AnnexICalendarWriter *annex_icalendar_writer_new (FILE *file, const char *name, int alarm_days);

/** annex_icalendar_dup_zone_name: Returns: (transfer full): the zone in which times are written, as the time zone database calls it: "Europe/Amsterdam". */
char *annex_icalendar_dup_zone_name (void);

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
