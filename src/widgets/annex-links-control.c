/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-links-control.h"

#include <glib/gi18n.h>

#include "annex-link-chooser.h"
#include "annex-link-row.h"
#include "annex-tooltip.h"

struct _AnnexLinksControl
{
  AnnexFieldControl parent_instance;

  AdwPreferencesGroup *group;
  GtkWidget *chooser;
  GPtrArray *rows;
};

G_DEFINE_FINAL_TYPE (AnnexLinksControl, annex_links_control, ANNEX_TYPE_FIELD_CONTROL)

static GArray *
dup_ids (AnnexLinksControl *self)
{
  return annex_link_ids_parse (annex_field_control_get_value (ANNEX_FIELD_CONTROL (self)));
}

static void
offer (AnnexLinksControl *self, GArray *ids)
{
  g_autofree char *value = annex_link_ids_format (ids);

  annex_field_control_offer_value (ANNEX_FIELD_CONTROL (self), value);
}

static void
chosen_cb (AnnexLinksControl *self, gint64 id)
{
  g_autoptr (GArray) ids = dup_ids (self);

  g_array_append_val (ids, id);
  offer (self, ids);
}

static void
remove_cb (AnnexLinksControl *self, AnnexLinkRow *row)
{
  g_autoptr (GArray) ids = dup_ids (self);

  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == annex_link_row_get_id (row))
      {
        g_array_remove_index (ids, i);
        break;
      }
  offer (self, ids);
}

static GtkWidget *
annex_links_control_build (AnnexFieldControl *control)
{
  AnnexLinksControl *self = ANNEX_LINKS_CONTROL (control);
  const AnnexField *field = annex_field_control_get_field (control);
  const char *label = annex_field_get_label (field);
  g_autofree char *add = g_strdup_printf (_("Add: %s"), label);
  GtkWidget *button = gtk_menu_button_new ();

  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->group, label);

  self->chooser = annex_link_chooser_new (annex_field_control_get_store (control), annex_type_find (field->target));
  g_signal_connect_object (self->chooser, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "list-add-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), self->chooser);
  annex_tooltip_set (button, add);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, add, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  adw_preferences_group_set_header_suffix (self->group, button);

  return GTK_WIDGET (self->group);
}

static void
annex_links_control_show (AnnexFieldControl *control, const char *value)
{
  AnnexLinksControl *self = ANNEX_LINKS_CONTROL (control);
  AnnexStore *store = annex_field_control_get_store (control);
  g_autoptr (GArray) ids = annex_link_ids_parse (value);
  gint64 own = annex_field_control_get_record (control);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (AnnexRecord) record = annex_store_load (store, g_array_index (ids, gint64, i), ANNEX_TOLD_BY_STORE);
      GtkWidget *row;

      if (record == NULL)
        continue;
      row = annex_link_row_new (record, !annex_store_is_read_only (store));
      g_signal_connect_object (row, "remove", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
      adw_preferences_group_add (self->group, row);
      g_ptr_array_add (self->rows, row);
    }

  if (own != 0)
    g_array_append_val (ids, own);
  annex_link_chooser_set_excluded (ANNEX_LINK_CHOOSER (self->chooser), ids);
  annex_link_chooser_set_fitting (ANNEX_LINK_CHOOSER (self->chooser), annex_field_control_get_field (control)->fitting,
                                  annex_field_control_get_record (control));
}

static void
annex_links_control_dispose (GObject *object)
{
  g_clear_pointer (&ANNEX_LINKS_CONTROL (object)->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (annex_links_control_parent_class)->dispose (object);
}

static void
annex_links_control_class_init (AnnexLinksControlClass *klass)
{
  AnnexFieldControlClass *control_class = ANNEX_FIELD_CONTROL_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_links_control_dispose;
  control_class->build = annex_links_control_build;
  control_class->show = annex_links_control_show;
}

static void
annex_links_control_init (AnnexLinksControl *self)
{
  self->rows = g_ptr_array_new ();
}
