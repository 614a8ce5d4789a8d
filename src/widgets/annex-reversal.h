/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

/**
 * annex_reversal_run:
 * @window: the window in which it was asked for
 * @undo: TRUE to undo, FALSE to redo
 *
 * Takes the last change back, or does it again, and says which. While somebody types, it is what
 * they type that is taken back.
 */
void annex_reversal_run (GtkWidget *window, AnnexStore *store, gboolean undo);

G_END_DECLS
