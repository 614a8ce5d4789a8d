/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* SQL over the row alias r of table control, for the description and the rules of controls. */

/* Measures that implement it, with that condition on the row alias t. */
#define ANNEX_CONTROL_MEASURE_SQL(condition) \
  "EXISTS (SELECT 1 FROM link l JOIN treatment t ON t.id = l.source WHERE l.target = r.id AND l.field = 'controls' " \
  "AND t.status <> 'dropped' AND " condition ")"

/* A risk that is kept down by it today, with that condition on the row alias k. */
#define ANNEX_CONTROL_RISK_SQL(condition) \
  "EXISTS (SELECT 1 FROM link l JOIN risk k ON k.id = l.source WHERE l.target = r.id AND l.field = 'controls' " \
  "AND k.status IS NOT 'closed' AND " condition ")"

#define ANNEX_CONTROL_ANSWERS_RISK_SQL "(" ANNEX_CONTROL_RISK_SQL ("TRUE") " OR " ANNEX_CONTROL_MEASURE_SQL ("TRUE") ")"

/* Something about the evidence for it, with a condition on the row alias e. */
#define ANNEX_CONTROL_EVIDENCE_SQL(what, condition) \
  "(SELECT " what " FROM link l JOIN evidence e ON e.id = l.source WHERE l.target = r.id AND l.field = 'controls' AND " condition ")"

#define ANNEX_CONTROL_HAS_EVIDENCE_SQL ANNEX_CONTROL_EVIDENCE_SQL ("count (*) > 0", "TRUE")
#define ANNEX_CONTROL_HAS_FRESH_EVIDENCE_SQL \
  ANNEX_CONTROL_EVIDENCE_SQL ("count (*) > 0", "coalesce (e.valid_until >= date ('now', 'localtime'), TRUE)")

/* Evidence that it operates and no measure left to do: implemented. Either of the two, or a measure begun: partly. */
#define ANNEX_CONTROL_RECORDED_STATUS_SQL \
  "(CASE WHEN r.decision NOT IN ('applicable', 'inherited') THEN NULL " \
  "WHEN " ANNEX_CONTROL_HAS_FRESH_EVIDENCE_SQL " AND NOT " ANNEX_CONTROL_MEASURE_SQL ("t.status <> 'done'") " THEN 'implemented' " \
  "WHEN " ANNEX_CONTROL_HAS_FRESH_EVIDENCE_SQL " OR " ANNEX_CONTROL_MEASURE_SQL ("t.status IN ('done', 'in_progress')") " THEN 'partial' " \
  "WHEN " ANNEX_CONTROL_MEASURE_SQL ("TRUE") " THEN 'planned' ELSE 'not_started' END)"

#define ANNEX_CONTROL_RANK_SQL(status) \
  "(CASE " status " WHEN 'implemented' THEN 3 WHEN 'partial' THEN 2 WHEN 'planned' THEN 1 ELSE 0 END)"
