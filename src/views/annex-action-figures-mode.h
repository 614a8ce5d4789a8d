/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_ACTION_FIGURES_MODE (annex_action_figures_mode_get_type ())
G_DECLARE_FINAL_TYPE (AnnexActionFiguresMode, annex_action_figures_mode, ANNEX, ACTION_FIGURES_MODE, AdwBin)

/* The corrective actions of the whole engagement as charts: age, time to close, load per owner. An AnnexRegisterMode. */

GtkWidget *annex_action_figures_mode_new (AnnexStore *store, const AnnexType *type);

G_END_DECLS
