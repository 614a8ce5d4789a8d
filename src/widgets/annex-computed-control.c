/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-computed-control.h"

#include <glib/gi18n.h>

#include "annex-tooltip.h"

struct _AnnexComputedControl
{
  AnnexFieldControl parent_instance;

  AdwActionRow *row;
  GtkWidget *source_button;
  gint64 source;
};

G_DEFINE_FINAL_TYPE (AnnexComputedControl, annex_computed_control, ANNEX_TYPE_FIELD_CONTROL)

static void
go_cb (AnnexComputedControl *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self->row), "win.show-record", "x", self->source);
}

static GtkWidget *
annex_computed_control_build (AnnexFieldControl *control)
{
  AnnexComputedControl *self = ANNEX_COMPUTED_CONTROL (control);

  self->row = ADW_ACTION_ROW (adw_action_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), annex_field_get_label (annex_field_control_get_field (control)));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->row), FALSE);
  adw_action_row_set_subtitle_selectable (self->row, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->row), "property");
  self->source_button = gtk_button_new ();
  gtk_widget_set_valign (self->source_button, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->source_button, FALSE);
  gtk_widget_add_css_class (self->source_button, "flat");
  g_signal_connect_object (self->source_button, "clicked", G_CALLBACK (go_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (self->row, self->source_button);

  return GTK_WIDGET (self->row);
}

static void
annex_computed_control_show (AnnexFieldControl *control, const char *value)
{
  g_autofree char *text =
    annex_store_format (annex_field_control_get_store (control), annex_field_control_get_field (control), value);

  adw_action_row_set_subtitle (ANNEX_COMPUTED_CONTROL (control)->row, *text != '\0' ? text : "–");
}

static void
annex_computed_control_class_init (AnnexComputedControlClass *klass)
{
  AnnexFieldControlClass *control_class = ANNEX_FIELD_CONTROL_CLASS (klass);

  control_class->build = annex_computed_control_build;
  control_class->show = annex_computed_control_show;
}

static void
annex_computed_control_init (AnnexComputedControl *self)
{
}

void
annex_computed_control_set_source (AnnexComputedControl *self, AnnexRecord *source)
{
  gtk_widget_set_visible (self->source_button, source != NULL);
  if (source == NULL)
    return;

  /* Translators: the reference of the record that a value is inherited from. */
  g_autofree char *label = g_strdup_printf (_("from %s"), annex_record_get_reference (source));

  self->source = annex_record_get_id (source);
  gtk_button_set_label (GTK_BUTTON (self->source_button), label);
  annex_tooltip_set (self->source_button, annex_record_get_title (source));
}
