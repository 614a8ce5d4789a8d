/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "cli.h"
#include "isms/annex-engagement-setup.h"

AnnexStore *
cli_open_for_reading (const char *path)
{
  g_autoptr (GError) error = NULL;
  AnnexStore *store = annex_store_open (path, ANNEX_STORE_READ_ONLY, &error);

  if (store == NULL)
    cli_refuse (error);
  return store;
}

AnnexStore *
cli_open_for_writing (const char *path, const char *author)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexStore) store = NULL;

  if (author != NULL && !g_utf8_validate (author, -1, NULL))
    {
      cli_complain (_("The author's name is not valid UTF-8."));
      return NULL;
    }
  store = annex_store_open (path, ANNEX_STORE_DEFAULT, &error);
  if (store == NULL)
    {
      cli_refuse (error);
      return NULL;
    }
  if (annex_store_is_read_only (store))
    {
      cli_complain ("%s", annex_store_get_read_only_reason (store));
      return NULL;
    }
  annex_store_set_author (store, author);
  if (!annex_engagement_bring_up_to_date (store, &error))
    {
      cli_refuse (error);
      return NULL;
    }
  return g_steal_pointer (&store);
}
