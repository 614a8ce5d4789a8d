/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "annex-clock.h"
#include "annex-connection.h"
#include "annex-journal.h"
#include "annex-log.h"
#include "annex-log-verify.h"
#include "annex-schema.h"
#include "annex-store-private.h"
#include "annex-transaction-private.h"

/* Below this size the whole file is checked before it is shown; a larger one is checked by the
 * caller in the background (annex_check_in_background). */
#define CHECK_LIMIT (8 * 1024 * 1024)

/* How often, and after how many microseconds, a file that seems cut short is looked at again. */
#define SHORT_LOOKS 5
#define SHORT_LOOK_DELAY 20000

/* SQLite takes ":memory:" and, as some are built, "file:…" for something else than the name of a file; a path from the root
 * is never either. Symbolic links are followed, for the journal lies beside what they lead to. */
char *
annex_store_dup_database_path (const char *path)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  char *real = realpath (absolute, NULL);
  char *copy = real != NULL ? g_strdup (real) : g_steal_pointer (&absolute);

  free (real);
  return copy;
}

#define HEADER_LENGTH 100

static guint32
read_big_endian_32 (const guint8 *at)
{
  return (guint32) at[0] << 24 | (guint32) at[1] << 16 | (guint32) at[2] << 8 | at[3];
}

/* @size: (out): of the file when its header had been read; a file grows while another program writes, and the header says so first */
static gboolean
read_header (AnnexStore *self, guint8 *header, gint64 *size, GError **error)
{
  if (!annex_file_handle_read (self->handle, header, HEADER_LENGTH, 0) || memcmp (header, "SQLite format 3", 16) != 0)
    {
      g_autofree char *name = g_path_get_basename (self->path);

      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_AN_ENGAGEMENT,
                   _("“%s” is not an Annex engagement: it is no SQLite file. It was not touched."), name);
      return FALSE;
    }
  *size = annex_file_handle_get_size (self->handle);
  return TRUE;
}

static gint64
get_whole_size (const guint8 *header)
{
  guint32 page_size = header[16] << 8 | header[17];

  return (gint64) read_big_endian_32 (header + 28) * (page_size == 1 ? 65536 : page_size);
}

/* The first 100 bytes tell a foreign, newer or truncated file without SQLite touching it. */
static gboolean
check_header (AnnexStore *self, GError **error)
{
  guint8 header[HEADER_LENGTH];
  g_autofree char *name = g_path_get_basename (self->path);
  gint64 size;
  guint32 version;

  if (!read_header (self, header, &size, error))
    return FALSE;
  version = read_big_endian_32 (header + 60);
  if (read_big_endian_32 (header + 68) != ANNEX_SCHEMA_APPLICATION_ID)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_AN_ENGAGEMENT,
                   _("“%s” is a database of another application, not an Annex engagement. It was not touched."), name);
      return FALSE;
    }
  if (version > ANNEX_SCHEMA_VERSION)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_TOO_NEW,
                   _("“%s” was written by a newer version of Annex (file format %u, this version knows %d). "
                     "It was not touched; open it with a newer Annex."),
                   name, version, ANNEX_SCHEMA_VERSION);
      return FALSE;
    }
  /* Between two looks another program may have written and be done. A file that is cut short stays so. */
  for (guint i = 0; i < SHORT_LOOKS && get_whole_size (header) > size && !annex_journal_exists (self->database_path); i++)
    {
      g_usleep (SHORT_LOOK_DELAY);
      if (!read_header (self, header, &size, error))
        return FALSE;
    }
  if (get_whole_size (header) > size && !annex_journal_exists (self->database_path))
    {
      g_autofree char *there = g_format_size_full ((guint64) size, G_FORMAT_SIZE_LONG_FORMAT);
      g_autofree char *whole = g_format_size_full ((guint64) get_whole_size (header), G_FORMAT_SIZE_LONG_FORMAT);

      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED,
                   _("“%s” is cut short: %s of %s are there. It was not touched; take the file from a backup or copy it again."),
                   name, there, whole);
      return FALSE;
    }
  return TRUE;
}

/* Rollback journal, truncated rather than deleted: no committed change ever lives outside the one
 * file, so that a copy made by a file manager is whole (WAL would keep changes in a side file),
 * and truncating saves the directory write of deleting. FULL, for audit data must be on the disk. */
gboolean
annex_store_open_connection (AnnexStore *self, const char *path, sqlite3 **database, GError **error)
{
  int flags = self->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  gboolean done = sqlite3_open_v2 (path, database, flags | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK;

  if (done)
    {
      annex_connection_prepare (*database, &self->day);
      annex_connection_set_cancellable (*database, annex_store_get_cancellable (self));
      done = sqlite3_exec (*database,
                           "PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;"
                           "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4096;",
                           NULL, NULL, NULL) == SQLITE_OK &&
             (self->read_only ||
              sqlite3_exec (*database, "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL;", NULL, NULL, NULL) == SQLITE_OK);
    }
  if (!done)
    annex_store_set_error_of (self, *database, error);
  return done;
}

static gboolean
open_database (AnnexStore *self, GError **error)
{
  return annex_store_open_connection (self, annex_store_get_readable_path (self), &self->database, error);
}

int
annex_store_query_int (AnnexStore *self, const char *sql)
{
  sqlite3_stmt *statement = annex_store_prepare (self, sql, NULL);
  int value = -1;

  if (statement != NULL && sqlite3_step (statement) == SQLITE_ROW)
    value = sqlite3_column_int (statement, 0);
  if (statement != NULL)
    sqlite3_reset (statement);
  return value;
}

/* An older backup is never overwritten. */
static char *
dup_backup_path (AnnexStore *self, int version)
{
  char *path = g_strdup_printf ("%s.format-%d.backup", self->database_path, version);

  for (guint i = 2; g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (path, G_FILE_TEST_IS_SYMLINK); i++)
    {
      g_free (path);
      path = g_strdup_printf ("%s.format-%d-%u.backup", self->database_path, version, i);
    }
  return path;
}

static void
report_migration (gpointer user_data, double share)
{
  annex_store_report_share (user_data, share);
}

static gboolean
migrate_older (AnnexStore *self, GError **error)
{
  int version = annex_store_query_int (self, "PRAGMA user_version");
  g_autofree char *backup = NULL;

  if (version == ANNEX_SCHEMA_VERSION)
    return TRUE;
  if (version < 0)
    return annex_store_fail (self, error);
  if (self->read_only)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_READ_ONLY,
                   _("“%s” has the format of an older Annex and must be brought up to date first, but it cannot be written."),
                   self->path);
      return FALSE;
    }
  /* Nothing of it is run before it is known to be ours. */
  if (!annex_schema_check (self->database, TRUE, error))
    return FALSE;
  backup = dup_backup_path (self, version);
  annex_store_report_step (self, _("Keeping a backup of the file as it is…"));
  if (!annex_store_write_copy (self, backup, annex_file_handle_get_mode (self->handle) & 0666,
                               annex_store_get_cancellable (self), error))
    return FALSE;
  annex_store_report_step (self, _("Bringing the file to the format of this version of Annex…"));
  annex_store_drop_statements (self);
  /* A file that is refused in the end stays as it was. */
  if (annex_store_execute (self, "BEGIN IMMEDIATE", error) &&
      annex_schema_migrate (self->database, report_migration, self, error) &&
      annex_schema_check (self->database, FALSE, error) &&
      (self->opening != NULL || annex_store_execute (self, "COMMIT", error)))
    {
      if (self->opening != NULL)
        annex_opening_keep_backup (self->opening, g_steal_pointer (&backup));
      return TRUE;
    }
  sqlite3_exec (self->database, "ROLLBACK", NULL, NULL, NULL);
  g_unlink (backup);
  return FALSE;
}

gboolean
annex_store_is_small (AnnexStore *self)
{
  gint64 n_pages = annex_store_query_int (self, "PRAGMA page_count");

  return n_pages * annex_store_query_int (self, "PRAGMA page_size") <= CHECK_LIMIT;
}

static void
check_small_file (AnnexStore *self)
{
  g_autoptr (GError) error = NULL;

  if (!annex_store_is_small (self))
    return;
  annex_store_report_step (self, _("Checking the file…"));
  self->checked = TRUE;
  if (!annex_store_check_soundness (self, &error) && g_error_matches (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED))
    annex_store_set_damaged (self);
}

static gboolean
make_tables (AnnexStore *self, GError **error)
{
  return open_database (self, error) && annex_store_execute (self, "BEGIN IMMEDIATE", error) &&
         annex_schema_create (self->database, error) && annex_store_execute (self, "COMMIT", error);
}

AnnexStore *
annex_store_new_in_memory (GError **error)
{
  g_autoptr (AnnexStore) self = g_object_new (ANNEX_TYPE_STORE, NULL);

  self->path = g_strdup (":memory:");
  self->database_path = g_strdup (":memory:");
  return make_tables (self, error) ? g_steal_pointer (&self) : NULL;
}

static gboolean
check_locks_for_new (AnnexStore *self, GError **error)
{
  int number = annex_file_handle_try_locks (self->handle);

  if (number == 0)
    return TRUE;
  g_set_error (
    error, ANNEX_ERROR, ANNEX_ERROR_STORAGE,
    number == ENOLCK
      ? _ (
          "“%s” cannot be made: the server gives no locks at the moment (%s). Try again later, or make it on a disk of "
          "this computer.")
      : _("“%s” cannot be made: the file system there has no locks (%s), as sshfs and some network folders have none, "
          "and two people could overwrite each other’s edits. Make it on a disk of this computer."),
    self->path, g_strerror (number));
  return FALSE;
}

AnnexStore *
annex_opening_create (AnnexOpening *opening, const char *path, GError **error)
{
  g_autoptr (AnnexStore) self = g_object_new (ANNEX_TYPE_STORE, NULL);
  int fd = g_open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  self->path = g_strdup (path);
  if (fd < 0)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("“%s” cannot be made: %s."), path, g_strerror (errno));
      return NULL;
    }
  close (fd);
  self->database_path = annex_store_dup_database_path (path);
  self->handle = annex_file_handle_open (self->database_path, error);
  if (self->handle != NULL && check_locks_for_new (self, error))
    self->lock = annex_lock_take (self->handle, path, error);
  if (self->lock == NULL || !make_tables (self, error))
    {
      annex_store_close (self);
      g_unlink (path);
      return NULL;
    }
  self->opening = opening;
  annex_connection_set_cancellable (self->database, annex_store_get_cancellable (self));
  return g_steal_pointer (&self);
}

AnnexStore *
annex_store_create (const char *path, GError **error)
{
  AnnexStore *self = annex_opening_create (NULL, path, error);

  if (self != NULL)
    annex_store_watch (self);
  return self;
}

static char *
dup_lockless_reason (AnnexStore *self, int number)
{
  g_autoptr (GDateTime) stamp = annex_clock_get_stamp ();
  g_autoptr (GDateTime) now = g_date_time_to_local (stamp);
  g_autofree char *time = g_date_time_format (now, "%R");

  if (number == ENOLCK)
    return g_strdup_printf (_("The server with “%s” gives no locks at the moment (%s), so nobody can be kept from writing to it at the same "
                              "time. It is shown read-only, as it was at %s."),
                            self->path, g_strerror (number), time);
  return g_strdup_printf (_("“%s” is on a file system without locks (%s), as sshfs and some network folders are: two people could overwrite "
                            "each other’s edits there. It is shown read-only, as it was at %s. To edit it, copy it to a disk of this computer."),
                          self->path, g_strerror (number), time);
}

/* Whether the file may be written, or else why not. */
static void
decide_access (AnnexStore *self, AnnexStoreOpenFlags flags)
{
  int locks = annex_file_handle_try_locks (self->handle);
  g_autoptr (GError) error = NULL;
  g_autofree char *reason = NULL;

  if (locks != 0)
    {
      reason = dup_lockless_reason (self, locks);
      annex_store_make_read_only (self, locks == ENOLCK ? ANNEX_READ_ONLY_UNWRITABLE : ANNEX_READ_ONLY_LOCKLESS, reason);
    }
  else if ((flags & ANNEX_STORE_READ_ONLY) != 0)
    annex_store_make_read_only (self, ANNEX_READ_ONLY_ASKED, _("The engagement was opened for reading only."));
  else if (g_access (self->database_path, W_OK) != 0)
    {
      reason = g_strdup_printf (_("“%s” cannot be written (%s), so it is shown read-only."), self->path, g_strerror (errno));
      annex_store_make_read_only (self, ANNEX_READ_ONLY_UNWRITABLE, reason);
    }
  else
    {
      self->lock = annex_lock_take (self->handle, self->path, &error);
      if (self->lock == NULL)
        annex_store_make_read_only (self,
                                    g_error_matches (error, ANNEX_ERROR, ANNEX_ERROR_LOCKED) ? ANNEX_READ_ONLY_LOCKED
                                                                                             : ANNEX_READ_ONLY_UNWRITABLE,
                                    error->message);
    }
  /* Nothing can be locked to read it either. */
  self->needs_copy = locks != 0;
}

/* Returns: (nullable) (transfer full): what does not fit in what the journal of @copy brings back. */
static char *
recover_copy (AnnexPrivateCopy *copy, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexStore) store = NULL;
  g_autoptr (AnnexLogVerdict) verdict = NULL;

  if (!annex_private_copy_recover (copy, cancellable, &error))
    return g_strdup (error->message);
  store = annex_store_open (annex_private_copy_get_path (copy), ANNEX_STORE_WORKER, &error);
  /* One of an older format waits to be brought up to date. */
  if (store == NULL)
    return g_error_matches (error, ANNEX_ERROR, ANNEX_ERROR_READ_ONLY) ? NULL : g_strdup (error->message);
  verdict = annex_log_verify (store, cancellable, &error);
  if (verdict == NULL)
    return g_strdup (error->message);
  return verdict->problems->len > 0 ? g_strdup (verdict->problems->pdata[0]) : NULL;
}

/* That an edit was cut off and cannot be taken back: only read from here on, from a copy. */
static void
show_unsettled (AnnexStore *self, const char *problem)
{
  g_autofree char *reason =
    g_strdup_printf (_("An edit of “%s” was cut off, and what the journal beside it brings back does not fit: %s It is shown read-only, "
                       "from a copy; the file was not changed. Go back to a backup, and move the file “%s-journal” away with this one."),
                     self->path, problem, self->path);

  g_clear_pointer (&self->lock, annex_lock_release);
  self->read_only = FALSE;
  annex_store_make_read_only (self, ANNEX_READ_ONLY_JOURNAL, reason);
}

static void
add_remark (AnnexStore *self, const char *format, const char *places)
{
  g_autofree char *sentence = g_strdup_printf (format, self->path, places);
  g_autofree char *before = g_steal_pointer (&self->opening_remark);

  self->opening_remark = before != NULL ? g_strdup_printf ("%s %s", before, sentence) : g_steal_pointer (&sentence);
}

static gboolean
set_aside (AnnexStore *self, gboolean all, GError **error)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new_null_terminated (1, g_free, TRUE);
  gboolean done = annex_journal_set_aside (self->handle, self->database_path, all, kept, error);

  if (kept->len > 0)
    {
      g_autofree char *places = g_strjoinv ("”, “", (char **) kept->pdata);

      add_remark (self,
                  _("Beside “%s” lay an unfinished edit of another file, or of an earlier state of this one, as when "
                    "a backup was put in its "
                    "place. It was not applied. It is kept as “%s”."),
                  places);
    }
  return done;
}

static void
report_copying (goffset current, goffset total, gpointer user_data)
{
  annex_store_report_share (user_data, (double) current / (double) MAX (total, 1));
}

static AnnexPrivateCopy *
make_copy (AnnexStore *self, gboolean with_journal, GError **error)
{
  annex_store_report_step (self, _("Making a private copy, to try on it what a crash left beside the file…"));
  return annex_private_copy_new (self->handle, self->database_path, with_journal, annex_store_get_cancellable (self),
                                 report_copying, self, error);
}

/* Where it is in an unusual place, it is said. */
static void
show_copy (AnnexStore *self, AnnexPrivateCopy *copy)
{
  const char *folder = annex_private_copy_get_unusual_folder (copy);
  g_autofree char *reason = folder != NULL ? annex_store_dup_reason_with_folder (self, folder) : NULL;

  self->copy = copy;
  if (reason != NULL)
    g_set_str (&self->read_only_reason, reason);
}

/* Shows the file as it is, without the journal that lies beside it and is another's. */
static gboolean
leave_journal_out (AnnexStore *self, gboolean foreign, GError **error)
{
  AnnexPrivateCopy *copy;

  if (!self->read_only)
    return set_aside (self, TRUE, error);
  copy = make_copy (self, FALSE, error);
  if (copy == NULL)
    return FALSE;
  show_copy (self, copy);
  if (foreign)
    add_remark (self,
                _("Beside “%s” lies an unfinished edit of another file, or of an earlier state of this one, as when a "
                  "backup was put in its "
                  "place. It is not applied. It is in “%s-journal” or “-wal”."),
                self->database_path);
  return TRUE;
}

/* SQLite puts a journal back into whatever file has its name, so it is tried on a copy first; only the copy is read by those
 * who only read. A journal whose pages do not fit to those of the file, where the file is whole without, is another's. */
static gboolean
try_own_journal (AnnexStore *self, GError **error)
{
  g_autoptr (AnnexPrivateCopy) copy = make_copy (self, TRUE, error);
  GCancellable *cancellable = annex_store_get_cancellable (self);
  g_autofree char *problem = NULL;

  if (copy == NULL)
    return FALSE;
  annex_store_report_step (self, _("Checking what a crash left…"));
  problem = recover_copy (copy, cancellable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (problem != NULL)
    {
      g_autoptr (AnnexPrivateCopy) alone = make_copy (self, FALSE, error);
      g_autofree char *without = alone != NULL ? recover_copy (alone, cancellable) : NULL;

      if (alone == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (without == NULL)
        return leave_journal_out (self, TRUE, error);
      show_unsettled (self, problem);
    }
  if (self->read_only)
    show_copy (self, g_steal_pointer (&copy));
  return TRUE;
}

/* A crash leaves the file half written and a journal beside it; SQLite takes the half back when the file is next opened. */
static gboolean
settle_journal (AnnexStore *self, GError **error)
{
  AnnexJournal journal = annex_journal_find_left_behind (self->handle, self->database_path);

  if (journal == ANNEX_JOURNAL_FOREIGN && !self->read_only)
    {
      if (!set_aside (self, FALSE, error))
        return FALSE;
      journal = annex_journal_find_left_behind (self->handle, self->database_path);
    }
  switch (journal)
    {
    case ANNEX_JOURNAL_UNKNOWN:
      annex_journal_set_unknown (self->path, error);
      return FALSE;
    case ANNEX_JOURNAL_OWN:
      return try_own_journal (self, error);
    case ANNEX_JOURNAL_FOREIGN:
      return leave_journal_out (self, TRUE, error);
    case ANNEX_JOURNAL_NONE:
    default:
      return !self->needs_copy || leave_journal_out (self, FALSE, error);
    }
}

/* Read in one piece, so that a reader never meets one half of what another program is bringing up to date. */
static gboolean
check_tables (AnnexStore *self, GError **error)
{
  if (!self->read_only)
    return migrate_older (self, error) && annex_schema_check (self->database, FALSE, error);
  return annex_store_execute (self, "BEGIN", error) && migrate_older (self, error) && annex_schema_check (self->database, FALSE, error) &&
         annex_store_execute (self, "COMMIT", error);
}

AnnexStore *
annex_store_open (const char *path, AnnexStoreOpenFlags flags, GError **error)
{
  return annex_opening_open (NULL, path, flags, error);
}

AnnexStore *
annex_opening_open (AnnexOpening *opening, const char *path, AnnexStoreOpenFlags flags, GError **error)
{
  g_autoptr (AnnexStore) self = g_object_new (ANNEX_TYPE_STORE, NULL);

  self->opening = opening;
  self->path = g_strdup (path);
  self->database_path = annex_store_dup_database_path (path);
  self->handle = annex_file_handle_open (self->database_path, error);
  if (self->handle == NULL || !check_header (self, error))
    return NULL;
  decide_access (self, flags);
  if (!settle_journal (self, error) ||
      !open_database (self, error) || !check_tables (self, error))
    return NULL;
  if ((flags & ANNEX_STORE_WORKER) == ANNEX_STORE_WORKER)
    return g_steal_pointer (&self);
  check_small_file (self);
  if ((flags & ANNEX_STORE_UNWATCHED) == 0)
    annex_store_watch (self);
  return g_steal_pointer (&self);
}

void
annex_store_close (AnnexStore *self)
{
  g_clear_handle_id (&self->poll_source, g_source_remove);
  g_clear_handle_id (&self->turn_source, g_source_remove);
  g_clear_handle_id (&self->failure_source, g_source_remove);
  g_clear_error (&self->untold);
  g_clear_handle_id (&self->day_source, g_source_remove);
  annex_store_stop_copying (self);
  if (self->database != NULL)
    {
      /* One that broke off. */
      if (self->opening != NULL)
        {
          self->opening = NULL;
          annex_connection_set_cancellable (self->database, NULL);
          annex_transaction_roll_back (self);
        }
      annex_transaction_finish_open (self);
      annex_log_end_as_of (self);
      annex_store_drop_statements (self);
      /* The journal goes by its path; where another file is by now, it is that file's. */
      if (!self->read_only && (self->handle == NULL || annex_file_handle_is_at (self->handle, self->database_path)))
        {
          annex_store_write_settings (self);
          annex_store_drop_statements (self);
          sqlite3_exec (self->database, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
        }
      g_clear_pointer (&self->database, sqlite3_close_v2);
    }
  g_clear_pointer (&self->lock, annex_lock_release);
  g_clear_pointer (&self->copy, annex_private_copy_free);
  g_clear_pointer (&self->handle, annex_file_handle_unref);
}
