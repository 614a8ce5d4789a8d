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
  gboolean is_elsewhere; /* and not in the folder for temporary files */
};

/* One copy under way. */
typedef struct
{
  AnnexFileHandle *handle;
  const char *path;
  gboolean with_journal;
  sqlite3 *reader; /* (nullable): to copy the file as it is at one moment */
  GCancellable *cancellable;
  GFileProgressCallback progress;
  gpointer user_data;
  GString *tried; /* the folders in which it could not be, and why */
} Copying;

/* Whether another folder may do better. */
static gboolean
note_folder (Copying *copying, const char *folder, int number)
{
  g_string_append_printf (copying->tried, "%s%s (%s)", copying->tried->len > 0 ? ", " : "", folder,
                          g_strerror (number));
  return FALSE;
}

static gboolean
fail_to_read (Copying *copying, GError **error)
{
  if (!g_cancellable_set_error_if_cancelled (copying->cancellable, error))
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE,
                 _("“%s” could not be copied to a private folder (%s). It was not changed."), copying->path,
                 g_strerror (EIO));
  return FALSE;
}

/* Returns: 0, or the errno of the write that failed */
static int
write_all (int fd, const guint8 *data, gsize length)
{
  while (length > 0)
    {
      gssize n = write (fd, data, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return n < 0 ? errno : ENOSPC;
      data += n;
      length -= (gsize) n;
    }
  return 0;
}

/* @number: (out): the errno of a write that failed. Errors: of reads. */
static gboolean
copy_content (Copying *copying, int to, gint64 size, int *number, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (STEP);

  for (gint64 at = 0; at < size && *number == 0; at += STEP)
    {
      gsize length = (gsize) MIN (size - at, STEP);

      if (g_cancellable_is_cancelled (copying->cancellable) ||
          !annex_file_handle_read (copying->handle, buffer, length, at))
        return fail_to_read (copying, error);
      *number = write_all (to, buffer, length);
      if (copying->progress != NULL)
        copying->progress (at + (gint64) length, size, copying->user_data);
    }
  return TRUE;
}

/* Again when somebody wrote meanwhile, which the change counter in the header tells. @number: (out): as for
 * copy_content() */
static gboolean
copy_file (Copying *copying, const char *to, int *number, GError **error)
{
  guint8 before[SQLITE_HEADER] = { 0 }, after[SQLITE_HEADER] = { 0 };

  for (guint i = 0; i < TRIES; i++)
    {
      int fd = g_open (to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
      gint64 size = annex_file_handle_get_size (copying->handle);
      gboolean read = annex_file_handle_read (copying->handle, before, sizeof before, 0);
      gboolean copied;

      *number = fd < 0 ? errno : 0;
      copied = copy_content (copying, fd, size, number, error);
      if (fd >= 0 && close (fd) != 0 && *number == 0)
        *number = errno;
      if (!copied || *number != 0)
        return copied;
      if (annex_file_handle_read (copying->handle, after, sizeof after, 0) == read &&
          memcmp (before, after, sizeof before) == 0 && annex_file_handle_get_size (copying->handle) == size)
        return TRUE;
    }
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_LOCKED,
               _("“%s” is being written by another program all the time. Try again later."), copying->path);
  return FALSE;
}

static gboolean
copy_journal (Copying *copying, const char *to, int *number, GError **error)
{
  g_autofree char *from = g_strconcat (copying->path, "-journal", NULL);
  g_autofree char *name = g_strconcat (to, "-journal", NULL);
  g_autoptr (GMappedFile) mapped = NULL;
  int fd;

  if (!copying->with_journal || !annex_journal_is_own (copying->handle, copying->path))
    return TRUE;
  mapped = g_mapped_file_new (from, FALSE, NULL);
  if (mapped == NULL)
    return fail_to_read (copying, error);
  fd = g_open (name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  *number = fd < 0 ? errno : write_all (fd, (const guint8 *) g_mapped_file_get_contents (mapped), g_mapped_file_get_length (mapped));
  if (fd >= 0 && close (fd) != 0 && *number == 0)
    *number = errno;
  return TRUE;
}

/* Shares the file: what others write waits for that. */
static gboolean
hold (Copying *copying, GError **error)
{
  if (sqlite3_exec (copying->reader, "BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1", NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  if ((sqlite3_errcode (copying->reader) & 0xff) == SQLITE_BUSY)
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_LOCKED,
                 _("Another program is writing to “%s”. Wait until it is done and try again."), copying->path);
  else
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE,
                 _("“%s” could not be copied to a private folder (%s). It was not changed."), copying->path,
                 sqlite3_errmsg (copying->reader));
  sqlite3_exec (copying->reader, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

/* @copied: for @length bytes. Writes nothing that is there already. Returns: 0, or the errno of the write that failed */
static int
put (int fd, const guint8 *buffer, guint8 *copied, gsize length, gint64 offset)
{
  if (pread (fd, copied, length, offset) == (gssize) length && memcmp (buffer, copied, length) == 0)
    return 0;
  return lseek (fd, offset, SEEK_SET) == offset ? write_all (fd, buffer, length) : errno;
}

/* Goes round the file piece by piece, each while the file is held, until it came round once without a commit, which
 * the header shows. Where commits leave no time for that, it holds the file for the last round, in which little is
 * left to write.
 * @number: (out): as for copy_content() */
static gboolean
go_round (Copying *copying, int to, int *number, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (HELD_STEP), *copied = g_malloc (HELD_STEP);
  guint8 seen[SQLITE_HEADER] = { 0 }, header[SQLITE_HEADER];
  gint64 size = 0, at = 0, n_same = 0, n_read = 0;
  gboolean held = FALSE, done = TRUE;

  do
    {
      gsize length;

      if (g_cancellable_set_error_if_cancelled (copying->cancellable, error) || (!held && !hold (copying, error)))
        {
          done = FALSE;
          break;
        }
      size = annex_file_handle_get_size (copying->handle);
      at = at < size ? at : 0;
      length = (gsize) MIN (size - at, HELD_STEP);
      done = annex_file_handle_read (copying->handle, header, sizeof header, 0) &&
             annex_file_handle_read (copying->handle, buffer, length, at);
      held = done && n_read > ROUNDS * size;
      if (!held)
        sqlite3_exec (copying->reader, "COMMIT", NULL, NULL, NULL);
      if (!done)
        fail_to_read (copying, error);
      else
        *number = put (to, buffer, copied, length, at);
      if (memcmp (header, seen, sizeof seen) != 0)
        n_same = 0;
      memcpy (seen, header, sizeof seen);
      at += (gint64) length;
      n_same += (gint64) length;
      n_read += (gint64) length;
    }
  while (done && *number == 0 && n_same < size);
  if (held)
    sqlite3_exec (copying->reader, "COMMIT", NULL, NULL, NULL);
  if (done && *number == 0 && ftruncate (to, size) != 0)
    *number = errno;
  return done;
}

/* @number: (out): as for copy_content() */
static gboolean
copy_moment (Copying *copying, const char *to, int *number, GError **error)
{
  int fd = g_open (to, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  gboolean done;

  *number = fd < 0 ? errno : 0;
  if (fd < 0)
    return TRUE;
  done = go_round (copying, fd, number, error);
  if (close (fd) != 0 && *number == 0)
    *number = errno;
  return done;
}

/* @number: (out): as for copy_content() */
static gboolean
copy (Copying *copying, const char *to, int *number, GError **error)
{
  if (copying->reader != NULL)
    return copy_moment (copying, to, number, error);
  return copy_file (copying, to, number, error) && (*number != 0 || copy_journal (copying, to, number, error));
}

/* Returns: (nullable): NULL without an error where another folder may do better */
static AnnexPrivateCopy *
copy_into (Copying *copying, const char *parent, const char *pattern, GError **error)
{
  g_autoptr (AnnexPrivateCopy) self = NULL;
  g_autofree char *folder = g_build_filename (parent, pattern, NULL);
  g_autofree char *name = g_path_get_basename (copying->path);
  int number = 0;

  if (g_mkdtemp_full (folder, 0700) == NULL)
    {
      note_folder (copying, parent, errno);
      return NULL;
    }
  self = g_new0 (AnnexPrivateCopy, 1);
  self->path = g_build_filename (folder, name, NULL);
  self->folder = g_steal_pointer (&folder);
  if (!copy (copying, self->path, &number, error))
    return NULL;
  if (number == 0)
    return g_steal_pointer (&self);
  note_folder (copying, parent, number);
  return NULL;
}

/* At first as SQLite does: a copy is as large as the engagement, and /tmp is memory on many machines. */
static AnnexPrivateCopy *
copy_somewhere (Copying *copying, GError **error)
{
  g_autoptr (GString) tried = g_string_new (NULL);
  g_autofree char *own_folder = g_path_get_dirname (copying->path);
  const char *folders[] = { g_getenv ("TMPDIR") == NULL ? "/var/tmp" : NULL, g_get_tmp_dir (), g_get_user_cache_dir (),
                            own_folder };

  copying->tried = tried;
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autoptr (GError) fault = NULL;
      AnnexPrivateCopy *self;

      if (folders[i] == NULL)
        continue;
      if (i == 2)
        g_mkdir_with_parents (folders[i], 0700);
      self = copy_into (copying, folders[i], folders[i] == own_folder ? ".annex-XXXXXX" : "annex-XXXXXX", &fault);
      if (self != NULL)
        {
          self->is_elsewhere = i > 1;
          return self;
        }
      if (fault != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&fault));
          return NULL;
        }
    }
  g_set_error (
    error, ANNEX_ERROR, ANNEX_ERROR_STORAGE,
    _ (
      "A private copy of “%s” could be kept nowhere: %s. Make room in one of these folders. The file was not changed."),
    copying->path, tried->str);
  return NULL;
}

AnnexPrivateCopy *
annex_private_copy_new (AnnexFileHandle *handle, const char *path, gboolean with_journal, GCancellable *cancellable,
                        GFileProgressCallback progress, gpointer user_data, GError **error)
{
  Copying copying = { handle, path, with_journal, NULL, cancellable, progress, user_data };

  return copy_somewhere (&copying, error);
}

AnnexPrivateCopy *
annex_private_copy_new_of_moment (AnnexFileHandle *handle,
                                  sqlite3 *reader,
                                  const char *path,
                                  GCancellable *cancellable,
                                  GError **error)
{
  Copying copying = { handle, path, FALSE, reader, cancellable };

  return copy_somewhere (&copying, error);
}

const char *
annex_private_copy_get_unusual_folder (AnnexPrivateCopy *self)
{
  return self->is_elsewhere ? self->folder : NULL;
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
annex_private_copy_recover (AnnexPrivateCopy *self, GCancellable *cancellable, GError **error)
{
  sqlite3 *database = NULL;
  gboolean sound = sqlite3_open_v2 (self->path, &database, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK;

  if (sound)
    {
      annex_connection_prepare (database, NULL);
      annex_connection_set_cancellable (database, cancellable);
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
