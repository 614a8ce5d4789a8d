/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-workshop-agenda-row.h"

GtkWidget *
annex_workshop_agenda_row_new (AnnexRecord *item, guint position)
{
  const char *outcome = annex_record_get_value (item, "outcome");
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *icon = gtk_image_new_from_icon_name (g_str_equal (outcome, "agreed") ? "object-select-symbolic"
                                                  : g_str_equal (outcome, "parked") ? "media-playback-pause-symbolic"
                                                                                 : "radio-symbolic");
  GtkWidget *label = gtk_label_new (annex_record_get_title (item));
  g_autofree char *spoken = g_strdup_printf ("%u, %s, %s", position, annex_record_get_title (item), annex_record_get_text (item, "outcome"));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_lines (GTK_LABEL (label), 2);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (icon, annex_record_get_text (item, "outcome"));
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  return row;
}
