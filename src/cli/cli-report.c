/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "cli.h"
#include "isms/annex-reports.h"

static void
print_kinds (void)
{
  guint n_kinds;
  const AnnexReportKind *kinds = annex_report_kind_list (&n_kinds);

  for (guint i = 0; i < n_kinds; i++)
    printf ("%s\t%s\t%s\n", kinds[i].name, _(kinds[i].label), _(kinds[i].description));
}

CliStatus
cli_report (const char *const *arguments)
{
  gboolean list = FALSE;
  const GOptionEntry entries[] = {
    { "list", 0, 0, G_OPTION_ARG_NONE, &list, N_("Print the kinds of report"), NULL },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse ("report", entries, arguments, 0, 3);
  const AnnexReportKind *kind;
  g_autoptr (AnnexStore) store = NULL;
  g_autoptr (AnnexReportDocument) document = NULL;
  g_autoptr (GError) error = NULL;

  if (rest == NULL)
    return CLI_USAGE;
  if (list)
    {
      print_kinds ();
      return CLI_DONE;
    }
  if (g_strv_length (rest) != 3)
    {
      cli_complain (_("report takes FILE KIND OUT; “annex-cli report --list” prints the kinds"));
      return CLI_USAGE;
    }
  kind = annex_report_kind_find (rest[1]);
  if (kind == NULL)
    {
      cli_complain (_("there is no report “%s”; “annex-cli report --list” prints the kinds"), rest[1]);
      return CLI_USAGE;
    }
  store = cli_open_for_reading (rest[0]);
  if (store == NULL)
    return CLI_REFUSED;
  document = kind->make (store, NULL, &error);
  if (document == NULL || !annex_report_document_write (document, rest[2], NULL, &error))
    return cli_refuse (error);
  return CLI_DONE;
}
