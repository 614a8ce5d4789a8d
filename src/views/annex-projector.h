/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A window that many people read from afar. */

/** annex_projector_toggle: Fills the screen that the window before this one is not on, where there is one; or leaves it. */
void annex_projector_toggle (GtkWindow *window);

/** annex_projector_zoom: So many steps larger, or smaller; of four, from none. Style classes "zoom-1" to "zoom-4". */
void annex_projector_zoom (GtkWidget *window, int steps);

G_END_DECLS
