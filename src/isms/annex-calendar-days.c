/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-calendar-days.h"

#include <glib/gi18n-lib.h>
#include <langinfo.h>
#include <time.h>

static GDate
to_date (guint day)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, MAX (day, 1));
  return date;
}

guint
annex_calendar_get_first_weekday (void)
{
#ifdef __GLIBC__
  /* glibc counts from a day that it names: 19971130 is a Sunday, 19971201 a Monday. */
  union { const char *text; guint number; } origin = { .text = nl_langinfo (_NL_TIME_WEEK_1STDAY) };
  guint first = (guint) nl_langinfo (_NL_TIME_FIRST_WEEKDAY)[0];
  guint sunday_based = (origin.number == 19971201 ? 1 : 0) + first - 1;

  return sunday_based % 7 == 0 ? 7 : sunday_based % 7;
#else
  return G_DATE_MONDAY;
#endif
}

guint
annex_calendar_get_weekday (guint day)
{
  GDate date = to_date (day);

  return g_date_get_weekday (&date);
}

gboolean
annex_calendar_is_weekend (guint day)
{
  return annex_calendar_get_weekday (day) > G_DATE_FRIDAY;
}

guint
annex_calendar_get_week (guint day)
{
  GDate date = to_date (day);

  return g_date_get_iso8601_week_of_year (&date);
}

guint
annex_calendar_begin_week (guint day)
{
  return day - (annex_calendar_get_weekday (day) + 7 - annex_calendar_get_first_weekday ()) % 7;
}

guint
annex_calendar_shift_months (guint day, int months)
{
  GDate date = to_date (day);

  if (months < 0)
    g_date_subtract_months (&date, -months);
  else
    g_date_add_months (&date, months);
  return g_date_get_julian (&date);
}

guint
annex_calendar_begin_month (guint day, int months)
{
  return annex_calendar_shift_months (day - annex_calendar_get_day_of_month (day) + 1, months);
}

guint
annex_calendar_begin_year (guint day)
{
  GDate date = to_date (day);

  g_date_set_dmy (&date, 1, G_DATE_JANUARY, g_date_get_year (&date));
  return g_date_get_julian (&date);
}

guint
annex_calendar_get_year (guint day)
{
  GDate date = to_date (day);

  return g_date_get_year (&date);
}

guint
annex_calendar_get_day_of_month (guint day)
{
  GDate date = to_date (day);

  return g_date_get_day (&date);
}

char *
annex_calendar_dup_text (guint day, const char *format)
{
  GDate date = to_date (day);
  char text[128];

  g_date_strftime (text, sizeof text, format, &date);
  return g_strdup (text);
}

char *
annex_calendar_dup_date (guint day)
{
  /* Translators: a date as people say it, as strftime(3) has it: 15 December 2026. */
  return annex_calendar_dup_text (day, C_("date", "%-d %B %Y"));
}

char *
annex_calendar_dup_month (guint day)
{
  /* Translators: a month as people say it, as strftime(3) has it: December 2026. */
  return annex_calendar_dup_text (day, C_("date", "%OB %Y"));
}
