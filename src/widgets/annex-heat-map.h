/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "isms/plan/risk-map.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_HEAT_MAP (annex_heat_map_get_type ())
G_DECLARE_FINAL_TYPE (AnnexHeatMap, annex_heat_map, ANNEX, HEAT_MAP, AdwBin)

/*
 * A risk matrix with the risks of one rating counted in its cells. Each cell is a button that the
 * accessible tree reads in words; arrow keys walk from one to the next.
 *
 * Signals:
 *   "cell-chosen" (int likelihood, int consequence): a click or Enter.
 *   "risks-dropped" (int likelihood, int consequence, const char *ids): risks were dragged onto a
 *   cell; ids as in a canonical link value.
 */

GtkWidget *annex_heat_map_new (void);

/** annex_heat_map_show: Shows @map (nullable) at a stage. @arrows: whether to draw how risks go from inherent to residual. */
void annex_heat_map_show (AnnexHeatMap *self, AnnexRiskMap *map, AnnexRiskStage stage, gboolean arrows);

/** annex_heat_map_get_stage: Returns: the rating that is shown. */
AnnexRiskStage annex_heat_map_get_stage (AnnexHeatMap *self);

/** annex_heat_map_mark: Marks a cell as the chosen one, and no other; 0, 0 marks none. */
void annex_heat_map_mark (AnnexHeatMap *self, int likelihood, int consequence);

/** annex_heat_map_find: Returns: (transfer none) (nullable): the button of a cell. */
GtkWidget *annex_heat_map_find (AnnexHeatMap *self, int likelihood, int consequence);

/** annex_heat_map_get_focused: Returns: whether the keyboard is on a cell; @likelihood and @consequence: (out). */
gboolean annex_heat_map_get_focused (AnnexHeatMap *self, int *likelihood, int *consequence);

/** annex_heat_map_set_accepts_drops: Whether risks can be dragged onto cells. */
void annex_heat_map_set_accepts_drops (AnnexHeatMap *self, gboolean accepts);

G_END_DECLS
