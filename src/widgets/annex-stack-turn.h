/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * annex_stack_turn_to:
 * @page: (nullable): one of the children of @stack; with NULL nothing happens
 *
 * Shows @page and hides the other children. A stack alone leaves them visible, out of sight: whenever a
 * button of the mouse is pressed or the pointer enters a widget GTK asks the style of each of their widgets again, of
 * which a table has thousands.
 */
void annex_stack_turn_to (GtkStack *stack, GtkWidget *page);

G_END_DECLS
