/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "control-private.h"
#include "isms/annex-isms.h"
#include "isms/annex-rules.h"

#define APPLIES "r.decision IN ('applicable', 'inherited') AND "
/* Other libraries serve to meet Annex A; they are not stated themselves. */
#define STATED "r.library <> 'other' AND "
#define HAS_LINK(field) "EXISTS (SELECT 1 FROM link l WHERE l.source = r.id AND l.field = '" field "')"
/* Risks of those joined by @risks whose text or treatment the log saw written anew after the decision; both are found by index. */
#define REWRITTEN(risks) \
  "EXISTS (SELECT 1 FROM (SELECT max (d.commit_id) AS decided FROM change d WHERE d.record = r.id AND (d.operation <> 'update' " \
  "OR d.field IN ('decision', 'justification', 'decided_on'))) z JOIN link l ON l.target = r.id AND l.field = 'controls' " risks \
  " JOIN change g ON g.record = k.id AND g.commit_id > z.decided WHERE k.status IS NOT 'closed' AND g.operation = 'update' " \
  "AND g.field IN ('title', 'event', 'outcome', 'treatment', 'status'))"

/* "Not applicable." and its like: too short to say anything of the scope; or begun and not ended. */
#define GENERIC \
  "(length (trim (r.justification)) < 25 OR r.justification LIKE '%…' OR length (trim (r.justification)) < 60 AND (lower (r.justification) LIKE '%not applicable%' " \
  "OR lower (r.justification) LIKE '%not relevant%' OR lower (r.justification) LIKE '%not needed%' OR lower (r.justification) LIKE '%not required%' " \
  "OR lower (r.justification) LIKE '%too expensive%' OR lower (r.justification) LIKE '%n/a%' OR lower (r.justification) LIKE '%out of scope%' " \
  "OR lower (r.justification) LIKE '%no need%'))"

const AnnexRule annex_soa_rules[] = {
  /* Before the first decision there is no statement that could lack one. */
  { "soa-undecided", "6.1.3 d)", &annex_control_type,
    STATED "r.decision = 'undecided' AND EXISTS (SELECT 1 FROM control c WHERE c.decision <> 'undecided')",
    N_("is not decided on. Say whether it applies, and why."),
    N_("%u controls are not decided on yet. The Statement of Applicability says of each whether it applies, and why.") },
  { "soa-without-justification", "6.1.3 d)", &annex_control_type, STATED "r.decision IN ('applicable', 'inherited') AND r.justification IS NULL",
    N_("has no justification. Say why it applies, or why not.") },
  { "soa-without-justification", "6.1.3 d)", &annex_control_type, STATED "r.decision = 'excluded' AND r.justification IS NULL",
    N_("is excluded without a reason. Say which activity, place or technology the scope does not have.") },
  { "soa-generic-exclusion", "6.1.3 d)", &annex_control_type, STATED "r.decision = 'excluded' AND r.justification IS NOT NULL AND " GENERIC,
    N_("is excluded with words that would fit any control. Say what in the scope makes it needless.") },
  { "soa-excluded-but-needed", "6.1.3 c)", &annex_control_type,
    "r.decision = 'excluded' AND (" ANNEX_CONTROL_ANSWERS_RISK_SQL " OR " HAS_LINK ("requirements") ")",
    N_("is excluded, yet a risk, a measure or a requirement relies on it.") },
  { "soa-without-reason", "6.1.3 d)", &annex_control_type,
    STATED APPLIES "NOT " ANNEX_CONTROL_ANSWERS_RISK_SQL " AND NOT (" ANNEX_CONTROL_LEGAL_SQL " OR " ANNEX_CONTROL_CONTRACT_SQL
    " OR coalesce (r.reason_business, 0) OR coalesce (r.reason_practice, 0))",
    N_("applies for no reason that is given. Link a risk or measure, or choose a reason.") },
  { "soa-reason-unsupported", "6.1.3 d)", &annex_control_type,
    APPLIES "(coalesce (r.reason_legal, 0) AND NOT " ANNEX_CONTROL_REQUIREMENT_SQL ("legal") " OR coalesce (r.reason_contract, 0) AND NOT " ANNEX_CONTROL_REQUIREMENT_SQL ("contractual") ")",
    N_("is said to be asked for by law or contract, but no such requirement is linked.") },
  { "soa-inherited-without-provider", "8.1", &annex_control_type,
    "r.decision = 'inherited' AND (NOT " HAS_LINK ("provider") " OR r.provider_contract IS NULL OR r.provider_proof IS NULL)",
    N_("is inherited. Name who performs it, under which contract, and what shows it.") },
  { "soa-without-owner", "5.3", &annex_control_type, APPLIES "NOT " HAS_LINK ("owner"), N_("has no owner. Name who runs it.") },
  { "soa-implemented-without-evidence", "9.1", &annex_control_type,
    APPLIES "r.status = 'implemented' AND NOT " ANNEX_CONTROL_HAS_EVIDENCE_SQL, N_("is said to be implemented, and nothing shows it.") },
  { "soa-evidence-old", "9.1", &annex_control_type,
    APPLIES "r.status = 'implemented' AND " ANNEX_CONTROL_HAS_EVIDENCE_SQL " AND NOT " ANNEX_CONTROL_HAS_FRESH_EVIDENCE_SQL,
    N_("is said to be implemented, but its evidence has become too old.") },
  { "soa-planned-without-measure", "6.1.3 e)", &annex_control_type,
    APPLIES "r.status IN ('not_started', 'planned', 'partial') AND r.implemented_on IS NULL AND NOT "
    ANNEX_CONTROL_MEASURE_SQL ("t.status <> 'done' AND t.due IS NOT NULL"),
    N_("is not yet implemented, and neither a date nor a measure with a date says when it will be.") },
  { "soa-decision-older-than-risk", "8.2", &annex_control_type,
    "r.decision <> 'undecided' AND (" ANNEX_CONTROL_ANY_RISK_SQL ("k.assessed_on > r.decided_on") " OR "
    REWRITTEN ("JOIN risk k ON k.id = l.source") " OR "
    REWRITTEN ("JOIN treatment t ON t.id = l.source AND t.status <> 'dropped' JOIN link n ON n.source = t.id AND n.field = 'risks' JOIN risk k ON k.id = n.target") ")",
    N_("was decided on before a risk that relies on it was judged or written anew. Look at it again.") },
  { "soa-verification-overdue", "9.1", &annex_control_type, APPLIES "r.review_date < annex_today ()",
    N_("should have been verified again by now.") },
  /* Files of others and older ones may hold such versions; what counts is the one that is in force. */
  { "soa-approved-without-review", "7.5.2 c)", &annex_soa_version_type,
    "r.state = 'approved' AND (NOT " HAS_LINK ("reviewed_by") " OR r.reviewed_as IS NULL OR r.reviewed_on IS NULL OR NOT " HAS_LINK ("approved_by")
    " OR r.approved_as IS NULL) AND ((SELECT max (v.approved_on) FROM soa_version v WHERE v.state = 'approved') > r.approved_on) IS NOT TRUE",
    N_("was approved without name, role and day of a review and an approval on file. Have the next version reviewed before it is approved.") },
  { NULL },
};
