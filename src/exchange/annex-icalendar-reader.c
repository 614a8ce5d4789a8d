/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-icalendar-reader.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <libical/ical.h>
#include <stdio.h>
#include <string.h>

#include "annex-icalendar-limits.h"
#include "core/annex-error.h"
#include "isms/annex-calendar-days.h"
#include "isms/annex-calendar-entry.h"

/* Bounds. A description in an invitation may be long; nothing sensible is longer than these. */
#define LONGEST_LINE (64 * 1024)
#define LONGEST_PART (1024 * 1024)
#define MOST_LINES_BEFORE 100
#define MOST_ZONES 500
#define MOST_CLOCK_CHANGES 12000 /* of all time zones together, as annex_icalendar_limit_zone() counts them */
#define MOST_ENTRIES 50000
#define MOST_OVERRIDDEN 100000
#define MOST_TIMES 1600
#define MOST_STEPS 200000
#define LONGEST_EVENT_DAYS 3660
#define MOST_SECONDS 20
#define LONGEST_TITLE 500

/* Of events that name a time zone which the file may tell later. */
#define MOST_DEFERRED (4 * 1024 * 1024)

#define DAY_MINUTES (24 * 60)
#define FIRST_OF_1970 719163
#define LAST_DAY_OF_ZONES 943056 /* the end of 2582, the last year for which libical knows the clocks */

/* What a file can lack; counted, so that a broken file of a million events says it once. */
typedef enum
{
  PROBLEM_LINE,
  PROBLEM_LENGTH,
  PROBLEM_DATE,
  PROBLEM_ZONE,
  PROBLEM_CLOCKS,
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
  GTimeZone *local;
  GHashTable *overridden; /* "uid time" of times that an event of their own replaces */
  GPtrArray *keys;        /* of the entries, nullable each */
  GPtrArray *deferred;    /* events as text, until all time zones are known; NULL afterwards */
  gsize deferred_size;
  guint n_zones;
  guint clock_changes; /* that the file may still tell */
  guint problems[N_PROBLEMS];
} Reading;

static char *
dup_problem (Problem problem, guint n)
{
  switch (problem)
    {
    case PROBLEM_LINE:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u line is broken and was passed over.",
                                           "%u lines are broken and were passed over.", n), n);
    case PROBLEM_LENGTH:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u line or event is too long and was cut or left out.",
                                           "%u lines or events are too long and were cut or left out.", n), n);
    case PROBLEM_DATE:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u event has no day that exists and was left out.",
                                           "%u events have no day that exists and were left out.", n), n);
    case PROBLEM_ZONE:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u event names a time zone that nobody knows; its time is shown as it stands.",
                                           "%u events name a time zone that nobody knows; their times are shown as they stand.", n), n);
    case PROBLEM_CLOCKS:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u time zone changes its clocks too often, or is one too many, and was left out.",
                                           "%u time zones change their clocks too often, or are too many, and were left out.", n), n);
    case PROBLEM_OFTEN:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u event repeats more often than once a day; it is shown once a day.",
                                           "%u events repeat more often than once a day; they are shown once a day.", n), n);
    case PROBLEM_TIMES:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u event repeats so many times that only the first are shown.",
                                           "%u events repeat so many times that only the first are shown.", n), n);
    case PROBLEM_MANY:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u entry is more than can be shown and was left out.",
                                           "%u entries are more than can be shown and were left out.", n), n);
    case PROBLEM_SLOW:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "It took too long to read; what came after %u event is not shown.",
                                           "It took too long to read; what came after %u events is not shown.", n), n);
    case PROBLEM_END:
      return g_strdup (_("The file ends in the middle of an event, which was left out."));
    case N_PROBLEMS:
    default:
      g_return_val_if_reached (NULL);
    }
}

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

/* Whether a time names a zone, which is then in @zone unless nobody knows it. */
static gboolean
find_zone (Reading *self, icalproperty *property, icaltimezone **zone)
{
  icalparameter *parameter = icalproperty_get_first_parameter (property, ICAL_TZID_PARAMETER);
  const char *name = parameter != NULL ? icalparameter_get_tzid (parameter) : NULL;

  *zone = NULL;
  if (name == NULL || *name == '\0')
    return FALSE;
  *zone = icalcomponent_get_timezone (self->zones, name);
  if (*zone == NULL)
    *zone = icaltimezone_get_builtin_timezone (name);
  if (*zone == NULL)
    *zone = icaltimezone_get_builtin_timezone_from_tzid (name);
  return TRUE;
}

/* A time of that zone on the clock of Greenwich, in minutes; one without a zone as it stands. */
static gint64
count_minutes (struct icaltimetype time, icaltimezone *zone)
{
  if (!time.is_date && zone != NULL && !icaltime_is_utc (time))
    {
      icaltime_set_timezone (&time, zone);
      time = icaltime_convert_to_zone (time, icaltimezone_get_utc_timezone ());
    }
  return (gint64) get_day (time) * DAY_MINUTES + (time.is_date ? 0 : time.hour * 60 + time.minute);
}

/* The same moment on the clock of the user. */
static gint64
localize (Reading *self, gint64 minutes)
{
  gint64 seconds = (minutes - (gint64) FIRST_OF_1970 * DAY_MINUTES) * 60;
  int interval = g_time_zone_find_interval (self->local, G_TIME_TYPE_UNIVERSAL, seconds);

  return interval >= 0 ? minutes + g_time_zone_get_offset (self->local, interval) / 60 : minutes;
}

/* What tells one time of an event from its others. */
static gint64
get_key (struct icaltimetype time, icaltimezone *zone)
{
  return time.is_date ? -(gint64) get_day (time) : count_minutes (time, zone);
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
set_times (Reading *self, const Shape *shape, AnnexCalendarEntry *entry, struct icaltimetype start)
{
  gboolean floating = shape->zone == NULL && !icaltime_is_utc (start);
  gint64 begin = count_minutes (start, shape->zone), end = begin + MAX (shape->minutes, 0);

  if (!floating)
    {
      begin = localize (self, begin);
      end = localize (self, end);
    }
  entry->first = (guint) (begin / DAY_MINUTES);
  entry->begins = (int) (begin % DAY_MINUTES);
  /* What ends at midnight belongs to the day before. */
  entry->last = MAX (entry->first, (guint) ((end - 1) / DAY_MINUTES));
  entry->ends = end > begin ? (int) (end - (gint64) entry->last * DAY_MINUTES) : -1;
}

static void
add_entry (Reading *self, const Shape *shape, struct icaltimetype start, gboolean repeats)
{
  g_autoptr (AnnexCalendarEntry) entry = annex_calendar_entry_new (shape->title, get_day (start));

  if (entry->first == 0)
    return;
  entry->flags = ANNEX_CALENDAR_EXTERNAL;
  entry->last = entry->first + shape->days;
  if (shape->minutes >= 0 && !start.is_date)
    set_times (self, shape, entry, start);
  if (entry->first > self->last || entry->last < self->first)
    return;
  if (self->contents->entries->len >= MOST_ENTRIES)
    {
      self->problems[PROBLEM_MANY]++;
      return;
    }
  g_ptr_array_add (self->contents->entries, g_steal_pointer (&entry));
  g_ptr_array_add (self->keys, repeats && shape->uid != NULL ? g_strdup_printf ("%s %" G_GINT64_FORMAT, shape->uid, get_key (start, shape->zone)) : NULL);
}

/* The end that is named, perhaps in another zone, or that follows from how long it takes; null for neither. */
static struct icaltimetype
find_end (Reading *self, icalcomponent *event, struct icaltimetype start, icaltimezone **zone)
{
  icalproperty *end = icalcomponent_get_first_property (event, ICAL_DTEND_PROPERTY);
  icalproperty *duration = icalcomponent_get_first_property (event, ICAL_DURATION_PROPERTY);

  if (end != NULL)
    {
      find_zone (self, end, zone);
      return icalproperty_get_dtend (end);
    }
  return duration != NULL ? icaltime_add (start, icalproperty_get_duration (duration)) : icaltime_null_time ();
}

/* Whole days end on the day before the one that is named. */
static gboolean
measure (Reading *self, icalcomponent *event, struct icaltimetype start, Shape *shape)
{
  icaltimezone *zone = shape->zone;
  struct icaltimetype end = find_end (self, event, start, &zone);
  guint first = get_day (start), last = icaltime_is_null_time (end) ? 0 : get_day (end);

  shape->days = 0;
  shape->minutes = start.is_date ? -1 : 0;
  if (first == 0)
    return FALSE;
  if (last < first)
    return TRUE;
  if (last - first > LONGEST_EVENT_DAYS)
    {
      self->problems[PROBLEM_LENGTH]++;
      end = to_time (first + LONGEST_EVENT_DAYS);
      last = get_day (end);
    }
  if (start.is_date)
    shape->days = last > first ? last - first - 1 : 0;
  else
    {
      shape->days = last - first;
      shape->minutes = (int) MAX (count_minutes (end, zone) - count_minutes (start, shape->zone), 0);
    }
  return TRUE;
}

/* Times that do not happen: as get_key() has them. */
static GHashTable *
read_exceptions (Reading *self, icalcomponent *event)
{
  GHashTable *keys = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (icalproperty *property = icalcomponent_get_first_property (event, ICAL_EXDATE_PROPERTY); property != NULL;
       property = icalcomponent_get_next_property (event, ICAL_EXDATE_PROPERTY))
    {
      icaltimezone *zone;
      gint64 key;

      find_zone (self, property, &zone);
      key = get_key (icalproperty_get_exdate (property), zone);
      g_hash_table_add (keys, g_memdup2 (&key, sizeof key));
    }
  return keys;
}

/* Some programs leave out a whole day of what has a time. */
static gboolean
is_left_out (GHashTable *exceptions, struct icaltimetype time, icaltimezone *zone)
{
  gint64 key = get_key (time, zone), day = -(gint64) get_day (time);

  return g_hash_table_contains (exceptions, &key) || g_hash_table_contains (exceptions, &day);
}

/* What repeats within a day stands there once. */
static void
add_every_day (Reading *self, const Shape *shape, struct icaltimetype start, const struct icalrecurrencetype *rule)
{
  guint until = icaltime_is_null_time (rule->until) ? self->last : MIN (self->last, get_day (rule->until));
  guint days = annex_icalendar_count_days (rule);
  Shape whole = *shape;

  whole.minutes = -1;
  whole.days = 0;
  self->problems[PROBLEM_OFTEN]++;
  if (days < until - MIN (until, get_day (start)))
    until = get_day (start) + days - 1;
  for (guint day = MAX (get_day (start), self->first), n = 0; day <= until && n < MOST_TIMES; day++, n++)
    add_entry (self, &whole, to_time (day), TRUE);
}

static void
add_times (Reading *self, icalcomponent *event, const Shape *shape, struct icaltimetype start, struct icalrecurrencetype rule)
{
  g_autoptr (GHashTable) exceptions = read_exceptions (self, event);
  AnnexICalendarRepetition repetition = annex_icalendar_limit_rule (&rule);
  icalrecur_iterator *iterator;
  guint n = 0, steps = 0;

  if (repetition == ANNEX_ICALENDAR_EVERY_DAY)
    {
      add_every_day (self, shape, start, &rule);
      return;
    }
  self->problems[PROBLEM_OFTEN] += repetition == ANNEX_ICALENDAR_ONCE_A_DAY;
  /* The last time may be told on another clock. */
  if (shape->zone != NULL)
    icaltime_set_timezone (&start, shape->zone);
  iterator = repetition != ANNEX_ICALENDAR_BROKEN ? icalrecur_iterator_new (rule, start) : NULL;
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
      from.zone = start.zone;
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
      if (day + shape->days + 1 < self->first || is_left_out (exceptions, time, shape->zone))
        continue;
      add_entry (self, shape, time, TRUE);
      n++;
    }
  icalrecur_iterator_free (iterator);
}

/* Days that are named one by one, besides what a rule says. */
static void
add_dates (Reading *self, icalcomponent *event, const Shape *shape)
{
  guint n = 0;

  for (icalproperty *property = icalcomponent_get_first_property (event, ICAL_RDATE_PROPERTY); property != NULL && n < MOST_TIMES;
       property = icalcomponent_get_next_property (event, ICAL_RDATE_PROPERTY), n++)
    {
      struct icaldatetimeperiodtype date = icalproperty_get_rdate (property);
      Shape own = *shape;

      find_zone (self, property, &own.zone);
      add_entry (self, &own, icaltime_is_null_time (date.time) ? date.period.start : date.time, TRUE);
    }
}

static void
override (Reading *self, const Shape *shape, icalproperty *replaced)
{
  icaltimezone *zone;

  if (shape->uid == NULL || g_hash_table_size (self->overridden) >= MOST_OVERRIDDEN)
    return;
  find_zone (self, replaced, &zone);
  g_hash_table_add (self->overridden,
                    g_strdup_printf ("%s %" G_GINT64_FORMAT, shape->uid, get_key (icalproperty_get_recurrenceid (replaced), zone)));
}

/* Whether it was read; else its time zone is not known yet. */
static gboolean
read_event (Reading *self, icalcomponent *event)
{
  icalproperty *property = icalcomponent_get_first_property (event, ICAL_DTSTART_PROPERTY);
  icalproperty *rule = icalcomponent_get_first_property (event, ICAL_RRULE_PROPERTY);
  icalproperty *replaced = icalcomponent_get_first_property (event, ICAL_RECURRENCEID_PROPERTY);
  g_autofree char *title = dup_title (event);
  Shape shape = { .title = title, .uid = icalcomponent_get_uid (event) };
  struct icaltimetype start = property != NULL ? icalproperty_get_dtstart (property) : icaltime_null_time ();
  gboolean zoned = property != NULL && find_zone (self, property, &shape.zone);

  if (zoned && shape.zone == NULL && self->deferred != NULL && self->deferred_size < MOST_DEFERRED)
    return FALSE;
  self->contents->n_events++;
  for (icalproperty *bad = icalcomponent_get_first_property (event, ICAL_XLICERROR_PROPERTY); bad != NULL;
       bad = icalcomponent_get_next_property (event, ICAL_XLICERROR_PROPERTY))
    self->problems[PROBLEM_LINE]++;
  if (icaltime_is_null_time (start) || !measure (self, event, start, &shape))
    {
      self->problems[PROBLEM_DATE]++;
      return TRUE;
    }
  self->problems[PROBLEM_ZONE] += zoned && shape.zone == NULL;
  if (replaced != NULL)
    override (self, &shape, replaced);
  /* One time of many may be cancelled, too. */
  if (icalcomponent_get_status (event) == ICAL_STATUS_CANCELLED)
    return TRUE;
  if (rule != NULL)
    add_times (self, event, &shape, start, icalproperty_get_rrule (rule));
  else
    add_entry (self, &shape, start, FALSE);
  add_dates (self, event, &shape);
  return TRUE;
}

/* ---- Lines ---- */

/* Whether the zone is kept. It is worked out once and for all years, which libical else does again for every few. */
static gboolean
take_zone (Reading *self, icalcomponent *component)
{
  icalproperty *name = icalcomponent_get_first_property (component, ICAL_TZID_PROPERTY);
  struct icaltimetype late = to_time (LAST_DAY_OF_ZONES);
  icaltimezone *zone;

  if (self->n_zones++ >= MOST_ZONES || !annex_icalendar_limit_zone (component, to_time (self->last).year + 1, &self->clock_changes))
    {
      self->problems[PROBLEM_CLOCKS]++;
      return FALSE;
    }
  icalcomponent_add_component (self->zones, component);
  zone = name != NULL ? icalcomponent_get_timezone (self->zones, icalproperty_get_tzid (name)) : NULL;
  if (zone != NULL)
    icaltimezone_get_utc_offset (zone, &late, NULL);
  return TRUE;
}

static void
read_part (Reading *self, const char *kind, const char *part)
{
  icalcomponent *component = NULL;

  if (!annex_icalendar_check_lines (part))
    {
      self->contents->n_events += strcmp (kind, "VEVENT") == 0;
      self->problems[PROBLEM_LENGTH]++;
      return;
    }
  component = icalparser_parse_string (part);
  if (component == NULL)
    {
      self->contents->n_events += strcmp (kind, "VEVENT") == 0;
      self->problems[PROBLEM_LINE]++;
      return;
    }
  if (icalcomponent_isa (component) == ICAL_VEVENT_COMPONENT)
    {
      if (!read_event (self, component))
        {
          self->deferred_size += strlen (part);
          g_ptr_array_add (self->deferred, g_strdup (part));
        }
    }
  else if (icalcomponent_isa (component) == ICAL_VTIMEZONE_COMPONENT && take_zone (self, component))
    return;
  icalcomponent_free (component);
}

/* Time zones may be told after what is told in them. */
static void
read_deferred (Reading *self)
{
  g_autoptr (GPtrArray) deferred = g_steal_pointer (&self->deferred);

  for (guint i = 0; i < deferred->len; i++)
    read_part (self, "VEVENT", deferred->pdata[i]);
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
read_parts (Reading *self, FILE *file, char *line, goffset size, AnnexICalendarProgress progress, gpointer progress_data,
            GCancellable *cancellable)
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
        read_part (self, kind, part->str);
      else
        self->problems[PROBLEM_LENGTH]++;
      g_string_truncate (part, 0);
      kind = NULL;
      whole = TRUE;
      if (progress != NULL)
        progress (ftello (file), size, progress_data);
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
      g_ptr_array_add (self->contents->problems, dup_problem (i, self->problems[i]));
}

AnnexICalendarContents *
annex_icalendar_read (const char *path, guint first, guint last, AnnexICalendarProgress progress, gpointer progress_data,
                      GCancellable *cancellable, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  g_autoptr (AnnexICalendarContents) contents = NULL;
  g_autoptr (GHashTable) overridden = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *line = g_malloc (LONGEST_LINE);
  GStatBuf information = { 0 };
  /* Opening what is no file might wait for ever. */
  gboolean is_file = g_stat (path, &information) == 0 && S_ISREG (information.st_mode);
  FILE *file = is_file ? fopen (path, "rbe") : NULL;
  Reading self = { .first = first, .last = last, .local = local, .overridden = overridden, .keys = keys,
                   .clock_changes = MOST_CLOCK_CHANGES };
  gboolean found;

  if (file == NULL)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("The calendar “%s” could not be opened: %s."), name,
                   is_file || information.st_mode == 0 ? g_strerror (errno) : _("it is no file"));
      return NULL;
    }
  contents = g_new0 (AnnexICalendarContents, 1);
  contents->references = 1;
  contents->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) annex_calendar_entry_free);
  contents->problems = g_ptr_array_new_with_free_func (g_free);
  self.contents = contents;
  self.zones = icalcomponent_new_vcalendar ();
  self.deferred = g_ptr_array_new_with_free_func (g_free);
  found = find_beginning (&self, file, line);
  if (found)
    read_parts (&self, file, line, information.st_size, progress, progress_data, cancellable);
  fclose (file);
  read_deferred (&self);
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

AnnexICalendarContents *
annex_icalendar_contents_ref (AnnexICalendarContents *self)
{
  g_atomic_int_inc (&self->references);
  return self;
}

void
annex_icalendar_contents_unref (AnnexICalendarContents *self)
{
  if (!g_atomic_int_dec_and_test (&self->references))
    return;
  g_ptr_array_unref (self->entries);
  g_ptr_array_unref (self->problems);
  g_free (self);
}
