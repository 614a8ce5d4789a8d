/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * annex_passing_popover_show:
 * @popover: (transfer floating): made for this one occasion
 *
 * Shows @popover at @parent until it is closed; then, unless it is shown again at once, or when @parent goes,
 * @popover goes.
 */
void annex_passing_popover_show (GtkPopover *popover, GtkWidget *parent);

G_END_DECLS
