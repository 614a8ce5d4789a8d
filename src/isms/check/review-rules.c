/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "isms/annex-isms.h"
#include "isms/annex-rules.h"
#include "review.h"

#define TODAY "annex_today ()"
#define HELD "r.status = 'held' AND "
#define HAS_LINK(field) "EXISTS (SELECT 1 FROM link l WHERE l.source = r.id AND l.field = '" field "')"
#define IS_OPEN "r.status = 'open' AND "

const AnnexRule annex_review_rules[] = {
  /* Before the first risk there is nothing that could be reviewed. */
  { "review-none", "9.3.1", &annex_engagement_type,
    "EXISTS (SELECT 1 FROM risk) AND NOT EXISTS (SELECT 1 FROM review m WHERE m.status = 'held' OR m.status = 'planned' AND m.held_on IS NOT NULL)",
    N_("has no management review, neither held nor planned. Plan the first one.") },
  { "review-interval-passed", "9.3.1", &annex_review_type,
    HELD ANNEX_REVIEW_IS_LAST_SQL ("r") " AND " ANNEX_REVIEW_NEXT_BY_SQL ("r") " < " TODAY,
    N_("is the last one that was held, and the interval until the next has passed.") },
  { "review-not-held", "9.3.1", &annex_review_type, "r.status = 'planned' AND r.held_on < " TODAY,
    N_("was planned for a day that has passed. Say that it was held, or find another day.") },
  { "review-without-chair", "9.3.1", &annex_review_type, HELD "NOT " HAS_LINK ("chair"),
    N_("was held, but by whom is not said. Name who of top management led it.") },
  { "review-input-missing", "9.3.2", &annex_review_type, HELD ANNEX_REVIEW_INPUTS_SQL ("r") " < 10",
    N_("was held without all of the inputs that have to be considered.") },
  { "review-without-results", "9.3.3", &annex_review_type,
    HELD "(r.conclusion IS NULL OR NOT EXISTS (SELECT 1 FROM link l WHERE l.target = r.id AND l.field = 'review'))",
    N_("was held, but has no conclusion or no decision. Write down what came of it.") },
  { "decision-without-owner", "9.3.3", &annex_review_decision_type, IS_OPEN "NOT " HAS_LINK ("owner"), N_("has no owner. Name who carries it out.") },
  { "decision-owner-left", "5.3", &annex_review_decision_type,
    IS_OPEN "EXISTS (SELECT 1 FROM link l JOIN person p ON p.id = l.target WHERE l.source = r.id AND l.field = 'owner' AND p.active = 0)",
    N_("waits for somebody who has left. Hand it over.") },
  { "decision-late", "9.3.3", &annex_review_decision_type, IS_OPEN "r.due < " TODAY, N_("was decided in a management review and is late.") },
  { NULL },
};
