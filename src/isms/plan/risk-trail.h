/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "risk.h"

G_BEGIN_DECLS

/**
 * AnnexRiskTrailStep:
 * @day: YYYY-MM-DD, UTC
 * @author: who rated it so, as the log knows them
 * @methodology_version: under which it was judged, 0 when the log does not say
 *
 * How a risk was rated at the end of a day.
 */
typedef struct
{
  char *day;
  char *author;
  int methodology_version;
  int likelihood;
  int consequence;
} AnnexRiskTrailStep;

/**
 * annex_risk_trail_load:
 *
 * Reads from the log how the rating of a risk has changed: a step for each day that it was another at the end of than
 * before, so that what was undone the same day leaves none.
 *
 * Returns: (transfer full) (element-type AnnexRiskTrailStep): oldest first; empty while it was never rated.
 */
GPtrArray *annex_risk_trail_load (AnnexStore *store, gint64 risk, AnnexRiskStage stage, GError **error);

G_END_DECLS
