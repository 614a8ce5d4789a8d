/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-window.h"

G_BEGIN_DECLS

/** annex_window_import: The action "win.import": a table from elsewhere into the room shown. @user_data: the window. */
void annex_window_import (GSimpleAction *action, GVariant *parameter, gpointer user_data);

/**
 * annex_window_import_dropped: Offers to import a table or catalogue that was dropped on @window into the register shown there.
 *
 * Returns: FALSE where @file is nothing of that kind, or no engagement is open: it may be one itself.
 */
gboolean annex_window_import_dropped (AnnexWindow *window, GFile *file);

/** annex_window_export: The action "win.export": what the room shows now, filters included, as CSV, XLSX or JSON. */
void annex_window_export (GSimpleAction *action, GVariant *parameter, gpointer user_data);

G_END_DECLS
