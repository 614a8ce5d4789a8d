/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "cli.h"
#include "core/annex-salvage.h"

static void
add_sentences (JsonBuilder *builder, const char *name, GPtrArray *sentences)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < sentences->len; i++)
    json_builder_add_string_value (builder, sentences->pdata[i]);
  json_builder_end_array (builder);
}

static void
print_json (const AnnexSalvage *salvage)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "records");
  json_builder_add_int_value (builder, salvage->n_records);
  json_builder_set_member_name (builder, "commits");
  json_builder_add_int_value (builder, salvage->n_commits);
  json_builder_set_member_name (builder, "files");
  json_builder_add_int_value (builder, salvage->n_files);
  add_sentences (builder, "repaired", salvage->repaired);
  add_sentences (builder, "lost", salvage->lost);
  json_builder_end_object (builder);
  cli_print_json (g_steal_pointer (&builder));
}

static void
print_sentences (const char *kind, GPtrArray *sentences)
{
  for (guint i = 0; i < sentences->len; i++)
    {
      cli_print_cell (kind, '\t');
      cli_print_cell (sentences->pdata[i], '\n');
    }
}

CliStatus
cli_salvage (const char *const *arguments)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse ("salvage", entries, arguments, 2, 2);
  g_autoptr (AnnexSalvage) salvage = NULL;
  g_autoptr (GError) error = NULL;

  if (rest == NULL)
    return CLI_USAGE;
  salvage = annex_salvage_run (rest[0], rest[1], NULL, &error);
  if (salvage == NULL)
    return cli_refuse (error);
  if (json)
    print_json (salvage);
  else
    {
      print_sentences (_("repaired"), salvage->repaired);
      print_sentences (_("lost"), salvage->lost);
      printf (_("%u records, %ld commits and %u attached files are in “%s”."), salvage->n_records, (long) salvage->n_commits, salvage->n_files, rest[1]);
      putchar ('\n');
    }
  return salvage->lost->len == 0 ? CLI_DONE : CLI_REFUSED;
}
