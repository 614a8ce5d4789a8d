/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ANNEX_TYPE_RISK_TRAIL_PART (annex_risk_trail_part_get_type ())
G_DECLARE_FINAL_TYPE (AnnexRiskTrailPart, annex_risk_trail_part, ANNEX, RISK_TRAIL_PART, AdwBin)

/* Where a risk stands on the matrix, and the way by which its current rating came there. A part of the form (#AnnexRecordPart). */

GtkWidget *annex_risk_trail_part_new (void);

G_END_DECLS
