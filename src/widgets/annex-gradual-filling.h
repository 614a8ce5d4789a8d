/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** AnnexFillFunc: Makes the part of @widget that has that @index. */
typedef void (*AnnexFillFunc) (GtkWidget *widget, guint index, gpointer user_data);

/**
 * annex_gradual_filling_start:
 * @n: how many parts there are
 * @at_once: how many of them are in sight
 * @free_data: (nullable)
 *
 * Fills a list, each part of which is several widgets, without a long wait: @func is called for the parts in sight
 * at once, and for the others in the main loop, for less than a third of a frame at a time. To start again, or to
 * destroy @widget, ends what was started before.
 */
void annex_gradual_filling_start (GtkWidget *widget, guint n, guint at_once, AnnexFillFunc func, gpointer user_data,
                                  GDestroyNotify free_data);

G_END_DECLS
