/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"
#include "exchange/annex-icalendar-reader.h"

G_BEGIN_DECLS

/** ANNEX_OTHER_CALENDARS_SETTING: paths of calendars of others, one a line; kept in the file, outside the log. */
#define ANNEX_OTHER_CALENDARS_SETTING "calendar.external"

#define ANNEX_TYPE_OTHER_CALENDARS (annex_other_calendars_get_type ())
G_DECLARE_FINAL_TYPE (AnnexOtherCalendars, annex_other_calendars, ANNEX, OTHER_CALENDARS, GObject)

/*
 * The calendars of other programs that an engagement is shown with: which they are, and what they hold. They are
 * read in threads of their own, once for some years, and again when their files change. The order is that in which
 * they were added.
 *
 * Signals:
 *   "changed": another one is there, one is gone, or there is something new in one.
 *   "progress": reading goes on; a few times a second.
 */

AnnexOtherCalendars *annex_other_calendars_new (AnnexStore *store);
guint annex_other_calendars_get_n (AnnexOtherCalendars *self);

/** annex_other_calendars_get_path: Returns: (transfer none): what tells it from others. */
const char *annex_other_calendars_get_path (AnnexOtherCalendars *self, guint position);

/** annex_other_calendars_dup_name: Returns: (transfer full): name of the file without its ending. */
char *annex_other_calendars_dup_name (AnnexOtherCalendars *self, guint position);

/** annex_other_calendars_dup_state: Returns: (transfer full): "1,234 events", how far reading is, or what it lacks. */
char *annex_other_calendars_dup_state (AnnexOtherCalendars *self, guint position);

/** annex_other_calendars_dup_problems: Returns: (transfer full) (nullable): what one of them lacks, and how much more there is to say. */
char *annex_other_calendars_dup_problems (AnnexOtherCalendars *self);

/** annex_other_calendars_dup_progress: Returns: (transfer full) (nullable): "Reading “work”: 43 %" while one is read. */
char *annex_other_calendars_dup_progress (AnnexOtherCalendars *self);

/** annex_other_calendars_add: Shows the calendar in a file, too, if it is not shown already. */
void annex_other_calendars_add (AnnexOtherCalendars *self, const char *path);
void annex_other_calendars_remove (AnnexOtherCalendars *self, const char *path);

/** annex_other_calendars_stop: Gives up what is being read. */
void annex_other_calendars_stop (AnnexOtherCalendars *self);

/**
 * annex_other_calendars_get_contents:
 * @first: Julian day
 * @last: Julian day
 *
 * What is not read yet for these days begins to be, and is told by "changed" when it is there.
 *
 * Returns: (transfer full) (nullable): what the calendar holds on these days and others, as far as it was read.
 */
AnnexICalendarContents *annex_other_calendars_get_contents (AnnexOtherCalendars *self, guint position, guint first, guint last);

G_END_DECLS
