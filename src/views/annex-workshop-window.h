/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_WORKSHOP_WINDOW (annex_workshop_window_get_type ())
G_DECLARE_FINAL_TYPE (AnnexWorkshopWindow, annex_workshop_window, ANNEX, WORKSHOP_WINDOW, AdwWindow)

/**
 * annex_workshop_window_new:
 * @parent: the engagement's window; the workshop goes when it goes
 * @workshop: one that has begun
 *
 * A window for a projector: one scenario at a time in large type, the estimates of all who are
 * there, and the risk map as it changes. Every command has a key of its own.
 */
GtkWindow *annex_workshop_window_new (GtkWindow *parent, AnnexStore *store, gint64 workshop);

G_END_DECLS
