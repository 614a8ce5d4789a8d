/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <stdio.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

/* What is written into the file's settings, outside the log, about calendars that leave as iCalendar. */
#define ANNEX_ICALENDAR_ALARM_SETTING "calendar.alarm"    /* days before, "-1" or nothing for none */
#define ANNEX_ICALENDAR_ZONE_SETTING "calendar.time-zone" /* a name of the time zone database */

/**
 * annex_icalendar_export:
 * @type: (nullable): NULL for everything that stands on a day
 * @ids: (nullable) (element-type gint64): only these records of @type
 * @file: stays the caller's, who also finds out whether writing succeeded
 *
 * Writes what stands on days as iCalendar, with reminders and time zone by the settings of the file.
 * An activity is an event that repeats; in a calendar of everything it begins after the occurrence that is open.
 */
gboolean annex_icalendar_export (AnnexStore *store, const AnnexType *type, GArray *ids, FILE *file, GCancellable *cancellable, GError **error);

G_END_DECLS
