/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* SQL that the rules on audits and the programme share. */

/* Kinds by which an organization audits itself (ISO/IEC 27001, 9.2). */
#define ANNEX_AUDIT_OWN_KINDS_SQL "('internal', 'supplier', 'follow_up')"

#define ANNEX_AUDIT_YEAR_SQL(date) "CAST (substr (" date ", 1, 4) AS INTEGER)"

/*
 * The first of the three calendar years that the programme is in today: those from the year that the
 * engagement names, or that of the first internal audit, and then every third.
 */
#define ANNEX_AUDIT_CYCLE_SQL \
  "(SELECT first + 3 * max (0, (this - first) / 3) FROM (SELECT " ANNEX_AUDIT_YEAR_SQL ("annex_today ()") " AS this, " \
  "CAST (coalesce ((SELECT audit_years_from FROM engagement LIMIT 1), (SELECT min (" ANNEX_AUDIT_YEAR_SQL ("starts_on") ") FROM audit " \
  "WHERE kind IN " ANNEX_AUDIT_OWN_KINDS_SQL " AND status <> 'cancelled'), " ANNEX_AUDIT_YEAR_SQL ("annex_today ()") ") AS INTEGER) AS first))"

#define ANNEX_AUDIT_HAS_PROGRAMME_SQL \
  "EXISTS (SELECT 1 FROM audit WHERE kind IN " ANNEX_AUDIT_OWN_KINDS_SQL " AND status <> 'cancelled' AND starts_on IS NOT NULL)"

#define ANNEX_AUDIT_IN_CYCLE_SQL \
  "a.kind IN " ANNEX_AUDIT_OWN_KINDS_SQL " AND a.status <> 'cancelled' " \
  "AND " ANNEX_AUDIT_YEAR_SQL ("a.starts_on") " - " ANNEX_AUDIT_CYCLE_SQL " BETWEEN 0 AND 2"

/*
 * A clause or control, row alias r, was looked at by an internal audit of these three years, or will be:
 * what a finished audit had in its scope and left out does not count.
 */
#define ANNEX_AUDIT_IN_PROGRAMME_SQL(field) \
  "(EXISTS (SELECT 1 FROM link l JOIN audit a ON a.id = l.source WHERE l.target = r.id AND l.field = '" field "' AND a.status <> 'finished' " \
  "AND " ANNEX_AUDIT_IN_CYCLE_SQL ") OR EXISTS (SELECT 1 FROM link l JOIN audit_item i ON i.id = l.source JOIN link o ON o.source = i.id " \
  "AND o.field = 'audit' JOIN audit a ON a.id = o.target WHERE l.target = r.id AND l.field = '" field "' " \
  "AND (a.status <> 'finished' OR i.result NOT IN ('open', 'not_audited')) AND " ANNEX_AUDIT_IN_CYCLE_SQL "))"
