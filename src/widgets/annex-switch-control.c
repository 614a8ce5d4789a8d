/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-switch-control.h"

struct _AnnexSwitchControl
{
  AnnexFieldControl parent_instance;

  AdwSwitchRow *row;
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (AnnexSwitchControl, annex_switch_control, ANNEX_TYPE_FIELD_CONTROL)

static void
active_cb (AnnexSwitchControl *self)
{
  if (!self->showing)
    annex_field_control_offer_value (ANNEX_FIELD_CONTROL (self), adw_switch_row_get_active (self->row) ? "1" : "0");
}

static GtkWidget *
annex_switch_control_build (AnnexFieldControl *control)
{
  AnnexSwitchControl *self = ANNEX_SWITCH_CONTROL (control);

  self->row = ADW_SWITCH_ROW (adw_switch_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), annex_field_get_label (annex_field_control_get_field (control)));
  g_signal_connect_object (self->row, "notify::active", G_CALLBACK (active_cb), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self->row);
}

static void
annex_switch_control_show (AnnexFieldControl *control, const char *value)
{
  AnnexSwitchControl *self = ANNEX_SWITCH_CONTROL (control);

  self->showing = TRUE;
  adw_switch_row_set_active (self->row, g_strcmp0 (value, "1") == 0);
  self->showing = FALSE;
}

static void
annex_switch_control_class_init (AnnexSwitchControlClass *klass)
{
  AnnexFieldControlClass *control_class = ANNEX_FIELD_CONTROL_CLASS (klass);

  control_class->build = annex_switch_control_build;
  control_class->show = annex_switch_control_show;
}

static void
annex_switch_control_init (AnnexSwitchControl *self)
{
}
