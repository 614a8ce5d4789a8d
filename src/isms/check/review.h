/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the description of management reviews, their rules and readiness share. SQL over the row alias @r of review. */

/* How many of the ten inputs of clause 9.3.2 were considered. */
#define ANNEX_REVIEW_INPUTS_SQL(r) \
  "((" r ".input_actions IS NOT NULL) + (" r ".input_issues IS NOT NULL) + (" r ".input_parties IS NOT NULL) + (" r ".input_nonconformities IS NOT NULL) + " \
  "(" r ".input_measurements IS NOT NULL) + (" r ".input_audits IS NOT NULL) + (" r ".input_objectives IS NOT NULL) + " \
  "(" r ".input_feedback IS NOT NULL) + (" r ".input_risks IS NOT NULL) + (" r ".input_improvement IS NOT NULL))"

/* None was held after it. */
#define ANNEX_REVIEW_IS_LAST_SQL(r) \
  "(((" r ".held_on, " r ".id) < (SELECT held_on, id FROM review WHERE status = 'held' AND held_on IS NOT NULL " \
  "ORDER BY held_on DESC, id DESC LIMIT 1)) IS NOT TRUE)"

/* The day by which the next has to be held. */
#define ANNEX_REVIEW_NEXT_BY_SQL(r) "date (" r ".held_on, '+' || CAST (coalesce (" r ".interval_months, 12) AS INTEGER) || ' months')"

G_END_DECLS
