/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-clock.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "annex-error.h"
#include "annex-field.h"

/* A Julian day; 0 while the machine's day counts. */
static int chosen_day;

static GDate
get_date (guint day)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  return date;
}

static GDateTime *
at_time (guint day, int hour, int minute, double seconds)
{
  GDate date = get_date (day);

  return g_date_time_new_local (g_date_get_year (&date), (int) g_date_get_month (&date), g_date_get_day (&date), hour, minute, seconds);
}

/* GLib looks where the machine is each time that it is asked, which takes several calls of the system. */
static GTimeZone *
get_zone (void)
{
  static GMutex mutex;
  static GTimeZone *zone;
  static char *name;
  static gint64 second;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  const char *wanted = g_getenv ("TZ");
  GTimeZone *local;

  g_mutex_lock (&mutex);
  if (zone == NULL || second != now || g_strcmp0 (name, wanted) != 0)
    {
      g_clear_pointer (&zone, g_time_zone_unref);
      zone = g_time_zone_new_local ();
      g_set_str (&name, wanted);
      second = now;
    }
  local = g_time_zone_ref (zone);
  g_mutex_unlock (&mutex);
  return local;
}

static GDateTime *
get_machine_time (void)
{
  g_autoptr (GTimeZone) zone = get_zone ();

  return g_date_time_new_now (zone);
}

guint
annex_clock_parse_day (const char *date)
{
  GDate day;

  if (date == NULL || !annex_date_is_valid (date))
    return 0;
  g_date_clear (&day, 1);
  g_date_set_dmy (&day, (GDateDay) atoi (date + 8), (GDateMonth) atoi (date + 5), (GDateYear) atoi (date));
  return g_date_get_julian (&day);
}

char *
annex_clock_dup_day (guint day)
{
  GDate date = get_date (day);

  return g_strdup_printf ("%04d-%02d-%02d", g_date_get_year (&date), g_date_get_month (&date), g_date_get_day (&date));
}

gboolean
annex_clock_set_today (const char *day, GError **error)
{
  guint chosen = annex_clock_parse_day (day);

  if (day != NULL && chosen == 0)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("“%s” is not a date. Write it as 2026-11-24."), day);
      return FALSE;
    }
  g_atomic_int_set (&chosen_day, (int) chosen);
  return TRUE;
}

gboolean
annex_clock_read_environment (GError **error)
{
  const char *day = g_getenv ("ANNEX_TODAY");

  if (day == NULL || annex_clock_set_today (day, error))
    return TRUE;
  g_prefix_error (error, "ANNEX_TODAY: ");
  return FALSE;
}

GDateTime *
annex_clock_get_now (void)
{
  int day = g_atomic_int_get (&chosen_day);
  GDateTime *machine = get_machine_time ();
  GDateTime *now;

  if (day == 0)
    return machine;
  now = at_time ((guint) day, g_date_time_get_hour (machine), g_date_time_get_minute (machine), g_date_time_get_seconds (machine));
  g_date_time_unref (machine);
  return now;
}

guint
annex_clock_get_today (void)
{
  int day = g_atomic_int_get (&chosen_day);
  g_autoptr (GDateTime) now = NULL;
  GDate date;

  if (day != 0)
    return (guint) day;
  now = get_machine_time ();
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) g_date_time_get_day_of_month (now), (GDateMonth) g_date_time_get_month (now),
                  (GDateYear) g_date_time_get_year (now));
  return g_date_get_julian (&date);
}

char *
annex_clock_dup_today (void)
{
  return annex_clock_dup_day (annex_clock_get_today ());
}

char *
annex_clock_dup_now (void)
{
  g_autoptr (GDateTime) now = annex_clock_get_now ();

  return g_date_time_format (now, "%Y-%m-%d %H:%M");
}

GDateTime *
annex_clock_get_stamp (void)
{
  return g_date_time_new_now_utc ();
}

char *
annex_clock_dup_end_of_day (const char *day)
{
  g_autoptr (GDateTime) last = at_time (annex_clock_parse_day (day), 23, 59, 59.999999);
  g_autoptr (GDateTime) utc = g_date_time_to_utc (last);

  /* The last day that there is has no end in UTC in the west. */
  return g_date_time_format (utc != NULL ? utc : last, "%Y-%m-%dT%H:%M:%S.%fZ");
}

/* ---- In SQL ---- */

static guint
get_shown_day (sqlite3_context *context)
{
  const guint *day = sqlite3_user_data (context);

  return day != NULL ? *day : 0;
}

static void
today_func (sqlite3_context *context, int n_arguments, sqlite3_value **arguments)
{
  guint day = get_shown_day (context);

  sqlite3_result_text (context, annex_clock_dup_day (day != 0 ? day : annex_clock_get_today ()), -1, g_free);
}

static void
now_func (sqlite3_context *context, int n_arguments, sqlite3_value **arguments)
{
  guint day = get_shown_day (context);
  g_autoptr (GDateTime) local = day != 0 ? at_time (day, 23, 59, 59) : annex_clock_get_now ();
  g_autoptr (GDateTime) utc = n_arguments > 0 ? g_date_time_to_utc (local) : NULL;

  if (n_arguments > 0 && g_strcmp0 ((const char *) sqlite3_value_text (arguments[0]), "utc") != 0)
    sqlite3_result_error (context, "annex_now() knows 'utc' alone", -1);
  else
    sqlite3_result_text (context, g_date_time_format (utc != NULL ? utc : local, "%Y-%m-%d %H:%M:%S"), -1, g_free);
}

void
annex_clock_register (sqlite3 *database, const guint *day)
{
  /* Deterministic means: within one run of a statement, so SQLite asks once and not for every row. Directly only means: a
   * schema, which may come from anybody, cannot call it. */
  int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;

  sqlite3_create_function_v2 (database, "annex_today", 0, flags, (gpointer) day, today_func, NULL, NULL, NULL);
  sqlite3_create_function_v2 (database, "annex_now", 0, flags, (gpointer) day, now_func, NULL, NULL, NULL);
  sqlite3_create_function_v2 (database, "annex_now", 1, flags, (gpointer) day, now_func, NULL, NULL, NULL);
}
