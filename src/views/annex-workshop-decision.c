/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-workshop-decision.h"

#include <glib/gi18n.h>

#include "isms/annex-isms.h"

struct _AnnexWorkshopDecision
{
  AdwBin parent_instance;

  GtkBox *box;
  GPtrArray *buttons; /* GtkToggleButton, in the order of the choices, not owned */
  const AnnexChoice *choices;
  gboolean showing;
};

static guint decided_signal;

G_DEFINE_FINAL_TYPE (AnnexWorkshopDecision, annex_workshop_decision, ADW_TYPE_BIN)

static void
toggled_cb (AnnexWorkshopDecision *self, GtkToggleButton *button)
{
  guint index;

  if (!self->showing && gtk_toggle_button_get_active (button) && g_ptr_array_find (self->buttons, button, &index))
    g_signal_emit (self, decided_signal, 0, self->choices[index].key);
}

/* Before the window takes the digit for an estimate. */
static gboolean
key_pressed_cb (AnnexWorkshopDecision *self, guint keyval, guint keycode, GdkModifierType state)
{
  int index = (int) gdk_keyval_to_unicode (keyval) - '1';

  if (index < 0 || index >= (int) self->buttons->len || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  gtk_toggle_button_set_active (self->buttons->pdata[index], FALSE);
  gtk_toggle_button_set_active (self->buttons->pdata[index], TRUE);

  return GDK_EVENT_STOP;
}

static void
annex_workshop_decision_finalize (GObject *object)
{
  g_ptr_array_unref (ANNEX_WORKSHOP_DECISION (object)->buttons);
  G_OBJECT_CLASS (annex_workshop_decision_parent_class)->finalize (object);
}

static void
annex_workshop_decision_class_init (AnnexWorkshopDecisionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annex_workshop_decision_finalize;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
  decided_signal = g_signal_new ("decided", ANNEX_TYPE_WORKSHOP_DECISION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
annex_workshop_decision_init (AnnexWorkshopDecision *self)
{
  const AnnexField *field = annex_type_find_field (&annex_risk_type, "treatment");
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkWidget *label = gtk_label_new (_("Decision"));
  GtkWidget *wrap = adw_wrap_box_new ();

  self->choices = field->choices;
  self->buttons = g_ptr_array_new ();
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12));
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  gtk_box_append (self->box, label);
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (wrap), 6);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (wrap), 6);
  gtk_widget_set_hexpand (wrap, TRUE);
  for (guint i = 0; self->choices[i].key != NULL; i++)
    {
      const char *name = annex_field_find_choice (field, self->choices[i].key);
      /* Translators: the key that chooses it, then Treat, Tolerate, Transfer or Terminate. */
      g_autofree char *text = g_strdup_printf (_("%u %s"), i + 1, name);
      GtkWidget *button = gtk_toggle_button_new_with_label (text);

      if (i > 0)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), self->buttons->pdata[0]);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
      g_signal_connect_object (button, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
      g_ptr_array_add (self->buttons, button);
      adw_wrap_box_append (ADW_WRAP_BOX (wrap), button);
    }
  gtk_box_append (self->box, wrap);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Decision"), -1);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

void
annex_workshop_decision_show (AnnexWorkshopDecision *self, const char *key)
{
  self->showing = TRUE;
  for (guint i = 0; i < self->buttons->len; i++)
    gtk_toggle_button_set_active (self->buttons->pdata[i], g_strcmp0 (self->choices[i].key, key) == 0);
  self->showing = FALSE;
}

void
annex_workshop_decision_begin (AnnexWorkshopDecision *self)
{
  for (guint i = 0; i < self->buttons->len; i++)
    if (gtk_toggle_button_get_active (self->buttons->pdata[i]))
      {
        gtk_widget_grab_focus (self->buttons->pdata[i]);
        return;
      }
  gtk_widget_grab_focus (self->buttons->pdata[0]);
}
