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

static gint64
find_subject (AnnexStore *store, const AnnexReportKind *kind, const char *reference, GError **error)
{
  const AnnexType *type = kind->subject != NULL ? annex_type_find (kind->subject) : NULL;
  gint64 id = type != NULL ? annex_store_find_id (store, type, reference) : 0;

  if (type == NULL)
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s is about the whole engagement and takes no record."), _(kind->label));
  else if (id == 0)
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND, _("There is no “%s” among the %s."), reference, _(type->label_plural));
  return id;
}

CliStatus
cli_report (const char *const *arguments)
{
  gboolean list = FALSE;
  g_autofree char *of = NULL;
  const GOptionEntry entries[] = {
    { "list", 0, 0, G_OPTION_ARG_NONE, &list, N_("Print the kinds of report"), NULL },
    { "of", 0, 0, G_OPTION_ARG_STRING, &of, N_("Report on this record"), N_("REFERENCE") },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse ("report", entries, arguments, 0, 3);
  const AnnexReportKind *kind;
  g_autoptr (AnnexStore) store = NULL;
  g_autoptr (AnnexReportDocument) document = NULL;
  g_autoptr (GError) error = NULL;
  gint64 record = 0;

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
  if (of != NULL)
    {
      record = find_subject (store, kind, of, &error);
      if (record == 0)
        return cli_refuse (error);
    }
  document = kind->make (store, record, NULL, &error);
  if (document == NULL || !annex_report_document_write (document, rest[2], NULL, &error))
    return cli_refuse (error);
  return CLI_DONE;
}
