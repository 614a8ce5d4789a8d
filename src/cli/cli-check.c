/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "cli.h"
#include "core/annex-check.h"
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

static void
add_file_findings (GPtrArray *findings, const char *rule, GPtrArray *sentences)
{
  for (guint i = 0; i < sentences->len; i++)
    {
      AnnexFinding *finding = g_new0 (AnnexFinding, 1);

      finding->rule = rule;
      finding->clause = "7.5.3";
      finding->message = g_strdup (sentences->pdata[i]);
      g_ptr_array_add (findings, finding);
    }
}

/* A line as those of findings, with what a script wants to take out of it. */
static void
print_head (JsonBuilder *builder, gboolean json, const AnnexIntegrity *integrity)
{
  g_autofree char *message = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%ld commit; the hash of the history is %s", "%ld commits; the hash of the history is %s",
                                                           (gulong) integrity->n_commits),
                                              (long) integrity->n_commits, integrity->head);

  if (!json)
    {
      cli_print_cell ("head", '\t');
      cli_print_cell ("7.5.3", '\t');
      cli_print_cell ("", '\t');
      cli_print_cell ("", '\t');
      cli_print_cell (message, '\n');
      return;
    }
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "rule");
  json_builder_add_string_value (builder, "head");
  json_builder_set_member_name (builder, "clause");
  json_builder_add_string_value (builder, "7.5.3");
  json_builder_set_member_name (builder, "message");
  json_builder_add_string_value (builder, message);
  json_builder_set_member_name (builder, "commits");
  json_builder_add_int_value (builder, integrity->n_commits);
  json_builder_set_member_name (builder, "head");
  json_builder_add_string_value (builder, integrity->head);
  json_builder_end_object (builder);
}

static gboolean
is_hash (const char *text)
{
  return strlen (text) == 64 && strspn (text, "0123456789abcdefABCDEF") == 64;
}

/* What is wrong with the file itself comes first, told as the rules tell what is wrong with what it says. */
CliStatus
cli_check (const char *const *arguments)
{
  gboolean json = FALSE, integrity = FALSE;
  g_autofree char *expect = NULL;
  const GOptionEntry entries[] = {
    { "integrity", 0, 0, G_OPTION_ARG_NONE, &integrity, N_("Read the whole file: pages, links, values, the history and what it says of the tables"), NULL },
    { "expect", 0, 0, G_OPTION_ARG_FILENAME, &expect, N_("The hash of the history, as it was noted"), N_("HASH") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse ("check", entries, arguments, 1, 1);
  g_autoptr (AnnexStore) store = NULL;
  g_autoptr (AnnexIntegrity) file = NULL;
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func ((GDestroyNotify) annex_finding_free);
  g_autoptr (GPtrArray) remarks = g_ptr_array_new_with_free_func ((GDestroyNotify) annex_finding_free);
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (rest == NULL)
    return CLI_USAGE;
  if (expect != NULL && !is_hash (expect))
    {
      cli_complain (_("“%s” is no hash of a history, which has 64 hexadecimal digits."), expect);
      return CLI_USAGE;
    }
  store = cli_open_for_reading (rest[0]);
  if (store == NULL)
    return CLI_REFUSED;
  file = integrity ? annex_check_file (store, NULL, &error) : annex_check_history (store, NULL, &error);
  if (file == NULL || (expect != NULL && !annex_check_expect (file, store, expect, &error)))
    return cli_refuse (error);
  add_file_findings (faults, integrity ? "file-integrity" : "file-chain", file->findings);
  add_file_findings (remarks, "clock", file->remarks);
  findings = annex_rules_check (store, 0, NULL, &error);
  if (findings == NULL && faults->len == 0)
    return cli_refuse (error);
  if (findings == NULL)
    {
      /* What is wrong with the file is known, and why the rules could not be asked. */
      cli_refuse (error);
      findings = g_ptr_array_new ();
    }
  annex_rules_summarize (findings);

  json_builder_begin_array (builder);
  for (guint i = 0; i < faults->len; i++)
    print_finding (builder, json, faults->pdata[i]);
  for (guint i = 0; i < findings->len; i++)
    print_finding (builder, json, findings->pdata[i]);
  for (guint i = 0; integrity && i < remarks->len; i++)
    print_finding (builder, json, remarks->pdata[i]);
  if (integrity || expect != NULL)
    print_head (builder, json, file);
  json_builder_end_array (builder);
  if (json)
    cli_print_json (g_steal_pointer (&builder));
  return faults->len + findings->len == 0 ? CLI_DONE : CLI_REFUSED;
}
