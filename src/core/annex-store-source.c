/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-store-private.h"

/* The copy keeps the name, which messages say, and goes with the store. */
static AnnexStore *
open_copy (const char *path, GError **error)
{
  g_autofree char *real = annex_store_dup_database_path (path);
  g_autoptr (AnnexFileHandle) handle = annex_file_handle_open (real, error);
  g_autoptr (AnnexPrivateCopy) copy =
    handle != NULL ? annex_private_copy_new (handle, real, TRUE, NULL, NULL, NULL, error) : NULL;
  g_autoptr (AnnexStore) updated = NULL;
  AnnexStore *store;

  if (copy == NULL)
    return NULL;
  updated = annex_store_open (annex_private_copy_get_path (copy), ANNEX_STORE_DEFAULT, error);
  if (updated == NULL)
    return NULL;
  annex_store_close (updated);
  store = annex_store_open (annex_private_copy_get_path (copy), ANNEX_STORE_READ_ONLY, error);
  if (store != NULL)
    store->copy = g_steal_pointer (&copy);
  return store;
}

AnnexStore *
annex_store_open_source (const char *path, GError **error)
{
  g_autoptr (GError) problem = NULL;
  AnnexStore *store = annex_store_open (path, ANNEX_STORE_READ_ONLY, &problem);

  if (store == NULL && g_error_matches (problem, ANNEX_ERROR, ANNEX_ERROR_READ_ONLY))
    return open_copy (path, error);
  if (store == NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  return store;
}

AnnexStore *
annex_store_open_moment (AnnexStore *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (AnnexPrivateCopy) copy = NULL;
  AnnexStore *store;

  /* What is in memory, a copy or locked nobody else writes. */
  if (self->handle == NULL || self->copy != NULL || self->lock != NULL || self->live != NULL)
    return g_object_ref (self);
  copy = annex_private_copy_new_of_moment (self->handle, self->database, self->path, cancellable, error);
  store = copy != NULL ? annex_store_open (annex_private_copy_get_path (copy), ANNEX_STORE_WORKER, error) : NULL;
  if (store == NULL)
    return NULL;
  /* The copy has no name from here on, so that it goes with the store however the process ends. */
  g_set_str (&store->path, self->path);
  store->day = self->day;
  return store;
}
