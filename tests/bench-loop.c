/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loaded before a program (LD_PRELOAD), keeps the longest that its main loop worked between two looks for something
 * to do: a loop polls in each turn. Three doubles in the file $BENCH_LOOP, in milliseconds: processor time, time by
 * the clock, and processor time without that in which GTK drew a frame, each the longest of its own. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <glib-object.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum
{
  PROCESSOR,
  CLOCK,
  UNDRAWN,
  N_TIMES
};

static const clockid_t clocks[N_TIMES] = { CLOCK_THREAD_CPUTIME_ID, CLOCK_MONOTONIC, CLOCK_THREAD_CPUTIME_ID };
static double *longest;
static double resumed[N_TIMES];
static double drawing; /* since when */

static double
get_time (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);
  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

/* What was drawn does not count: the turn begins so much later. */
static gboolean
frame_cb (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer drawn)
{
  if (GPOINTER_TO_INT (drawn))
    resumed[UNDRAWN] += get_time (clocks[UNDRAWN]) - drawing;
  else
    drawing = get_time (clocks[UNDRAWN]);
  return TRUE;
}

/* The phase of a frame in which widgets and the renderer draw, once there is a class for its clock. */
static void
watch_frames (void)
{
  static gboolean watched;
  GType type = !watched ? g_type_from_name ("GdkFrameClock") : G_TYPE_INVALID;

  if (type == G_TYPE_INVALID || g_type_class_peek (type) == NULL)
    return;
  g_signal_add_emission_hook (g_signal_lookup ("paint", type), 0, frame_cb, GINT_TO_POINTER (FALSE), NULL);
  g_signal_add_emission_hook (g_signal_lookup ("after-paint", type), 0, frame_cb, GINT_TO_POINTER (TRUE), NULL);
  watched = TRUE;
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
  watch_frames ();
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
