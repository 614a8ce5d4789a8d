/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-occasion-keys.h"

#include "widgets/annex-reversal.h"

static void
reverse_cb (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  annex_reversal_run (window, g_object_get_data (window, "annex-occasion-store"), g_str_equal (g_action_get_name (G_ACTION (action)), "undo"));
}

void
annex_occasion_keys_install (GtkWidgetClass *widget_class, GtkShortcutFunc digit_cb, int first_digit, int last_digit)
{
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "win.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.redo", NULL);
  for (int digit = first_digit; digit <= last_digit; digit++)
    {
      gtk_widget_class_add_binding (widget_class, GDK_KEY_0 + (guint) digit, 0, digit_cb, "(i)", digit);
      gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_0 + (guint) digit, 0, digit_cb, "(i)", digit);
    }
}

static void
add_key (GtkEventController *controller, guint key, const char *action)
{
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (key, 0), gtk_named_action_new (action)));
}

GActionMap *
annex_occasion_keys_add (GtkWidget *window, AnnexStore *store, const char *previous, const char *next)
{
  static const GActionEntry entries[] = {
    { .name = "undo", .activate = reverse_cb },
    { .name = "redo", .activate = reverse_cb },
  };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  GtkEventController *controller = gtk_shortcut_controller_new ();

  g_object_set_data_full (G_OBJECT (window), "annex-occasion-store", g_object_ref (store), g_object_unref);
  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), window);
  gtk_widget_insert_action_group (window, "win", G_ACTION_GROUP (group));
  /* Before anything scrolls. */
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  add_key (controller, GDK_KEY_Page_Up, previous);
  add_key (controller, GDK_KEY_Page_Down, next);
  gtk_widget_add_controller (window, controller);
  return G_ACTION_MAP (group);
}
