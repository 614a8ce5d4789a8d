/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Preloaded into a program, it makes a folder a file system without locks: every lock on a file below ANNEX_TEST_NO_LOCKS
 * fails with the errno ANNEX_TEST_LOCK_ERRNO, as portals, sshfs and servers without a lock service have it.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
/* So that fcntl() and fcntl64() are two functions here, as they are in the C library. */
#undef _FILE_OFFSET_BITS
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static int
refuses (int fd)
{
  const char *folder = getenv ("ANNEX_TEST_NO_LOCKS");
  const char *number = getenv ("ANNEX_TEST_LOCK_ERRNO");
  char link[64], path[4096];
  ssize_t length;

  if (folder == NULL || number == NULL)
    return 0;
  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  length = readlink (link, path, sizeof path - 1);
  if (length <= 0)
    return 0;
  path[length] = '\0';
  if (strncmp (path, folder, strlen (folder)) != 0)
    return 0;
  errno = atoi (number);
  return 1;
}

static int
call (const char *name, int fd, int command, void *argument)
{
  int (*next) (int, int, ...) = (int (*) (int, int, ...)) dlsym (RTLD_NEXT, name);

  switch (command)
    {
    case F_GETLK:
    case F_SETLK:
    case F_SETLKW:
    case F_OFD_GETLK:
    case F_OFD_SETLK:
    case F_OFD_SETLKW:
      if (refuses (fd))
        return -1;
      break;
    default:
      break;
    }
  return next (fd, command, argument);
}

int
fcntl (int fd, int command, ...)
{
  va_list list;
  void *argument;

  va_start (list, command);
  argument = va_arg (list, void *);
  va_end (list);
  return call ("fcntl", fd, command, argument);
}

int
fcntl64 (int fd, int command, ...)
{
  va_list list;
  void *argument;

  va_start (list, command);
  argument = va_arg (list, void *);
  va_end (list);
  return call ("fcntl64", fd, command, argument);
}

int
flock (int fd, int operation)
{
  int (*next) (int, int) = (int (*) (int, int)) dlsym (RTLD_NEXT, "flock");

  return refuses (fd) ? -1 : next (fd, operation);
}
