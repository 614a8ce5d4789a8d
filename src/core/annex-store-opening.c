/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-store-opening.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "annex-connection.h"
#include "annex-store-private.h"
#include "annex-transaction-private.h"

struct _AnnexOpening
{
  char *path;
  char *author;
  char *backup;
  AnnexStorePrepareFunc prepare;
  AnnexStoreFillFunc fill;
  gpointer data;
  GDestroyNotify free_data;
  GCancellable *cancellable;
  AnnexStoreProgressFunc progress;
  gpointer user_data;
  GTask *task; /* unowned: it owns this */
  GError *fault;
  gboolean is_written; /* so that it is too late to cancel */

  GMutex mutex; /* for what follows */
  char *step;
  double share;
  gboolean told; /* whether the main loop has yet to hear of it */
};

static void
opening_free (gpointer data)
{
  AnnexOpening *self = data;

  if (self->free_data != NULL)
    self->free_data (self->data);
  g_free (self->path);
  g_free (self->author);
  g_free (self->backup);
  g_free (self->step);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->fault);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static gboolean
tell_cb (gpointer user_data)
{
  AnnexOpening *self = g_task_get_task_data (user_data);
  g_autofree char *step = NULL;
  double share;

  g_mutex_lock (&self->mutex);
  step = g_strdup (self->step);
  share = self->share;
  self->told = TRUE;
  g_mutex_unlock (&self->mutex);
  if (!g_task_get_completed (user_data) && !g_cancellable_is_cancelled (self->cancellable))
    self->progress (step, share, self->user_data);
  return G_SOURCE_REMOVE;
}

/* What was not told yet is overtaken by what follows. */
static void
tell (AnnexOpening *self, const char *step, double share)
{
  g_autoptr (GSource) source = NULL;

  g_mutex_lock (&self->mutex);
  if (step != NULL)
    g_set_str (&self->step, step);
  self->share = share;
  if (self->told)
    source = g_idle_source_new ();
  self->told = FALSE;
  g_mutex_unlock (&self->mutex);
  if (source == NULL)
    return;
  g_source_set_callback (source, tell_cb, g_object_ref (self->task), g_object_unref);
  g_source_attach (source, g_task_get_context (self->task));
}

void
annex_store_report_step (AnnexStore *self, const char *step)
{
  if (self->opening != NULL && self->opening->progress != NULL)
    tell (self->opening, step, -1);
}

void
annex_store_report_share (AnnexStore *self, double share)
{
  if (self->opening != NULL && self->opening->progress != NULL)
    tell (self->opening, NULL, share);
}

GCancellable *
annex_store_get_cancellable (AnnexStore *self)
{
  return self->opening != NULL ? self->opening->cancellable : NULL;
}

void
annex_opening_keep_backup (AnnexOpening *self, char *path)
{
  self->backup = path;
}

gboolean
annex_opening_begin (AnnexStore *store, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (store->opening->cancellable, error))
    return FALSE;
  return (!sqlite3_get_autocommit (store->database) || annex_store_execute (store, "BEGIN IMMEDIATE", error)) &&
         annex_store_execute (store, "SAVEPOINT step", error);
}

/* After some failures, as of a full disk, SQLite takes back everything by itself, the migration as well. */
static gboolean
fail_as_taken_back (AnnexOpening *self, GError **error)
{
  if (self->fault != NULL)
    g_propagate_error (error, g_steal_pointer (&self->fault));
  else
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE,
                 _("“%s” could not be brought to the format of this version. It was not changed."), self->path);
  return FALSE;
}

/* Everything that was written is in the file from here on, or nothing is. */
static gboolean
commit (AnnexOpening *self, AnnexStore *store, GError **error)
{
  gboolean done = !g_cancellable_set_error_if_cancelled (self->cancellable, error);

  annex_connection_set_cancellable (store->database, NULL);
  if (done && sqlite3_get_autocommit (store->database))
    done = self->backup == NULL || fail_as_taken_back (self, error);
  else
    done = done && annex_store_execute (store, "COMMIT", error);
  self->is_written = done && sqlite3_total_changes (store->database) > 0;
  store->opening = NULL;
  if (!done)
    annex_transaction_roll_back (store);
  return done;
}

static void
open_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  AnnexOpening *self = task_data;
  GError *error = NULL;
  g_autoptr (AnnexStore) store =
    annex_opening_open (self, self->path, (AnnexStoreOpenFlags) ANNEX_STORE_UNWATCHED, &error);

  if (store != NULL)
    {
      annex_store_set_author (store, self->author);
      self->prepare (store, &self->fault);
      if (!commit (self, store, &error))
        {
          /* What @prepare adds can wait; a migration cannot. */
          if (self->backup != NULL || g_cancellable_is_cancelled (cancellable))
            g_clear_object (&store);
          else if (self->fault == NULL)
            self->fault = g_steal_pointer (&error);
        }
    }
  if (store == NULL && self->backup != NULL)
    g_unlink (self->backup);
  /* Whatever words a statement that was stopped has for it. */
  if (store == NULL && g_task_return_error_if_cancelled (task))
    g_clear_error (&error);
  else if (store == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&store), g_object_unref);
  g_clear_error (&error);
}

/* What is replaced stays until the new file is whole. */
static gboolean
create (AnnexOpening *self, GError **error)
{
  /* A link stays one. */
  g_autofree char *path = annex_store_dup_database_path (self->path);
  g_autofree char *partial = g_strconcat (path, ".partial", NULL);
  g_autoptr (AnnexStore) store = NULL;
  gboolean done;

  if (annex_file_handle_is_open (path))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("“%s” is open. Close it first, or choose another name."),
                   self->path);
      return FALSE;
    }
  g_unlink (partial);
  store = annex_opening_create (self, partial, error);
  if (store == NULL)
    return FALSE;
  annex_store_set_author (store, self->author);
  done = self->fill (store, self->data, error) && commit (self, store, error);
  annex_store_close (store);
  if (done && g_rename (partial, path) != 0)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("“%s” could not be written: %s."), self->path,
                   g_strerror (errno));
      done = FALSE;
    }
  if (!done)
    g_unlink (partial);
  return done;
}

static void
create_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  AnnexOpening *self = task_data;
  g_autoptr (GError) error = NULL;

  if (create (self, &error))
    g_task_return_boolean (task, TRUE);
  else if (!g_task_return_error_if_cancelled (task))
    g_task_return_error (task, g_steal_pointer (&error));
}

static GTask *
new_task (gpointer source,
          const char *path,
          const char *author,
          GCancellable *cancellable,
          AnnexStoreProgressFunc progress,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (source, cancellable, callback, user_data);
  AnnexOpening *self = g_new0 (AnnexOpening, 1);

  g_mutex_init (&self->mutex);
  self->path = g_strdup (path);
  self->author = g_strdup (author);
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  self->progress = progress;
  self->user_data = user_data;
  self->task = task;
  self->told = TRUE;
  /* See finish(). */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, opening_free);
  return task;
}

void
annex_store_open_async (const char *path, const char *author, AnnexStorePrepareFunc prepare, GCancellable *cancellable,
                        AnnexStoreProgressFunc progress, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = new_task (NULL, path, author, cancellable, progress, callback, user_data);

  ((AnnexOpening *) g_task_get_task_data (task))->prepare = prepare;
  g_task_run_in_thread (task, open_thread);
}

static AnnexStore *
finish (GAsyncResult *result, GError **fault, GError **error)
{
  AnnexOpening *self = g_task_get_task_data (G_TASK (result));
  g_autoptr (AnnexStore) store = g_task_propagate_pointer (G_TASK (result), error);

  /* Closed at once, and not when the task goes, so that the lock is given back. */
  if (store == NULL || (!self->is_written && g_cancellable_set_error_if_cancelled (self->cancellable, error)))
    return NULL;
  if (self->fault != NULL)
    g_propagate_error (fault, g_steal_pointer (&self->fault));
  return g_steal_pointer (&store);
}

AnnexStore *
annex_store_open_finish (GAsyncResult *result, GError **fault, GError **error)
{
  AnnexStore *store = finish (result, fault, error);

  if (store != NULL)
    annex_store_watch (store);
  return store;
}

void
annex_store_try_writing_async (AnnexStore *self,
                               AnnexStorePrepareFunc prepare,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GError *error = NULL;
  gboolean may = annex_store_check_can_try_writing (self, &error);
  g_autoptr (GTask) task = new_task (self, may ? annex_store_get_path_for_writing (self) : NULL, self->author,
                                     cancellable, NULL, callback, user_data);

  ((AnnexOpening *) g_task_get_task_data (task))->prepare = prepare;
  if (may)
    g_task_run_in_thread (task, open_thread);
  else
    g_task_return_error (task, error);
}

gboolean
annex_store_try_writing_finish (AnnexStore *self, GAsyncResult *result, GError **fault, GError **error)
{
  g_autoptr (AnnexStore) other = finish (result, fault, error);

  /* Things may have changed while the file was opened. */
  return other != NULL && annex_store_check_can_try_writing (self, error) && annex_store_take_over (self, other, error);
}

void
annex_store_create_async (const char *path,
                          const char *author,
                          AnnexStoreFillFunc fill,
                          gpointer data,
                          GDestroyNotify free_data,
                          GCancellable *cancellable,
                          AnnexStoreProgressFunc progress,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  /* A file that is there by now is not said to be cancelled. */
  g_autoptr (GTask) task = new_task (NULL, path, author, cancellable, progress, callback, user_data);
  AnnexOpening *self = g_task_get_task_data (task);

  self->fill = fill;
  self->data = data;
  self->free_data = free_data;
  g_task_run_in_thread (task, create_thread);
}

gboolean
annex_store_create_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
