/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_WORKSHOP_SCENARIO (annex_workshop_scenario_get_type ())
G_DECLARE_FINAL_TYPE (AnnexWorkshopScenario, annex_workshop_scenario, ANNEX, WORKSHOP_SCENARIO, AdwBin)

/** annex_workshop_scenario_show: Tells what an agenda item is about: the risk as it is known and rated, or the question. */
void annex_workshop_scenario_show (AnnexWorkshopScenario *self, AnnexStore *store, AnnexRecord *workshop, AnnexRecord *item);

G_END_DECLS
