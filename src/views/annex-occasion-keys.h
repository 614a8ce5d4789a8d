/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

/* What the windows for an occasion, a workshop or fieldwork, have in common with each other and with that of the engagement. */

/** annex_occasion_keys_install: For class_init: the keys that close the window, undo and redo, and the digits, for which @digit_cb is called with "(i)". */
void annex_occasion_keys_install (GtkWidgetClass *widget_class, GtkShortcutFunc digit_cb, int first_digit, int last_digit);

/**
 * annex_occasion_keys_add:
 * @previous: the action for Page Up
 * @next: the action for Page Down
 *
 * Gives the window "win.undo", "win.redo" and the keys of a presenter's remote control.
 *
 * Returns: (transfer none): "win", for more actions.
 */
GActionMap *annex_occasion_keys_add (GtkWidget *window, AnnexStore *store, const char *previous, const char *next);

G_END_DECLS
