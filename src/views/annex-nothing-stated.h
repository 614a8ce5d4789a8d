/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * annex_nothing_stated_new:
 *
 * Returns: (transfer floating): what a screen of the controls that are stated shows when none of them is found, hidden at first
 */
GtkWidget *annex_nothing_stated_new (void);

G_END_DECLS
