/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "annex-clock.h"
#include "annex-connection.h"
#include "annex-journal.h"
#include "annex-store-private.h"

#define POLL_SECONDS 2

/* After how many microseconds a private copy that could not be made is tried again. */
#define COPY_AGAIN_AFTER (60 * G_USEC_PER_SEC)

/* How late, at most, a window may learn that the day has changed; also when the machine slept through midnight. */
#define DAY_SECONDS 20

/* Short, and what to do comes early: a narrow window shows three lines. */
static char *
dup_reason (AnnexStore *self, AnnexFilePlace place)
{
  g_autofree char *name = g_filename_display_basename (self->path);

  switch (place)
    {
    case ANNEX_FILE_MOVED:
      if (self->moved_to != NULL)
        return g_strdup_printf (
          _("“%s” was moved to “%s” while it was open. Everything that was saved before is there; "
            "nothing more is saved here."),
          name, self->moved_to);
      return g_strdup_printf (
        _("“%s” was moved or renamed while it was open. Open it where it is now: everything that was "
          "saved before is there, and nothing more is saved here."),
        name);
    case ANNEX_FILE_REPLACED:
      return g_strdup_printf (
        _("“%s” was replaced by another version while it was open, as by a program that synchronizes "
          "folders. Save a copy of what is shown, which is in no file any more, then open the file again."),
        name);
    case ANNEX_FILE_DELETED:
    default:
      return g_strdup_printf (
        _("“%s” was deleted while it was open. Save a copy of what is shown, which is in no file any "
          "more."),
        name);
    }
}

char *
annex_store_dup_reason_with_folder (AnnexStore *self, const char *folder)
{
  return g_strdup_printf (_("%s What is shown is kept in “%s” until it is closed."), self->read_only_reason, folder);
}

/* Has SQLite let nobody write while the file is copied, as any statement does that is not read to its end. */
static gboolean
hold (AnnexStore *self)
{
  return sqlite3_prepare_v2 (self->database, "SELECT 1 FROM sqlite_schema", -1, &self->hold, NULL) == SQLITE_OK &&
         sqlite3_step (self->hold) == SQLITE_ROW;
}

void
annex_store_stop_copying (AnnexStore *self)
{
  if (self->copying != NULL)
    g_cancellable_cancel (self->copying);
  g_clear_object (&self->copying);
  g_clear_pointer (&self->hold, sqlite3_finalize);
}

/* Between the steps of a change, or while an earlier date is shown, another connection would be in the way. A journal
 * that lies where ours would is another file's, and SQLite would take it for ours: it is waited for. */
static gboolean
can_turn_to_copy (AnnexStore *self)
{
  return self->copy == NULL && self->read_only && self->transaction == NULL && self->live == NULL &&
         self->database != NULL && !annex_journal_exists (self->database_path);
}

/* Returns: whether @copy, which is taken over then, is shown */
static gboolean
show_copy (AnnexStore *self, AnnexPrivateCopy *copy, GError **error)
{
  const char *folder = annex_private_copy_get_unusual_folder (copy);
  sqlite3 *database = NULL;

  if (!annex_store_open_connection (self, annex_private_copy_get_path (copy), &database, error))
    {
      sqlite3_close (database);
      return FALSE;
    }
  annex_store_drop_statements (self);
  sqlite3_close_v2 (self->database);
  self->database = database;
  self->copy = copy;
  g_clear_pointer (&self->lock, annex_lock_release);
  if (folder != NULL)
    {
      g_autofree char *reason = annex_store_dup_reason_with_folder (self, folder);

      g_set_str (&self->read_only_reason, reason);
      annex_store_notify_read_only (self);
    }
  /* Other threads may have found nothing at the path meanwhile. */
  annex_store_tell_all_changed (self);
  return TRUE;
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  AnnexStore *self = ANNEX_STORE (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexPrivateCopy) copy = g_task_propagate_pointer (G_TASK (result), &error);

  /* The store may have been closed, or found another file. */
  if (g_task_get_cancellable (G_TASK (result)) != self->copying)
    return;
  annex_store_stop_copying (self);
  if (copy != NULL && !can_turn_to_copy (self))
    return;
  if (copy != NULL && show_copy (self, copy, &error))
    {
      g_steal_pointer (&copy);
      return;
    }
  self->copy_again = g_get_monotonic_time () + COPY_AGAIN_AFTER;
  if (!self->copy_failed)
    {
      g_autofree char *reason =
        g_strdup_printf (_("%s It is in no other place yet, so save a copy before you close it: %s"),
                         self->read_only_reason, error->message);

      self->copy_failed = TRUE;
      g_set_str (&self->read_only_reason, reason);
      annex_store_notify_read_only (self);
    }
}

typedef struct
{
  AnnexFileHandle *handle;
  char *path;
} Original;

static void
original_free (gpointer data)
{
  Original *original = data;

  annex_file_handle_unref (original->handle);
  g_free (original->path);
  g_free (original);
}

static void
copy_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Original *original = task_data;
  GError *error = NULL;
  AnnexPrivateCopy *copy =
    annex_private_copy_new (original->handle, original->path, FALSE, cancellable, NULL, NULL, &error);

  if (copy != NULL)
    g_task_return_pointer (task, copy, (GDestroyNotify) annex_private_copy_free);
  else
    g_task_return_error (task, error);
}

/* From then on the store shows a copy of what it had open, so that no path can lead its own reads, or those of other
 * threads, to another file. */
static void
turn_to_copy (AnnexStore *self)
{
  g_autoptr (GTask) task = NULL;
  Original *original;

  if (self->copying != NULL || g_get_monotonic_time () < self->copy_again || !can_turn_to_copy (self))
    return;
  if (!hold (self))
    {
      g_clear_pointer (&self->hold, sqlite3_finalize);
      return;
    }
  original = g_new0 (Original, 1);
  original->handle = annex_file_handle_ref (self->handle);
  original->path = g_strdup (self->database_path);
  self->copying = g_cancellable_new ();
  task = g_task_new (self, self->copying, copied_cb, NULL);
  g_task_set_task_data (task, original, original_free);
  g_task_run_in_thread (task, copy_thread);
}

static void
turn_cb (gpointer data)
{
  AnnexStore *self = data;

  self->turn_source = 0;
  turn_to_copy (self);
}

gboolean
annex_store_check_place (AnnexStore *self, GError **error)
{
  gboolean lost = self->read_only && (self->read_only_cause == ANNEX_READ_ONLY_MOVED || self->read_only_cause == ANNEX_READ_ONLY_LOST);
  g_autofree char *moved_to = NULL;
  AnnexFilePlace place;

  if (self->handle == NULL || (self->copy != NULL && !lost))
    return TRUE;
  if (!lost)
    {
      g_autofree char *reason = NULL;

      place = annex_file_handle_get_place (self->handle, self->database_path, &moved_to);
      if (place == ANNEX_FILE_IN_PLACE)
        return TRUE;
      g_set_str (&self->moved_to, moved_to);
      reason = dup_reason (self, place);
      self->read_only = FALSE;
      annex_store_make_read_only (self, place == ANNEX_FILE_MOVED ? ANNEX_READ_ONLY_MOVED : ANNEX_READ_ONLY_LOST, reason);
      /* Not at once, for a statement may be at work. */
      if (self->poll_source != 0 && self->turn_source == 0)
        self->turn_source = g_idle_add_once (turn_cb, self);
      annex_store_notify_read_only (self);
    }
  g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_READ_ONLY, self->read_only_reason);
  return FALSE;
}

static gboolean
poll_cb (gpointer data)
{
  g_autoptr (AnnexStore) self = g_object_ref (data);
  int version;

  if (!annex_store_check_place (self, NULL))
    {
      if (self->copy == NULL)
        turn_to_copy (self);
      return G_SOURCE_CONTINUE;
    }
  if (!self->read_only || self->live != NULL || self->copy != NULL)
    return G_SOURCE_CONTINUE;
  version = annex_store_query_int (self, "PRAGMA data_version");
  if (version == self->data_version)
    return G_SOURCE_CONTINUE;
  self->data_version = version;
  annex_store_tell_all_changed (self);
  return G_SOURCE_CONTINUE;
}

static gboolean
watch_day (gpointer data)
{
  AnnexStore *self = data;
  guint today = annex_clock_get_today ();

  /* Not in the middle of a change or while an earlier day is shown: the next look is soon. */
  if (today == self->shown_day || self->transaction != NULL || self->live != NULL)
    return G_SOURCE_CONTINUE;
  self->shown_day = today;
  annex_store_tell_all_changed (self);
  return G_SOURCE_CONTINUE;
}

void
annex_store_watch (AnnexStore *self)
{
  if (self->poll_source != 0)
    return;
  if (self->read_only)
    self->data_version = annex_store_query_int (self, "PRAGMA data_version");
  self->poll_source = g_timeout_add_seconds (POLL_SECONDS, poll_cb, self);
  self->shown_day = annex_clock_get_today ();
  self->day_source = g_timeout_add_seconds (DAY_SECONDS, watch_day, self);
}

const char *
annex_store_get_readable_path (AnnexStore *self)
{
  return self->copy != NULL ? annex_private_copy_get_path (self->copy) : self->database_path;
}

gboolean
annex_store_shares_file (AnnexStore *self, AnnexStore *other)
{
  /* A process has one for each file. */
  return self->handle != NULL && self->handle == other->handle;
}

gboolean
annex_store_can_try_writing (AnnexStore *self)
{
  if (!self->read_only || self->live != NULL || self->is_damaged)
    return FALSE;
  return self->read_only_cause == ANNEX_READ_ONLY_LOCKED || self->read_only_cause == ANNEX_READ_ONLY_UNWRITABLE ||
         (self->read_only_cause == ANNEX_READ_ONLY_MOVED && self->moved_to != NULL);
}

/* The new one has opened and checked the file as for the first time; this one, which people hold, takes all of that over. */
static void
take_over (AnnexStore *self, AnnexStore *other)
{
  g_clear_handle_id (&self->turn_source, g_source_remove);
  annex_store_stop_copying (self);
  self->copy_again = 0;
  self->copy_failed = FALSE;
  annex_store_drop_statements (self);
  annex_store_drop_statements (other);
  sqlite3_close_v2 (self->database);
  g_clear_pointer (&self->lock, annex_lock_release);
  g_clear_pointer (&self->copy, annex_private_copy_free);
  g_clear_pointer (&self->handle, annex_file_handle_unref);
  self->database = g_steal_pointer (&other->database);
  /* Its functions go by the day of the store. */
  annex_connection_prepare (self->database, &self->day);
  self->lock = g_steal_pointer (&other->lock);
  self->copy = g_steal_pointer (&other->copy);
  self->handle = g_steal_pointer (&other->handle);
  g_set_str (&self->path, other->path);
  g_set_str (&self->database_path, other->database_path);
  g_set_str (&self->opening_remark, other->opening_remark);
  g_clear_pointer (&self->moved_to, g_free);
  g_clear_pointer (&self->read_only_reason, g_free);
  self->read_only = FALSE;
  self->checked = other->checked;
  annex_store_close (other);
}

gboolean
annex_store_is_locked_elsewhere (AnnexStore *self)
{
  return self->read_only && !self->is_damaged && self->read_only_cause == ANNEX_READ_ONLY_LOCKED;
}

/* Opening reads much of the file, and whoever waits for a lock looks again and again. */
static gboolean
is_free (AnnexStore *self, GError **error)
{
  g_autoptr (AnnexLock) lock = NULL;

  if (self->read_only_cause != ANNEX_READ_ONLY_LOCKED)
    return TRUE;
  lock = annex_lock_take (self->handle, self->path, error);
  return lock != NULL;
}

gboolean
annex_store_take_over (AnnexStore *self, AnnexStore *other, GError **error)
{
  if (other->read_only)
    {
      gboolean locked = other->read_only_cause == ANNEX_READ_ONLY_LOCKED;

      g_set_error_literal (error, ANNEX_ERROR, locked ? ANNEX_ERROR_LOCKED : ANNEX_ERROR_READ_ONLY, other->read_only_reason);
      return FALSE;
    }
  take_over (self, other);
  annex_store_notify_read_only (self);
  annex_store_tell_all_changed (self);
  return TRUE;
}

gboolean
annex_store_check_can_try_writing (AnnexStore *self, GError **error)
{
  if (self->database != NULL && annex_store_can_try_writing (self))
    return TRUE;
  g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_READ_ONLY,
                       self->read_only_reason != NULL ? self->read_only_reason
                                                      : _("The engagement was closed meanwhile."));
  return FALSE;
}

const char *
annex_store_get_path_for_writing (AnnexStore *self)
{
  return self->read_only_cause == ANNEX_READ_ONLY_MOVED ? self->moved_to : self->path;
}

gboolean
annex_store_try_writing (AnnexStore *self, GError **error)
{
  g_autoptr (AnnexStore) other = NULL;

  if (!self->read_only)
    return TRUE;
  if (!annex_store_check_can_try_writing (self, error) || !is_free (self, error))
    return FALSE;
  other = annex_store_open (annex_store_get_path_for_writing (self), ANNEX_STORE_DEFAULT, error);
  return other != NULL && annex_store_take_over (self, other, error);
}
