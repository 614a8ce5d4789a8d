/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-application.h"
#include "views/annex-view.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_WINDOW (annex_window_get_type ())
G_DECLARE_FINAL_TYPE (AnnexWindow, annex_window, ANNEX, WINDOW, AdwApplicationWindow)

AnnexWindow *annex_window_new (AnnexApplication *application);

/** annex_window_find_free: Returns: (transfer none): @window (nullable) where it shows no engagement and opens none,
 * or else a new one. */
AnnexWindow *annex_window_find_free (AnnexApplication *application, GtkWindow *window);

/**
 * annex_window_open:
 * @quietly: to say nothing when the file is not there
 *
 * Opens the engagement at @path in a thread, and presents this window with it, or with why it cannot. Where another
 * window has the file by another path, that one is presented.
 */
void annex_window_open (AnnexWindow *self, const char *path, gboolean quietly);

/** annex_window_open_sample: Makes the sample engagement at @path in a thread, and opens it. */
void annex_window_open_sample (AnnexWindow *self, const char *path);

/** annex_window_get_opening: Returns: (nullable): the path of what is being opened. */
const char *annex_window_get_opening (AnnexWindow *self);

/** annex_window_save_state: Before the window goes: keeps what was typed and not confirmed, and the window's size. */
void annex_window_save_state (AnnexWindow *self);

/** annex_window_get_store: Returns: (nullable): the engagement shown. */
AnnexStore *annex_window_get_store (AnnexWindow *self);

/** annex_window_get_view: Returns: (nullable): the screen shown. */
AnnexView *annex_window_get_view (AnnexWindow *self);

/** annex_window_show_room: Shows the room of a type, or the overview when NULL. Returns: (nullable): its screen. */
AnnexView *annex_window_show_room (AnnexWindow *self, const AnnexType *type);

/** annex_window_show_room_at: Shows the room at @position in the sidebar, from 0, not counting those that stand under another. */
void annex_window_show_room_at (AnnexWindow *self, guint position);

G_END_DECLS
