/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "failing-vfs.h"

#include <sqlite3.h>
#include <string.h>

typedef struct
{
  sqlite3_file file;
  sqlite3_file *real; /* in the same memory */
} FailingFile;

static sqlite3_vfs *real_vfs;
static FailingCalls failing_calls;
static guint failing_nth;
static guint n_calls;
static gboolean failing_full;
static gboolean failing_for_good;

static sqlite3_file *
get_real (sqlite3_file *file)
{
  return ((FailingFile *) file)->real;
}

static gboolean
fails (FailingCalls call)
{
  if ((failing_calls & call) == 0)
    return FALSE;
  n_calls++;
  return n_calls == failing_nth || (failing_for_good && failing_nth > 0 && n_calls > failing_nth);
}

static int
close_file (sqlite3_file *file)
{
  return get_real (file)->pMethods != NULL ? get_real (file)->pMethods->xClose (get_real (file)) : SQLITE_OK;
}

static int
read_file (sqlite3_file *file, void *buffer, int length, sqlite3_int64 offset)
{
  return fails (FAILING_READ) ? SQLITE_IOERR_READ : get_real (file)->pMethods->xRead (get_real (file), buffer, length, offset);
}

static int
write_file (sqlite3_file *file, const void *buffer, int length, sqlite3_int64 offset)
{
  if (!fails (FAILING_WRITE))
    return get_real (file)->pMethods->xWrite (get_real (file), buffer, length, offset);
  /* Half of it arrives. */
  if (length > 1)
    get_real (file)->pMethods->xWrite (get_real (file), buffer, length / 2, offset);
  return failing_full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int
truncate_file (sqlite3_file *file, sqlite3_int64 size)
{
  return fails (FAILING_TRUNCATE) ? SQLITE_IOERR_TRUNCATE : get_real (file)->pMethods->xTruncate (get_real (file), size);
}

static int
sync_file (sqlite3_file *file, int flags)
{
  return !fails (FAILING_SYNC) ? SQLITE_OK : failing_full ? SQLITE_FULL : SQLITE_IOERR_FSYNC;
}

static int
get_size (sqlite3_file *file, sqlite3_int64 *size)
{
  return get_real (file)->pMethods->xFileSize (get_real (file), size);
}

static int
lock_file (sqlite3_file *file, int lock)
{
  return get_real (file)->pMethods->xLock (get_real (file), lock);
}

static int
unlock_file (sqlite3_file *file, int lock)
{
  return get_real (file)->pMethods->xUnlock (get_real (file), lock);
}

static int
check_reserved (sqlite3_file *file, int *reserved)
{
  return get_real (file)->pMethods->xCheckReservedLock (get_real (file), reserved);
}

static int
control_file (sqlite3_file *file, int operation, void *argument)
{
  return get_real (file)->pMethods->xFileControl (get_real (file), operation, argument);
}

static int
get_sector_size (sqlite3_file *file)
{
  return get_real (file)->pMethods->xSectorSize (get_real (file));
}

static int
get_characteristics (sqlite3_file *file)
{
  return get_real (file)->pMethods->xDeviceCharacteristics (get_real (file));
}

static const sqlite3_io_methods methods = {
  .iVersion = 1,
  .xClose = close_file,
  .xRead = read_file,
  .xWrite = write_file,
  .xTruncate = truncate_file,
  .xSync = sync_file,
  .xFileSize = get_size,
  .xLock = lock_file,
  .xUnlock = unlock_file,
  .xCheckReservedLock = check_reserved,
  .xFileControl = control_file,
  .xSectorSize = get_sector_size,
  .xDeviceCharacteristics = get_characteristics,
};

static int
open_file (sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
  FailingFile *self = (FailingFile *) file;
  int status;

  self->real = (sqlite3_file *) (self + 1);
  memset (self->real, 0, (gsize) real_vfs->szOsFile);
  status = real_vfs->xOpen (real_vfs, name, self->real, flags, out_flags);
  self->file.pMethods = self->real->pMethods != NULL ? &methods : NULL;
  return status;
}

void
failing_vfs_register (void)
{
  static sqlite3_vfs vfs;

  real_vfs = sqlite3_vfs_find (NULL);
  vfs = *real_vfs;
  vfs.zName = "failing";
  vfs.szOsFile = (int) sizeof (FailingFile) + real_vfs->szOsFile;
  vfs.xOpen = open_file;
  g_assert_cmpint (sqlite3_vfs_register (&vfs, 1), ==, SQLITE_OK);
}

void
failing_vfs_arm (FailingCalls calls, guint nth, gboolean full, gboolean for_good)
{
  failing_calls = calls;
  failing_nth = nth;
  failing_full = full;
  failing_for_good = for_good;
  n_calls = 0;
}

guint
failing_vfs_disarm (void)
{
  failing_calls = 0;
  return n_calls;
}
