/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-icalendar-reader.h"

#include <glib/gi18n-lib.h>

#include <errno.h>
#include <libical/ical.h>
#include <stdio.h>
#include <string.h>

#include "core/annex-error.h"
#include "isms/annex-calendar-days.h"
#include "isms/annex-calendar-entry.h"

/* Bounds. A description in an invitation may be long; nothing sensible is longer than these. */
#define LONGEST_LINE (64 * 1024)
#define LONGEST_PART (1024 * 1024)
#define MOST_LINES_BEFORE 100
#define MOST_ZONES 500
#define MOST_ENTRIES 20000
#define MOST_TIMES 1200
#define MOST_STEPS 200000
#define LONGEST_EVENT_DAYS 3660
#define MOST_SECONDS 20
#define LONGEST_TITLE 500

/* What a file can lack; counted, so that a broken file of a million events says it once. */
typedef enum
{
  PROBLEM_LINE,
  PROBLEM_LENGTH,
  PROBLEM_DATE,
  PROBLEM_ZONE,
  PROBLEM_OFTEN,
  PROBLEM_TIMES,
  PROBLEM_MANY,
  PROBLEM_SLOW,
  PROBLEM_END,
  N_PROBLEMS
} Problem;

typedef struct
{
  AnnexICalendarContents *contents;
  guint first;
  guint last;
  icalcomponent *zones;   /* what the file says about its time zones */
  icaltimezone *local;    /* nullable */
  GHashTable *overridden; /* "uid day" of times that an event of their own replaces */
  GPtrArray *keys;        /* of the entries, nullable each */
  guint n_zones;
  guint problems[N_PROBLEMS];
} Reading;

static const char *const problem_texts[N_PROBLEMS] = {
  [PROBLEM_LINE] = N_("%u lines are broken and were passed over."),
  [PROBLEM_LENGTH] = N_("%u lines or events are too long and were cut or left out."),
  [PROBLEM_DATE] = N_("%u events have no day that exists and were left out."),
  [PROBLEM_ZONE] = N_("%u times name a time zone that nobody knows; they are shown as they stand."),
  [PROBLEM_OFTEN] = N_("%u events repeat more often than once a day; they are shown once a day."),
  [PROBLEM_TIMES] = N_("%u events repeat so many times that only the first are shown."),
  [PROBLEM_MANY] = N_("%u entries are more than can be shown and were left out."),
  [PROBLEM_SLOW] = N_("It took too long to read; what came after %u events is not shown."),
  [PROBLEM_END] = N_("The file ends in the middle of %u event, which was left out."),
};

/* ---- Days and times ---- */

static guint
get_day (struct icaltimetype time)
{
  GDate date;

  if (time.year < 1 || time.year > 9999 || !g_date_valid_dmy (time.day, time.month, time.year))
    return 0;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, time.day, time.month, time.year);
  return g_date_get_julian (&date);
}

static struct icaltimetype
to_time (guint day)
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

/* Returns: (nullable): the zone that a time names. */
static icaltimezone *
find_zone (Reading *self, icalproperty *property)
{
  icalparameter *parameter = icalproperty_get_first_parameter (property, ICAL_TZID_PARAMETER);
  const char *name = parameter != NULL ? icalparameter_get_tzid (parameter) : NULL;
  icaltimezone *zone;

  if (name == NULL || *name == '\0')
    return NULL;
  zone = icalcomponent_get_timezone (self->zones, name);
  if (zone == NULL)
    zone = icaltimezone_get_builtin_timezone (name);
  if (zone == NULL)
    zone = icaltimezone_get_builtin_timezone_from_tzid (name);
  if (zone == NULL)
    self->problems[PROBLEM_ZONE]++;
  return zone;
}

static struct icaltimetype
localize (Reading *self, struct icaltimetype time, icaltimezone *zone)
{
  if (time.is_date || self->local == NULL || (zone == NULL && !icaltime_is_utc (time)))
    return time;
  if (zone != NULL && !icaltime_is_utc (time))
    icaltime_set_timezone (&time, zone);
  return icaltime_convert_to_zone (time, self->local);
}

/* ---- Events ---- */

static char *
dup_title (icalcomponent *event)
{
  const char *summary = icalcomponent_get_summary (event);
  g_autofree char *valid = g_utf8_make_valid (summary != NULL ? summary : "", -1);

  g_strdelimit (valid, "\n\r\t", ' ');
  g_strstrip (valid);
  if (*valid == '\0')
    return g_strdup (_("Without a title"));
  return g_utf8_strlen (valid, -1) > LONGEST_TITLE ? g_utf8_substring (valid, 0, LONGEST_TITLE) : g_steal_pointer (&valid);
}

typedef struct
{
  const char *title;
  const char *uid;
  icaltimezone *zone;
  guint days;  /* from the first to the last */
  int minutes; /* how long it takes, -1 for whole days */
} Shape;

static void
add_entry (Reading *self, const Shape *shape, struct icaltimetype start, gboolean repeats)
{
  struct icaltimetype local = localize (self, start, shape->zone);
  guint day = get_day (local);
  AnnexCalendarEntry *entry;

  if (day == 0 || day > self->last || day + shape->days < self->first)
    return;
  if (self->contents->entries->len >= MOST_ENTRIES)
    {
      self->problems[PROBLEM_MANY]++;
      return;
    }
  entry = annex_calendar_entry_new (shape->title, day);
  entry->flags = ANNEX_CALENDAR_EXTERNAL;
  entry->last = day + shape->days;
  if (shape->minutes >= 0)
    {
      int end = local.hour * 60 + local.minute + shape->minutes;

      entry->begins = local.hour * 60 + local.minute;
      entry->last = day + MAX (end - 1, 0) / (24 * 60);
      entry->ends = shape->minutes > 0 ? end - (int) (entry->last - day) * 24 * 60 : -1;
    }
  g_ptr_array_add (self->contents->entries, entry);
  g_ptr_array_add (self->keys, repeats && shape->uid != NULL ? g_strdup_printf ("%s %u", shape->uid, get_day (start)) : NULL);
}

/* Whole days end on the day before the one that is named. */
static gboolean
measure (Reading *self, icalcomponent *event, struct icaltimetype start, Shape *shape)
{
  struct icaltimetype end = icalcomponent_get_dtend (event);
  guint first = get_day (start), last = get_day (end);
  gboolean named = !icaltime_is_null_time (end) && last != 0;

  shape->days = 0;
  shape->minutes = start.is_date ? -1 : 0;
  if (first == 0)
    return FALSE;
  if (!named || last < first)
    return TRUE;
  if (last - first > LONGEST_EVENT_DAYS)
    {
      self->problems[PROBLEM_DATE]++;
      last = first + LONGEST_EVENT_DAYS;
    }
  if (start.is_date)
    shape->days = last > first ? last - first - 1 : 0;
  else
    {
      int length = (int) (last - first) * 24 * 60 + (end.hour - start.hour) * 60 + end.minute - start.minute;

      shape->minutes = MAX (length, 0);
      shape->days = last - first;
    }
  return TRUE;
}

static gboolean
is_left_out (GHashTable *exceptions, guint day)
{
  return g_hash_table_contains (exceptions, GUINT_TO_POINTER (day));
}

static GHashTable *
read_exceptions (icalcomponent *event)
{
  GHashTable *days = g_hash_table_new (NULL, NULL);

  for (icalproperty *property = icalcomponent_get_first_property (event, ICAL_EXDATE_PROPERTY); property != NULL;
       property = icalcomponent_get_next_property (event, ICAL_EXDATE_PROPERTY))
    g_hash_table_add (days, GUINT_TO_POINTER (get_day (icalproperty_get_exdate (property))));
  return days;
}

/* What repeats within a day stands there once. */
static void
add_every_day (Reading *self, const Shape *shape, struct icaltimetype start, const struct icalrecurrencetype *rule)
{
  guint until = icaltime_is_null_time (rule->until) ? self->last : MIN (self->last, get_day (rule->until));
  Shape whole = *shape;

  whole.minutes = -1;
  whole.days = 0;
  self->problems[PROBLEM_OFTEN]++;
  for (guint day = MAX (get_day (start), self->first), n = 0; day <= until && n < MOST_TIMES; day++, n++)
    add_entry (self, &whole, to_time (day), TRUE);
}

static void
add_times (Reading *self, icalcomponent *event, const Shape *shape, struct icaltimetype start, struct icalrecurrencetype rule)
{
  g_autoptr (GHashTable) exceptions = read_exceptions (event);
  icalrecur_iterator *iterator;
  guint n = 0, steps = 0;

  if (rule.freq == ICAL_SECONDLY_RECURRENCE || rule.freq == ICAL_MINUTELY_RECURRENCE || rule.freq == ICAL_HOURLY_RECURRENCE)
    {
      add_every_day (self, shape, start, &rule);
      return;
    }
  iterator = icalrecur_iterator_new (rule, start);
  if (iterator == NULL)
    {
      self->problems[PROBLEM_LINE]++;
      add_entry (self, shape, start, FALSE);
      return;
    }
  /* A rule that counts its times has to be walked from its beginning. */
  if (rule.count == 0 && get_day (start) + shape->days + 1 < self->first)
    {
      struct icaltimetype from = to_time (self->first - shape->days - 1);

      from.is_date = start.is_date;
      from.hour = start.hour;
      from.minute = start.minute;
      from.second = start.second;
      icalrecur_iterator_set_start (iterator, from);
    }
  for (struct icaltimetype time = icalrecur_iterator_next (iterator); !icaltime_is_null_time (time); time = icalrecur_iterator_next (iterator))
    {
      guint day = get_day (time);

      if (day > self->last + 1 || steps++ > MOST_STEPS)
        break;
      if (n >= MOST_TIMES)
        {
          self->problems[PROBLEM_TIMES]++;
          break;
        }
      if (day + shape->days + 1 < self->first || is_left_out (exceptions, day))
        continue;
      add_entry (self, shape, time, TRUE);
      n++;
    }
  icalrecur_iterator_free (iterator);
}

static void
read_event (Reading *self, icalcomponent *event)
{
  icalproperty *property = icalcomponent_get_first_property (event, ICAL_DTSTART_PROPERTY);
  icalproperty *rule = icalcomponent_get_first_property (event, ICAL_RRULE_PROPERTY);
  icalproperty *replaced = icalcomponent_get_first_property (event, ICAL_RECURRENCEID_PROPERTY);
  g_autofree char *title = dup_title (event);
  Shape shape = { .title = title, .uid = icalcomponent_get_uid (event) };
  struct icaltimetype start;

  for (icalproperty *bad = icalcomponent_get_first_property (event, ICAL_XLICERROR_PROPERTY); bad != NULL;
       bad = icalcomponent_get_next_property (event, ICAL_XLICERROR_PROPERTY))
    self->problems[PROBLEM_LINE]++;
  start = property != NULL ? icalproperty_get_dtstart (property) : icaltime_null_time ();
  if (icaltime_is_null_time (start) || !measure (self, event, start, &shape))
    {
      self->problems[PROBLEM_DATE]++;
      return;
    }
  shape.zone = find_zone (self, property);
  if (replaced != NULL && shape.uid != NULL)
    g_hash_table_add (self->overridden, g_strdup_printf ("%s %u", shape.uid, get_day (icalproperty_get_recurrenceid (replaced))));
  if (rule != NULL)
    add_times (self, event, &shape, start, icalproperty_get_rrule (rule));
  else
    add_entry (self, &shape, start, FALSE);
}

/* ---- Lines ---- */

static void
read_part (Reading *self, const char *kind, GString *part)
{
  icalcomponent *component = icalparser_parse_string (part->str);

  if (strcmp (kind, "VEVENT") == 0)
    self->contents->n_events++;
  if (component == NULL)
    {
      self->problems[PROBLEM_LINE]++;
      return;
    }
  if (icalcomponent_isa (component) == ICAL_VEVENT_COMPONENT)
    read_event (self, component);
  else if (icalcomponent_isa (component) == ICAL_VTIMEZONE_COMPONENT && self->n_zones++ < MOST_ZONES)
    {
      icalcomponent_add_component (self->zones, component);
      return;
    }
  icalcomponent_free (component);
}

/* One line at most, so that one of 100 MB takes no more than any other. */
static gboolean
read_line (Reading *self, FILE *file, char *line)
{
  gsize length;
  int next;

  if (fgets (line, LONGEST_LINE, file) == NULL)
    return FALSE;
  length = strlen (line);
  if (length > 0 && line[length - 1] != '\n' && !feof (file))
    {
      self->problems[PROBLEM_LENGTH]++;
      while ((next = fgetc (file)) != EOF && next != '\n')
        ;
    }
  while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r'))
    line[--length] = '\0';
  return TRUE;
}

static const char *
skip_mark (const char *line)
{
  return g_str_has_prefix (line, "\xef\xbb\xbf") ? line + 3 : line;
}

static gboolean
find_beginning (Reading *self, FILE *file, char *line)
{
  for (guint i = 0; i < MOST_LINES_BEFORE && read_line (self, file, line); i++)
    if (g_ascii_strcasecmp (skip_mark (line), "BEGIN:VCALENDAR") == 0)
      return TRUE;
  return FALSE;
}

static void
read_parts (Reading *self, FILE *file, char *line, GCancellable *cancellable)
{
  gint64 until = g_get_monotonic_time () + MOST_SECONDS * G_USEC_PER_SEC;
  g_autoptr (GString) part = g_string_new (NULL);
  g_autofree char *end = NULL;
  const char *kind = NULL;
  gboolean whole = TRUE;

  while (read_line (self, file, line))
    {
      if (kind == NULL && g_ascii_strcasecmp (line, "BEGIN:VEVENT") == 0)
        kind = "VEVENT";
      else if (kind == NULL && g_ascii_strcasecmp (line, "BEGIN:VTIMEZONE") == 0)
        kind = "VTIMEZONE";
      if (kind == NULL)
        continue;
      whole = whole && part->len + strlen (line) < LONGEST_PART;
      if (whole)
        {
          g_string_append (part, line);
          g_string_append (part, "\r\n");
        }
      g_free (end);
      end = g_strconcat ("END:", kind, NULL);
      if (g_ascii_strcasecmp (line, end) != 0)
        continue;
      if (whole)
        read_part (self, kind, part);
      else
        self->problems[PROBLEM_LENGTH]++;
      g_string_truncate (part, 0);
      kind = NULL;
      whole = TRUE;
      if (g_cancellable_is_cancelled (cancellable))
        return;
      if (g_get_monotonic_time () > until)
        {
          self->problems[PROBLEM_SLOW] = self->contents->n_events;
          return;
        }
    }
  if (kind != NULL && strcmp (kind, "VEVENT") == 0)
    self->problems[PROBLEM_END]++;
}

/* Times that have an event of their own are not shown twice. */
static void
drop_overridden (Reading *self)
{
  for (guint i = self->keys->len; i-- > 0;)
    if (self->keys->pdata[i] != NULL && g_hash_table_contains (self->overridden, self->keys->pdata[i]))
      {
        g_ptr_array_remove_index (self->keys, i);
        g_ptr_array_remove_index (self->contents->entries, i);
      }
}

static void
tell_problems (Reading *self)
{
  for (guint i = 0; i < N_PROBLEMS; i++)
    if (self->problems[i] > 0)
      g_ptr_array_add (self->contents->problems, g_strdup_printf (_(problem_texts[i]), self->problems[i]));
}

AnnexICalendarContents *
annex_icalendar_read (const char *path, guint first, guint last, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  g_autoptr (AnnexICalendarContents) contents = NULL;
  g_autoptr (GHashTable) overridden = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *line = g_malloc (LONGEST_LINE);
  FILE *file = fopen (path, "rbe");
  Reading self = { .first = first, .last = last, .overridden = overridden, .keys = keys };
  gboolean found;

  if (file == NULL)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("The calendar “%s” could not be opened: %s."), name, g_strerror (errno));
      return NULL;
    }
  contents = g_new0 (AnnexICalendarContents, 1);
  contents->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) annex_calendar_entry_free);
  contents->problems = g_ptr_array_new_with_free_func (g_free);
  self.contents = contents;
  self.zones = icalcomponent_new_vcalendar ();
  self.local = icaltimezone_get_builtin_timezone (g_time_zone_get_identifier (local));
  found = find_beginning (&self, file, line);
  if (found)
    read_parts (&self, file, line, cancellable);
  fclose (file);
  drop_overridden (&self);
  tell_problems (&self);
  icalcomponent_free (self.zones);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (!found)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT, _("“%s” is no calendar: it does not begin as iCalendar files (.ics) do."), name);
      return NULL;
    }
  return g_steal_pointer (&contents);
}

void
annex_icalendar_contents_free (AnnexICalendarContents *self)
{
  g_ptr_array_unref (self->entries);
  g_ptr_array_unref (self->problems);
  g_free (self);
}
