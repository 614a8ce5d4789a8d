/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "cli.h"
#include "core/annex-check.h"
#include "exchange/annex-json-writer.h"
#include "isms/annex-rules.h"

/* Findings are printed as they are found: a long list costs no memory. */
typedef struct
{
  AnnexJsonWriter *writer; /* NULL for a table */
  gsize n;
} Listing;

static void
print_finding (const AnnexFinding *finding, gpointer user_data)
{
  Listing *listing = user_data;
  const char *const names[] = { "rule", "clause", "reference", "title", "message" };
  const char *const values[] = { finding->rule, finding->clause, finding->reference, finding->title, finding->message };

  listing->n++;
  if (listing->writer != NULL)
    annex_json_writer_begin_record (listing->writer);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (listing->writer != NULL)
      annex_json_writer_add_string (listing->writer, names[i], values[i]);
    else
      cli_print_cell (values[i], i + 1 < G_N_ELEMENTS (names) ? '\t' : '\n');
  if (listing->writer != NULL)
    annex_json_writer_end_record (listing->writer);
}

static void
print_sentences (Listing *listing, const char *rule, GPtrArray *sentences)
{
  for (guint i = 0; i < sentences->len; i++)
    print_finding (&(AnnexFinding) { .rule = rule, .clause = "7.5.3", .message = sentences->pdata[i] }, listing);
}

/* A line as those of findings, with what a script wants to take out of it. */
static void
print_head (AnnexJsonWriter *writer, const AnnexIntegrity *integrity)
{
  const AnnexField n_commits = { .name = "commits", .kind = ANNEX_FIELD_NUMBER };
  g_autofree char *number = g_strdup_printf ("%ld", (long) integrity->n_commits);
  g_autofree char *message = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%ld commit; the hash of the history is %s", "%ld commits; the hash of the history is %s",
                                                           (gulong) integrity->n_commits),
                                              (long) integrity->n_commits, integrity->head);

  if (writer == NULL)
    {
      cli_print_cell ("head", '\t');
      cli_print_cell ("7.5.3", '\t');
      cli_print_cell ("", '\t');
      cli_print_cell ("", '\t');
      cli_print_cell (message, '\n');
      return;
    }
  annex_json_writer_begin_record (writer);
  annex_json_writer_add_string (writer, "rule", "head");
  annex_json_writer_add_string (writer, "clause", "7.5.3");
  annex_json_writer_add_string (writer, "message", message);
  annex_json_writer_add_value (writer, &n_commits, number);
  annex_json_writer_add_string (writer, "head", integrity->head);
  annex_json_writer_end_record (writer);
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
  g_autoptr (AnnexJsonWriter) writer = NULL;
  g_autoptr (GError) error = NULL;
  Listing listing = { 0 };
  gsize n_findings;

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
  if (json)
    writer = listing.writer = annex_json_writer_new (stdout);
  print_sentences (&listing, integrity ? "file-integrity" : "file-chain", file->findings);
  /* Where something is wrong with the file, that is told in any case; else a list that broke off is not ended. */
  if (!annex_rules_foreach (store, print_finding, &listing, NULL, &error))
    {
      cli_refuse (error);
      if (file->findings->len == 0)
        return CLI_REFUSED;
    }
  n_findings = listing.n;
  if (integrity)
    print_sentences (&listing, "clock", file->remarks);
  if (integrity || expect != NULL)
    print_head (writer, file);
  if (json)
    annex_json_writer_finish (writer);
  return n_findings == 0 ? CLI_DONE : CLI_REFUSED;
}
