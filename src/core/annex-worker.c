/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-worker.h"

#include <glib/gi18n-lib.h>

#include "annex-store-private.h"

typedef struct
{
  char *path;
  guint day;
  AnnexFileHandle *handle; /* (nullable): what is to be at the path */
  AnnexWorkerFunc func;
  gpointer data;
  GDestroyNotify free_data;
  GDestroyNotify free_result;
  GError *failure; /* of a read, whatever became of the result */
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  if (work->free_data != NULL)
    work->free_data (work->data);
  g_clear_error (&work->failure);
  g_clear_pointer (&work->handle, annex_file_handle_unref);
  g_free (work->path);
  g_free (work);
}

/* A file that was replaced since it was opened is told by the store itself, a little later. */
static AnnexStore *
open_same (Work *work, GError **error)
{
  g_autoptr (AnnexStore) store = annex_store_open (work->path, ANNEX_STORE_WORKER, error);

  if (store == NULL || work->handle == NULL || store->handle == work->handle)
    return g_steal_pointer (&store);
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("“%s” is not the file any more that was opened. Nothing was read from it."), work->path);
  return NULL;
}

static void
thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Work *work = task_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexStore) store = open_same (work, &error);
  gpointer result = NULL;

  if (store != NULL)
    {
      store->day = work->day;
      result = work->func (store, work->data, cancellable, &error);
    }
  /* What was read in part is no result. */
  if (store != NULL && !annex_store_take_failure (store, &work->failure) && error == NULL)
    {
      error = g_error_copy (work->failure);
      if (result != NULL && work->free_result != NULL)
        work->free_result (result);
    }
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, result, work->free_result);
}

void
annex_worker_run (AnnexStore *store, AnnexWorkerFunc func, gpointer data, GDestroyNotify free_data,
                  GDestroyNotify free_result, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (store, cancellable, callback, user_data);
  Work *work = g_new0 (Work, 1);

  work->day = store->day;
  work->path = g_strdup (annex_store_get_readable_path (store));
  if (store->copy == NULL && store->handle != NULL)
    work->handle = annex_file_handle_ref (store->handle);
  work->func = func;
  work->data = data;
  work->free_data = free_data;
  work->free_result = free_result;
  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, thread);
}

gpointer
annex_worker_finish (GAsyncResult *result, GError **error)
{
  Work *work = g_task_get_task_data (G_TASK (result));

  /* The window hears of it from the store that it shows. What failed before it began has no work. */
  if (work != NULL && work->failure != NULL)
    {
      annex_store_keep_failure (g_task_get_source_object (G_TASK (result)), work->failure);
      g_clear_error (&work->failure);
    }
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
free_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Work *work = task_data;

  g_steal_pointer (&work->free_data) (work->data);
  g_task_return_boolean (task, TRUE);
}

void
annex_worker_free (gpointer data, GDestroyNotify free_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);
  Work *work = g_new0 (Work, 1);

  work->data = data;
  work->free_data = free_data;
  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, free_thread);
}
