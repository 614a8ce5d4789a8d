/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-projector.h"

#define N_ZOOMS 4

/* The projector is the screen that the engagement's window is not on. */
static GdkMonitor *
find_monitor (GtkWindow *window)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (window));
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (gtk_window_get_transient_for (window)));
  GdkMonitor *here = surface != NULL ? gdk_display_get_monitor_at_surface (display, surface) : NULL;
  GListModel *monitors = gdk_display_get_monitors (display);

  for (guint i = 0; here != NULL && i < g_list_model_get_n_items (monitors); i++)
    {
      g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);

      if (monitor != here)
        return monitor; /* the display keeps it */
    }
  return NULL;
}

void
annex_projector_toggle (GtkWindow *window)
{
  GdkMonitor *monitor = find_monitor (window);

  if (gtk_window_is_fullscreen (window))
    gtk_window_unfullscreen (window);
  else if (monitor != NULL)
    gtk_window_fullscreen_on_monitor (window, monitor);
  else
    gtk_window_fullscreen (window);
}

void
annex_projector_zoom (GtkWidget *window, int steps)
{
  int before = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (window), "annex-zoom"));
  int after = CLAMP (before + steps, 1, N_ZOOMS);
  g_autofree char *old_class = g_strdup_printf ("zoom-%d", before);
  g_autofree char *new_class = g_strdup_printf ("zoom-%d", after);

  gtk_widget_remove_css_class (window, old_class);
  gtk_widget_add_css_class (window, new_class);
  g_object_set_data (G_OBJECT (window), "annex-zoom", GINT_TO_POINTER (after));
}
