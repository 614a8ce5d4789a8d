/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "cli.h"
#include "core/annex-log.h"
#include "isms/annex-engagement-setup.h"

/* (element-type AnnexStore) (nullable): kept open until the command is done, to be asked what went wrong */
static GPtrArray *opened;

static void
tell_remark (AnnexStore *store)
{
  if (annex_store_get_opening_remark (store) != NULL)
    cli_complain ("%s", annex_store_get_opening_remark (store));
}

static AnnexStore *
open_store (const char *path, AnnexStoreOpenFlags flags)
{
  g_autoptr (GError) error = NULL;
  AnnexStore *store = annex_store_open (path, flags, &error);

  if (store == NULL)
    {
      cli_refuse (error);
      return NULL;
    }
  tell_remark (store);
  if (opened == NULL)
    opened = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (opened, g_object_ref (store));
  return store;
}

AnnexStore *
cli_open_for_reading (const char *path)
{
  return open_store (path, ANNEX_STORE_READ_ONLY);
}

CliStatus
cli_close_stores (CliStatus status)
{
  for (guint i = 0; opened != NULL && i < opened->len; i++)
    {
      AnnexStore *store = opened->pdata[i];
      g_autoptr (GError) error = NULL;

      if (!annex_store_confirm_reads (store, &error))
        cli_refuse (error);
      else if (annex_store_is_damaged (store))
        cli_complain (_("“%s” is damaged: what was read may not be all. %s"), annex_store_get_path (store), annex_store_get_damage_advice ());
      else
        continue;
      status = status == CLI_DONE ? CLI_REFUSED : status;
    }
  g_clear_pointer (&opened, g_ptr_array_unref);
  return status;
}

gboolean
cli_begin_as_of (AnnexStore *store, const char *date)
{
  g_autoptr (GError) error = NULL;

  if (!annex_log_begin_as_of (store, date, &error))
    {
      cli_refuse (error);
      return FALSE;
    }
  if (annex_log_get_as_of_remark (store) != NULL)
    cli_complain ("%s", annex_log_get_as_of_remark (store));
  return TRUE;
}

#define LOOK_AGAIN (G_USEC_PER_SEC / 10)

/* Whether it may be written now, or before --wait ran out. Nothing but a lock is waited for. */
static gboolean
wait_for_lock (AnnexStore *store)
{
  gint64 end = g_get_monotonic_time () + cli_get_patience ();

  while (annex_store_is_locked_elsewhere (store))
    {
      gint64 left = end - g_get_monotonic_time ();
      g_autoptr (GError) error = NULL;

      if (left <= 0)
        break;
      g_usleep ((gulong) MIN (left, LOOK_AGAIN));
      if (annex_store_try_writing (store, &error))
        {
          tell_remark (store);
          return TRUE;
        }
      if (g_error_matches (error, ANNEX_ERROR, ANNEX_ERROR_LOCKED))
        continue;
      cli_complain ("%s", error->message);
      return FALSE;
    }
  if (annex_store_is_read_only (store))
    cli_complain ("%s", annex_store_get_read_only_reason (store));
  return !annex_store_is_read_only (store);
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
  store = open_store (path, ANNEX_STORE_DEFAULT);
  if (store == NULL)
    return NULL;
  if (!wait_for_lock (store))
    return NULL;
  annex_store_set_author (store, author);
  if (!annex_engagement_bring_up_to_date (store, &error))
    {
      cli_refuse (error);
      return NULL;
    }
  return g_steal_pointer (&store);
}
