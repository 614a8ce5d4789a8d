/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "corrective-action-private.h"
#include "isms/annex-isms.h"
#include "isms/annex-rules.h"

#define HAS_LINK(field) "EXISTS (SELECT 1 FROM link l WHERE l.source = r.id AND l.field = '" field "')"
#define OF_CLOSED "r.stage = 'closed' AND r.grading IN ('major', 'minor') AND "
#define STEP_IS_OPEN "r.status NOT IN ('done', 'dropped') AND "

/* Somebody named in @field is active no more. */
#define HAS_LEFT(field) \
  "EXISTS (SELECT 1 FROM link l JOIN person p ON p.id = l.target WHERE l.source = r.id AND l.field " field " AND p.active = 0)"

#define VERIFIER_IS_DOER \
  "EXISTS (SELECT 1 FROM link v JOIN link d ON d.target = v.target AND d.source = r.id AND d.field = " \
  "iif (" HAS_LINK ("implementation_owner") ", 'implementation_owner', 'owner') WHERE v.source = r.id AND v.field = 'verification_owner')"

const AnnexRule annex_corrective_action_rules[] = {
  { .id = "action-without-owner", .clause = "10.2", .type = &annex_corrective_action_type,
    .condition = ANNEX_ACTION_IS_OPEN " AND NOT " HAS_LINK ("owner"), .message = N_("has no owner. Name who gets it to its end."),
    .summary = N_("%u corrective actions have no owner. Name who gets them to their end.") },
  { .id = "action-owner-left", .clause = "5.3", .type = &annex_corrective_action_type,
    .condition = ANNEX_ACTION_IS_OPEN " AND " HAS_LEFT ("IN ('owner', r.stage || '_owner')"),
    .message = N_("waits for somebody who has left. Hand it over."), .wrong = TRUE },
  { .id = "action-verifier-is-doer", .clause = "10.2 d)", .type = &annex_corrective_action_type,
    .condition = ANNEX_ACTION_IS_OPEN " AND " VERIFIER_IS_DOER, .message = N_("is to be verified by who carries it out. Name somebody else."), .wrong = TRUE },
  { .id = "action-without-grading", .clause = "10.2", .type = &annex_corrective_action_type,
    .condition = ANNEX_ACTION_IS_OPEN " AND r.grading IS NULL", .message = N_("is not graded, so it has the deadlines of a minor nonconformity."),
    .summary = N_("%u corrective actions are not graded, so they have the deadlines of minor nonconformities.") },
  { .id = "action-late", .clause = "10.2", .type = &annex_corrective_action_type, .condition = ANNEX_ACTION_ESCALATION " = 'owner'",
    .message = N_("is late. It concerns its owner."), .summary = N_("%u corrective actions are late. They concern their owners.") },
  { .id = "action-late-manager", .clause = "10.2", .type = &annex_corrective_action_type, .condition = ANNEX_ACTION_ESCALATION " = 'manager'",
    .message = N_("is so late that it concerns the ISMS manager."),
    .summary = N_("%u corrective actions are so late that they concern the ISMS manager."), .urgent = TRUE },
  { .id = "action-late-management", .clause = "10.2", .type = &annex_corrective_action_type,
    .condition = ANNEX_ACTION_ESCALATION " = 'management'", .message = N_("is so late that it concerns top management."),
    .summary = N_("%u corrective actions are so late that they concern top management."), .urgent = TRUE },
  { .id = "action-stuck", .clause = "10.2", .type = &annex_corrective_action_type, .condition = ANNEX_ACTION_IS_STUCK,
    .message = N_("is stuck: nobody has moved it for a while."),
    .summary = N_("%u corrective actions are stuck: nobody has moved them for a while.") },
  { .id = "action-repeats", .clause = "10.2 d)", .type = &annex_corrective_action_type,
    .condition = ANNEX_ACTION_IS_REPEAT, .condition_of_all = ANNEX_ACTION_ANY_IS_REPEAT,
    .message = N_("is the same again as one that was closed as effective within the year before. See both.") },
  { .id = "action-came-back", .clause = "10.2 d)", .type = &annex_corrective_action_type,
    .condition = ANNEX_ACTION_HAS_COME_BACK, .condition_of_all = ANNEX_ACTION_ANY_HAS_COME_BACK,
    .message = N_("was closed as effective, but the nonconformity came back within a year. See both.") },
  { .id = "action-without-similar-cases", .clause = "10.2 b)", .type = &annex_corrective_action_type,
    .condition = "r.stage NOT IN ('correction', 'cause') AND r.similar IS NULL AND r.grading IN ('major', 'minor')",
    .message = N_("does not say whether the same exists elsewhere. Look for it."),
    .summary = N_("%u corrective actions do not say whether the same exists elsewhere. Look for it.") },
  { .id = "action-not-verified", .clause = "10.2 d)", .type = &annex_corrective_action_type,
    .condition = OF_CLOSED "(r.verification_done_on IS NULL OR r.effect IS NOT 'effective')",
    .message = N_("was closed without showing that it worked."),
    .summary = N_("%u corrective actions were closed without showing that they worked.") },
  { .id = "action-verified-by-doer", .clause = "10.2 d)", .type = &annex_corrective_action_type,
    .condition = OF_CLOSED VERIFIER_IS_DOER,
    .message = N_("was verified by who carried it out. Have somebody else look at it.") },
  { .id = "action-verified-early", .clause = "10.2 d)", .type = &annex_corrective_action_type,
    .condition = OF_CLOSED "r.verification_done_on < (SELECT date (r.implementation_done_on, '+' || CAST (a.waiting_days AS INTEGER) || ' days') "
                           "FROM " ANNEX_ACTION_RULE ")",
    .message = N_("was verified before the end of the waiting period."),
    .summary = N_("%u corrective actions were verified before the end of the waiting period.") },
  { .id = "action-evidence-early", .clause = "10.2", .type = &annex_corrective_action_type, .condition = "r.evidence_done_on < r.implementation_done_on",
    .message = N_("has evidence from before it was implemented, which cannot show that it was.") },
  { .id = "action-closed-with-open-steps", .clause = "10.2", .type = &annex_corrective_action_type,
    .condition = "r.stage = 'closed' AND EXISTS (SELECT 1 FROM link l JOIN action_step s ON s.id = l.source WHERE l.target = r.id "
                 "AND l.field = 'corrective_action' AND s.status NOT IN ('done', 'dropped'))",
    .message = N_("is closed, but a step of its plan is still open.") },
  { .id = "action-risk-not-judged", .clause = "10.2 e)", .type = &annex_corrective_action_type,
    .condition = "r.stage IN ('verification', 'closed') AND EXISTS (SELECT 1 FROM " ANNEX_ACTION_RISK_TO_JUDGE " WHERE " ANNEX_ACTION_RISK_IS_OPEN ")",
    .message = N_("was to have a risk reassessed, which has not been done since.") },
  { .id = "action-control-not-changed", .clause = "10.2 e)", .type = &annex_corrective_action_type,
    .condition =
      "r.stage IN ('verification', 'closed') AND EXISTS (SELECT 1 FROM " ANNEX_ACTION_CONTROL_TO_CHANGE " WHERE " ANNEX_ACTION_CONTROL_IS_OPEN ")",
    .message = N_("was to change a control, about which nothing has changed since.") },
  { .id = "action-document-not-revised", .clause = "10.2 e)", .type = &annex_corrective_action_type,
    .condition =
      "r.stage IN ('verification', 'closed') AND EXISTS (SELECT 1 FROM " ANNEX_ACTION_DOCUMENT_TO_REVISE " WHERE " ANNEX_ACTION_DOCUMENT_IS_OPEN ")",
    .message = N_("was to have a document revised, of which no version has been approved since.") },
  { .id = "action-training-not-given", .clause = "10.2 e)", .type = &annex_corrective_action_type,
    .condition =
      "r.stage IN ('verification', 'closed') AND EXISTS (SELECT 1 FROM " ANNEX_ACTION_TRAINING_TO_GIVE " WHERE " ANNEX_ACTION_TRAINING_IS_OPEN ")",
    .message = N_("was to have training given, which has not been held since.") },
  { .id = "action-step-late", .clause = "10.2", .type = &annex_action_step_type, .condition = STEP_IS_OPEN "r.due < " ANNEX_ACTION_TODAY,
    .message = N_("is late.") },
  { .id = "action-step-owner-left", .clause = "5.3", .type = &annex_action_step_type, .condition = STEP_IS_OPEN HAS_LEFT ("= 'owner'"),
    .message = N_("waits for somebody who has left. Hand it over."), .wrong = TRUE },
  { NULL },
};
