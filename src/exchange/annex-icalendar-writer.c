/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-icalendar-writer.h"

#include <glib/gi18n-lib.h>
#include <libical/ical.h>
#include <string.h>
#include <time.h>

#include "isms/annex-calendar-days.h"

#define PRODUCT "-//Annex//Annex " ANNEX_VERSION "//EN"
#define UID_DOMAIN "io.github.annex_isms.Annex"

struct _AnnexICalendarWriter
{
  FILE *file;
  icaltimezone *zone; /* not owned: libical's */
  struct icaltimetype stamp;
  int alarm_days;
  guint today;
};

static void
write_component (AnnexICalendarWriter *self, icalcomponent *component)
{
  char *text = icalcomponent_as_ical_string_r (component);

  if (text != NULL)
    fputs (text, self->file);
  icalmemory_free_buffer (text);
}

/* Escaped and folded as any other property. */
static void
write_property (AnnexICalendarWriter *self, icalproperty *property)
{
  char *text = icalproperty_as_ical_string_r (property);

  if (text != NULL)
    fputs (text, self->file);
  icalmemory_free_buffer (text);
  icalproperty_free (property);
}

char *
annex_icalendar_dup_zone_name (void)
{
  static const char *const utc[] = { "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", NULL };
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  const char *name = g_time_zone_get_identifier (local);
  icaltimezone *zone = g_strv_contains (utc, name) ? NULL : icaltimezone_get_builtin_timezone (name);

  return g_strdup (zone != NULL && icaltimezone_get_component (zone) != NULL ? name : "UTC");
}

/* Other programs know zones by their plain name. */
static void
write_zone (AnnexICalendarWriter *self)
{
  icalcomponent *zone = icalcomponent_new_clone (icaltimezone_get_component (self->zone));
  icalproperty *id = icalcomponent_get_first_property (zone, ICAL_TZID_PROPERTY);

  if (id != NULL)
    icalproperty_set_tzid (id, icaltimezone_get_location (self->zone));
  write_component (self, zone);
  icalcomponent_free (zone);
}

AnnexICalendarWriter *
annex_icalendar_writer_new (FILE *file, const char *name, int alarm_days)
{
  AnnexICalendarWriter *self = g_new0 (AnnexICalendarWriter, 1);
  icalproperty *title = icalproperty_new_x (name);
  g_autofree char *zone = annex_icalendar_dup_zone_name ();
  g_autoptr (GDateTime) now = annex_clock_get_stamp ();

  self->file = file;
  self->zone = g_str_equal (zone, "UTC") ? NULL : icaltimezone_get_builtin_timezone (zone);
  self->stamp = icaltime_from_timet_with_zone (g_date_time_to_unix (now), FALSE, icaltimezone_get_utc_timezone ());
  self->alarm_days = alarm_days;
  self->today = annex_clock_get_today ();
  fputs ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:" PRODUCT "\r\nCALSCALE:GREGORIAN\r\n", file);
  icalproperty_set_x_name (title, "X-WR-CALNAME");
  write_property (self, title);
  if (self->zone != NULL && icaltimezone_get_component (self->zone) != NULL)
    write_zone (self);
  else
    self->zone = NULL;
  return self;
}

static struct icaltimetype
get_date (guint day)
{
  struct icaltimetype time = icaltime_null_date ();
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  time.year = g_date_get_year (&date);
  time.month = g_date_get_month (&date);
  time.day = g_date_get_day (&date);
  return time;
}

/* Where the zone of the computer has no name that others know, the moment is told as it is in Greenwich. */
static struct icaltimetype
to_utc (struct icaltimetype time)
{
  g_autoptr (GDateTime) local = g_date_time_new_local (time.year, time.month, time.day, time.hour, time.minute, 0);

  return local != NULL ? icaltime_from_timet_with_zone (g_date_time_to_unix (local), FALSE, icaltimezone_get_utc_timezone ()) : time;
}

static struct icaltimetype
get_time (AnnexICalendarWriter *self, guint day, int minutes)
{
  struct icaltimetype time = get_date (day + minutes / (24 * 60));

  time.is_date = FALSE;
  time.hour = minutes / 60 % 24;
  time.minute = minutes % 60;
  time.second = 0;
  return self->zone != NULL ? time : to_utc (time);
}

static void
add_time (AnnexICalendarWriter *self, icalcomponent *event, icalproperty *property)
{
  if (self->zone != NULL)
    icalproperty_add_parameter (property, icalparameter_new_tzid (icaltimezone_get_location (self->zone)));
  icalcomponent_add_property (event, property);
}

static void
add_date (icalcomponent *event, icalproperty *property)
{
  icalproperty_set_parameter (property, icalparameter_new_value (ICAL_VALUE_DATE));
  icalcomponent_add_property (event, property);
}

/* The end of whole days is the day after, as iCalendar has it. */
static void
add_days (AnnexICalendarWriter *self, icalcomponent *event, const AnnexCalendarEntry *entry, guint first, guint last)
{
  if (entry->begins < 0)
    {
      add_date (event, icalproperty_new_dtstart (get_date (first)));
      add_date (event, icalproperty_new_dtend (get_date (last + 1)));
      return;
    }
  add_time (self, event, icalproperty_new_dtstart (get_time (self, first, entry->begins)));
  if (entry->ends > entry->begins || last > first)
    add_time (self, event, icalproperty_new_dtend (get_time (self, last, MAX (entry->ends, 0))));
}

static void
add_alarm (AnnexICalendarWriter *self, icalcomponent *event, const char *summary)
{
  icalcomponent *alarm = icalcomponent_new_valarm ();
  struct icaltriggertype trigger = { .time = icaltime_null_time (), .duration = icaldurationtype_null_duration () };

  trigger.duration.days = self->alarm_days;
  trigger.duration.is_neg = self->alarm_days > 0;
  icalcomponent_add_property (alarm, icalproperty_new_action (ICAL_ACTION_DISPLAY));
  icalcomponent_add_property (alarm, icalproperty_new_description (summary));
  icalcomponent_add_property (alarm, icalproperty_new_trigger (trigger));
  icalcomponent_add_component (event, alarm);
}

static icalcomponent *
new_event (AnnexICalendarWriter *self, const AnnexCalendarEntry *entry, const char *description, guint first, guint last)
{
  icalcomponent *event = icalcomponent_new_vevent ();
  g_autofree char *uid =
    g_strdup_printf ("%" G_GINT64_FORMAT ".%s@" UID_DOMAIN, entry->record, entry->field != NULL ? entry->field->name : "recurrence");
  g_autofree char *summary = annex_calendar_entry_dup_name (entry);

  icalcomponent_add_property (event, icalproperty_new_uid (uid));
  icalcomponent_add_property (event, icalproperty_new_dtstamp (self->stamp));
  add_days (self, event, entry, first, last);
  icalcomponent_add_property (event, icalproperty_new_summary (summary));
  if (description != NULL && *description != '\0')
    icalcomponent_add_property (event, icalproperty_new_description (description));
  if (entry->type != NULL)
    icalcomponent_add_property (event, icalproperty_new_categories (g_dgettext (GETTEXT_PACKAGE, entry->type->label)));
  /* A day on which something is due does not make anybody busy. */
  icalcomponent_add_property (
    event, icalproperty_new_transp ((entry->flags & ANNEX_CALENDAR_APPOINTMENT) != 0 ? ICAL_TRANSP_OPAQUE : ICAL_TRANSP_TRANSPARENT));
  if (self->alarm_days >= 0 && (entry->flags & (ANNEX_CALENDAR_OVER | ANNEX_CALENDAR_HOLIDAY)) == 0 && last >= self->today)
    add_alarm (self, event, summary);
  return event;
}

void
annex_icalendar_writer_add (AnnexICalendarWriter *self, const AnnexCalendarEntry *entry, const char *description)
{
  icalcomponent *event = new_event (self, entry, description, entry->first, entry->last);

  write_component (self, event);
  icalcomponent_free (event);
}

/* What began late in a month falls on the last day of one that is shorter, which iCalendar would leave out. */
static char *
dup_rule (const AnnexRecurrence *recurrence)
{
  static const char *const frequencies[] = { "DAILY", "WEEKLY", "MONTHLY", "YEARLY" };
  guint anchor = annex_calendar_get_day_of_month (recurrence->first);
  GString *rule = g_string_new (NULL);
  g_autofree char *month_day = annex_calendar_dup_text (recurrence->first, "%m%d");

  g_string_printf (rule, "FREQ=%s;INTERVAL=%u", frequencies[recurrence->unit], MAX (recurrence->every, 1));
  if (recurrence->unit == ANNEX_RECURRENCE_MONTHS && anchor > 28)
    {
      g_string_append (rule, ";BYMONTHDAY=28");
      for (guint day = 29; day <= anchor; day++)
        g_string_append_printf (rule, ",%u", day);
      g_string_append (rule, ";BYSETPOS=-1");
    }
  else if (recurrence->unit == ANNEX_RECURRENCE_YEARS && strcmp (month_day, "0229") == 0)
    g_string_append (rule, ";BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1");
  if (recurrence->until != 0)
    {
      g_autofree char *until = annex_calendar_dup_text (recurrence->until, "%Y%m%d");

      g_string_append_printf (rule, ";UNTIL=%s", until);
    }
  return g_string_free_and_steal (rule);
}

void
annex_icalendar_writer_add_recurring (AnnexICalendarWriter *self, const AnnexCalendarEntry *entry, const char *description,
                                      const AnnexRecurrence *recurrence, guint first)
{
  icalcomponent *event = new_event (self, entry, description, first, first);
  g_autofree char *rule = dup_rule (recurrence);

  icalcomponent_add_property (event, icalproperty_new_rrule (icalrecurrencetype_from_string (rule)));
  write_component (self, event);
  icalcomponent_free (event);
}

void
annex_icalendar_writer_finish (AnnexICalendarWriter *self)
{
  fputs ("END:VCALENDAR\r\n", self->file);
}

void
annex_icalendar_writer_free (AnnexICalendarWriter *self)
{
  g_free (self);
}
