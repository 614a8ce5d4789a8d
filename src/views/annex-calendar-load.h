/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "isms/annex-calendar-lanes.h"

G_BEGIN_DECLS

/**
 * AnnexCalendarLoad:
 * @first: first day
 * @last: last day
 * @per_day: entries of a day that are kept
 * @with_lanes: whether lanes are wanted
 * @search: (nullable): what is searched for
 * @only: (nullable) (element-type utf8): names of the types that are shown; NULL shows all
 * @others: (nullable) (element-type AnnexICalendarContents): calendars of others that are shown, too
 *
 * What a calendar is to read, for annex_calendar_load_worker().
 */
typedef struct
{
  guint first;
  guint last;
  guint per_day;
  gboolean with_lanes;
  char *search;
  GHashTable *only;
  GPtrArray *others;
} AnnexCalendarLoad;

void annex_calendar_load_free (gpointer load);

/**
 * AnnexCalendarLoaded:
 * @entries: what stands between the days
 * @lanes: (nullable) (element-type AnnexCalendarLane): when wanted
 */
typedef struct
{
  AnnexCalendarEntries *entries;
  GPtrArray *lanes;
} AnnexCalendarLoaded;

void annex_calendar_loaded_free (gpointer loaded);

/** annex_calendar_load_worker: An #AnnexWorkerFunc. @data: an #AnnexCalendarLoad. Returns: an #AnnexCalendarLoaded. */
gpointer annex_calendar_load_worker (AnnexStore *store, gpointer data, GCancellable *cancellable, GError **error);

G_END_DECLS
