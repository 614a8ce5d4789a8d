/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-link-control.h"

#include <glib/gi18n.h>

#include "annex-link-chooser.h"
#include "annex-tooltip.h"

struct _AnnexLinkControl
{
  AnnexFieldControl parent_instance;

  AdwActionRow *row;
  GtkWidget *go_button;
  GtkWidget *clear_button;
  GtkWidget *chooser;
};

G_DEFINE_FINAL_TYPE (AnnexLinkControl, annex_link_control, ANNEX_TYPE_FIELD_CONTROL)

static void
chosen_cb (AnnexLinkControl *self, gint64 id)
{
  g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  annex_field_control_offer_value (ANNEX_FIELD_CONTROL (self), value);
}

static void
clear_cb (AnnexLinkControl *self)
{
  annex_field_control_offer_value (ANNEX_FIELD_CONTROL (self), NULL);
}

static void
go_cb (AnnexLinkControl *self)
{
  g_autoptr (GArray) ids = annex_link_ids_parse (annex_field_control_get_value (ANNEX_FIELD_CONTROL (self)));

  if (ids->len > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->row), "win.show-record", "x", g_array_index (ids, gint64, 0));
}

static GtkWidget *
add_button (AnnexLinkControl *self, GtkWidget *button, const char *icon, const char *tooltip)
{
  if (GTK_IS_MENU_BUTTON (button))
    gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), icon);
  else
    gtk_button_set_icon_name (GTK_BUTTON (button), icon);
  annex_tooltip_set (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  adw_action_row_add_suffix (self->row, button);

  return button;
}

static GtkWidget *
annex_link_control_build (AnnexFieldControl *control)
{
  AnnexLinkControl *self = ANNEX_LINK_CONTROL (control);
  const AnnexField *field = annex_field_control_get_field (control);
  const char *label = annex_field_get_label (field);
  g_autofree char *go = g_strdup_printf (_("Go to: %s"), label);
  g_autofree char *clear = g_strdup_printf (_("Remove: %s"), label);
  g_autofree char *choose = g_strdup_printf (_("Choose: %s"), label);
  GtkWidget *button;

  self->row = ADW_ACTION_ROW (adw_action_row_new ());
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), label);
  gtk_widget_add_css_class (GTK_WIDGET (self->row), "property");

  self->chooser = annex_link_chooser_new (annex_field_control_get_store (control), annex_type_find (field->target));
  g_signal_connect_object (self->chooser, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);

  self->clear_button = add_button (self, gtk_button_new (), "edit-clear-symbolic", clear);
  button = add_button (self, gtk_menu_button_new (), "document-edit-symbolic", choose);
  self->go_button = add_button (self, gtk_button_new (), "go-next-symbolic", go);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), self->chooser);
  g_signal_connect_object (self->go_button, "clicked", G_CALLBACK (go_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->clear_button, "clicked", G_CALLBACK (clear_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_set_activatable_widget (self->row, button);

  return GTK_WIDGET (self->row);
}

static void
annex_link_control_show (AnnexFieldControl *control, const char *value)
{
  AnnexLinkControl *self = ANNEX_LINK_CONTROL (control);
  g_autoptr (GArray) ids = annex_link_ids_parse (value);
  g_autoptr (AnnexRecord) record = NULL;
  gint64 own = annex_field_control_get_record (control);
  gboolean required = (annex_field_control_get_field (control)->flags & ANNEX_FIELD_REQUIRED) != 0;

  if (ids->len > 0)
    record =
      annex_store_load (annex_field_control_get_store (control), g_array_index (ids, gint64, 0), ANNEX_TOLD_BY_STORE);

  adw_action_row_set_subtitle (self->row, record != NULL ? annex_record_get_title (record) : _("None"));
  gtk_widget_set_visible (self->go_button, record != NULL);
  gtk_widget_set_visible (self->clear_button, record != NULL && !required);
  if (own != 0)
    g_array_append_val (ids, own);
  annex_link_chooser_set_excluded (ANNEX_LINK_CHOOSER (self->chooser), ids);
}

static void
annex_link_control_class_init (AnnexLinkControlClass *klass)
{
  AnnexFieldControlClass *control_class = ANNEX_FIELD_CONTROL_CLASS (klass);

  control_class->build = annex_link_control_build;
  control_class->show = annex_link_control_show;
}

static void
annex_link_control_init (AnnexLinkControl *self)
{
}
