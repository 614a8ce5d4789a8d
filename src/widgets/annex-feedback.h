/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * annex_feedback_prepare:
 * @overlay: an AdwToastOverlay with its child
 *
 * To be called when it is made. Without it GTK looks at the styles of every widget below the overlay again whenever a
 * toast comes or goes, because its child then ceases to be the last one or becomes it; with many widgets that
 * takes longer than a frame. Nothing is seen of the child that is put behind it.
 */
void annex_feedback_prepare (GtkWidget *overlay);

/** annex_feedback_say: Shows a toast in the window of @widget. */
void annex_feedback_say (GtkWidget *widget, const char *text);

/** annex_feedback_say_undoable: As annex_feedback_say(), with a button that takes the last change back. */
void annex_feedback_say_undoable (GtkWidget *widget, const char *text);

/** annex_feedback_say_openable: As annex_feedback_say(), with a button that opens @file with the desktop's program for it. */
void annex_feedback_say_openable (GtkWidget *widget, const char *text, GFile *file);

/** annex_feedback_tell: Says in a dialog what somebody has to know before they go on. */
void annex_feedback_tell (GtkWidget *widget, const char *heading, const char *text);

/** annex_feedback_new_unreadable_row: Returns: (transfer floating): a row that says, in the place of those that could
 * not be read, why. */
GtkWidget *annex_feedback_new_unreadable_row (const GError *error);

/** annex_feedback_refuse: Says in a dialog what could not be done and why. */
void annex_feedback_refuse (GtkWidget *widget, const char *heading, const GError *error);

G_END_DECLS
