/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engagement-folder.h"

#include <glib/gstdio.h>

#include "core/annex-check.h"

char *
engagement_folder_new (char **path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexStore) store = NULL;
  char *folder = g_dir_make_tmp ("annex-test-XXXXXX", &error);

  g_assert_no_error (error);
  *path = g_build_filename (folder, "test.annex", NULL);
  store = annex_store_create (*path, &error);
  g_assert_no_error (error);
  annex_store_close (store);
  return folder;
}

void
engagement_folder_remove (char *folder)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      /* A socket or a folder that is empty, too. */
      g_remove (path);
    }
  g_rmdir (folder);
  g_free (folder);
}

void
engagement_folder_remove_all (const char *folder)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (directory)) != NULL)
    engagement_folder_remove (g_build_filename (folder, name, NULL));
  g_rmdir (folder);
}

void
engagement_assert_whole (AnnexStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = annex_check_integrity (store, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    g_test_message ("%s", (const char *) findings->pdata[i]);
  g_assert_cmpuint (findings->len, ==, 0);
}
