/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_RISK_MAP_MODE (annex_risk_map_mode_get_type ())
G_DECLARE_FINAL_TYPE (AnnexRiskMapMode, annex_risk_map_mode, ANNEX, RISK_MAP_MODE, AdwBreakpointBin)

/* The register of risks as heat maps, with the risks of the chosen cell beside them. An AnnexRegisterMode. */
GtkWidget *annex_risk_map_mode_new (AnnexStore *store, const AnnexType *type);

G_END_DECLS
