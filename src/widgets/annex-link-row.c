/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-link-row.h"

#include <glib/gi18n.h>

#include "annex-tooltip.h"

struct _AnnexLinkRow
{
  AdwActionRow parent_instance;

  gint64 id;
};

enum
{
  SIGNAL_REMOVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AnnexLinkRow, annex_link_row, ADW_TYPE_ACTION_ROW)

static void
remove_cb (AnnexLinkRow *self)
{
  g_signal_emit (self, signals[SIGNAL_REMOVE], 0);
}

static void
annex_link_row_activate (AdwActionRow *row)
{
  gtk_widget_activate_action (GTK_WIDGET (row), "win.show-record", "x", ANNEX_LINK_ROW (row)->id);
}

static void
annex_link_row_class_init (AnnexLinkRowClass *klass)
{
  ADW_ACTION_ROW_CLASS (klass)->activate = annex_link_row_activate;

  signals[SIGNAL_REMOVE] =
    g_signal_new ("remove", ANNEX_TYPE_LINK_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
annex_link_row_init (AnnexLinkRow *self)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), TRUE);
}

GtkWidget *
annex_link_row_new (AnnexRecord *record, gboolean removable)
{
  AnnexLinkRow *self = g_object_new (ANNEX_TYPE_LINK_ROW, NULL);
  GtkWidget *icon = gtk_image_new_from_icon_name ("go-next-symbolic");

  self->id = annex_record_get_id (record);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), annex_record_get_title (record));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), annex_record_get_reference (record));

  if (removable)
    {
      GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");
      g_autofree char *tooltip = g_strdup_printf (_("Remove the link to %s"), annex_record_get_title (record));

      annex_tooltip_set (button, tooltip);
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (button, "flat");
      g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
      adw_action_row_add_suffix (ADW_ACTION_ROW (self), button);
    }
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), icon);

  return GTK_WIDGET (self);
}

gint64
annex_link_row_get_id (AnnexLinkRow *self)
{
  return self->id;
}
