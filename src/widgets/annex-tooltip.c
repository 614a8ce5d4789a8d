/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-tooltip.h"

void
annex_tooltip_set (GtkWidget *widget, const char *text)
{
  gboolean unseen = gtk_widget_get_root (widget) == NULL && gtk_widget_get_visible (widget);

  if (g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) == 0)
    return;
  /* GTK asks for visible widgets alone. */
  if (unseen)
    gtk_widget_set_visible (widget, FALSE);
  gtk_widget_set_tooltip_text (widget, text);
  if (unseen)
    gtk_widget_set_visible (widget, TRUE);
}
