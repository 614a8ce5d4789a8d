/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-stack-turn.h"

void
annex_stack_turn_to (GtkStack *stack, GtkWidget *page)
{
  if (page == NULL)
    return;
  gtk_widget_set_visible (page, TRUE);
  gtk_stack_set_visible_child (stack, page);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (stack)); child != NULL; child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_visible (child, child == page);
}
