/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* F_OFD_SETLK */
#endif
#include "annex-file-handle.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "annex-error.h"

/* SQLite's own locks: PENDING, RESERVED and 510 bytes of SHARED, in the page at one gigabyte that never holds content. */
#define SQLITE_PENDING_BYTE 0x40000000

/*
 * Annex's lock is one byte in that same page, behind SQLite's, and belongs to the open file description (F_OFD_SETLK):
 *
 * - flock() would lock the file as well, but NFS and SMB carry it out as a record lock on the whole of the file, which then
 *   keeps this very process's SQLite away. A byte that SQLite does not use conflicts with nothing.
 * - A lock of the process (F_SETLK) would go as soon as SQLite, or anything else in the process, closes a descriptor of
 *   the file, and two windows of one process would not see each other's.
 * - Where locks are mandatory (SMB), a byte that never holds content keeps nobody from reading.
 */
#define ANNEX_LOCK_BYTE (SQLITE_PENDING_BYTE + 1024)
#define ANNEX_PROBE_BYTE (ANNEX_LOCK_BYTE + 1)

struct _AnnexFileHandle
{
  int n_references;
  dev_t device;
  ino_t number;
  int descriptor;      /* that is used */
  GArray *descriptors; /* of int: all of them; others were opened while the path came to lead here, or only to read */
  gboolean writable;
  gboolean locked;
  gboolean flocked; /* a kernel without locks of the description: flock() instead */
};

static GMutex mutex;
static GPtrArray *handles; /* of AnnexFileHandle, unowned */

static AnnexFileHandle *
find_handle (const struct stat *status)
{
  for (guint i = 0; handles != NULL && i < handles->len; i++)
    {
      AnnexFileHandle *self = handles->pdata[i];

      if (self->device == status->st_dev && self->number == status->st_ino)
        return self;
    }
  return NULL;
}

static int
get_descriptor (AnnexFileHandle *self)
{
  return g_atomic_int_get (&self->descriptor);
}

static gboolean
refuse_kind (const char *path, mode_t mode, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);

  if (S_ISREG (mode))
    return FALSE;
  if (S_ISDIR (mode))
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_AN_ENGAGEMENT, _("“%s” is a folder and not an Annex engagement."), name);
  else
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_AN_ENGAGEMENT,
                 _("“%s” is a pipe or a device and not an Annex engagement. Nothing was read from it."), name);
  return TRUE;
}

static AnnexFileHandle *
new_handle (int fd, gboolean writable, const struct stat *status)
{
  AnnexFileHandle *self = g_new0 (AnnexFileHandle, 1);

  self->n_references = 1;
  self->device = status->st_dev;
  self->number = status->st_ino;
  self->descriptor = fd;
  self->writable = writable;
  self->descriptors = g_array_new (FALSE, FALSE, sizeof (int));
  g_array_append_val (self->descriptors, fd);
  if (handles == NULL)
    handles = g_ptr_array_new ();
  g_ptr_array_add (handles, self);
  return self;
}

/* A file that could only be read may have become writable since. What was open until now stays so, see above. */
static void
open_for_writing (AnnexFileHandle *self, const char *path)
{
  struct stat status;
  int fd = self->writable || self->locked ? -1 : g_open (path, O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  AnnexFileHandle *opened;

  if (fd < 0)
    return;
  opened = fstat (fd, &status) == 0 ? find_handle (&status) : NULL;
  if (opened == NULL)
    {
      close (fd);
      return;
    }
  g_array_append_val (opened->descriptors, fd);
  if (opened != self)
    return;
  g_atomic_int_set (&self->descriptor, fd);
  self->writable = TRUE;
}

AnnexFileHandle *
annex_file_handle_open (const char *path, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  struct stat status;
  AnnexFileHandle *self;
  gboolean writable;
  int fd;

  /* A file that is open here is not opened again, for closing that would take SQLite's locks away. */
  if (g_stat (path, &status) == 0)
    {
      if (refuse_kind (path, status.st_mode, error))
        return NULL;
      self = find_handle (&status);
      if (self != NULL)
        {
          open_for_writing (self, path);
          self->n_references++;
          return self;
        }
    }
  fd = g_open (path, O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  writable = fd >= 0;
  if (fd < 0)
    fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0 || fstat (fd, &status) != 0)
    {
      g_set_error (error, ANNEX_ERROR, errno == ENOENT ? ANNEX_ERROR_NOT_FOUND : ANNEX_ERROR_STORAGE,
                   _("“%s” cannot be opened: %s."), path, g_strerror (errno));
      if (fd >= 0)
        close (fd);
      return NULL;
    }
  if (refuse_kind (path, status.st_mode, error))
    {
      close (fd);
      return NULL;
    }
  self = find_handle (&status);
  if (self == NULL)
    return new_handle (fd, writable, &status);
  g_array_append_val (self->descriptors, fd);
  self->n_references++;
  return self;
}

AnnexFileHandle *
annex_file_handle_ref (AnnexFileHandle *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  self->n_references++;
  return self;
}

void
annex_file_handle_unref (AnnexFileHandle *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  if (--self->n_references > 0)
    return;
  g_ptr_array_remove_fast (handles, self);
  for (guint i = 0; i < self->descriptors->len; i++)
    close (g_array_index (self->descriptors, int, i));
  g_array_unref (self->descriptors);
  g_free (self);
}

gboolean
annex_file_handle_read (AnnexFileHandle *self, guint8 *buffer, gsize length, gint64 offset)
{
  while (length > 0)
    {
      gssize n = pread (get_descriptor (self), buffer, length, offset);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      buffer += n;
      length -= (gsize) n;
      offset += n;
    }
  return TRUE;
}

gint64
annex_file_handle_get_size (AnnexFileHandle *self)
{
  struct stat status;

  return fstat (get_descriptor (self), &status) == 0 ? (gint64) status.st_size : 0;
}

guint
annex_file_handle_get_mode (AnnexFileHandle *self)
{
  struct stat status;

  return fstat (get_descriptor (self), &status) == 0 ? status.st_mode & 07777 : 0600;
}

gboolean
annex_file_handle_is_at (AnnexFileHandle *self, const char *path)
{
  struct stat status;

  return g_stat (path, &status) == 0 && status.st_dev == self->device && status.st_ino == self->number;
}

/* Returns: (nullable) (transfer full): the path by which the system knows the descriptor now, where it leads to this file. */
static char *
find_path (AnnexFileHandle *self)
{
  g_autofree char *link = g_strdup_printf ("/proc/self/fd/%d", get_descriptor (self));
  g_autofree char *path = g_file_read_link (link, NULL);

  return path != NULL && annex_file_handle_is_at (self, path) ? g_steal_pointer (&path) : NULL;
}

AnnexFilePlace
annex_file_handle_get_place (AnnexFileHandle *self, const char *path, char **now_at)
{
  struct stat here, there;
  gboolean path_leads_somewhere = g_stat (path, &there) == 0;

  if (now_at != NULL)
    *now_at = NULL;
  if (path_leads_somewhere && there.st_dev == self->device && there.st_ino == self->number)
    return ANNEX_FILE_IN_PLACE;
  if (path_leads_somewhere)
    return ANNEX_FILE_REPLACED;
  /* A stick that was pulled out, or a server that does not answer, is neither: reading and writing say so. */
  if (errno != ENOENT && errno != ENOTDIR)
    return ANNEX_FILE_IN_PLACE;
  if (fstat (get_descriptor (self), &here) != 0)
    return ANNEX_FILE_IN_PLACE;
  if (here.st_nlink == 0)
    return ANNEX_FILE_DELETED;
  if (now_at != NULL)
    *now_at = find_path (self);
  return ANNEX_FILE_MOVED;
}

static int
set_lock (AnnexFileHandle *self, gint64 byte, short kind)
{
  struct flock lock = { .l_type = kind, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1 };

  return fcntl (get_descriptor (self), F_OFD_SETLK, &lock) == 0 ? 0 : errno;
}

int
annex_file_handle_lock (AnnexFileHandle *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  int status;

  if (self->locked)
    return EAGAIN;
  status = set_lock (self, ANNEX_LOCK_BYTE, F_WRLCK);
  if (status == EINVAL)
    {
      status = flock (get_descriptor (self), LOCK_EX | LOCK_NB) == 0 ? 0 : errno;
      self->flocked = status == 0;
    }
  self->locked = status == 0;
  return status == EACCES ? EAGAIN : status;
}

void
annex_file_handle_unlock (AnnexFileHandle *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  if (!self->locked)
    return;
  if (self->flocked)
    flock (get_descriptor (self), LOCK_UN);
  else
    set_lock (self, ANNEX_LOCK_BYTE, F_UNLCK);
  self->locked = self->flocked = FALSE;
}

int
annex_file_handle_try_locks (AnnexFileHandle *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  int status = set_lock (self, ANNEX_PROBE_BYTE, F_RDLCK);

  if (status == 0)
    set_lock (self, ANNEX_PROBE_BYTE, F_UNLCK);
  return status == ENOSYS || status == EOPNOTSUPP || status == ENOLCK ? status : 0;
}

gboolean
annex_file_handle_is_written (AnnexFileHandle *self)
{
  /* RESERVED is held from the first write on, a byte of SHARED for writing while pages are written. */
  struct flock lock = { .l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = SQLITE_PENDING_BYTE, .l_len = 512 };

  if (fcntl (get_descriptor (self), F_OFD_GETLK, &lock) == 0)
    return lock.l_type != F_UNLCK;
  lock = (struct flock) { .l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = SQLITE_PENDING_BYTE, .l_len = 512 };
  return fcntl (get_descriptor (self), F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

gboolean
annex_file_handle_is_open (const char *path)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  struct stat status;

  return g_stat (path, &status) == 0 && find_handle (&status) != NULL;
}
