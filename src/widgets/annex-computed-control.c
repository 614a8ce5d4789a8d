/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-computed-control.h"

struct _AnnexComputedControl
{
  AnnexFieldControl parent_instance;

  AdwActionRow *row;
};

G_DEFINE_FINAL_TYPE (AnnexComputedControl, annex_computed_control, ANNEX_TYPE_FIELD_CONTROL)

static GtkWidget *
annex_computed_control_build (AnnexFieldControl *control)
{
  AnnexComputedControl *self = ANNEX_COMPUTED_CONTROL (control);

  self->row = ADW_ACTION_ROW (adw_action_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), annex_field_get_label (annex_field_control_get_field (control)));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->row), FALSE);
  adw_action_row_set_subtitle_selectable (self->row, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->row), "property");

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
