/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-passing-popover.h"

static gboolean
remove_cb (GtkWidget *popover)
{
  if (gtk_widget_get_parent (popover) != NULL)
    gtk_widget_unparent (popover);
  return G_SOURCE_REMOVE;
}

/* One that was shown again stays. */
static gboolean
remove_closed_cb (GtkWidget *popover)
{
  return gtk_widget_get_visible (popover) ? G_SOURCE_REMOVE : remove_cb (popover);
}

/* What still acts on the closing popover comes first. What was written in it may take its parent away before then. */
static void
closed_cb (GtkPopover *popover)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, G_SOURCE_FUNC (remove_closed_cb), g_object_ref (popover), g_object_unref);
}

void
annex_passing_popover_show (GtkPopover *popover, GtkWidget *parent)
{
  gtk_widget_set_parent (GTK_WIDGET (popover), parent);
  g_signal_connect_object (parent, "destroy", G_CALLBACK (remove_cb), popover, G_CONNECT_SWAPPED);
  g_signal_connect (popover, "closed", G_CALLBACK (closed_cb), NULL);
  gtk_popover_popup (popover);
}
