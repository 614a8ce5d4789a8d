/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-store-opening.h"

#include "annex-store-private.h"

typedef struct
{
  char *path;
  char *author;
  AnnexStorePrepareFunc prepare;
  GError *fault;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_free (opening->path);
  g_free (opening->author);
  g_clear_error (&opening->fault);
  g_free (opening);
}

static void
thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Opening *opening = task_data;
  GError *error = NULL;
  AnnexStore *store = annex_store_open (opening->path, (AnnexStoreOpenFlags) ANNEX_STORE_UNWATCHED, &error);

  if (store == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  annex_store_set_author (store, opening->author);
  opening->prepare (store, &opening->fault);
  g_task_return_pointer (task, store, g_object_unref);
}

void
annex_store_open_async (const char *path, const char *author, AnnexStorePrepareFunc prepare, GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);

  opening->path = g_strdup (path);
  opening->author = g_strdup (author);
  opening->prepare = prepare;
  g_task_set_task_data (task, opening, opening_free);
  g_task_run_in_thread (task, thread);
}

AnnexStore *
annex_store_open_finish (GAsyncResult *result, GError **fault, GError **error)
{
  Opening *opening = g_task_get_task_data (G_TASK (result));
  AnnexStore *store = g_task_propagate_pointer (G_TASK (result), error);

  if (store == NULL)
    return NULL;
  if (opening->fault != NULL)
    g_propagate_error (fault, g_steal_pointer (&opening->fault));
  annex_store_watch (store);
  return store;
}
