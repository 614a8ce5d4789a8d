/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * annex_printing_run:
 * @operation: knows its pages, and owns what it draws, for that may happen after this returns
 * @heading: over the reason, when it fails
 *
 * Asks how to print, and prints. The window of @parent goes on meanwhile.
 */
void annex_printing_run (GtkPrintOperation *operation, GtkWidget *parent, const char *heading);

G_END_DECLS
