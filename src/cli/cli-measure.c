/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "cli.h"
#include "isms/check/indicator.h"

CliStatus
cli_measure (const char *const *arguments)
{
  g_autofree char *author = NULL;
  const GOptionEntry entries[] = {
    { "author", 0, 0, G_OPTION_ARG_FILENAME, &author, N_("Who makes the change"), N_("NAME") },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse ("measure", entries, arguments, 1, 2);
  g_autoptr (AnnexStore) store = NULL;
  g_autoptr (AnnexRecord) indicator = NULL;
  g_autoptr (GPtrArray) values = NULL, measurements = NULL;
  g_autoptr (GError) error = NULL;

  if (rest == NULL)
    return CLI_USAGE;
  store = cli_open_for_writing (rest[0], author);
  if (store == NULL)
    return CLI_REFUSED;
  if (rest[1] != NULL)
    {
      indicator = annex_store_find (store, rest[1], &error);
      if (indicator == NULL)
        return cli_refuse (error);
    }
  values = annex_indicators_count (store, indicator != NULL ? annex_record_get_id (indicator) : 0, &error);
  measurements = values != NULL ? annex_indicators_keep (store, values, &error) : NULL;
  if (measurements == NULL)
    return cli_refuse (error);
  for (guint i = 0; i < measurements->len; i++)
    {
      AnnexRecord *measurement = measurements->pdata[i];
      g_autoptr (AnnexRecord) measured = annex_store_load (store, annex_record_get_link (measurement, "indicator"), NULL);

      printf ("%s\t%s\t%s\t%s\n", measured != NULL ? annex_record_get_reference (measured) : "", annex_record_get_title (measurement),
              annex_record_get_value (measurement, "value"), annex_record_get_text (measurement, "verdict"));
    }
  return CLI_DONE;
}
