/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-sample-days.h"

#include <stdlib.h>
#include <string.h>

#include "core/annex-clock.h"

/* The first day of the week that the sample is written for. */
#define WRITTEN_FOR "2026-11-26"

#define MONTHS "January|February|March|April|May|June|July|August|September|October|November|December"
#define YEAR "20(?:2[5-9]|3\\d)"

/* Longer forms first, for they begin like shorter ones. */
#define PATTERN                                                              \
  "(?<holiday>" YEAR "-\\d\\d-\\d\\d)\\[(?<law>[^\\]]+)\\]"                  \
  "|(?<!\\d)(?<!\\d-)(?<day>20\\d\\d-\\d\\d-\\d\\d)(?!\\d)"                        \
  "|\\b(?:(?<before>\\d{1,2})(?<and> and | to ))?(?<date>\\d{1,2}) (?<of>" MONTHS ")(?: (?<in>" YEAR "))?\\b" \
  "|\\b(?<month>" MONTHS ")(?: (?<its>" YEAR "))?\\b"                        \
  "|\\b(?<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter)(?: (?<seasons>" YEAR "))?\\b" \
  "|\\b(?<nth>[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth) quarter\\b"             \
  "|(?<year>" YEAR ")\\[(?<when>\\d\\d)\\]"                                  \
  "|(?<!\\d)(?<!\\d-)(?<period>" YEAR "-(?:Q[1-4]|\\d\\d))(?![\\d-])"

typedef struct
{
  guint today;
  guint anchor;
  int days;          /* whole weeks */
  gboolean periods;  /* move by periods and not by weeks */
} Move;

static const char *const month_names[] = { "", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December" };

static const char *const season_names[] = { "winter", "spring", "summer", "autumn" };
static const char *const quarter_names[] = { "first", "second", "third", "fourth" };

/* In any case of the first letter. */
static guint
find_name (const char *const *names, const char *name)
{
  guint i = 0;

  while (strcmp (names[i] + 1, name + 1) != 0 || g_ascii_tolower (*name) != *names[i])
    i++;
  return i;
}

static void
append_name (GString *result, const char *name, const char *before)
{
  g_string_append (result, name);
  if (g_ascii_isupper (*before))
    result->str[result->len - strlen (name)] = g_ascii_toupper (*name);
}

static guint
find_month (const char *name)
{
  guint month = 1;

  while (strcmp (month_names[month], name) != 0)
    month++;
  return month;
}

static GDate
make_date (guint year, guint month, guint day)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) MIN (day, g_date_get_days_in_month (month, (GDateYear) year)), month, (GDateYear) year);
  return date;
}

static GDate
to_date (guint day)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  return date;
}

static GDate
move_day (const Move *move, guint year, guint month, guint day)
{
  GDate date = make_date (year, month, day);

  return to_date (g_date_get_julian (&date) + move->days);
}

/* A month goes where its middle goes. */
static GDate
move_month (const Move *move, guint year, guint month)
{
  return move_day (move, year, month, 15);
}

/* Without a year, the sample means the twelve months that end with the one it is written for. */
static guint
guess_year (const Move *move, guint month)
{
  GDate anchor = to_date (move->anchor);

  return g_date_get_year (&anchor) - (month > (guint) g_date_get_month (&anchor) ? 1 : 0);
}

/* How many periods of so many months lie between the day that the sample is written for and today. */
static int
count_periods (const Move *move, int months)
{
  GDate from = to_date (move->anchor), to = to_date (move->today);

  return (g_date_get_year (&to) * 12 + (int) g_date_get_month (&to) - 1) / months - (g_date_get_year (&from) * 12 + (int) g_date_get_month (&from) - 1) / months;
}

static GDate
add_months (guint year, guint month, guint day, int months)
{
  int moved = (int) (year * 12 + month - 1) + months;

  return make_date ((guint) (moved / 12), (guint) (moved % 12) + 1, day);
}

static void
append_period (const Move *move, GString *result, const char *period)
{
  guint year = (guint) atoi (period);
  GDate date;

  if (period[5] == 'Q')
    {
      date = add_months (year, 1 + 3 * ((guint) atoi (period + 6) - 1), 1, 3 * count_periods (move, 3));
      g_string_append_printf (result, "%04d-Q%d", g_date_get_year (&date), (g_date_get_month (&date) - 1) / 3 + 1);
      return;
    }
  date = move->periods ? add_months (year, (guint) atoi (period + 5), 1, count_periods (move, 1)) : move_month (move, year, (guint) atoi (period + 5));
  g_string_append_printf (result, "%04d-%02d", g_date_get_year (&date), g_date_get_month (&date));
}

/* Where periods move by periods, so do the days on which they were measured; none lies ahead that was past. */
static GDate
move_date (const Move *move, const char *text)
{
  guint year = (guint) atoi (text), month = (guint) atoi (text + 5), day = (guint) atoi (text + 8);
  GDate date = make_date (year, month, day);

  if (!move->periods)
    return to_date (g_date_get_julian (&date) + move->days);
  date = add_months (year, month, day, count_periods (move, 1));
  return to_date (MIN (g_date_get_julian (&date), move->today));
}

/* Gauss, as by Butcher: the Sunday after the first full moon of spring. */
static GDate
find_easter (guint year)
{
  guint a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
  guint h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;

  return make_date (year, (h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1);
}

static guint
find_holiday (guint year, const char *law)
{
  GDate date;

  if (g_str_has_prefix (law, "Easter"))
    {
      date = find_easter (year);
      return g_date_get_julian (&date) + (guint) atoi (law + strlen ("Easter"));
    }
  date = make_date (year, (guint) atoi (law), (guint) atoi (law + 3));
  /* The King’s birthday is kept on Saturday when it falls on a Sunday. */
  return g_date_get_julian (&date) - (strstr (law, "not Sunday") != NULL && g_date_get_weekday (&date) == G_DATE_SUNDAY ? 1 : 0);
}

static void
append_holiday (const Move *move, GString *result, const char *text, const char *law)
{
  GDate moved = move_date (move, text);
  guint near = g_date_get_julian (&moved), best = 0;
  g_autofree char *day = NULL;

  for (guint year = g_date_get_year (&moved) - 1; year <= (guint) g_date_get_year (&moved) + 1; year++)
    {
      guint found = find_holiday (year, law);

      if (best == 0 || ABS ((int) found - (int) near) < ABS ((int) best - (int) near))
        best = found;
    }
  day = annex_clock_dup_day (best);
  g_string_append (result, day);
}

static gboolean
move_cb (const GMatchInfo *info, GString *result, gpointer data)
{
  const Move *move = data;
  g_autofree char *holiday = g_match_info_fetch_named (info, "holiday"), *law = g_match_info_fetch_named (info, "law");
  g_autofree char *day = g_match_info_fetch_named (info, "day"), *before = g_match_info_fetch_named (info, "before");
  g_autofree char *and = g_match_info_fetch_named (info, "and"), *date = g_match_info_fetch_named (info, "date");
  g_autofree char *of = g_match_info_fetch_named (info, "of"), *in = g_match_info_fetch_named (info, "in");
  g_autofree char *month = g_match_info_fetch_named (info, "month"), *its = g_match_info_fetch_named (info, "its");
  g_autofree char *year = g_match_info_fetch_named (info, "year"), *when = g_match_info_fetch_named (info, "when");
  g_autofree char *period = g_match_info_fetch_named (info, "period"), *nth = g_match_info_fetch_named (info, "nth");
  g_autofree char *season = g_match_info_fetch_named (info, "season"), *seasons = g_match_info_fetch_named (info, "seasons");
  GDate moved;

#define IS_THERE(text) ((text) != NULL && *(text) != '\0')
  if (IS_THERE (holiday))
    append_holiday (move, result, holiday, law);
  else if (IS_THERE (day))
    {
      moved = move_date (move, day);
      g_string_append_printf (result, "%04d-%02d-%02d", g_date_get_year (&moved), g_date_get_month (&moved), g_date_get_day (&moved));
    }
  else if (IS_THERE (of))
    {
      guint number = find_month (of), of_year = IS_THERE (in) ? (guint) atoi (in) : guess_year (move, number);

      moved = move_day (move, of_year, number, (guint) atoi (date));
      if (IS_THERE (before))
        {
          GDate first = move_day (move, of_year, number, (guint) atoi (before));

          g_string_append_printf (result, "%d", g_date_get_day (&first));
          if (g_date_get_month (&first) != g_date_get_month (&moved))
            g_string_append_printf (result, " %s", month_names[g_date_get_month (&first)]);
          g_string_append (result, and);
        }
      g_string_append_printf (result, "%d %s", g_date_get_day (&moved), month_names[g_date_get_month (&moved)]);
      if (IS_THERE (in))
        g_string_append_printf (result, " %d", g_date_get_year (&moved));
    }
  else if (IS_THERE (month))
    {
      guint number = find_month (month);

      moved = move_month (move, IS_THERE (its) ? (guint) atoi (its) : guess_year (move, number), number);
      g_string_append (result, month_names[g_date_get_month (&moved)]);
      if (IS_THERE (its))
        g_string_append_printf (result, " %d", g_date_get_year (&moved));
    }
  else if (IS_THERE (season))
    {
      guint number = find_name (season_names, season) * 3 + 1;

      moved = move_month (move, IS_THERE (seasons) ? (guint) atoi (seasons) : guess_year (move, number), number);
      append_name (result, season_names[g_date_get_month (&moved) % 12 / 3], season);
      if (IS_THERE (seasons))
        g_string_append_printf (result, " %d", g_date_get_year (&moved));
    }
  else if (IS_THERE (nth))
    {
      guint number = find_name (quarter_names, nth) * 3 + 2;

      moved = move_month (move, guess_year (move, number), number);
      append_name (result, quarter_names[(g_date_get_month (&moved) - 1) / 3], nth);
      g_string_append (result, " quarter");
    }
  else if (IS_THERE (year))
    {
      moved = move_month (move, (guint) atoi (year), (guint) atoi (when));
      g_string_append_printf (result, "%d", g_date_get_year (&moved));
    }
  else
    append_period (move, result, period);
#undef IS_THERE
  return FALSE;
}

char *
annex_sample_days_move (const char *name, const char *text, guint today)
{
  g_autoptr (GRegex) regex = g_regex_new (PATTERN, G_REGEX_OPTIMIZE, 0, NULL);
  Move move = { .today = today, .anchor = annex_clock_parse_day (WRITTEN_FOR) };

  /* Towards the past as well: rounded down. */
  move.days = (int) today - (int) move.anchor;
  move.days -= ((move.days % 7) + 7) % 7;
  move.periods = g_str_equal (name, "measurements.csv") || g_str_equal (name, "indicators.csv");
  return g_regex_replace_eval (regex, text, -1, 0, 0, move_cb, &move, NULL);
}
