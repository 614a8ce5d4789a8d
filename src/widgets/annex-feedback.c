/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-feedback.h"

#include <adwaita.h>
#include <glib/gi18n.h>

static void
show_toast (GtkWidget *widget, AdwToast *toast)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);

  if (overlay == NULL && ADW_IS_APPLICATION_WINDOW (root))
    overlay = adw_application_window_get_content (ADW_APPLICATION_WINDOW (root));

  /* What was done last is said at once, and not after everything before it. */
  if (ADW_IS_TOAST_OVERLAY (overlay))
    {
      adw_toast_overlay_dismiss_all (ADW_TOAST_OVERLAY (overlay));
      adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
    }
  else
    g_object_unref (g_object_ref_sink (toast));
}

void
annex_feedback_say (GtkWidget *widget, const char *text)
{
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_use_markup (toast, FALSE);
  show_toast (widget, toast);
}

void
annex_feedback_say_undoable (GtkWidget *widget, const char *text)
{
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_set_button_label (toast, _("_Undo"));
  adw_toast_set_action_name (toast, "win.undo");
  show_toast (widget, toast);
}

static void
open_cb (AdwToast *toast, GtkWidget *widget)
{
  g_autoptr (GtkFileLauncher) launcher = gtk_file_launcher_new (g_object_get_data (G_OBJECT (toast), "annex-file"));

  gtk_file_launcher_launch (launcher, GTK_WINDOW (widget), NULL, NULL, NULL);
}

void
annex_feedback_say_openable (GtkWidget *widget, const char *text, GFile *file)
{
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_set_button_label (toast, _("_Open"));
  g_object_set_data_full (G_OBJECT (toast), "annex-file", g_object_ref (file), g_object_unref);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (open_cb), gtk_widget_get_root (widget), 0);
  show_toast (widget, toast);
}

void
annex_feedback_refuse (GtkWidget *widget, const char *heading, const GError *error)
{
  AdwDialog *dialog = adw_alert_dialog_new (heading, error != NULL ? error->message : NULL);

  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("_Close"));
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "close");
  adw_dialog_present (dialog, widget);
}
