/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "annex-store-private.h"

/* Pages that are copied while the file is held: four megabytes. */
#define PAGES_A_STEP 1024

static gboolean
refuse_copy (const char *path, const char *why, GError **error)
{
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("The copy “%s” could not be written: %s. The engagement itself is unchanged."), path,
               why);
  return FALSE;
}

/* The file is let go between two steps, so that whoever writes to it need not wait for the whole copy. */
static gboolean
copy_pages (AnnexStore *self, sqlite3 *copy, const char *path, GCancellable *cancellable, GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (copy, "main", self->database, "main");
  int status = SQLITE_OK;

  if (backup == NULL)
    return refuse_copy (path, sqlite3_errmsg (copy), error);
  while (status == SQLITE_OK && !g_cancellable_is_cancelled (cancellable))
    {
      status = sqlite3_backup_step (backup, PAGES_A_STEP);
      annex_store_report_share (self, 1.0 - (double) sqlite3_backup_remaining (backup) /
                                              MAX (sqlite3_backup_pagecount (backup), 1));
    }
  sqlite3_backup_finish (backup);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  return status == SQLITE_DONE || refuse_copy (path, sqlite3_errstr (status), error);
}

/* Made before SQLite opens it, with the permissions that it is to have. */
static gboolean
make_empty (const char *partial, const char *path, guint mode, GError **error)
{
  int fd;

  g_unlink (partial);
  fd = g_open (partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (fd < 0)
    return refuse_copy (path, g_strerror (errno), error);
  close (fd);
  return TRUE;
}

/* That the file has its new name is on the disk, too. */
static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

gboolean
annex_store_write_copy (AnnexStore *self, const char *path, guint mode, GCancellable *cancellable, GError **error)
{
  /* A link stays one, and what it leads to is replaced. */
  g_autofree char *absolute = annex_store_dup_database_path (path);
  g_autofree char *partial = g_strconcat (absolute, ".partial", NULL);
  struct stat status;
  sqlite3 *copy = NULL;
  gboolean done;

  if (self->handle != NULL && annex_file_handle_is_at (self->handle, absolute))
    return refuse_copy (path, _("that is the engagement itself"), error);
  if (annex_file_handle_is_open (absolute))
    return refuse_copy (path, _("that engagement is open in Annex; close it first"), error);
  if (g_stat (absolute, &status) == 0 && !S_ISREG (status.st_mode))
    return refuse_copy (path, _("that is no file"), error);
  if (!make_empty (partial, path, mode, error))
    return FALSE;
  annex_store_settle (self, NULL);
  done = sqlite3_open_v2 (partial, &copy, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK
           ? copy_pages (self, copy, path, cancellable, error)
           : refuse_copy (path, sqlite3_errmsg (copy), error);
  sqlite3_close (copy);
  if (done && g_rename (partial, absolute) != 0)
    done = refuse_copy (path, g_strerror (errno), error);
  if (!done)
    g_unlink (partial);
  else
    sync_folder (absolute);
  return done;
}

gboolean
annex_store_save_copy (AnnexStore *self, const char *path, GCancellable *cancellable, GError **error)
{
  return annex_store_write_copy (self, path, 0600, cancellable, error);
}
