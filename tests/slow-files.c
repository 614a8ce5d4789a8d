/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preloaded into a program, it makes a folder slow as a network drive may be: to open an engagement whose path begins
 * with ANNEX_TEST_SLOW takes as many milliseconds as ANNEX_TEST_DELAY says. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
/* So that open() and open64() are two functions here, as they are in the C library. */
#undef _FILE_OFFSET_BITS
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void
delay (const char *path)
{
  const char *folder = getenv ("ANNEX_TEST_SLOW"), *milliseconds = getenv ("ANNEX_TEST_DELAY");

  if (folder != NULL && milliseconds != NULL && strncmp (path, folder, strlen (folder)) == 0 &&
      strstr (path, ".annex") != NULL)
    usleep ((useconds_t) atoi (milliseconds) * 1000);
}

static int
call (const char *name, const char *path, int flags, mode_t mode)
{
  int (*next) (const char *, int, ...) = (int (*) (const char *, int, ...)) dlsym (RTLD_NEXT, name);

  delay (path);
  return next (path, flags, mode);
}

static mode_t
read_mode (int flags, va_list list)
{
  return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE ? va_arg (list, mode_t) : 0;
}

int
open (const char *path, int flags, ...)
{
  va_list list;
  mode_t mode;

  va_start (list, flags);
  mode = read_mode (flags, list);
  va_end (list);
  return call ("open", path, flags, mode);
}

int
open64 (const char *path, int flags, ...)
{
  va_list list;
  mode_t mode;

  va_start (list, flags);
  mode = read_mode (flags, list);
  va_end (list);
  return call ("open64", path, flags, mode);
}
