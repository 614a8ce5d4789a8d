/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-icalendar-limits.h"

#define MOST_PARAMETERS 100
#define MOST_TIMES_A_DAY 24
#define DAY_SECONDS (24 * 60 * 60)

/* A rule makes changes year after year. */
#define CHANGES_OF_RULE 20

/* A rule that changes the clocks more than this often within as many years is none of a time zone. */
#define TRIAL_CHANGES 15
#define TRIAL_YEARS 10

gboolean
annex_icalendar_check_lines (const char *part)
{
  gboolean quoted = FALSE, in_value = FALSE;
  guint n_parameters = 0;

  for (const char *c = part; *c != '\0'; c++)
    {
      if (*c == '\n' && c[1] != ' ' && c[1] != '\t')
        {
          quoted = in_value = FALSE;
          n_parameters = 0;
        }
      else if (in_value)
        continue;
      else if (*c == '"')
        quoted = !quoted;
      else if (*c == ':' && !quoted)
        in_value = TRUE;
      /* Quotes that are never closed end nothing: what stands in them counts as well. */
      else if (*c == ';' && ++n_parameters > MOST_PARAMETERS)
        return FALSE;
    }
  return TRUE;
}

static guint
count_values (const short *values, guint size)
{
  guint n = 0;

  while (n < size && values[n] != ICAL_RECURRENCE_ARRAY_MAX)
    n++;
  return n;
}

/* All of them: libical puts its own first value before what it takes for the end. */
static void
clear_values (short *values, guint size)
{
  for (guint i = 0; i < size; i++)
    values[i] = ICAL_RECURRENCE_ARRAY_MAX;
}

/* "The second Tuesday" is of a month or a year; libical would look for it on every day until the year 2582. */
static gboolean
names_days_by_position (const struct icalrecurrencetype *rule)
{
  guint n = count_values (rule->by_day, ICAL_BY_DAY_SIZE);

  for (guint i = 0; i < n; i++)
    if (icalrecurrencetype_day_position (rule->by_day[i]) != 0)
      return TRUE;
  return FALSE;
}

AnnexICalendarRepetition
annex_icalendar_limit_rule (struct icalrecurrencetype *rule)
{
  guint times = MAX (count_values (rule->by_hour, ICAL_BY_HOUR_SIZE), 1) * MAX (count_values (rule->by_minute, ICAL_BY_MINUTE_SIZE), 1) *
                MAX (count_values (rule->by_second, ICAL_BY_SECOND_SIZE), 1);

  if (rule->freq == ICAL_SECONDLY_RECURRENCE || rule->freq == ICAL_MINUTELY_RECURRENCE || rule->freq == ICAL_HOURLY_RECURRENCE)
    return ANNEX_ICALENDAR_EVERY_DAY;
  if ((rule->freq == ICAL_DAILY_RECURRENCE || rule->freq == ICAL_WEEKLY_RECURRENCE) && names_days_by_position (rule))
    return ANNEX_ICALENDAR_BROKEN;
  if (times <= MOST_TIMES_A_DAY)
    return ANNEX_ICALENDAR_AS_IT_STANDS;
  clear_values (rule->by_hour, ICAL_BY_HOUR_SIZE);
  clear_values (rule->by_minute, ICAL_BY_MINUTE_SIZE);
  clear_values (rule->by_second, ICAL_BY_SECOND_SIZE);
  return ANNEX_ICALENDAR_ONCE_A_DAY;
}

guint
annex_icalendar_count_days (const struct icalrecurrencetype *rule)
{
  guint64 seconds = rule->freq == ICAL_HOURLY_RECURRENCE ? 60 * 60 : rule->freq == ICAL_MINUTELY_RECURRENCE ? 60 : 1;

  if (rule->count <= 0)
    return G_MAXUINT;
  seconds *= (guint64) rule->count * (guint64) MAX (rule->interval, 1);
  return (guint) MIN (seconds / DAY_SECONDS + 1, G_MAXUINT);
}

/* ---- Time zones ---- */

static gboolean
is_seldom (struct icalrecurrencetype rule, struct icaltimetype start)
{
  icalrecur_iterator *iterator;
  struct icaltimetype time = start;
  guint n = 0;

  /* What a rule says of hours makes it repeat within a day, which no rule of a zone does. */
  if (rule.freq != ICAL_YEARLY_RECURRENCE || count_values (rule.by_hour, ICAL_BY_HOUR_SIZE) > 1 ||
      count_values (rule.by_minute, ICAL_BY_MINUTE_SIZE) > 1 || count_values (rule.by_second, ICAL_BY_SECOND_SIZE) > 1)
    return FALSE;
  iterator = icalrecur_iterator_new (rule, start);
  if (iterator == NULL)
    return FALSE;
  while (n <= TRIAL_CHANGES && time.year <= start.year + TRIAL_YEARS)
    {
      time = icalrecur_iterator_next (iterator);
      if (icaltime_is_null_time (time))
        break;
      n++;
    }
  icalrecur_iterator_free (iterator);
  return n <= TRIAL_CHANGES;
}

/* Changes after the last day that is shown are nobody's concern. */
static void
end_rule (icalproperty *property, struct icalrecurrencetype rule, int last_year)
{
  if (rule.count > 0 || (!icaltime_is_null_time (rule.until) && rule.until.year <= last_year + 1))
    return;
  rule.until = icaltime_null_time ();
  rule.until.year = last_year + 1;
  rule.until.month = 12;
  rule.until.day = 31;
  rule.until.zone = icaltimezone_get_utc_timezone ();
  icalproperty_set_rrule (property, rule);
}

static gboolean
limit_changes (icalcomponent *observance, int last_year, guint *changes)
{
  struct icaltimetype start = icalcomponent_get_dtstart (observance);
  icalproperty *property;

  for (property = icalcomponent_get_first_property (observance, ICAL_RRULE_PROPERTY); property != NULL;
       property = icalcomponent_get_next_property (observance, ICAL_RRULE_PROPERTY))
    {
      struct icalrecurrencetype rule = icalproperty_get_rrule (property);

      if (*changes < CHANGES_OF_RULE || !is_seldom (rule, start))
        return FALSE;
      *changes -= CHANGES_OF_RULE;
      end_rule (property, rule, last_year);
    }
  for (property = icalcomponent_get_first_property (observance, ICAL_RDATE_PROPERTY); property != NULL;
       property = icalcomponent_get_next_property (observance, ICAL_RDATE_PROPERTY))
    {
      if (*changes == 0)
        return FALSE;
      (*changes)--;
    }
  return TRUE;
}

gboolean
annex_icalendar_limit_zone (icalcomponent *zone, int last_year, guint *changes)
{
  for (icalcomponent *observance = icalcomponent_get_first_component (zone, ICAL_ANY_COMPONENT); observance != NULL;
       observance = icalcomponent_get_next_component (zone, ICAL_ANY_COMPONENT))
    {
      if (*changes == 0 || !limit_changes (observance, last_year, changes))
        return FALSE;
      (*changes)--;
    }
  return TRUE;
}
