/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "cli.h"
#include "core/annex-check.h"
#include "core/annex-log.h"
#include "isms/annex-rules.h"

static void
print_finding (JsonBuilder *builder, gboolean json, const AnnexFinding *finding)
{
  const char *const names[] = { "rule", "clause", "reference", "title", "message" };
  const char *const values[] = { finding->rule, finding->clause, finding->reference, finding->title, finding->message };

  json_builder_begin_object (builder);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      json_builder_set_member_name (builder, names[i]);
      json_builder_add_string_value (builder, values[i]);
      if (!json)
        cli_print_cell (values[i], i + 1 < G_N_ELEMENTS (names) ? '\t' : '\n');
    }
  json_builder_end_object (builder);
}

/* What is wrong with the file itself, told as the rules tell what is wrong with what it says. */
static GPtrArray *
check_file (AnnexStore *store, gboolean integrity, GError **error)
{
  g_autoptr (GPtrArray) faults = integrity ? annex_check_integrity (store, NULL, error) : annex_log_verify (store, NULL, error);
  GPtrArray *findings;

  if (faults == NULL)
    return NULL;
  findings = g_ptr_array_new_with_free_func ((GDestroyNotify) annex_finding_free);
  for (guint i = 0; i < faults->len; i++)
    {
      AnnexFinding *finding = g_new0 (AnnexFinding, 1);

      finding->rule = integrity ? "file-integrity" : "file-chain";
      finding->clause = "7.5.3";
      finding->message = g_strdup (faults->pdata[i]);
      g_ptr_array_add (findings, finding);
    }
  return findings;
}

CliStatus
cli_check (const char *const *arguments)
{
  gboolean json = FALSE, integrity = FALSE;
  const GOptionEntry entries[] = {
    { "integrity", 0, 0, G_OPTION_ARG_NONE, &integrity, N_("Read the whole file: pages, links, values, the chain of changes"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse ("check", entries, arguments, 1, 1);
  g_autoptr (AnnexStore) store = NULL;
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (rest == NULL)
    return CLI_USAGE;
  store = cli_open_for_reading (rest[0]);
  if (store == NULL)
    return CLI_REFUSED;
  faults = check_file (store, integrity, &error);
  if (faults == NULL)
    return cli_refuse (error);
  findings = annex_rules_check (store, 0, NULL, &error);
  if (findings == NULL)
    return cli_refuse (error);
  annex_rules_summarize (findings);

  json_builder_begin_array (builder);
  for (guint i = 0; i < faults->len + findings->len; i++)
    print_finding (builder, json, i < faults->len ? faults->pdata[i] : findings->pdata[i - faults->len]);
  json_builder_end_array (builder);
  if (json)
    cli_print_json (g_steal_pointer (&builder));
  return faults->len + findings->len == 0 ? CLI_DONE : CLI_REFUSED;
}
