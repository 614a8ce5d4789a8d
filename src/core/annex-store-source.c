/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <glib/gstdio.h>

#include "annex-error.h"
#include "annex-store.h"

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

/* The copy keeps the name, which messages say, and goes as soon as it is open. */
static AnnexStore *
open_copy (const char *path, GError **error)
{
  g_autoptr (GFile) original = g_file_new_for_path (path);
  g_autofree char *folder = g_dir_make_tmp ("annex-XXXXXX", error);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *copy_path = folder != NULL ? g_build_filename (folder, name, NULL) : NULL;
  g_autoptr (GFile) copy = copy_path != NULL ? g_file_new_for_path (copy_path) : NULL;
  g_autoptr (AnnexStore) updated = NULL;
  AnnexStore *store = NULL;

  if (folder == NULL)
    return NULL;
  if (g_file_copy (original, copy, G_FILE_COPY_TARGET_DEFAULT_PERMS, NULL, NULL, NULL, error))
    updated = annex_store_open (copy_path, ANNEX_STORE_DEFAULT, error);
  if (updated != NULL)
    {
      annex_store_close (updated);
      store = annex_store_open (copy_path, ANNEX_STORE_READ_ONLY, error);
    }
  remove_folder (folder);
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
