/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "annex-attachment.h"
#include "annex-error.h"
#include "annex-field.h"

static gboolean
parse_date_parts (const char *text, int *year, int *month, int *day)
{
  int used = 0;

  if (sscanf (text, "%4d-%2d-%2d%n", year, month, day, &used) == 3 && used >= 8)
    {
      /* A spreadsheet may add a time of day; the date is what counts. */
      return text[used] == '\0' || text[used] == 'T' || text[used] == ' ';
    }
  used = 0;
  if (sscanf (text, "%2d.%2d.%4d%n", day, month, year, &used) == 3 && text[used] == '\0')
    return TRUE;
  used = 0;
  if (sscanf (text, "%2d/%2d/%4d%n", day, month, year, &used) == 3 && text[used] == '\0')
    return TRUE;
  return FALSE;
}

/* Digits as they stand in the file; what a table of many rows mostly holds. */
static gboolean
is_plain_integer (const char *text)
{
  gsize length = strspn (text, "0123456789");

  return length > 0 && length < 15 && text[length] == '\0' && (length == 1 || *text != '0');
}

static gboolean
is_iso_date (const char *text)
{
  static const char shape[] = "0000-00-00";

  for (guint i = 0; i < sizeof shape - 1; i++)
    if (shape[i] == '0' ? !g_ascii_isdigit (text[i]) : text[i] != '-')
      return FALSE;
  return text[sizeof shape - 1] == '\0' && memcmp (text, "0000", 4) != 0 &&
         g_date_valid_dmy ((text[8] - '0') * 10 + text[9] - '0', (text[5] - '0') * 10 + text[6] - '0',
                           g_ascii_strtoull (text, NULL, 10));
}

static char *
parse_date (const char *text)
{
  int year, month, day;

  if (is_iso_date (text))
    return g_strdup (text);
  if (!parse_date_parts (text, &year, &month, &day) || year < 1 || month < 1 || day < 1 ||
      !g_date_valid_dmy (day, month, year))
    return NULL;
  return g_strdup_printf ("%04d-%02d-%02d", year, month, day);
}

/* The time of day that follows a date; seconds are dropped. */
static gboolean
parse_time_of_day (const char *text, int *hour, int *minute)
{
  int second = 0, used = 0;

  if (sscanf (text, "%2d:%2d%n", hour, minute, &used) != 2 || used < 4)
    return FALSE;
  if (text[used] == ':')
    {
      int more = 0;

      if (sscanf (text + used, ":%2d%n", &second, &more) != 1 || more != 3)
        return FALSE;
      used += more;
    }
  return text[used] == '\0' && *hour >= 0 && *hour < 24 && *minute >= 0 && *minute < 60 && second >= 0 && second < 60;
}

/* A time that names its zone is turned into ours; others are taken as ours. */
static char *
parse_zoned_time (const char *text)
{
  const char *mark = strchr (text, 'T');
  g_autoptr (GDateTime) time = mark != NULL && strpbrk (mark, "Z+-") != NULL ? g_date_time_new_from_iso8601 (text, NULL) : NULL;
  g_autoptr (GDateTime) local = time != NULL ? g_date_time_to_local (time) : NULL;

  return local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M") : NULL;
}

static char *
parse_time (const char *text)
{
  gsize end = strcspn (text, "T ,");
  g_autofree char *day = g_strndup (text, end);
  g_autofree char *date = parse_date (day);
  g_autofree char *zoned = parse_zoned_time (text);
  const char *rest = text + end;
  int hour, minute;

  if (zoned != NULL)
    return g_steal_pointer (&zoned);
  rest += strspn (rest, "T ,");
  if (date == NULL || *rest == '\0')
    return g_steal_pointer (&date);
  return parse_time_of_day (rest, &hour, &minute) ? g_strdup_printf ("%s %02d:%02d", date, hour, minute) : NULL;
}

static char *
parse_number (const char *text)
{
  g_autofree char *plain = NULL;
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  char *end;
  double value;

  if (is_plain_integer (text))
    return g_strdup (text);
  plain = g_strdup (text);

  /* A single comma and no point is a decimal comma. */
  if (strchr (plain, '.') == NULL && strchr (plain, ',') != NULL && strchr (plain, ',') == strrchr (plain, ','))
    *strchr (plain, ',') = '.';
  value = g_ascii_strtod (plain, &end);
  if (end == plain || *end != '\0' || !isfinite (value))
    return NULL;
  if (value == floor (value) && fabs (value) < 1e15)
    return g_strdup_printf ("%.0f", value == 0 ? 0.0 : value);
  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.15g", value));
}

static char *
parse_boolean (const char *text)
{
  static const char *const words[][2] = {
    { "1", "0" }, { "yes", "no" }, { "true", "false" }, { "y", "n" }, { "x", "-" }
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    for (guint j = 0; j < 2; j++)
      if (g_ascii_strcasecmp (text, words[i][j]) == 0)
        return g_strdup (j == 0 ? "1" : "0");

  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_autofree char *yes = g_utf8_casefold (_("Yes"), -1);
  g_autofree char *no = g_utf8_casefold (_("No"), -1);
  if (strcmp (folded, yes) == 0)
    return g_strdup ("1");
  if (strcmp (folded, no) == 0)
    return g_strdup ("0");
  return NULL;
}

static char *
parse_choice (const AnnexField *field, const char *text)
{
  g_autofree char *folded = NULL;

  /* Most tables write a choice as it stands here; folding is for the rest. */
  for (const AnnexChoice *choice = field->choices; choice != NULL && choice->key != NULL; choice++)
    if (strcmp (text, choice->key) == 0 || strcmp (text, choice->label) == 0)
      return g_strdup (choice->key);

  folded = g_utf8_casefold (text, -1);
  for (const AnnexChoice *choice = field->choices; choice != NULL && choice->key != NULL; choice++)
    {
      g_autofree char *key = g_utf8_casefold (choice->key, -1);
      g_autofree char *label = g_utf8_casefold (choice->label, -1);
      g_autofree char *translated = g_utf8_casefold (_(choice->label), -1);

      if (strcmp (folded, key) == 0 || strcmp (folded, label) == 0 || strcmp (folded, translated) == 0)
        return g_strdup (choice->key);
    }
  return NULL;
}

static char *
parse_tags (const char *text)
{
  g_auto (GStrv) parts = g_strsplit_set (text, ";,", -1);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GString) tags = g_string_new (NULL);

  for (char **part = parts; *part != NULL; part++)
    {
      g_strstrip (*part);
      if (**part == '\0' || !g_hash_table_add (seen, *part))
        continue;
      if (tags->len > 0)
        g_string_append (tags, "; ");
      g_string_append (tags, *part);
    }
  return tags->len > 0 ? g_string_free_and_steal (g_steal_pointer (&tags)) : NULL;
}

/* The choices of a field as one sentence part, for messages. */
static char *
list_choices (const AnnexField *field)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (const AnnexChoice *choice = field->choices; choice != NULL && choice->key != NULL; choice++)
    g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", _(choice->label));
  return g_string_free_and_steal (g_steal_pointer (&list));
}

static void
set_invalid (const AnnexField *field, const char *text, GError **error)
{
  const char *label = annex_field_get_label (field);
  g_autofree char *shown = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), 60));
  g_autofree char *choices = NULL;

  switch (field->kind)
    {
    case ANNEX_FIELD_DATE:
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID,
                   _("%s: “%s” is not a date. Write it as 2026-11-24."), label, shown);
      break;
    case ANNEX_FIELD_TIME:
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID,
                   _("%s: “%s” is no date with a time. Write it as 2026-11-24 14:05, or the date alone where the time is not known."), label, shown);
      break;
    case ANNEX_FIELD_NUMBER:
    case ANNEX_FIELD_MONEY:
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s: “%s” is not a number."), label, shown);
      break;
    case ANNEX_FIELD_BOOLEAN:
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s: “%s” is neither yes nor no."), label, shown);
      break;
    case ANNEX_FIELD_CHOICE:
      choices = list_choices (field);
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID,
                   _("%s: “%s” is not one of %s."), label, shown, choices);
      break;
    case ANNEX_FIELD_FILE:
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s holds files. Attach them; they cannot be written as “%s”."), label, shown);
      break;
    case ANNEX_FIELD_COMPUTED:
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s is computed and cannot be set."), label);
      break;
    default:
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s does not take “%s”."), label, shown);
    }
}

const char *
annex_field_get_label (const AnnexField *field)
{
  return (field->flags & ANNEX_FIELD_CUSTOM) != 0 ? field->label : _(field->label);
}

gboolean
annex_field_is_stored (const AnnexField *field)
{
  return field->kind != ANNEX_FIELD_COMPUTED;
}

gboolean
annex_field_is_written (const AnnexField *field)
{
  return annex_field_is_stored (field) && field->kind != ANNEX_FIELD_FILE;
}

gboolean
annex_field_is_text (const AnnexField *field)
{
  return (field->flags & ANNEX_FIELD_INTERNAL) == 0 &&
         (field->kind == ANNEX_FIELD_TEXT || field->kind == ANNEX_FIELD_LONG_TEXT || field->kind == ANNEX_FIELD_TAGS);
}

const char *
annex_field_find_choice (const AnnexField *field, const char *key)
{
  for (const AnnexChoice *choice = field->choices; key != NULL && choice != NULL && choice->key != NULL; choice++)
    if (strcmp (choice->key, key) == 0)
      return _(choice->label);
  return NULL;
}

char *
annex_field_parse (const AnnexField *field, const char *text, GError **error)
{
  g_autofree char *trimmed = NULL;
  char *value = NULL;

  if (text == NULL)
    return NULL;
  if (!g_utf8_validate (text, -1, NULL))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s: the text is not valid UTF-8."), annex_field_get_label (field));
      return NULL;
    }
  trimmed = g_strstrip (g_strdup (text));
  if (*trimmed == '\0')
    return NULL;

  switch (field->kind)
    {
    case ANNEX_FIELD_TEXT:
      /* One line: a line break would be lost in the entry that edits it. */
      for (char *c = trimmed; *c != '\0'; c++)
        if (*c == '\n' || *c == '\r')
          *c = ' ';
      return g_steal_pointer (&trimmed);
    case ANNEX_FIELD_LONG_TEXT:
      return g_steal_pointer (&trimmed);
    case ANNEX_FIELD_FILE:
      value = annex_attachment_is_canonical (trimmed) ? g_strdup (trimmed) : NULL;
      break;
    case ANNEX_FIELD_TAGS:
      return parse_tags (trimmed);
    case ANNEX_FIELD_NUMBER:
    case ANNEX_FIELD_MONEY:
      value = parse_number (trimmed);
      break;
    case ANNEX_FIELD_DATE:
      value = parse_date (trimmed);
      break;
    case ANNEX_FIELD_TIME:
      value = parse_time (trimmed);
      break;
    case ANNEX_FIELD_BOOLEAN:
      value = parse_boolean (trimmed);
      break;
    case ANNEX_FIELD_CHOICE:
      value = parse_choice (field, trimmed);
      break;
    case ANNEX_FIELD_SCALE:
      value = parse_number (trimmed);
      if (value != NULL && strpbrk (value, ".-e") != NULL)
        g_clear_pointer (&value, g_free);
      break;
    case ANNEX_FIELD_LINK:
    case ANNEX_FIELD_COMPUTED:
      break;
    }
  if (value == NULL)
    set_invalid (field, trimmed, error);
  return value;
}

static gboolean
link_value_is_canonical (const AnnexField *field, const char *value)
{
  const char *c = value;
  gint64 previous = 0;
  guint n = 0;

  for (;;)
    {
      char *end;
      gint64 id = g_ascii_strtoll (c, &end, 10);

      if (end == c || id <= previous)
        return FALSE;
      previous = id;
      n++;
      if (*end == '\0')
        break;
      if (*end != ' ')
        return FALSE;
      c = end + 1;
    }
  return n == 1 || (field->flags & ANNEX_FIELD_MANY) != 0;
}

static gboolean
has_choice (const AnnexField *field, const char *key)
{
  for (const AnnexChoice *choice = field->choices; choice != NULL && choice->key != NULL; choice++)
    if (strcmp (choice->key, key) == 0)
      return TRUE;
  return FALSE;
}

/* As parse_tags() leaves them: parted by "; ", each once. */
static gboolean
tags_are_canonical (const char *value)
{
  for (const char *tag = value; tag != NULL;)
    {
      gsize length = strcspn (tag, ";,");
      const char *next = tag[length] == ';' && tag[length + 1] == ' ' ? tag + length + 2 : NULL;

      if (length == 0 || (next == NULL && tag[length] != '\0') || g_ascii_isspace (*tag) ||
          g_ascii_isspace (tag[length - 1]))
        return FALSE;
      for (const char *earlier = value; earlier < tag; earlier += strcspn (earlier, ";") + 2)
        if (strncmp (earlier, tag, length) == 0 && earlier[length] == ';')
          return FALSE;
      tag = next;
    }
  return TRUE;
}

gboolean
annex_field_check (const AnnexField *field, const char *value, GError **error)
{
  gboolean fits;

  if (value == NULL || *value == '\0')
    {
      if ((field->flags & ANNEX_FIELD_REQUIRED) == 0)
        return TRUE;
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s may not be empty."), annex_field_get_label (field));
      return FALSE;
    }

  switch (field->kind)
    {
    case ANNEX_FIELD_LINK:
      fits = link_value_is_canonical (field, value);
      break;
    case ANNEX_FIELD_TEXT:
    case ANNEX_FIELD_LONG_TEXT:
      fits = g_utf8_validate (value, -1, NULL);
      break;
    case ANNEX_FIELD_FILE:
      fits = annex_attachment_is_canonical (value) && ((field->flags & ANNEX_FIELD_MANY) != 0 || strchr (value, '\n') == NULL);
      break;
    case ANNEX_FIELD_CHOICE:
      fits = has_choice (field, value);
      break;
    case ANNEX_FIELD_TAGS:
      fits = g_utf8_validate (value, -1, NULL) && tags_are_canonical (value);
      break;
    case ANNEX_FIELD_SCALE:
      fits = is_plain_integer (value);
      break;
    case ANNEX_FIELD_BOOLEAN:
      fits = (*value == '0' || *value == '1') && value[1] == '\0';
      break;
    case ANNEX_FIELD_DATE:
      fits = is_iso_date (value);
      break;
    default:
      {
        g_autofree char *canonical = annex_field_parse (field, value, NULL);
        fits = g_strcmp0 (canonical, value) == 0;
      }
    }
  if (!fits)
    set_invalid (field, g_utf8_validate (value, -1, NULL) ? value : "?", error);
  return fits;
}

gboolean
annex_date_is_valid (const char *text)
{
  g_autofree char *canonical = parse_date (text);

  return g_strcmp0 (canonical, text) == 0;
}

gboolean
annex_time_is_valid (const char *text)
{
  g_autofree char *canonical = parse_time (text);

  return g_strcmp0 (canonical, text) == 0;
}
