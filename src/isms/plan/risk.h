/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-transaction.h"

G_BEGIN_DECLS

/**
 * AnnexRiskStage: which of the three ratings of a risk.
 * @ANNEX_RISK_INHERENT: as if there were no controls
 * @ANNEX_RISK_CURRENT: with the controls of today
 * @ANNEX_RISK_TARGET: residual, as expected when treatment is done
 */
typedef enum
{
  ANNEX_RISK_INHERENT,
  ANNEX_RISK_CURRENT,
  ANNEX_RISK_TARGET
} AnnexRiskStage;

#define ANNEX_RISK_N_STAGES 3

/**
 * AnnexRiskRating:
 * @likelihood: on the scale "likelihood", 0 when not estimated
 * @consequence: on the scale "consequence", 0 when not estimated
 * @level: on the scale "risk_level" by the matrix, 0 when there is none
 */
typedef struct
{
  int likelihood;
  int consequence;
  int level;
} AnnexRiskRating;

/** annex_risk_stage_get_name: Returns: "inherent", "current" or "target": what the names of the fields begin with. */
const char *annex_risk_stage_get_name (AnnexRiskStage stage);

/** annex_risk_stage_get_label: Returns: (transfer none): the stage in the user's language. */
const char *annex_risk_stage_get_label (AnnexRiskStage stage);

/** annex_risk_stage_parse: Returns: whether @name is a stage; "residual" is "target". */
gboolean annex_risk_stage_parse (const char *name, AnnexRiskStage *stage);

/** annex_risk_get_rating: Returns: what a record of type "risk" says of that stage. */
AnnexRiskRating annex_risk_get_rating (AnnexRecord *risk, AnnexRiskStage stage);

/** annex_risk_set_rating: Gives a risk another rating. @rationale: (nullable): why; replaces the rating's rationale unless it is empty. */
gboolean annex_risk_set_rating (AnnexTransaction *transaction, gint64 risk, AnnexRiskStage stage, int likelihood, int consequence,
                                const char *rationale, GError **error);

/** annex_risk_get_accepted_stage: Returns: what an owner accepts now: the residual rating of a risk that is treated or transferred, else the current one. */
AnnexRiskStage annex_risk_get_accepted_stage (AnnexRecord *risk);

G_END_DECLS
