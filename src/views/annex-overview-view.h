/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_OVERVIEW_VIEW (annex_overview_view_get_type ())
G_DECLARE_FINAL_TYPE (AnnexOverviewView, annex_overview_view, ANNEX, OVERVIEW_VIEW, AdwBin)

/** annex_overview_view_new: The screen that says what is there and what needs attention; every line leads to its list. */
GtkWidget *annex_overview_view_new (AnnexStore *store);

G_END_DECLS
