/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-feedback.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "annex-file-opening.h"

static GtkWidget *
find_overlay (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);

  if (overlay == NULL && ADW_IS_APPLICATION_WINDOW (root))
    overlay = adw_application_window_get_content (ADW_APPLICATION_WINDOW (root));
  return overlay;
}

static void
show_toast (GtkWidget *widget, AdwToast *toast)
{
  GtkWidget *overlay = find_overlay (widget);

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
annex_feedback_prepare (GtkWidget *overlay)
{
  GtkWidget *last = adw_bin_new ();

  gtk_widget_insert_before (last, overlay, NULL);
  gtk_widget_set_child_visible (last, FALSE);
  /* The overlay knows nothing of it. */
  g_signal_connect_object (overlay, "destroy", G_CALLBACK (gtk_widget_unparent), last, G_CONNECT_SWAPPED);
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
focus_toast_cb (gpointer user_data)
{
  g_autoptr (GtkWidget) toast = user_data;

  if (gtk_widget_get_root (toast) != NULL)
    gtk_widget_child_focus (toast, GTK_DIR_TAB_FORWARD);
}

/* A toast is the last that Tab comes to, and gone before; it stays while the keyboard is on it. When idle, for a dialog
 * that is about to close gives the keyboard back first. */
static void
focus_toast (GtkWidget *widget)
{
  GtkWidget *overlay = find_overlay (widget);
  GtkWidget *toast = overlay != NULL ? gtk_widget_get_last_child (overlay) : NULL;

  if (toast != NULL)
    g_idle_add_once (focus_toast_cb, g_object_ref (toast));
}

static void
open_cb (AdwToast *toast, GtkWidget *widget)
{
  annex_file_opening_launch (widget, g_object_get_data (G_OBJECT (toast), "annex-file"), FALSE);
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
  focus_toast (widget);
}

void
annex_feedback_tell (GtkWidget *widget, const char *heading, const char *text)
{
  AdwDialog *dialog = adw_alert_dialog_new (heading, text);

  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _("_Close"));
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "close");
  adw_dialog_present (dialog, widget);
}

void
annex_feedback_refuse (GtkWidget *widget, const char *heading, const GError *error)
{
  annex_feedback_tell (widget, heading, error != NULL ? error->message : NULL);
}

GtkWidget *
annex_feedback_new_unreadable_row (const GError *error)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("This could not be read."));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), error->message);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("dialog-error-symbolic"));
  return row;
}
