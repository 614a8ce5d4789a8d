/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_TREATMENT_PLAN_MODE (annex_treatment_plan_mode_get_type ())
G_DECLARE_FINAL_TYPE (AnnexTreatmentPlanMode, annex_treatment_plan_mode, ANNEX, TREATMENT_PLAN_MODE, AdwBreakpointBin)

/*
 * The treatment plan: what it costs, and what becomes of each risk by its measures. One can ask what
 * if measures were dropped, which writes nothing until one drops them.
 */

/** annex_treatment_plan_mode_new: Returns: (transfer floating): the plan of type "treatment", an #AnnexRegisterMode. */
GtkWidget *annex_treatment_plan_mode_new (AnnexStore *store, const AnnexType *type);

G_END_DECLS
