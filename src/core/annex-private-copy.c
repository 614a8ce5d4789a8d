/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-private-copy.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "annex-connection.h"
#include "annex-error.h"
#include "annex-journal.h"

#define STEP (1024 * 1024)
#define SQLITE_HEADER 100

/* How often a file is copied that is written meanwhile. */
#define TRIES 5

/* How much is copied of a file that is written all the time, by its size, before it is held. */
#define ROUNDS 10

/* What is read while a file is held that others write to: a millisecond or two. */
#define HELD_STEP (4 * STEP)

struct _AnnexPrivateCopy
{
  char *folder;
  char *path;
};

static gboolean
fail (const char *path, int number, GError **error)
{
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("“%s” could not be copied to a private folder (%s). It was not changed."), path,
               g_strerror (number));
  return FALSE;
}

static gboolean
write_all (int fd, const guint8 *data, gsize length)
{
  while (length > 0)
    {
      gssize n = write (fd, data, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      data += n;
      length -= (gsize) n;
    }
  return TRUE;
}

static gboolean
copy_content (AnnexFileHandle *handle, int to, gint64 size)
{
  g_autofree guint8 *buffer = g_malloc (STEP);

  for (gint64 at = 0; at < size; at += STEP)
    {
      gsize length = (gsize) MIN (size - at, STEP);

      if (!annex_file_handle_read (handle, buffer, length, at))
        {
          errno = EIO;
          return FALSE;
        }
      if (!write_all (to, buffer, length))
        return FALSE;
    }
  return TRUE;
}

/* Again when somebody wrote meanwhile, which the change counter in the header tells. */
static gboolean
copy_file (AnnexFileHandle *handle, const char *path, const char *to, GError **error)
{
  guint8 before[SQLITE_HEADER] = { 0 }, after[SQLITE_HEADER] = { 0 };

  for (guint i = 0; i < TRIES; i++)
    {
      int fd = g_open (to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
      gint64 size = annex_file_handle_get_size (handle);
      gboolean read = annex_file_handle_read (handle, before, sizeof before, 0);
      gboolean copied = fd >= 0 && copy_content (handle, fd, size);
      int number = errno;

      if (fd >= 0 && close (fd) != 0 && copied)
        {
          copied = FALSE;
          number = errno;
        }
      if (!copied)
        return fail (path, number, error);
      if (annex_file_handle_read (handle, after, sizeof after, 0) == read && memcmp (before, after, sizeof before) == 0 &&
          annex_file_handle_get_size (handle) == size)
        return TRUE;
    }
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_LOCKED, _("“%s” is being written by another program all the time. Try again later."), path);
  return FALSE;
}

static gboolean
copy_journal (const char *from, const char *to, GError **error)
{
  g_autoptr (GMappedFile) mapped = g_mapped_file_new (from, FALSE, NULL);
  int fd = mapped != NULL ? g_open (to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1;
  gboolean done = fd >= 0 && write_all (fd, (const guint8 *) g_mapped_file_get_contents (mapped), g_mapped_file_get_length (mapped));
  int number = errno;

  if (fd >= 0)
    close (fd);
  return done || fail (from, number, error);
}

/* As SQLite does: a copy is as large as the engagement, and /tmp is memory on many machines. */
static char *
make_folder (GError **error)
{
  char folder[] = "/var/tmp/annex-XXXXXX";

  if (g_getenv ("TMPDIR") == NULL && g_mkdtemp (folder) != NULL)
    return g_strdup (folder);
  return g_dir_make_tmp ("annex-XXXXXX", error);
}

static AnnexPrivateCopy *
new_empty (const char *path, GError **error)
{
  g_autofree char *folder = make_folder (error);
  g_autofree char *name = g_path_get_basename (path);
  AnnexPrivateCopy *self;

  if (folder == NULL)
    return NULL;
  self = g_new0 (AnnexPrivateCopy, 1);
  self->path = g_build_filename (folder, name, NULL);
  self->folder = g_steal_pointer (&folder);
  return self;
}

AnnexPrivateCopy *
annex_private_copy_new (AnnexFileHandle *handle, const char *path, gboolean with_journal, GError **error)
{
  g_autoptr (AnnexPrivateCopy) self = new_empty (path, error);
  g_autofree char *from = g_strconcat (path, "-journal", NULL);
  g_autofree char *to = NULL;

  if (self == NULL || !copy_file (handle, path, self->path, error))
    return NULL;
  to = g_strconcat (self->path, "-journal", NULL);
  if (with_journal && annex_journal_is_own (handle, path) && !copy_journal (from, to, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* Shares the file: what others write waits for that. */
static gboolean
hold (sqlite3 *reader, const char *path, GError **error)
{
  if (sqlite3_exec (reader, "BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1", NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  if ((sqlite3_errcode (reader) & 0xff) == SQLITE_BUSY)
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_LOCKED, _("Another program is writing to “%s”. Wait until it is done and try again."), path);
  else
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("“%s” could not be copied to a private folder (%s). It was not changed."), path,
                 sqlite3_errmsg (reader));
  sqlite3_exec (reader, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

/* @copied: for @length bytes. Writes nothing that is there already. */
static gboolean
put (int fd, const guint8 *buffer, guint8 *copied, gsize length, gint64 offset)
{
  if (pread (fd, copied, length, offset) == (gssize) length && memcmp (buffer, copied, length) == 0)
    return TRUE;
  return lseek (fd, offset, SEEK_SET) == offset && write_all (fd, buffer, length);
}

/* Goes round the file piece by piece, each while the file is held, until it came round once without a commit, which the header
 * shows. Where commits leave no time for that, it holds the file for the last round, in which little is left to write. */
static gboolean
copy_moment (AnnexFileHandle *handle, sqlite3 *reader, const char *path, int to, GCancellable *cancellable, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (HELD_STEP), *copied = g_malloc (HELD_STEP);
  guint8 seen[SQLITE_HEADER] = { 0 }, header[SQLITE_HEADER];
  gint64 size = 0, at = 0, n_same = 0, n_read = 0;
  gboolean held = FALSE, done = TRUE;

  do
    {
      gsize length;

      if (g_cancellable_set_error_if_cancelled (cancellable, error) || (!held && !hold (reader, path, error)))
        {
          done = FALSE;
          break;
        }
      size = annex_file_handle_get_size (handle);
      at = at < size ? at : 0;
      length = (gsize) MIN (size - at, HELD_STEP);
      done = annex_file_handle_read (handle, header, sizeof header, 0) && annex_file_handle_read (handle, buffer, length, at);
      held = done && n_read > ROUNDS * size;
      if (!held)
        sqlite3_exec (reader, "COMMIT", NULL, NULL, NULL);
      if (!done)
        fail (path, EIO, error);
      else if (!put (to, buffer, copied, length, at))
        done = fail (path, errno, error);
      if (memcmp (header, seen, sizeof seen) != 0)
        n_same = 0;
      memcpy (seen, header, sizeof seen);
      at += (gint64) length;
      n_same += (gint64) length;
      n_read += (gint64) length;
    }
  while (done && n_same < size);
  if (held)
    sqlite3_exec (reader, "COMMIT", NULL, NULL, NULL);
  return done && (ftruncate (to, size) == 0 || fail (path, errno, error));
}

AnnexPrivateCopy *
annex_private_copy_new_of_moment (AnnexFileHandle *handle, sqlite3 *reader, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (AnnexPrivateCopy) self = new_empty (path, error);
  gboolean done;
  int fd;

  if (self == NULL)
    return NULL;
  fd = g_open (self->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      fail (path, errno, error);
      return NULL;
    }
  done = copy_moment (handle, reader, path, fd, cancellable, error);
  close (fd);
  return done ? g_steal_pointer (&self) : NULL;
}

AnnexPrivateCopy *
annex_private_copy_new_from_database (sqlite3 *database, const char *path, GError **error)
{
  g_autoptr (AnnexPrivateCopy) self = new_empty (path, error);
  sqlite3 *copy = NULL;
  sqlite3_backup *backup = NULL;
  int fd, status;

  if (self == NULL)
    return NULL;
  /* SQLite would make it readable by others. */
  fd = g_open (self->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      fail (path, errno, error);
      return NULL;
    }
  close (fd);
  status = sqlite3_open_v2 (self->path, &copy, SQLITE_OPEN_READWRITE, NULL);
  if (status == SQLITE_OK)
    {
      sqlite3_exec (copy, "PRAGMA synchronous = OFF", NULL, NULL, NULL);
      backup = sqlite3_backup_init (copy, "main", database, "main");
      status = backup != NULL ? sqlite3_backup_step (backup, -1) : sqlite3_errcode (copy);
      sqlite3_backup_finish (backup);
    }
  sqlite3_close (copy);
  if (status == SQLITE_DONE)
    return g_steal_pointer (&self);
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("“%s” could not be copied to a private folder (%s). It was not changed."), path,
               sqlite3_errstr (status));
  return NULL;
}

const char *
annex_private_copy_get_path (AnnexPrivateCopy *self)
{
  return self->path;
}

static gboolean
is_sound (sqlite3 *database)
{
  sqlite3_stmt *statement = NULL;
  gboolean sound = sqlite3_prepare_v2 (database, "PRAGMA quick_check (1)", -1, &statement, NULL) == SQLITE_OK &&
                   sqlite3_step (statement) == SQLITE_ROW && g_strcmp0 ((const char *) sqlite3_column_text (statement, 0), "ok") == 0;

  sqlite3_finalize (statement);
  return sound;
}

gboolean
annex_private_copy_recover (AnnexPrivateCopy *self, GError **error)
{
  sqlite3 *database = NULL;
  gboolean sound = sqlite3_open_v2 (self->path, &database, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK;

  if (sound)
    {
      annex_connection_prepare (database, NULL);
      sqlite3_exec (database, "PRAGMA synchronous = OFF", NULL, NULL, NULL);
      sound = sqlite3_exec (database, "SELECT count (*) FROM sqlite_schema", NULL, NULL, NULL) == SQLITE_OK && is_sound (database);
    }
  sqlite3_close (database);
  if (!sound)
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED, _("what the journal brings back is damaged"));
  return sound;
}

void
annex_private_copy_free (AnnexPrivateCopy *self)
{
  g_autoptr (GDir) directory = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->path);
  g_free (self);
}
