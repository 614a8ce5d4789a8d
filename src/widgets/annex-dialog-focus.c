/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-dialog-focus.h"

/* A dialog opens, and gives the keyboard to one of its parts, in the second frame after it is mapped. */
#define FRAMES_TO_OPEN 2

typedef struct
{
  GtkWidget *widget;
  guint n_frames;
} Beginning;

static void
beginning_free (gpointer data)
{
  Beginning *beginning = data;

  g_object_unref (beginning->widget);
  g_free (beginning);
}

static gboolean
frame_cb (GtkWidget *dialog, GdkFrameClock *clock, gpointer user_data)
{
  Beginning *beginning = user_data;

  if (++beginning->n_frames <= FRAMES_TO_OPEN)
    return G_SOURCE_CONTINUE;
  gtk_widget_grab_focus (beginning->widget);
  return G_SOURCE_REMOVE;
}

static void
map_cb (GtkWidget *dialog, GtkWidget *widget)
{
  Beginning *beginning = g_new0 (Beginning, 1);

  beginning->widget = g_object_ref (widget);
  gtk_widget_add_tick_callback (dialog, frame_cb, beginning, beginning_free);
}

void
annex_dialog_focus_begin_at (AdwDialog *dialog, GtkWidget *widget)
{
  adw_dialog_set_focus (dialog, widget);
  g_signal_connect_object (dialog, "map", G_CALLBACK (map_cb), widget, 0);
}
