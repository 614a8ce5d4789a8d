/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"

G_BEGIN_DECLS

/**
 * AnnexCalendarFlags:
 * @ANNEX_CALENDAR_OVER: done, left out or dropped: nobody waits for it
 * @ANNEX_CALENDAR_OVERDUE: the day has passed and it is not over
 * @ANNEX_CALENDAR_MOVABLE: annex_calendar_entry_move() may be tried
 * @ANNEX_CALENDAR_APPOINTMENT: people have to be there on that day
 * @ANNEX_CALENDAR_HOLIDAY: nobody works
 * @ANNEX_CALENDAR_EXPECTED: will be due by its recurrence, and has no record of its own yet
 * @ANNEX_CALENDAR_EXTERNAL: from a calendar that is not ours
 */
typedef enum
{
  ANNEX_CALENDAR_OVER = 1 << 0,
  ANNEX_CALENDAR_OVERDUE = 1 << 1,
  ANNEX_CALENDAR_MOVABLE = 1 << 2,
  ANNEX_CALENDAR_APPOINTMENT = 1 << 3,
  ANNEX_CALENDAR_HOLIDAY = 1 << 4,
  ANNEX_CALENDAR_EXPECTED = 1 << 5,
  ANNEX_CALENDAR_EXTERNAL = 1 << 6
} AnnexCalendarFlags;

/**
 * AnnexCalendarEntry:
 * @record: id, 0 when external
 * @type: (nullable): of the record; NULL when external
 * @field: (nullable): the date that it stands on by, or that a period ends on
 * @start_field: (nullable): the date that moves along with @field
 * @reference: of the record; "" when external
 * @title: what it is called
 * @first: first day
 * @last: last day, at least @first
 * @begins: minutes after midnight on the first day, -1 for the whole day
 * @ends: minutes after midnight on the last day, -1 when not known
 * @lead: day from which work leads up to it, 0 for none
 * @flags: see #AnnexCalendarFlags
 * @conflict: (nullable): a sentence on what it is at odds with
 *
 * Something that stands on one or more days.
 */
typedef struct
{
  gint64 record;
  const AnnexType *type;
  const AnnexField *field;
  const AnnexField *start_field;
  char *reference;
  char *title;
  guint first;
  guint last;
  int begins;
  int ends;
  guint lead;
  AnnexCalendarFlags flags;
  char *conflict;
} AnnexCalendarEntry;

/** annex_calendar_entry_new: Returns: (transfer full): an entry for the whole of one day. */
AnnexCalendarEntry *annex_calendar_entry_new (const char *title, guint day);
void annex_calendar_entry_free (AnnexCalendarEntry *entry);
AnnexCalendarEntry *annex_calendar_entry_copy (const AnnexCalendarEntry *entry);

/** annex_calendar_entry_dup_name: Returns: (transfer full): reference, title and, where the type has several dates, which of them. */
char *annex_calendar_entry_dup_name (const AnnexCalendarEntry *entry);

/** annex_calendar_entry_dup_text: Returns: (transfer full): all that is to be said of it, for a screen reader or a tooltip. */
char *annex_calendar_entry_dup_text (const AnnexCalendarEntry *entry);

/** annex_calendar_entry_dup_time: Returns: (transfer full) (nullable): "09:30–11:00", NULL for the whole day. */
char *annex_calendar_entry_dup_time (const AnnexCalendarEntry *entry);

/**
 * annex_calendar_entry_move:
 * @days: how many days later, negative for earlier
 *
 * Moves the record's date, and the beginning of a period with its end, in one step of undo. Errors: those of
 * the type's own rules; ANNEX_ERROR_INVALID for what is over or cannot be moved.
 */
gboolean annex_calendar_entry_move (AnnexStore *store, const AnnexCalendarEntry *entry, int days, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexCalendarEntry, annex_calendar_entry_free)

G_END_DECLS
