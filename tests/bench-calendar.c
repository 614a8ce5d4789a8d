/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <stdlib.h>
#include <time.h>

#include "isms/annex-calendar-days.h"
#include "isms/annex-isms.h"
#include "widgets/annex-calendar-lane-row.h"

#define YEARS 3
#define FRAMES 60
#define STEP 25.0
#define WIDTH 1280
#define HEIGHT 800

/*
 * Scrolls three years of the engagement given, zoomed in, and prints for how long a frame kept the main thread
 * computing: the median and the longest, in milliseconds, and how many entries there are, separated by tabs.
 */

typedef struct
{
  AnnexTimeScale *scale;
  GMainLoop *loop;
  double begun;
  double frames[FRAMES];
  guint n;
} Bench;

static double
get_computed (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1000.0 + now.tv_nsec / 1e6;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
before_cb (GdkFrameClock *clock, Bench *self)
{
  GtkAdjustment *adjustment = annex_time_scale_get_adjustment (self->scale);

  self->begun = get_computed ();
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + STEP);
}

/* The first frames build the window. */
static void
after_cb (GdkFrameClock *clock, Bench *self)
{
  static guint built;

  if (built++ < 5)
    return;
  self->frames[self->n++] = get_computed () - self->begun;
  if (self->n == FRAMES)
    {
      gdk_frame_clock_end_updating (clock);
      g_signal_handlers_disconnect_by_data (clock, self);
      g_main_loop_quit (self->loop);
    }
}

static GtkWidget *
new_window (Bench *self, GPtrArray *lanes)
{
  GtkWidget *window = gtk_window_new (), *scroller = gtk_scrolled_window_new (), *list = gtk_list_box_new ();

  for (guint i = 0; i < lanes->len; i++)
    {
      GtkWidget *row = annex_calendar_lane_row_new (self->scale);

      annex_calendar_lane_row_show (ANNEX_CALENDAR_LANE_ROW (row), lanes->pdata[i]);
      gtk_list_box_append (GTK_LIST_BOX (list), row);
    }
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  gtk_window_set_child (GTK_WINDOW (window), scroller);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  return window;
}

int
main (int argc, char **argv)
{
  guint first = annex_calendar_begin_year (annex_clock_get_today ());
  AnnexCalendarQuery query = { .first = first, .last = annex_calendar_shift_months (first, 12 * YEARS) - 1, .per_day = G_MAXUINT };
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexStore) store = NULL;
  g_autoptr (AnnexCalendarEntries) entries = NULL;
  g_autoptr (GPtrArray) lanes = NULL;
  g_autoptr (AnnexTimeScale) scale = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  GdkFrameClock *clock;
  GtkWidget *window;
  Bench self = { .loop = loop };

  adw_init ();
  annex_isms_register_types ();
  store = argc > 1 ? annex_store_open_source (argv[1], &error) : NULL;
  entries = store != NULL ? annex_calendar_entries_load (store, &query, NULL, &error) : NULL;
  if (entries == NULL)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "bench-calendar FILE");
      return 1;
    }
  lanes = annex_calendar_lanes_make (store, entries, &error);
  self.scale = scale = annex_time_scale_new ();
  annex_time_scale_fit (scale, query.first, query.last);
  annex_time_scale_set_width (scale, WIDTH - ANNEX_CALENDAR_LANE_NAME_WIDTH);
  annex_time_scale_zoom (scale, 3);
  gtk_adjustment_set_value (annex_time_scale_get_adjustment (scale), 0);
  window = new_window (&self, lanes);
  gtk_window_present (GTK_WINDOW (window));
  clock = gtk_widget_get_frame_clock (window);
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_cb), &self);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (after_cb), &self);
  gdk_frame_clock_begin_updating (clock);
  g_main_loop_run (loop);
  qsort (self.frames, FRAMES, sizeof *self.frames, compare_doubles);
  g_print ("%.2f\t%.2f\t%u\n", self.frames[FRAMES / 2], self.frames[FRAMES - 1], annex_calendar_entries_get (entries)->len);
  gtk_window_destroy (GTK_WINDOW (window));
  return 0;
}
