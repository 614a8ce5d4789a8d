/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "isms/annex-isms.h"

static const CliCommand commands[] = {
  { "new", "FILE", N_("make an engagement"), cli_new },
  { "types", "", N_("list the record types"), cli_types },
  { "fields", "TYPE", N_("list the fields of a type"), cli_fields },
  { "list", "FILE TYPE", N_("print records as a table"), cli_list },
  { "show", "FILE REF", N_("print one record"), cli_show },
  { "add", "FILE TYPE FIELD=VALUE…", N_("add a record"), cli_add },
  { "set", "FILE REF FIELD=VALUE…", N_("change a record"), cli_set },
  { "delete", "FILE REF…", N_("delete records"), cli_delete },
  { "link", "FILE REF FIELD REF…", N_("link a record to others"), cli_link },
  { "attach", "FILE REF FIELD SOURCE…", N_("keep files in a record"), cli_attach },
  { "extract", "FILE REF [FIELD] DIR", N_("write a record’s files into a folder"), cli_extract },
  { "undo", "FILE", N_("take the last change back"), cli_undo },
  { "redo", "FILE", N_("do again what was undone"), cli_redo },
  { "history", "FILE [REF]", N_("print what happened, newest first"), cli_history },
  { "import", "FILE TYPE SOURCE", N_("read records from CSV or XLSX"), cli_import },
  { "export", "FILE TYPE OUT", N_("write records as CSV, XLSX or JSON, or their days as ICS; TYPE calendar for all of them"), cli_export },
  { "methodology", "FILE", N_("change scales and matrix, and say which risks move"), cli_methodology },
  { "advance", "FILE REF", N_("pass the next step of a corrective action, skip it or go back"), cli_advance },
  { "measure", "FILE [INDICATOR]", N_("count the values of indicators for the period that ended last"), cli_measure },
  { "report", "FILE KIND OUT", N_("write a report as PDF, HTML, DOCX or XLSX"), cli_report },
  { "diagram", "FILE REF OUT", N_("draw the causes of a nonconformity as SVG or PNG"), cli_diagram },
  { "heatmap", "FILE", N_("count the risks in each cell of the matrix, or draw it"), cli_heatmap },
  { "clean", "FILE", N_("remove contents of files that nothing names any more"), cli_clean },
  { "salvage", "FILE OUT", N_("make a new file of all that can be read of a damaged one"), cli_salvage },
  { "check", "FILE", N_("look for what contradicts itself"), cli_check },
};

const CliCommand *
cli_find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i].name, name) == 0)
      return &commands[i];
  return NULL;
}

static void
print_help (void)
{
  printf ("%s\n  annex-cli %s\n\n%s\n", _("Usage:"), _("COMMAND FILE [ARGUMENT…] [OPTION…]"), _("Commands:"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *usage = g_strdup_printf ("%s %s", commands[i].name, commands[i].arguments);

      printf ("  %-*s %s\n", 30 + (int) (strlen (usage) - g_utf8_strlen (usage, -1)), usage, _(commands[i].summary));
    }
  printf ("\n%s\n\n%s\n",
          _("Tables are printed as people read them, with a heading and tabs between the cells; with --json as the file\n"
            "keeps them: choices by key, scales as numbers, links as references."),
          _("Everywhere: --today YYYY-MM-DD goes by that day in place of today. The log keeps the true time.\n"
            "Status: 0 done, 1 refused or something found, 2 not understood. “annex-cli COMMAND --help” tells more."));
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  const CliCommand *command;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  annex_isms_register_types ();
  if (!annex_clock_read_environment (&error))
    {
      cli_complain ("%s", error->message);
      return CLI_USAGE;
    }

  if (argc < 2)
    {
      cli_complain (_("a command is missing; “annex-cli --help” lists them"));
      return CLI_USAGE;
    }
  if (strcmp (argv[1], "--version") == 0)
    {
      printf ("annex-cli %s\n", ANNEX_VERSION);
      return CLI_DONE;
    }
  if (strcmp (argv[1], "help") == 0 && argc > 2 && cli_find_command (argv[2]) != NULL)
    {
      const char *const arguments[] = { "--help", NULL };
      return cli_find_command (argv[2])->run (arguments);
    }
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0 || strcmp (argv[1], "help") == 0)
    {
      print_help ();
      return CLI_DONE;
    }
  command = cli_find_command (argv[1]);
  if (command == NULL)
    {
      cli_complain (_("there is no command “%s”; “annex-cli --help” lists them"), argv[1]);
      return CLI_USAGE;
    }
  return cli_close_stores (command->run ((const char *const *) argv + 2));
}
