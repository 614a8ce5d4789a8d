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
  char *path;
  int fd;
};

/* One lock file serves all names of an engagement, so symbolic links are followed first. */
static char *
lock_path (const char *path)
{
  g_autofree char *real = realpath (path, NULL);
  g_autofree char *folder = g_path_get_dirname (real != NULL ? real : path);
  g_autofree char *name = g_path_get_basename (real != NULL ? real : path);

  return g_strdup_printf ("%s%s.%s.lock", folder, G_DIR_SEPARATOR_S, name);
}

AnnexLock *
annex_lock_take (const char *path, char **holder, GError **error)
{
  g_autofree char *file = lock_path (path);
  g_autofree char *who = NULL;
  g_autoptr (GDateTime) stamp = annex_clock_get_stamp ();
  g_autoptr (GDateTime) now = g_date_time_to_local (stamp);
  g_autofree char *since = g_date_time_format (now, "%F %H:%M");
  AnnexLock *self;
  int fd;

again:
  fd = g_open (file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
  if (fd < 0)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_READ_ONLY,
                   _("The folder of “%s” cannot be written (%s), so the engagement is shown read-only."), path, g_strerror (errno));
      return NULL;
    }
  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      char text[256] = "";
      gssize n = read (fd, text, sizeof text - 1);

      if (n > 0)
        text[n] = '\0';
      if (!g_utf8_validate (text, -1, NULL))
        text[0] = '\0';
      g_strchomp (text);
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_LOCKED,
                   _("“%s” is open elsewhere: %s. It is shown read-only here; close it there to edit it."),
                   path, *text != '\0' ? text : _("another window of Annex"));
      if (holder != NULL)
        *holder = g_strdup (text);
      close (fd);
      return NULL;
    }

  /* Whoever had the lock may have removed the file between our open and our lock. */
  struct stat opened, named;
  if (fstat (fd, &opened) != 0 || stat (file, &named) != 0 || opened.st_ino != named.st_ino)
    {
      close (fd);
      goto again;
    }

  who = g_strdup_printf (_("%s on %s since %s"), g_get_user_name (), g_get_host_name (), since);
  if (ftruncate (fd, 0) != 0 || write (fd, who, strlen (who)) < 0)
    g_debug ("the lock of %s does not say who has it: %s", path, g_strerror (errno));

  self = g_new0 (AnnexLock, 1);
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
  g_free (self->path);
  g_free (self);
}
