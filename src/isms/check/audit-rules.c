/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "audit-private.h"
#include "isms/annex-isms.h"
#include "isms/annex-rules.h"

#define TODAY "annex_today ()"
#define HAS_LINK(field) "EXISTS (SELECT 1 FROM link l WHERE l.source = r.id AND l.field = '" field "')"
#define AHEAD "r.status IN ('planned', 'fieldwork') AND "
#define OURS "r.kind IN " ANNEX_AUDIT_OWN_KINDS_SQL " AND "

/* A record belongs to an audit, with that condition on the row alias a. */
#define OF_AUDIT(condition) \
  "EXISTS (SELECT 1 FROM link l JOIN audit a ON a.id = l.target WHERE l.source = r.id AND l.field = 'audit' AND " condition ")"

/* Whoever leads or helps owns something that is looked at, or runs a supplier that is. */
#define OWN_WORK \
  "EXISTS (SELECT 1 FROM link w JOIN link s ON s.source = r.id AND s.field IN ('clauses', 'controls', 'assets', 'suppliers') " \
  "JOIN link o ON o.source = s.target AND o.field IN ('owner', 'custodian') AND o.target = w.target " \
  "WHERE w.source = r.id AND w.field IN ('lead', 'team'))"

#define SHARES(field) \
  "EXISTS (SELECT 1 FROM link p JOIN link q ON q.target = p.target AND q.field = '" field "' WHERE p.source = r.id AND p.field = '" field "' AND q.source = o.id)"

/* Nobody can be in two places, and no room holds two meetings; a call takes no room. */
#define OVERLAPS \
  "EXISTS (SELECT 1 FROM audit_session o WHERE o.id <> r.id AND o.held_on = r.held_on AND o.starts_at < r.ends_at AND r.starts_at < o.ends_at " \
  "AND (" SHARES ("auditors") " OR " SHARES ("auditees") " OR (o.place = r.place AND lower (r.place) NOT LIKE '%video%')))"

/* The same asked of all sessions at once, without a look at each pair: what there is on one day of one person or room is gone
 * through in the order of time. A session overlaps as many as have begun before it ends, less those that are over when it
 * begins, and less itself. @turn orders what is at the same minute: 0 another ends, 1 and 3 it begins, 4 it ends, 5 another
 * begins; one that takes no time begins (1) before it ends (2), so that it does not count as over before it began. */
#define ANY_OVERLAPS \
  "r.id IN (WITH slot (field, target, day, id, starts, ends) AS MATERIALIZED (" \
  "SELECT l.field, l.target, s.held_on, s.id, s.starts_at, s.ends_at FROM audit_session s CROSS JOIN link l ON l.source = s.id " \
  "AND l.field IN ('auditors', 'auditees') WHERE s.held_on IS NOT NULL AND s.starts_at <= s.ends_at UNION ALL " \
  "SELECT 'place', s.place, s.held_on, s.id, s.starts_at, s.ends_at FROM audit_session s " \
  "WHERE lower (s.place) NOT LIKE '%video%' AND s.held_on IS NOT NULL AND s.starts_at <= s.ends_at), " \
  "happening (field, target, day, id, time, turn) AS (" \
  "SELECT field, target, day, id, starts, iif (starts = ends, 1, 3) FROM slot UNION ALL " \
  "SELECT field, target, day, id, ends, 4 FROM slot UNION ALL SELECT field, target, day, id, starts, 5 FROM slot UNION ALL " \
  "SELECT field, target, day, id, ends, iif (starts = ends, 2, 0) FROM slot), " \
  "summed AS (SELECT field, target, day, id, turn, sum (turn = 5) OVER times AS begun, sum (turn IN (0, 2)) OVER times AS ended " \
  "FROM happening WINDOW times AS (PARTITION BY field, target, day ORDER BY time, turn)) " \
  "SELECT id FROM summed WHERE turn IN (1, 3, 4) GROUP BY field, target, day, id " \
  "HAVING sum (iif (turn = 4, begun, -ended)) > max (turn = 3))"

#define MINUTES(time) "(60 * substr (" time ", 1, 2) + substr (" time ", 4, 2))"

/* Its questions, or what it covers while there is no checklist. */
#define QUESTIONS \
  "coalesce (nullif ((SELECT count (*) FROM link l JOIN audit_item i ON i.id = l.source WHERE l.target = r.id AND l.field = 'session'), 0), " \
  "(SELECT count (*) FROM link l WHERE l.source = r.id AND l.field IN ('clauses', 'controls')))"

#define NONCONFORMITY "r.grade IN ('major', 'minor') AND "

const AnnexRule annex_audit_rules[] = {
  { "audit-without-lead", "9.2.2", &annex_audit_type, AHEAD "NOT " HAS_LINK ("lead") " AND r.body IS NULL",
    N_("has nobody who leads it. Name the lead auditor, or the body that comes.") },
  { "audit-without-scope", "9.2.2 b)", &annex_audit_type, AHEAD "NOT " HAS_LINK ("clauses") " AND NOT " HAS_LINK ("controls") " AND NOT " HAS_LINK ("risks"),
    N_("looks at nothing yet. Link clauses, controls or risks.") },
  { "audit-without-criteria", "9.2.2 b)", &annex_audit_type, AHEAD OURS "r.criteria IS NULL", N_("names no criteria. Say what it is judged against.") },
  { "audit-without-dates", "9.2.2", &annex_audit_type, AHEAD "(r.starts_on IS NULL OR r.ends_on IS NULL)", N_("has no dates.") },
  { "audit-without-competence", "7.2", &annex_audit_type, AHEAD OURS "r.competence IS NULL",
    N_("does not say what its team is able to do. Note what each has learned and done.") },
  { "audit-of-own-work", "9.2.2 c)", &annex_audit_type, "r.status <> 'cancelled' AND " OURS OWN_WORK,
    N_("has somebody in its team who owns what it looks at. Let somebody else audit that part.") },
  { "audit-overdue", "9.2.2", &annex_audit_type, AHEAD "r.ends_on < " TODAY, N_("should be over by now. Finish it, or give it another date.") },
  { "audit-without-meetings", "9.2.2", &annex_audit_type,
    AHEAD "EXISTS (SELECT 1 FROM link l JOIN audit_session s ON s.id = l.source WHERE l.target = r.id AND l.field = 'audit') AND "
    "(SELECT count (DISTINCT s.kind) FROM link l JOIN audit_session s ON s.id = l.source WHERE l.target = r.id AND l.field = 'audit' "
    "AND s.kind IN ('opening', 'closing')) < 2",
    N_("has sessions, but no opening or no closing meeting.") },
  { "audit-clause-not-in-programme", "9.2.2", &annex_clause_type, ANNEX_AUDIT_HAS_PROGRAMME_SQL " AND NOT " ANNEX_AUDIT_IN_PROGRAMME_SQL ("clauses"),
    N_("is looked at by no internal audit of these three years."), N_("%u clauses are looked at by no internal audit of these three years.") },
  { "audit-control-not-in-programme", "9.2.2", &annex_control_type,
    "r.decision IN ('applicable', 'inherited') AND r.library <> 'other' AND " ANNEX_AUDIT_HAS_PROGRAMME_SQL " AND NOT " ANNEX_AUDIT_IN_PROGRAMME_SQL ("controls"),
    N_("is looked at by no internal audit of these three years."), N_("%u controls are looked at by no internal audit of these three years.") },
  { "audit-sessions-overlap", "9.2.2", &annex_audit_session_type, OF_AUDIT ("a.status IN ('planned', 'fieldwork')") " AND " OVERLAPS,
    N_("takes place while somebody who is needed, or the room, is taken by another session."),
    .condition_of_all = OF_AUDIT ("a.status IN ('planned', 'fieldwork')") " AND " ANY_OVERLAPS },
  { "audit-session-outside", "9.2.2", &annex_audit_session_type,
    OF_AUDIT ("a.status IN ('planned', 'fieldwork') AND (r.held_on < a.starts_on OR r.held_on > a.ends_on)"),
    N_("is on a day on which the audit does not take place.") },
  { "audit-session-too-short", "9.2.2", &annex_audit_session_type,
    "r.kind = 'session' AND " OF_AUDIT ("a.status IN ('planned', 'fieldwork') AND " MINUTES ("r.ends_at") " - " MINUTES ("r.starts_at") " < a.minutes_each * " QUESTIONS),
    N_("is too short for what it covers, by the minutes for each question that the audit assumes.") },
  { "sample-without-reason", "9.2.2", &annex_sample_type, "r.method = 'judgement' AND r.reason IS NULL AND " OF_AUDIT ("a.status <> 'finished'"),
    N_("was picked by judgement, and nothing says why.") },
  { "sample-not-repeatable", "9.2.2", &annex_sample_type, "r.method = 'random' AND r.seed IS NULL AND " OF_AUDIT ("a.status <> 'finished'"),
    N_("is said to be random, but without its seed nobody can draw it again.") },
  { "finding-without-requirement", "9.2.2", &annex_finding_type, NONCONFORMITY "NOT " HAS_LINK ("clauses") " AND NOT " HAS_LINK ("controls"),
    N_("names neither clause nor control that is not met.") },
  { "finding-without-evidence", "9.2.2", &annex_finding_type, NONCONFORMITY "r.observed IS NULL", N_("does not say what was seen.") },
  { "finding-without-reason", "9.2.2", &annex_finding_type, NONCONFORMITY "r.grade_reason IS NULL", N_("does not say why it has this grade.") },
  { "finding-not-acknowledged", "9.2.2 e)", &annex_finding_type, NONCONFORMITY "r.answer = 'asked' AND " OF_AUDIT ("a.status = 'finished'"),
    N_("was not answered by those audited. Have it accepted or disputed.") },
  { "finding-without-action", "10.2", &annex_finding_type,
    NONCONFORMITY "r.status = 'open' AND NOT " HAS_LINK ("corrective_action") " AND " OF_AUDIT ("a.status = 'finished'"),
    N_("has led to no corrective action.") },
  { "finding-late", "10.2", &annex_finding_type, "r.status = 'open' AND r.due < " TODAY " AND NOT " HAS_LINK ("corrective_action"),
    N_("should be mended by now.") },
  { "finding-closed-too-early", "10.2", &annex_finding_type,
    "r.status = 'closed' AND EXISTS (SELECT 1 FROM link l JOIN corrective_action c ON c.id = l.target WHERE l.source = r.id "
    "AND l.field = 'corrective_action' AND c.stage IS NOT 'closed')",
    N_("is closed, but its corrective action is not.") },
  { NULL },
};
