/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-nameless-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

char *
annex_nameless_file_dup_folder (void)
{
  return g_build_filename (g_get_user_cache_dir (), "annex", NULL);
}

static int
open_in (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "annex-XXXXXX", NULL);
  int fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);

  if (fd >= 0)
    g_unlink (path);
  return fd;
}

int
annex_nameless_file_open (void)
{
  g_autofree char *folder = annex_nameless_file_dup_folder ();
  int fd = g_mkdir_with_parents (folder, 0700) == 0 ? open_in (folder) : -1;

  /* A program that is run for nobody in particular may have no home. */
  return fd >= 0 ? fd : open_in (g_get_tmp_dir ());
}

gboolean
annex_nameless_file_write (int fd, gconstpointer data, gsize length)
{
  const guint8 *rest = data;

  while (length > 0)
    {
      gssize n = write (fd, rest, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      rest += n;
      length -= (gsize) n;
    }
  return TRUE;
}

gssize
annex_nameless_file_read (int fd, gpointer buffer, gsize length, gint64 position)
{
  gsize done = 0;

  while (done < length)
    {
      gssize n = pread (fd, (guint8 *) buffer + done, length - done, position + (gint64) done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return -1;
      if (n == 0)
        break;
      done += (gsize) n;
    }
  return (gssize) done;
}
