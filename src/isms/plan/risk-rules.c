/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "isms/annex-isms.h"
#include "isms/annex-rules.h"
#include "risk-private.h"

#define OPEN "r.status IS NOT 'closed' AND "
#define HAS_LINK(field) "EXISTS (SELECT 1 FROM link l WHERE l.source = r.id AND l.field = '" field "')"
#define HAS_MEASURE \
  "EXISTS (SELECT 1 FROM link l JOIN treatment t ON t.id = l.source WHERE l.target = r.id AND l.field = 'risks' AND t.status <> 'dropped')"
#define CRITERION(stage) "(SELECT s.acceptance FROM scale_level s WHERE s.scale = 'risk_level' AND s.level = " ANNEX_RISK_LEVEL_SQL (stage) ")"
#define OFF_SCALE(stage, what) \
  "(r." stage "_" what " IS NOT NULL AND NOT EXISTS (SELECT 1 FROM scale_level s WHERE s.scale = '" what "' AND s.level = r." stage "_" what "))"
#define OFF_SCALES(stage) OFF_SCALE (stage, "likelihood") " OR " OFF_SCALE (stage, "consequence")
/* Nothing brings a tolerated risk down, so that a sign-off of what would be left after treatment is none. */
#define ACCEPTED_AS_IT_IS \
  "EXISTS (SELECT 1 FROM link k JOIN acceptance a ON a.id = k.source WHERE k.target = r.id AND k.field = 'risk' AND a.decision = 'accepted' " \
  "AND a.likelihood IS r.current_likelihood AND a.consequence IS r.current_consequence " \
  "AND coalesce (a.valid_until >= annex_today (), TRUE))"

const AnnexRule annex_risk_rules[] = {
  { "risk-without-owner", "6.1.2 c)", &annex_risk_type, OPEN "NOT " HAS_LINK ("owner"),
    N_("has no owner. Name the person who may decide about it.") },
  { "risk-without-asset", "6.1.2 c)", &annex_risk_type, OPEN "r.approach = 'asset' AND NOT " HAS_LINK ("assets"),
    N_("is asset-based but names no asset. Link what it would strike; an asset that was deleted leaves this gap.") },
  { "risk-not-rated", "6.1.2 d)", &annex_risk_type,
    OPEN "r.status <> 'identified' AND (r.current_likelihood IS NULL OR r.current_consequence IS NULL)",
    N_("is past being identified but has no current rating. Estimate likelihood and consequence.") },
  { "risk-off-scale", "6.1.2 b)", &annex_risk_type, OPEN "(" OFF_SCALES ("inherent") " OR " OFF_SCALES ("current") " OR " OFF_SCALES ("target") ")",
    N_("has an estimate that the scales no longer have. Judge it anew; what was estimated is kept.") },
  { "risk-residual-above-inherent", "6.1.2 d)", &annex_risk_type,
    OPEN "(r.target_likelihood > r.inherent_likelihood OR r.target_consequence > r.inherent_consequence)",
    N_("is expected to be worse after treatment than without any control. One of the two estimates is wrong.") },
  { "risk-undecided", "6.1.2 e)", &annex_risk_type, OPEN "r.status <> 'identified' AND r.treatment IS NULL",
    N_("was analysed, but nobody has decided whether to treat, tolerate, transfer or terminate it.") },
  { "risk-treated-without-control", "6.1.3 b)", &annex_risk_type,
    OPEN "r.treatment = 'treat' AND NOT " HAS_LINK ("controls") " AND NOT " HAS_MEASURE,
    N_("is to be treated, but no control exists and no measure is planned.") },
  { "risk-tolerated-above-criteria", "6.1.3 f)", &annex_risk_type,
    OPEN "r.treatment = 'tolerate' AND " CRITERION ("current") " <> 'accept' AND "
    "(" ANNEX_RISK_ACCEPTANCE_SQL " IS NOT 'valid' OR NOT " ACCEPTED_AS_IT_IS ")",
    N_("is tolerated above the acceptance criteria, and no sign-off stands for it as it is today.") },
  { "risk-residual-not-accepted", "6.1.3 f)", &annex_risk_type,
    OPEN "r.treatment IN ('treat', 'transfer') AND " CRITERION ("target") " <> 'accept' AND " ANNEX_RISK_ACCEPTANCE_SQL " IS NOT 'valid'",
    N_("stays above the acceptance criteria after treatment, and no sign-off stands for that.") },
  { "risk-transferred-without-contract", "6.1.3 a)", &annex_risk_type,
    OPEN "r.treatment = 'transfer' AND r.contract IS NULL AND NOT " HAS_LINK ("supplier"),
    N_("is transferred, but neither a contract nor a supplier is named.") },
  { "risk-terminated-still-linked", "6.1.3 a)", &annex_risk_type,
    "r.treatment = 'terminate' AND EXISTS (SELECT 1 FROM link l JOIN asset a ON a.id = l.target WHERE l.source = r.id AND l.field = 'assets' "
    "AND a.lifecycle IN ('planned', 'in_use'))",
    N_("was terminated, yet what brings it is still in use. Retire the asset, or decide otherwise.") },
  { "risk-review-overdue", "8.2", &annex_risk_type, OPEN "r.review_date < annex_today ()",
    N_("should have been looked at again by now.") },
  { "risk-acceptance-stale", "8.3", &annex_risk_type, OPEN ANNEX_RISK_ACCEPTANCE_SQL " = 'stale'",
    N_("was accepted at another rating than it has today. Ask its owner again.") },
  { "risk-acceptance-expired", "8.3", &annex_risk_type, OPEN ANNEX_RISK_ACCEPTANCE_SQL " = 'expired'",
    N_("was accepted for a time that is over. Ask its owner again.") },
  { "risk-acceptance-conflict", "6.1.3 f)", &annex_risk_type, OPEN ANNEX_RISK_ACCEPTANCE_SQL " = 'conflict'",
    N_("was accepted by one person and refused by another. Bring them together; the latest word of each counts.") },
  { NULL },
};
