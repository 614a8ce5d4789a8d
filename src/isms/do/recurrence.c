/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recurrence.h"

#include <string.h>

/* Dates are four digits of a year in the file. */
#define LAST_YEAR 9999

gboolean
annex_recurrence_parse_unit (const char *key, AnnexRecurrenceUnit *unit)
{
  static const char *const keys[] = { "day", "week", "month", "year" };

  for (guint i = 0; key != NULL && i < G_N_ELEMENTS (keys); i++)
    if (strcmp (key, keys[i]) == 0)
      {
        *unit = (AnnexRecurrenceUnit) i;
        return TRUE;
      }
  return FALSE;
}

static guint
add_months (guint day, guint months)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  if (g_date_get_year (&date) + months / 12 >= LAST_YEAR)
    return 0;
  g_date_add_months (&date, months);
  return g_date_get_julian (&date);
}

static guint
count_months (guint day)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  return g_date_get_year (&date) * 12 + g_date_get_month (&date);
}

static guint
get_next_by_months (guint first, guint step, guint after)
{
  /* The last time in the month of @after or before it, then on. */
  guint n = (count_months (after) - count_months (first)) / step;
  guint day = add_months (first, n * step);

  while (day != 0 && day <= after)
    day = add_months (first, ++n * step);
  return day;
}

guint
annex_recurrence_get_next (const AnnexRecurrence *self, guint after)
{
  guint every = MAX (self->every, 1);
  guint day = self->first;

  if (after >= self->first)
    switch (self->unit)
      {
      case ANNEX_RECURRENCE_WEEKS:
        every *= 7;
        G_GNUC_FALLTHROUGH;
      case ANNEX_RECURRENCE_DAYS:
        day += ((after - self->first) / every + 1) * every;
        break;
      case ANNEX_RECURRENCE_YEARS:
        every *= 12;
        G_GNUC_FALLTHROUGH;
      case ANNEX_RECURRENCE_MONTHS:
        day = get_next_by_months (self->first, every, after);
        break;
      default:
        g_assert_not_reached ();
      }
  return self->until != 0 && day > self->until ? 0 : day;
}
