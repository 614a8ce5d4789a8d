/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "isms/annex-calendar-entries.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_CALENDAR_ITEM (annex_calendar_item_get_type ())
G_DECLARE_FINAL_TYPE (AnnexCalendarItem, annex_calendar_item, ANNEX, CALENDAR_ITEM, GObject)

/* A row of an agenda: a day, an entry on it, or how many more there are than are listed. Keeps its entries alive. */

/** annex_calendar_item_new: @entry: (nullable): NULL for the day itself. @more: how many more; 0 unless the row says so. */
AnnexCalendarItem *annex_calendar_item_new (AnnexCalendarEntries *entries, guint day, const AnnexCalendarEntry *entry, guint more);
guint annex_calendar_item_get_day (AnnexCalendarItem *self);
const AnnexCalendarEntry *annex_calendar_item_get_entry (AnnexCalendarItem *self);
guint annex_calendar_item_get_more (AnnexCalendarItem *self);
AnnexCalendarEntries *annex_calendar_item_get_entries (AnnexCalendarItem *self);

G_END_DECLS
