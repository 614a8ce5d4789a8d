/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_TIMELINE_MODE (annex_timeline_mode_get_type ())
G_DECLARE_FINAL_TYPE (AnnexTimelineMode, annex_timeline_mode, ANNEX, TIMELINE_MODE, AdwBin)

/* Measures as bars over a calendar, each up to the day that it is due. */

/** annex_timeline_mode_new: Returns: (transfer floating): the timeline of type "treatment", an #AnnexRegisterMode. */
GtkWidget *annex_timeline_mode_new (AnnexStore *store, const AnnexType *type);

G_END_DECLS
