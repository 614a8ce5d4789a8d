/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* SQL over the row alias r of table control, for the description and the rules of controls; what meets r, of table clause, too. */

/* Measures that implement the control of the row alias given, with that condition on the row alias t. */
#define ANNEX_CONTROL_MEASURE_OF_SQL(control, condition) \
  "EXISTS (SELECT 1 FROM link l JOIN treatment t ON t.id = l.source WHERE l.target = " control ".id AND l.field = 'controls' " \
  "AND t.status <> 'dropped' AND " condition ")"
#define ANNEX_CONTROL_MEASURE_SQL(condition) ANNEX_CONTROL_MEASURE_OF_SQL ("r", condition)

/* A risk that is kept down by it today, with that condition on the row alias k. */
#define ANNEX_CONTROL_RISK_SQL(condition) \
  "EXISTS (SELECT 1 FROM link l JOIN risk k ON k.id = l.source WHERE l.target = r.id AND l.field = 'controls' " \
  "AND k.status IS NOT 'closed' AND " condition ")"

#define ANNEX_CONTROL_ANSWERS_RISK_SQL "(" ANNEX_CONTROL_RISK_SQL ("TRUE") " OR " ANNEX_CONTROL_MEASURE_SQL ("TRUE") ")"

/* A risk that it keeps down itself or through a measure, with that condition on the row alias k. */
#define ANNEX_CONTROL_ANY_RISK_SQL(condition) \
  "(" ANNEX_CONTROL_RISK_SQL (condition) " OR EXISTS (SELECT 1 FROM link l JOIN treatment t ON t.id = l.source AND t.status <> 'dropped' " \
  "JOIN link n ON n.source = t.id AND n.field = 'risks' JOIN risk k ON k.id = n.target WHERE l.target = r.id AND l.field = 'controls' " \
  "AND k.status IS NOT 'closed' AND " condition "))"

/* A requirement of that kind that it meets. */
#define ANNEX_CONTROL_REQUIREMENT_SQL(kind) \
  "EXISTS (SELECT 1 FROM link l JOIN requirement q ON q.id = l.target WHERE l.source = r.id AND l.field = 'requirements' AND q.kind = '" kind "')"

/* What is linked is a reason by itself, as what is chosen is. */
#define ANNEX_CONTROL_LEGAL_SQL "(coalesce (r.reason_legal, 0) OR " ANNEX_CONTROL_REQUIREMENT_SQL ("legal") ")"
#define ANNEX_CONTROL_CONTRACT_SQL "(coalesce (r.reason_contract, 0) OR " ANNEX_CONTROL_REQUIREMENT_SQL ("contractual") ")"

/* Something about the evidence for the control of the row alias given, with a condition on the row alias e. */
#define ANNEX_CONTROL_EVIDENCE_OF_SQL(control, what, condition) \
  "(SELECT " what " FROM link l JOIN evidence e ON e.id = l.source WHERE l.target = " control ".id AND l.field = 'controls' AND " condition ")"
#define ANNEX_CONTROL_EVIDENCE_SQL(what, condition) ANNEX_CONTROL_EVIDENCE_OF_SQL ("r", what, condition)
#define ANNEX_CONTROL_FRESH_EVIDENCE_OF_SQL(control) \
  ANNEX_CONTROL_EVIDENCE_OF_SQL (control, "count (*) > 0", "coalesce (e.valid_until >= annex_today (), TRUE)")

/* A document that serves it, with that condition on the row alias d. A record is proof; a rule shows that something was begun. */
#define ANNEX_CONTROL_DOCUMENT_SQL(condition) \
  "EXISTS (SELECT 1 FROM link l JOIN document d ON d.id = l.source WHERE l.target = r.id AND l.field = 'controls' AND d.status <> 'withdrawn' AND " condition ")"
#define ANNEX_CONTROL_RECORD_SQL ANNEX_CONTROL_DOCUMENT_SQL ("d.kind = 'record'")
#define ANNEX_CONTROL_FRESH_RECORD_SQL ANNEX_CONTROL_DOCUMENT_SQL ("d.kind = 'record' AND coalesce (d.next_review >= annex_today (), TRUE)")

/* A confirmed mapping (m) by which another control (o) meets it, with that condition on both. */
#define ANNEX_CONTROL_MET_BY_SQL(what, condition) \
  "(SELECT " what " FROM link y JOIN mapping m ON m.id = y.source AND m.state = 'confirmed' JOIN link z ON z.source = m.id AND z.field = 'met_by' " \
  "JOIN control o ON o.id = z.target AND o.decision <> 'excluded' WHERE y.target = r.id AND y.field IN ('meets', 'meets_clause') AND (" condition "))"
#define ANNEX_CONTROL_MET_SQL(condition) "EXISTS " ANNEX_CONTROL_MET_BY_SQL ("1", condition)
#define ANNEX_CONTROL_MET_WHOLLY_SQL(condition) ANNEX_CONTROL_MET_SQL ("m.relation IN ('equal', 'superset') AND " condition)

/* What it is proved by: its own evidence, or that of controls that are confirmed to meet it. */
#define ANNEX_CONTROL_HAS_EVIDENCE_SQL \
  "(" ANNEX_CONTROL_EVIDENCE_SQL ("count (*) > 0", "TRUE") " OR " ANNEX_CONTROL_RECORD_SQL " OR " ANNEX_CONTROL_MET_SQL (ANNEX_CONTROL_EVIDENCE_OF_SQL ("o", "count (*) > 0", "TRUE")) ")"
#define ANNEX_CONTROL_HAS_FRESH_EVIDENCE_SQL \
  "(" ANNEX_CONTROL_FRESH_EVIDENCE_OF_SQL ("r") " OR " ANNEX_CONTROL_FRESH_RECORD_SQL " OR " ANNEX_CONTROL_MET_SQL (ANNEX_CONTROL_FRESH_EVIDENCE_OF_SQL ("o")) ")"

/*
 * Evidence that it operates and no measure left to do: implemented. Either of the two, or a measure begun: partly.
 * A rule in force is partly, too. What meets it counts as its own does; but only what meets it wholly makes it implemented.
 */
#define ANNEX_CONTROL_RECORDED_STATUS_SQL \
  "(CASE WHEN r.decision NOT IN ('applicable', 'inherited') THEN NULL " \
  "WHEN NOT " ANNEX_CONTROL_MEASURE_SQL ("t.status <> 'done'") " AND (" ANNEX_CONTROL_FRESH_EVIDENCE_OF_SQL ("r") " OR " ANNEX_CONTROL_FRESH_RECORD_SQL " OR " \
  ANNEX_CONTROL_MET_WHOLLY_SQL (ANNEX_CONTROL_FRESH_EVIDENCE_OF_SQL ("o") " AND NOT " ANNEX_CONTROL_MEASURE_OF_SQL ("o", "t.status <> 'done'")) \
  ") THEN 'implemented' " \
  "WHEN " ANNEX_CONTROL_HAS_FRESH_EVIDENCE_SQL " OR " ANNEX_CONTROL_DOCUMENT_SQL ("d.status IN ('approved', 'current')") " OR " ANNEX_CONTROL_MEASURE_SQL ("t.status IN ('done', 'in_progress')") " OR " \
  ANNEX_CONTROL_MET_SQL (ANNEX_CONTROL_MEASURE_OF_SQL ("o", "t.status IN ('done', 'in_progress')")) " THEN 'partial' " \
  "WHEN " ANNEX_CONTROL_MEASURE_SQL ("TRUE") " OR " ANNEX_CONTROL_MET_SQL (ANNEX_CONTROL_MEASURE_OF_SQL ("o", "TRUE")) \
  " THEN 'planned' ELSE 'not_started' END)"

/* What those who run it have to do, or to show. */
#define ANNEX_CONTROL_GAP_SQL \
  "(CASE WHEN r.decision = 'undecided' THEN 'undecided' WHEN r.decision = 'excluded' THEN NULL WHEN r.status <> 'implemented' THEN 'open' " \
  "WHEN " ANNEX_CONTROL_RECORDED_STATUS_SQL " <> 'implemented' THEN 'unproved' ELSE 'none' END)"

/* How far what is said of the controls that meet it goes; NULL where none is confirmed to. */
#define ANNEX_CONTROL_COVERAGE_SQL \
  "(CASE WHEN NOT " ANNEX_CONTROL_MET_SQL ("TRUE") " THEN NULL WHEN " ANNEX_CONTROL_MET_WHOLLY_SQL ("o.status = 'implemented'") " THEN 'wholly' " \
  "WHEN " ANNEX_CONTROL_MET_SQL ("o.status IN ('implemented', 'partial')") " THEN 'partly' ELSE 'not_yet' END)"

/* Which controls are confirmed to meet it. */
#define ANNEX_CONTROL_MET_THROUGH_SQL \
  "(SELECT group_concat (reference, ', ') FROM (SELECT DISTINCT x.reference FROM link y JOIN mapping m ON m.id = y.source " \
  "AND m.state = 'confirmed' JOIN link z ON z.source = m.id AND z.field = 'met_by' JOIN record x ON x.id = z.target " \
  "WHERE y.target = r.id AND y.field IN ('meets', 'meets_clause') ORDER BY x.reference COLLATE as_counted))"

/* The fields of a control or clause that show both. */
#define ANNEX_CONTROL_COVERAGE_FIELDS \
  { \
    .name = "coverage", \
    .kind = ANNEX_FIELD_COMPUTED, \
    .label = N_("Met through other libraries"), \
    .help = N_("How far the controls that are confirmed to meet it are implemented"), \
    .choices = annex_control_coverages, \
    .expression = ANNEX_CONTROL_COVERAGE_SQL, \
    .flags = ANNEX_FIELD_FILTER, \
  }, \
  { \
    .name = "met_through", \
    .kind = ANNEX_FIELD_COMPUTED, \
    .label = N_("Met by"), \
    .help = N_("The controls that are confirmed to meet it"), \
    .expression = ANNEX_CONTROL_MET_THROUGH_SQL, \
  }

#define ANNEX_CONTROL_RANK_SQL(status) \
  "(CASE " status " WHEN 'implemented' THEN 3 WHEN 'partial' THEN 2 WHEN 'planned' THEN 1 ELSE 0 END)"
