/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** AnnexRecurrenceUnit: what a recurrence counts in; its keys on files and command lines are "day", "week", "month" and "year". */
typedef enum
{
  ANNEX_RECURRENCE_DAYS,
  ANNEX_RECURRENCE_WEEKS,
  ANNEX_RECURRENCE_MONTHS,
  ANNEX_RECURRENCE_YEARS
} AnnexRecurrenceUnit;

/**
 * AnnexRecurrence:
 * @first: Julian day, as in GDate, of the first time
 * @unit: what @every counts
 * @every: how many units lie between one time and the next, at least 1
 * @until: Julian day after which it ends, 0 for never
 *
 * Something that happens again and again. Months and years are counted from the first time, so that
 * what begins on the 31st falls on the last day of shorter months and on the 31st again afterwards,
 * and what begins on 29 February falls on the 28th of common years.
 */
typedef struct
{
  guint first;
  AnnexRecurrenceUnit unit;
  guint every;
  guint until;
} AnnexRecurrence;

/** annex_recurrence_parse_unit: Returns: whether @key names a unit, which is then in @unit. */
gboolean annex_recurrence_parse_unit (const char *key, AnnexRecurrenceUnit *unit);

/** annex_recurrence_get_next: Returns: the first time later than the day @after; 0 when there is none. */
guint annex_recurrence_get_next (const AnnexRecurrence *self, guint after);

G_END_DECLS
