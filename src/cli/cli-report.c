/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "cli.h"
#include "isms/annex-report-order.h"

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
  g_autoptr (GError) failure = NULL;
  gint64 id = type != NULL ? annex_store_find_id (store, type, reference, &failure) : 0;

  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (type == NULL)
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s is about the whole engagement and takes no record."), _(kind->label));
  else if (id == 0)
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND, _("There is no “%s” of the kind “%s”."), reference, _(type->label));
  return id;
}

/* What else was said on the command line. */
typedef struct
{
  char *of;
  char *since;
  char *paper;
  char *template;
  char **without;
  gboolean plain;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->of);
  g_free (options->since);
  g_free (options->paper);
  g_free (options->template);
  g_strfreev (options->without);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static AnnexReportOrder *
make_order (AnnexStore *store, const AnnexReportKind *kind, const Options *options, GError **error)
{
  g_autoptr (AnnexReportOrder) order = annex_report_order_new (kind);

  order->since = g_strdup (options->since);
  order->plain = options->plain;
  if (options->of != NULL)
    {
      order->record = find_subject (store, kind, options->of, error);
      if (order->record == 0)
        return NULL;
    }
  if (options->paper != NULL && !annex_report_order_set_paper (order, options->paper, error))
    return NULL;
  for (guint i = 0; options->without != NULL && options->without[i] != NULL; i++)
    if (!annex_report_order_leave_out (order, options->without[i], error))
      return NULL;
  if (options->template != NULL && !annex_report_order_load_template (order, options->template, error))
    return NULL;
  return g_steal_pointer (&order);
}

CliStatus
cli_report (const char *const *arguments)
{
  gboolean list = FALSE;
  g_auto (Options) options = { NULL };
  const GOptionEntry entries[] = {
    { "list", 0, 0, G_OPTION_ARG_NONE, &list, N_("Print the kinds of report"), NULL },
    { "of", 0, 0, G_OPTION_ARG_STRING, &options.of, N_("Report on this record"), N_("REFERENCE") },
    { "since", 0, 0, G_OPTION_ARG_STRING, &options.since, N_("Compare with this version or day"), N_("VERSION|DATE") },
    { "paper", 0, 0, G_OPTION_ARG_STRING, &options.paper, N_("a4 or letter"), N_("PAPER") },
    { "without", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.without, N_("Leave this column out; may be repeated"), N_("COLUMN") },
    { "template", 0, 0, G_OPTION_ARG_FILENAME, &options.template, N_("Give a DOCX the looks of this Word document"), N_("DOCX") },
    { "plain", 0, 0, G_OPTION_ARG_NONE, &options.plain, N_("Give a DOCX Annex’s own looks, whatever template the engagement has"), NULL },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse ("report", entries, arguments, 0, 3);
  const AnnexReportKind *kind;
  g_autoptr (AnnexStore) store = NULL;
  g_autoptr (AnnexReportOrder) order = NULL;
  g_autofree char *note = NULL;
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
  order = make_order (store, kind, &options, &error);
  if (order == NULL || !annex_report_order_write (order, store, rest[2], &note, NULL, &error))
    return cli_refuse (error);
  if (note != NULL)
    cli_complain ("%s", note);
  return CLI_DONE;
}
