/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "annex-clock.h"
#include "annex-error.h"
#include "annex-lock.h"

struct _AnnexLock
{
  AnnexFileHandle *handle;
  char *path; /* of the file that says who */
  int fd;
};

/* Symbolic links are followed first, so that all of them find the one that says who. */
static char *
dup_lock_path (const char *path)
{
  g_autofree char *real = realpath (path, NULL);
  g_autofree char *folder = g_path_get_dirname (real != NULL ? real : path);
  g_autofree char *name = g_path_get_basename (real != NULL ? real : path);

  return g_strdup_printf ("%s%s.%s.lock", folder, G_DIR_SEPARATOR_S, name);
}

static void
set_locked (const char *path, int fd, GError **error)
{
  char text[256] = "";
  gssize n = fd >= 0 ? read (fd, text, sizeof text - 1) : -1;

  text[MAX (n, 0)] = '\0';
  if (!g_utf8_validate (text, -1, NULL))
    text[0] = '\0';
  g_strchomp (text);
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_LOCKED, _("“%s” is open elsewhere: %s. It is shown read-only here; close it there to edit it."),
               path, *text != '\0' ? text : _("another window of Annex"));
}

/* Returns: the descriptor of the file that says who, or -1 */
static int
take_name (const char *path, const char *file, GError **error)
{
  struct stat opened, named;
  int fd;

  for (;;)
    {
      fd = g_open (file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0644);
      if (fd < 0)
        {
          g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_READ_ONLY,
                       _("The folder of “%s” cannot be written (%s), so the engagement is shown read-only."), path, g_strerror (errno));
          return -1;
        }
      if (flock (fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        {
          set_locked (path, fd, error);
          close (fd);
          return -1;
        }
      /* The previous holder may have removed the file between our open and our lock. */
      if (fstat (fd, &opened) == 0 && stat (file, &named) == 0 && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev)
        return fd;
      close (fd);
    }
}

static gboolean
lock_handle (AnnexFileHandle *handle, const char *path, const char *file, GError **error)
{
  int status = annex_file_handle_lock (handle);
  int fd;

  if (status == 0)
    return TRUE;
  if (status != EAGAIN)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_READ_ONLY, _("“%s” cannot be locked (%s), so the engagement is shown read-only."), path,
                   g_strerror (status));
      return FALSE;
    }
  fd = g_open (file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  set_locked (path, fd, error);
  if (fd >= 0)
    close (fd);
  return FALSE;
}

AnnexLock *
annex_lock_take (AnnexFileHandle *handle, const char *path, GError **error)
{
  g_autofree char *file = dup_lock_path (path);
  g_autofree char *who = NULL;
  g_autoptr (GDateTime) stamp = annex_clock_get_stamp ();
  g_autoptr (GDateTime) now = g_date_time_to_local (stamp);
  g_autofree char *since = g_date_time_format (now, "%F %H:%M");
  AnnexLock *self;
  int fd;

  if (!lock_handle (handle, path, file, error))
    return NULL;
  fd = take_name (path, file, error);
  if (fd < 0)
    {
      annex_file_handle_unlock (handle);
      return NULL;
    }
  who = g_strdup_printf (_("%s on %s since %s"), g_get_user_name (), g_get_host_name (), since);
  if (ftruncate (fd, 0) != 0 || write (fd, who, strlen (who)) < 0)
    g_debug ("the lock of %s does not say who has it: %s", path, g_strerror (errno));

  self = g_new0 (AnnexLock, 1);
  self->handle = annex_file_handle_ref (handle);
  self->path = g_steal_pointer (&file);
  self->fd = fd;
  return self;
}

void
annex_lock_release (AnnexLock *self)
{
  if (self == NULL)
    return;
  g_unlink (self->path);
  close (self->fd);
  annex_file_handle_unlock (self->handle);
  annex_file_handle_unref (self->handle);
  g_free (self->path);
  g_free (self);
}
