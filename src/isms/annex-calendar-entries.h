/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "annex-calendar-entry.h"

G_BEGIN_DECLS

/*
 * What stands on the days of a calendar, told by the descriptions of the record types alone:
 *
 * - each date field flagged %ANNEX_FIELD_FILTER is a day on which something is due, and so is a computed one
 *   flagged %ANNEX_FIELD_DAY;
 * - "starts_on" with "ends_on" is a period; "starts_on" with "due" is work that leads up to a day;
 * - "held_on", flagged so or with "starts_at" and "ends_at" (HH:MM) beside it, is a day on which people meet;
 * - #AnnexType.state_field and #AnnexField.settled_by say what is over;
 * - records of type "holiday" are holidays; the times of an activity that lie further ahead than its
 *   next occurrence are expected.
 *
 * Days are Julian, as in GDate. A new type with such fields appears by itself.
 */

/**
 * AnnexCalendarQuery:
 * @first: first day
 * @last: last day
 * @per_day: how many entries of a day are kept; the others are counted only
 * @search: (nullable): only what has this in its reference or title
 * @hidden: (nullable) (element-type utf8): names of types that are left out
 *
 * Which entries.
 */
typedef struct
{
  guint first;
  guint last;
  guint per_day;
  const char *search;
  GHashTable *hidden;
} AnnexCalendarQuery;

/**
 * AnnexCalendarDay:
 * @entries: (element-type AnnexCalendarEntry): in the order in which they are shown
 * @count: how many there are, holidays apart; may be more than @entries has
 * @overdue: how many of them are overdue
 * @conflicts: how many of @entries are at odds with something
 * @holiday: (nullable): name of the holiday
 */
typedef struct
{
  GPtrArray *entries;
  guint count;
  guint overdue;
  guint conflicts;
  const char *holiday;
} AnnexCalendarDay;

/** AnnexCalendarEntries: (reference counted): what a query found. */
typedef struct _AnnexCalendarEntries AnnexCalendarEntries;

/** annex_calendar_entries_load: Reads every type; off the main thread for large files. Errors: as annex_statement_finish(). */
AnnexCalendarEntries *annex_calendar_entries_load (AnnexStore *store, const AnnexCalendarQuery *query, GCancellable *cancellable, GError **error);
AnnexCalendarEntries *annex_calendar_entries_ref (AnnexCalendarEntries *self);
void annex_calendar_entries_unref (AnnexCalendarEntries *self);

/** annex_calendar_entries_add: Adds entries from elsewhere. @entries: (element-type AnnexCalendarEntry): copied. */
void annex_calendar_entries_add (AnnexCalendarEntries *self, GPtrArray *entries);

/** annex_calendar_entries_get: Returns: (transfer none) (element-type AnnexCalendarEntry): every entry that was kept, by its first day. */
GPtrArray *annex_calendar_entries_get (AnnexCalendarEntries *self);

/** annex_calendar_entries_get_day: Returns: (transfer none): what stands on a day of the query; nothing for another. */
const AnnexCalendarDay *annex_calendar_entries_get_day (AnnexCalendarEntries *self, guint day);

guint annex_calendar_entries_get_first (AnnexCalendarEntries *self);
guint annex_calendar_entries_get_last (AnnexCalendarEntries *self);

/** annex_calendar_entries_dup_day_text: Returns: (transfer full): "12 March 2026, 3 entries, 1 overdue: …", for a screen reader. */
char *annex_calendar_entries_dup_day_text (AnnexCalendarEntries *self, guint day);

/** AnnexCalendarFunc: called for each entry by annex_calendar_foreach(), which frees it afterwards. */
typedef void (*AnnexCalendarFunc) (const AnnexCalendarEntry *entry, gpointer user_data);

/**
 * annex_calendar_foreach:
 * @type: (nullable): NULL for every type
 *
 * Streams all entries that have a record of their own, whenever they are, without telling conflicts.
 * Errors: as annex_calendar_entries_load().
 */
gboolean annex_calendar_foreach (AnnexStore *store, const AnnexType *type, AnnexCalendarFunc func, gpointer data, GCancellable *cancellable,
                                 GError **error);

/** annex_calendar_list_types: Returns: (transfer full) (element-type AnnexType): the types whose records stand on days, in the order of the rooms. */
GPtrArray *annex_calendar_list_types (void);

/** annex_calendar_has_days: Returns: whether records of @type stand on days. */
gboolean annex_calendar_has_days (const AnnexType *type);

/** annex_calendar_find_date_field: Returns: (nullable) (transfer none): the date that a new record of @type gets for a day. */
const AnnexField *annex_calendar_find_date_field (const AnnexType *type);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexCalendarEntries, annex_calendar_entries_unref)

G_END_DECLS
