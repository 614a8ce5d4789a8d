/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loaded before a program (LD_PRELOAD), keeps the longest that its main loop worked between two looks for something
 * to do: a loop polls in each turn. Two doubles in the file $BENCH_LOOP, in milliseconds: processor time and time by
 * the clock, each the longest of its own. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum
{
  PROCESSOR,
  CLOCK,
  N_TIMES
};

static const clockid_t clocks[N_TIMES] = { CLOCK_THREAD_CPUTIME_ID, CLOCK_MONOTONIC };
static double *longest;
static double resumed[N_TIMES];

static double
get_time (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);
  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static void __attribute__ ((constructor))
begin (void)
{
  const char *path = getenv ("BENCH_LOOP");
  int file = path != NULL ? open (path, O_RDWR) : -1;
  void *place = file >= 0 ? mmap (NULL, N_TIMES * sizeof (double), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0) : MAP_FAILED;

  longest = place != MAP_FAILED ? place : NULL;
  for (int i = 0; i < N_TIMES; i++)
    resumed[i] = get_time (clocks[i]);
}

/* The loop waits for several files; who waits for one, for an answer of the display, is in the middle of something. */
static int
is_watched (nfds_t n)
{
  return n > 1 && longest != NULL && gettid () == getpid ();
}

static void
pause_loop (void)
{
  for (int i = 0; i < N_TIMES; i++)
    {
      double worked = get_time (clocks[i]) - resumed[i];

      if (worked > longest[i])
        longest[i] = worked;
    }
}

static void
resume_loop (void)
{
  for (int i = 0; i < N_TIMES; i++)
    resumed[i] = get_time (clocks[i]);
}

int
poll (struct pollfd *files, nfds_t n, int timeout)
{
  static int (*real) (struct pollfd *, nfds_t, int);
  int found;

  if (real == NULL)
    *(void **) &real = dlsym (RTLD_NEXT, "poll");
  if (!is_watched (n))
    return real (files, n, timeout);
  pause_loop ();
  found = real (files, n, timeout);
  resume_loop ();
  return found;
}

int
ppoll (struct pollfd *files, nfds_t n, const struct timespec *timeout, const sigset_t *mask)
{
  static int (*real) (struct pollfd *, nfds_t, const struct timespec *, const sigset_t *);
  int found;

  if (real == NULL)
    *(void **) &real = dlsym (RTLD_NEXT, "ppoll");
  if (!is_watched (n))
    return real (files, n, timeout, mask);
  pause_loop ();
  found = real (files, n, timeout, mask);
  resume_loop ();
  return found;
}
