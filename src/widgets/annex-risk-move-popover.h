/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "isms/plan/risk.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_RISK_MOVE_POPOVER (annex_risk_move_popover_get_type ())
G_DECLARE_FINAL_TYPE (AnnexRiskMovePopover, annex_risk_move_popover, ANNEX, RISK_MOVE_POPOVER, GtkPopover)

/**
 * annex_risk_move_popover_present:
 * @parent: what it points at
 * @ids: (element-type gint64): of risks
 * @likelihood: proposed, 0 for that of the first risk
 * @consequence: proposed, 0 for that of the first risk
 *
 * Asks where the risks go and why, and moves them, as one step of undo. It goes when it is closed.
 */
void annex_risk_move_popover_present (GtkWidget *parent, AnnexStore *store, GArray *ids, AnnexRiskStage stage, int likelihood,
                                      int consequence);

G_END_DECLS
