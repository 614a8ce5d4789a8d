/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <stdio.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

/* Of the file, outside the log: days before something is due, for reminders; "-1" or nothing for none. */
#define ANNEX_ICALENDAR_ALARM_SETTING "calendar.alarm"

/**
 * annex_icalendar_export:
 * @type: (nullable): NULL for everything that stands on a day
 * @ids: (nullable) (element-type gint64): only these records of @type
 * @file: stays the caller's, who also finds out whether writing succeeded
 *
 * Writes what stands on days as iCalendar, with reminders by the setting of the file and in the time zone of the computer.
 * An activity is an event that repeats; in a calendar of everything it begins after the occurrence that is open.
 */
gboolean annex_icalendar_export (AnnexStore *store, const AnnexType *type, GArray *ids, FILE *file, GCancellable *cancellable, GError **error);

G_END_DECLS
