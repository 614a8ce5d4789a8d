/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_FIELDWORK_WINDOW (annex_fieldwork_window_get_type ())
G_DECLARE_FINAL_TYPE (AnnexFieldworkWindow, annex_fieldwork_window, ANNEX, FIELDWORK_WINDOW, AdwWindow)

/*
 * An audit on the spot, with a laptop or tablet on the knee: the checklist by session, one question at
 * a time with large targets and a key for each result, and from every record on to those that it is
 * linked with.
 */

/** annex_fieldwork_window_new: @audit: one that annex_audit_begin() was called for. Returns: (transfer none): the window, not yet presented. */
GtkWindow *annex_fieldwork_window_new (GtkWindow *parent, AnnexStore *store, gint64 audit);

G_END_DECLS
