/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "cli.h"
#include "core/annex-log.h"
#include "exchange/annex-export.h"

CliStatus
cli_import (const char *const *arguments)
{
  return CLI_USAGE;
}

CliStatus
cli_export (const char *const *arguments)
{
  g_auto (GStrv) where = NULL;
  g_autofree char *search = NULL, *sort = NULL, *as_of = NULL, *names = NULL;
  const GOptionEntry entries[] = {
    { "where", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &where, N_("Only those; see “annex-cli list --help”"), N_("CONDITION") },
    { "search", 0, 0, G_OPTION_ARG_FILENAME, &search, N_("Only those with words that begin so"), N_("TEXT") },
    { "sort", 0, 0, G_OPTION_ARG_FILENAME, &sort, N_("Order by this field, with - before it from the end"), N_("FIELD") },
    { "as-of", 0, 0, G_OPTION_ARG_FILENAME, &as_of, N_("As it was at the end of this day"), N_("YYYY-MM-DD") },
    { "fields", 0, 0, G_OPTION_ARG_FILENAME, &names, N_("Only these fields, in this order"), N_("FIELD,…") },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse ("export", entries, arguments, 3, 3);
  g_autoptr (AnnexStore) store = NULL;
  g_autoptr (AnnexQuery) query = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) field_names = NULL;
  const AnnexType *type;

  if (rest == NULL)
    return CLI_USAGE;
  type = cli_find_type (rest[1]);
  if (type == NULL)
    return CLI_USAGE;
  store = cli_open_for_reading (rest[0]);
  if (store == NULL)
    return CLI_REFUSED;
  if (as_of != NULL && !annex_log_begin_as_of (store, as_of, &error))
    return cli_refuse (error);
  query = cli_build_query (store, type, (const char *const *) where, search, sort, &error);
  if (query == NULL)
    return cli_refuse (error);
  if (names != NULL)
    {
      field_names = g_strsplit (names, ",", -1);
      for (char **name = field_names; *name != NULL; name++)
        {
          const AnnexField *field = cli_find_field (store, type, g_strstrip (*name), &error);

          if (field == NULL)
            return cli_refuse (error);
          g_set_str (name, field->name);
        }
    }
  if (!annex_export_file (store, query, (const char *const *) field_names, rest[2], NULL, &error))
    return cli_refuse (error);
  return CLI_DONE;
}
