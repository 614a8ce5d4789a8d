/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-path-check.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "annex-error.h"
#include "annex-file-handle.h"
#include "annex-schema.h"

#define HEADER_LENGTH 100
#define APPLICATION_ID_OFFSET 68

/* One that is open here is not read, for closing it would take SQLite's locks away. */
static gboolean
is_engagement (const char *path)
{
  guint8 header[HEADER_LENGTH];
  guint32 id;
  int fd;
  gboolean found;

  if (annex_file_handle_is_open (path))
    return TRUE;
  fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0)
    return FALSE;
  found = read (fd, header, sizeof header) == (gssize) sizeof header && memcmp (header, "SQLite format 3", 16) == 0;
  close (fd);
  if (!found)
    return FALSE;
  memcpy (&id, header + APPLICATION_ID_OFFSET, sizeof id);
  return GUINT32_FROM_BE (id) == ANNEX_SCHEMA_APPLICATION_ID;
}

gboolean
annex_path_check_source (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  struct stat status;

  if (g_stat (path, &status) != 0)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("“%s” cannot be opened: %s."), name, g_strerror (errno));
      return FALSE;
    }
  /* To read one that is open here, and close it, would take SQLite's locks away. */
  if (S_ISREG (status.st_mode) && annex_file_handle_is_open (path))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT, _("“%s” is the engagement that is open, and no file to read from."), name);
      return FALSE;
    }
  if (S_ISREG (status.st_mode))
    return TRUE;
  if (S_ISDIR (status.st_mode))
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT, _("“%s” is a folder and not a file."), name);
  else
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT, _("“%s” is a pipe or a device and not a file. Save what comes out of it as a file first."),
                 name);
  return FALSE;
}

gboolean
annex_path_check_target (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  struct stat status;

  if (g_stat (path, &status) != 0)
    return TRUE;
  if (!S_ISREG (status.st_mode))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("“%s” could not be written: it is no file."), name);
      return FALSE;
    }
  if (!is_engagement (path))
    return TRUE;
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("“%s” is an engagement, which nothing is written over. Choose another name."), name);
  return FALSE;
}
