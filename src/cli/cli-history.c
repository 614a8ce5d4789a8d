/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "cli.h"
#include "core/annex-log.h"
#include "core/annex-statement.h"

static CliStatus
reverse (const char *command, const char *const *arguments, gboolean (*func) (AnnexStore *, char **, GError **), const char *done)
{
  g_autofree char *author = NULL;
  const GOptionEntry entries[] = {
    { "author", 0, 0, G_OPTION_ARG_FILENAME, &author, N_("Who makes the change"), N_("NAME") },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse (command, entries, arguments, 1, 1);
  g_autoptr (AnnexStore) store = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *label = NULL;

  if (rest == NULL)
    return CLI_USAGE;
  store = cli_open_for_writing (rest[0], author);
  if (store == NULL)
    return CLI_REFUSED;
  if (!func (store, &label, &error))
    return cli_refuse (error);
  printf ("%s: %s\n", done, label != NULL ? label : "");
  return CLI_DONE;
}

CliStatus
cli_undo (const char *const *arguments)
{
  return reverse ("undo", arguments, annex_log_undo, _("Undone"));
}

CliStatus
cli_redo (const char *const *arguments)
{
  return reverse ("redo", arguments, annex_log_redo, _("Done again"));
}

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

static void
print_entries (GPtrArray *log, guint limit, gboolean json, gboolean of_record)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!json)
    puts (of_record ? "commit\ttime\tauthor\tlabel\tkind\treference\toperation\tfield\told\tnew" : "commit\ttime\tauthor\tlabel\tkind");
  json_builder_begin_array (builder);
  for (guint i = 0; i < log->len && i < limit; i++)
    {
      const AnnexLogEntry *entry = log->pdata[i];
      const char *const names[] = { "time", "author", "label", "kind", "reference", "operation", "field", "old", "new" };
      const char *const values[] = { entry->time,      entry->author, entry->label, entry->kind, entry->reference,
                                     entry->operation, entry->field,  entry->old,   entry->new };
      guint n = of_record ? 9 : 4;

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "commit");
      json_builder_add_int_value (builder, entry->commit);
      if (!json)
        printf ("%" G_GINT64_FORMAT "\t", entry->commit);
      for (guint j = 0; j < n; j++)
        {
          add_text (builder, names[j], values[j]);
          if (!json)
            cli_print_cell (values[j], j + 1 < n ? '\t' : '\n');
        }
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  if (json)
    cli_print_json (g_steal_pointer (&builder));
}

/* A deleted record is known only to the log. */
static gint64
find_in_log (AnnexStore *store, const char *reference, GError **error)
{
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (store, "SELECT record FROM change WHERE reference = ?1 COLLATE NOCASE ORDER BY commit_id DESC LIMIT 1", error);
  gint64 id = 0;

  if (statement == NULL)
    return 0;
  annex_statement_bind_text (statement, 1, reference);
  if (annex_statement_next (statement))
    id = annex_statement_get_int64 (statement, 0);
  return annex_statement_finish (statement, error) ? id : 0;
}

CliStatus
cli_history (const char *const *arguments)
{
  gboolean json = FALSE;
  int limit = 100;
  const GOptionEntry entries[] = {
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, N_("At most so many lines; 100 without it"), N_("N") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse ("history", entries, arguments, 1, 2);
  g_autoptr (AnnexStore) store = NULL;
  g_autoptr (GPtrArray) log = NULL;
  g_autoptr (GError) error = NULL;

  if (rest == NULL)
    return CLI_USAGE;
  if (limit <= 0)
    {
      cli_complain (_("--limit must be above 0"));
      return CLI_USAGE;
    }
  store = cli_open_for_reading (rest[0]);
  if (store == NULL)
    return CLI_REFUSED;
  if (rest[1] == NULL)
    log = annex_log_list (store, limit, &error);
  else
    {
      gint64 id = annex_store_find_id (store, NULL, rest[1], &error);

      if (id == 0 && error == NULL)
        id = find_in_log (store, rest[1], &error);
      if (error != NULL)
        return cli_refuse (error);
      if (id == 0)
        {
          cli_complain (_("There is no record “%s”, and there never was."), rest[1]);
          return CLI_REFUSED;
        }
      log = annex_log_list_record (store, id, &error);
    }
  if (log == NULL)
    return cli_refuse (error);
  print_entries (log, limit, json, rest[1] != NULL);
  return CLI_DONE;
}
