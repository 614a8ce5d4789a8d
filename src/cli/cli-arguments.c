/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "cli.h"
#include "core/annex-clock.h"
#include "core/annex-connection.h"

/* A week. */
#define MOST_SECONDS 604800

static int wait_seconds = -1;

char **
cli_parse (const char *command, const GOptionEntry *entries, const char *const *arguments, int minimum, int maximum)
{
  const CliCommand *description = cli_find_command (command);
  g_autoptr (GOptionContext) context = g_option_context_new (description->arguments);
  g_autofree char *program = g_strdup_printf ("annex-cli %s", command);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) strings = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *today = NULL;
  const GOptionEntry everywhere[] = {
    { "today", 0, 0, G_OPTION_ARG_FILENAME, &today, N_("Go by this day in place of today"), N_("YYYY-MM-DD") },
    { "wait", 0, 0, G_OPTION_ARG_INT, &wait_seconds, N_("How long to wait for whoever has the engagement open"), N_("SECONDS") },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  gboolean only_arguments = FALSE;
  int n;

  g_set_prgname (program);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _(description->summary));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, everywhere, GETTEXT_PACKAGE);

  g_strv_builder_add (builder, program);
  for (; *arguments != NULL; arguments++)
    g_strv_builder_add (builder, *arguments);
  strings = g_strv_builder_end (builder);
  if (!g_option_context_parse_strv (context, &strings, &error))
    {
      cli_complain ("%s: %s", command, error->message);
      return NULL;
    }
  if (today != NULL && !annex_clock_set_today (today, &error))
    {
      cli_complain ("--today: %s", error->message);
      return NULL;
    }
  if (wait_seconds < -1 || wait_seconds > MOST_SECONDS)
    {
      cli_complain (_("--wait takes a number of seconds, up to %d"), MOST_SECONDS);
      return NULL;
    }
  if (wait_seconds >= 0)
    annex_connection_set_patience (1000 * (guint) wait_seconds);

  g_autoptr (GStrvBuilder) rest = g_strv_builder_new ();
  n = 0;
  for (char **string = strings + 1; *string != NULL; string++)
    {
      /* "--" says that what follows are arguments even with a dash. */
      if (!only_arguments && strcmp (*string, "--") == 0)
        {
          only_arguments = TRUE;
          continue;
        }
      g_strv_builder_add (rest, *string);
      n++;
    }
  if (n < minimum || (maximum >= 0 && n > maximum))
    {
      cli_complain (_("usage: annex-cli %s %s (“annex-cli %s --help” tells more)"), command, description->arguments, command);
      return NULL;
    }
  return g_strv_builder_end (rest);
}

gint64
cli_get_patience (void)
{
  return (gint64) MAX (wait_seconds, 0) * G_USEC_PER_SEC;
}

const AnnexType *
cli_find_type (const char *name)
{
  const AnnexType *type = annex_type_find (name);

  if (type == NULL)
    cli_complain (_("there is no record type “%s”; “annex-cli types” lists them"), name);
  return type;
}

const AnnexField *
cli_find_field (AnnexStore *store, const AnnexType *type, const char *name, GError **error)
{
  GPtrArray *fields = annex_store_get_fields (store, type);
  const AnnexField *field = annex_store_find_field (store, type, name);

  if (field != NULL)
    return field;
  /* A field of the engagement itself goes by a number; people know it by its label. */
  for (guint i = 0; i < fields->len; i++)
    {
      field = fields->pdata[i];
      if ((field->flags & ANNEX_FIELD_CUSTOM) != 0 && strcmp (field->label, name) == 0)
        return field;
    }
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND, _("%s have no field “%s”; “annex-cli fields %s” lists them."),
               _(type->label_plural), name, type->name);
  return NULL;
}

gboolean
cli_split_assignment (const char *assignment, char **name, char **value)
{
  const char *mark = strchr (assignment, '=');

  if (mark == NULL || mark == assignment)
    {
      cli_complain (_("“%s” is not of the form FIELD=VALUE"), assignment);
      return FALSE;
    }
  *name = g_strndup (assignment, mark - assignment);
  *value = g_strdup (mark + 1);
  return TRUE;
}

static char *
parse_filter_value (AnnexStore *store, const AnnexField *field, const char *text, GError **error)
{
  AnnexField stored = *field;

  if ((field->kind == ANNEX_FIELD_DATE || field->kind == ANNEX_FIELD_TIME) && strcmp (text, "today") == 0)
    return g_strdup (text);
  if (field->kind == ANNEX_FIELD_COMPUTED)
    {
      if (field->scale == NULL)
        return g_strdup (text);
      stored.kind = ANNEX_FIELD_SCALE;
    }
  return annex_store_parse (store, &stored, text, error);
}

static gboolean
add_filter (AnnexQuery *query, AnnexStore *store, const char *condition, GError **error)
{
  const char *mark = strpbrk (condition, "=!<>~");
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;
  const AnnexField *field;
  const char *text;
  AnnexFilterOperator op;

  if (!g_utf8_validate (condition, -1, NULL))
    {
      g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("A condition is not valid UTF-8."));
      return FALSE;
    }
  if (mark == NULL || mark == condition || (*mark == '!' && mark[1] != '='))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("“%s” is no condition; write FIELD=VALUE, FIELD!=VALUE, FIELD<VALUE, FIELD>VALUE or FIELD~VALUE"), condition);
      return FALSE;
    }
  name = g_strndup (condition, mark - condition);
  text = mark + (*mark == '!' ? 2 : 1);
  field = cli_find_field (store, annex_query_get_record_type (query), name, error);
  if (field == NULL)
    return FALSE;

  switch (*mark)
    {
    case '!':
      op = *text == '\0' ? ANNEX_FILTER_IS_NOT_EMPTY : ANNEX_FILTER_IS_NOT;
      break;
    case '<':
      op = ANNEX_FILTER_BELOW;
      break;
    case '>':
      op = ANNEX_FILTER_ABOVE;
      break;
    case '~':
      op = ANNEX_FILTER_CONTAINS;
      break;
    default:
      op = *text == '\0' ? ANNEX_FILTER_IS_EMPTY : ANNEX_FILTER_IS;
    }
  if (op == ANNEX_FILTER_IS_EMPTY || op == ANNEX_FILTER_IS_NOT_EMPTY || op == ANNEX_FILTER_CONTAINS)
    {
      annex_query_add_filter (query, field->name, op, text);
      return TRUE;
    }
  if (*text == '\0')
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("“%s” lacks a value"), condition);
      return FALSE;
    }
  value = parse_filter_value (store, field, text, error);
  if (value == NULL)
    return FALSE;
  if (field->kind == ANNEX_FIELD_LINK)
    {
      g_auto (GStrv) ids = g_strsplit (value, " ", -1);

      for (char **id = ids; *id != NULL; id++)
        annex_query_add_filter (query, field->name, op, *id);
    }
  else
    annex_query_add_filter (query, field->name, op, value);
  return TRUE;
}

AnnexQuery *
cli_build_query (AnnexStore *store, const AnnexType *type, const char *const *where, const char *search, const char *sort,
                 GError **error)
{
  g_autoptr (AnnexQuery) query = annex_query_new (type);

  for (guint i = 0; where != NULL && where[i] != NULL; i++)
    if (!add_filter (query, store, where[i], error))
      return NULL;
  if (search != NULL && !g_utf8_validate (search, -1, NULL))
    {
      g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("The text to search for is not valid UTF-8."));
      return NULL;
    }
  annex_query_set_search (query, search);
  if (sort != NULL)
    {
      gboolean descending = *sort == '-';
      const AnnexField *field = cli_find_field (store, type, sort + descending, error);

      if (field == NULL)
        return NULL;
      annex_query_set_sort (query, field->name, descending);
    }
  return g_steal_pointer (&query);
}
