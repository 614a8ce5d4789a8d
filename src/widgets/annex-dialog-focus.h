/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * annex_dialog_focus_begin_at:
 * @widget: in @dialog
 *
 * Has the keyboard begin at @widget when @dialog opens. AdwDialog:focus-widget does so in a wide window;
 * in a narrow one, where the dialog turns into a bottom sheet while it opens, it can be lost on the way, and the
 * first button, which often cancels, has the keyboard.
 */
void annex_dialog_focus_begin_at (AdwDialog *dialog, GtkWidget *widget);

G_END_DECLS
