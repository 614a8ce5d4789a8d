/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-text-control.h"

#include "annex-growing-text.h"

struct _AnnexTextControl
{
  AnnexFieldControl parent_instance;

  GtkTextView *view;
};

G_DEFINE_FINAL_TYPE (AnnexTextControl, annex_text_control, ANNEX_TYPE_FIELD_CONTROL)

static char *
dup_text (AnnexTextControl *self)
{
  char *text;

  g_object_get (gtk_text_view_get_buffer (self->view), "text", &text, NULL);

  return text;
}

static void
leave_cb (AnnexTextControl *self)
{
  g_autofree char *text = dup_text (self);
  const char *held = annex_field_control_get_value (ANNEX_FIELD_CONTROL (self));

  /* Focus also leaves on its way in, and that confirms nothing. */
  if (g_strcmp0 (text, held != NULL ? held : "") != 0)
    annex_field_control_flush (ANNEX_FIELD_CONTROL (self));
}

static gboolean
key_pressed_cb (AnnexTextControl *self, guint key, guint code, GdkModifierType state)
{
  if ((key == GDK_KEY_Return || key == GDK_KEY_KP_Enter) && (state & GDK_CONTROL_MASK))
    {
      annex_field_control_flush (ANNEX_FIELD_CONTROL (self));
      return GDK_EVENT_STOP;
    }

  return GDK_EVENT_PROPAGATE;
}

static GtkWidget *
annex_text_control_build (AnnexFieldControl *control)
{
  AnnexTextControl *self = ANNEX_TEXT_CONTROL (control);
  const char *label = annex_field_get_label (annex_field_control_get_field (control));
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkWidget *title;

  title = gtk_label_new (label);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "caption");
  gtk_widget_add_css_class (title, "dimmed");

  self->view = GTK_TEXT_VIEW (annex_growing_text_new ());
  gtk_widget_set_size_request (GTK_WIDGET (self->view), -1, 54);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "inline");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object (focus, "leave", G_CALLBACK (leave_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->view), focus);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);

  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->view));
  gtk_widget_add_css_class (box, "text-control");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);

  return row;
}

static void
annex_text_control_show (AnnexFieldControl *control, const char *value)
{
  AnnexTextControl *self = ANNEX_TEXT_CONTROL (control);
  g_autofree char *now = dup_text (self);

  if (g_strcmp0 (now, value != NULL ? value : "") != 0)
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->view), value != NULL ? value : "", -1);
}

static void
annex_text_control_flush (AnnexFieldControl *control)
{
  g_autofree char *text = dup_text (ANNEX_TEXT_CONTROL (control));

  annex_field_control_offer_text (control, text);
}

static void
annex_text_control_focus (AnnexFieldControl *control)
{
  gtk_widget_grab_focus (GTK_WIDGET (ANNEX_TEXT_CONTROL (control)->view));
}

static void
annex_text_control_class_init (AnnexTextControlClass *klass)
{
  AnnexFieldControlClass *control_class = ANNEX_FIELD_CONTROL_CLASS (klass);

  control_class->build = annex_text_control_build;
  control_class->show = annex_text_control_show;
  control_class->flush = annex_text_control_flush;
  control_class->focus = annex_text_control_focus;
}

static void
annex_text_control_init (AnnexTextControl *self)
{
}
