/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * annex_tooltip_set:
 * @text: (nullable)
 *
 * As gtk_widget_set_tooltip_text(), which asks the display where the pointer is each time, for the tooltip may stand
 * there. That is two or three round trips, and a window that starts sets some hundred tooltips: a widget that is not
 * in a window yet, or has that tooltip already, needs none.
 */
void annex_tooltip_set (GtkWidget *widget, const char *text);

G_END_DECLS
