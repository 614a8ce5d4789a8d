/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "annex-calendar-entry.h"

G_BEGIN_DECLS

/**
 * annex_calendar_conflicts_find:
 * @entries: (element-type AnnexCalendarEntry): in the order of their first day
 *
 * Says in each appointment that is still ahead and not over what it is at odds with: a holiday among @entries or a
 * weekend, somebody who has to be elsewhere at the same time, a window of the certification cycle.
 */
gboolean annex_calendar_conflicts_find (AnnexStore *store, GPtrArray *entries, GError **error);

/**
 * annex_calendar_conflicts_check:
 *
 * Returns: (transfer full) (element-type AnnexCalendarEntry): the appointments from today on that are at odds with
 * something. Errors: as annex_calendar_entries_load().
 */
GPtrArray *annex_calendar_conflicts_check (AnnexStore *store, GCancellable *cancellable, GError **error);

G_END_DECLS
