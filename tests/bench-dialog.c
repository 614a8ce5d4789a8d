/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a dialog costs that has nothing in it: a window as large as Annex's, which at each SIGUSR1 shows an empty
 * AdwDialog, or closes it. bench_driver.py keeps the longest turn of its main loop. */
#include <adwaita.h>
#include <glib-unix.h>

static gboolean
signal_cb (gpointer window)
{
  AdwDialog *dialog = adw_window_get_visible_dialog (ADW_WINDOW (window));

  if (dialog != NULL)
    {
      adw_dialog_force_close (dialog);
      return G_SOURCE_CONTINUE;
    }
  dialog = adw_dialog_new ();
  adw_dialog_set_title (dialog, "Empty");
  adw_dialog_set_content_width (dialog, 520);
  adw_dialog_set_content_height (dialog, 600);
  adw_dialog_present (dialog, GTK_WIDGET (window));
  return G_SOURCE_CONTINUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  GtkWidget *window;

  adw_init ();
  window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  gtk_window_present (GTK_WINDOW (window));
  g_unix_signal_add (SIGUSR1, signal_cb, window);
  g_main_loop_run (loop);
  return 0;
}
