/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * AnnexICalendarContents: (reference counted)
 * @entries: (element-type AnnexCalendarEntry): what stands between the days asked for, each flagged %ANNEX_CALENDAR_EXTERNAL
 * @n_events: how many events the file has, as far as it was read
 * @problems: (element-type utf8): what could not be taken as it stands, a sentence each with how many times
 *
 * What another program's calendar has. Nobody changes it once it is read, so threads can share it.
 */
typedef struct
{
  int references;
  GPtrArray *entries;
  guint n_events;
  GPtrArray *problems;
} AnnexICalendarContents;

/** AnnexICalendarProgress: @done: bytes of the file that were read, of @size. */
typedef void (*AnnexICalendarProgress) (goffset done, goffset size, gpointer user_data);

/**
 * annex_icalendar_read:
 * @first: Julian day, as in GDate, from which on entries are wanted
 * @last: the last such day
 * @progress: (nullable) (scope call): is told again and again how far it is
 *
 * Reads a calendar file (RFC 5545), event by event, so that a file of any size takes little memory. Bounded in
 * time, in the number of entries, and in the times that one event repeats; what does not come in is said
 * in @problems. Times are turned into the user's time zone. Takes longer than a frame.
 *
 * Returns: (transfer full) (nullable): NULL with @error set when there is no such file or it is no calendar.
 * Errors: ANNEX_ERROR_STORAGE, ANNEX_ERROR_FORMAT, G_IO_ERROR_CANCELLED.
 */
AnnexICalendarContents *annex_icalendar_read (const char *path, guint first, guint last, AnnexICalendarProgress progress, gpointer progress_data,
                                              GCancellable *cancellable, GError **error);
AnnexICalendarContents *annex_icalendar_contents_ref (AnnexICalendarContents *self);
void annex_icalendar_contents_unref (AnnexICalendarContents *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexICalendarContents, annex_icalendar_contents_unref)

G_END_DECLS
