/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-transaction.h"
#include "corrective-action-path.h"

G_BEGIN_DECLS

/* How grave a nonconformity is; the last one is no nonconformity at all. */
extern const AnnexChoice annex_gradings[];

/**
 * AnnexActionRule:
 * @days: by #AnnexGate: until when after the day it was raised; of the verification, after the end of
 *   the waiting period. 0 for no deadline
 * @waiting_days: between implementation and verification
 *
 * The deadlines that a grading sets.
 */
typedef struct
{
  guint days[ANNEX_N_GATES];
  guint waiting_days;
} AnnexActionRule;

/** annex_action_rule_create_defaults: Gives the engagement a rule per grading where it has none at all. */
gboolean annex_action_rule_create_defaults (AnnexTransaction *transaction, AnnexStore *store, GError **error);

/**
 * annex_action_rule_load:
 * @grading: (nullable): NULL takes the rule for a minor nonconformity
 * @rule: (out): zeros where there is none
 *
 * Returns: whether it could be read
 */
gboolean annex_action_rule_load (AnnexStore *store, const char *grading, AnnexActionRule *rule, GError **error);

G_END_DECLS
