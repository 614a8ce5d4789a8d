/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_METHODOLOGY_VIEW (annex_methodology_view_get_type ())
G_DECLARE_FINAL_TYPE (AnnexMethodologyView, annex_methodology_view, ANNEX, METHODOLOGY_VIEW, AdwBreakpointBin)

/* How risk is judged: the matrix to paint on, the scales, and the text of the methodology. An AnnexView. */
GtkWidget *annex_methodology_view_new (AnnexStore *store);

G_END_DECLS
