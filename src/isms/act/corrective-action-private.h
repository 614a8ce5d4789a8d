/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-transaction.h"
#include "isms/do/document.h"

G_BEGIN_DECLS

/* What the description of the type, its path and its rules share. SQL is over the row alias r of corrective_action. */

#define ANNEX_ACTION_TODAY "annex_today ()"
#define ANNEX_ACTION_IS_OPEN "r.stage IS NOT 'closed'"
#define ANNEX_ACTION_IS_LATE ANNEX_ACTION_IS_OPEN " AND r.due < " ANNEX_ACTION_TODAY

/* Weekdays from Monday, 1 January 1900, to @date; five in each full week, and no more than five in what is left. */
#define ANNEX_ACTION_DAY_NUMBER(date) "CAST (julianday (" date ") - 2415019.5 AS INTEGER)"
#define ANNEX_ACTION_WEEKDAYS(date) \
  "(5 * (" ANNEX_ACTION_DAY_NUMBER (date) " / 7) + min (" ANNEX_ACTION_DAY_NUMBER (date) " % 7, 5))"

/* How many days the step that is next is late, as the rule a counts them. */
#define ANNEX_ACTION_DAYS_LATE \
  "CASE a.counting WHEN 'working' THEN " ANNEX_ACTION_WEEKDAYS (ANNEX_ACTION_TODAY) " - " ANNEX_ACTION_WEEKDAYS ("r.due") \
  " - (SELECT count (DISTINCT h.day) FROM holiday h WHERE h.day > r.due AND h.day <= " ANNEX_ACTION_TODAY \
  " AND strftime ('%w', h.day) BETWEEN '1' AND '5') " \
  "ELSE CAST (julianday (" ANNEX_ACTION_TODAY ") - julianday (r.due) AS INTEGER) END"

#define ANNEX_ACTION_RULE "action_rule a WHERE a.grading = coalesce (r.grading, 'minor')"

/* Whom the delay concerns: 'owner', 'manager' or 'management'; NULL when nothing is late. */
#define ANNEX_ACTION_ESCALATION \
  "(SELECT CASE WHEN e.late >= e.management_after THEN 'management' WHEN e.late >= e.manager_after THEN 'manager' ELSE 'owner' END " \
  "FROM (SELECT a.manager_after, a.management_after, " ANNEX_ACTION_DAYS_LATE " AS late FROM " ANNEX_ACTION_RULE ") e WHERE " ANNEX_ACTION_IS_LATE ")"

/* Days since anything happened: a step passed, sent back or done, or the record changed after it was made. */
#define ANNEX_ACTION_IDLE_DAYS \
  "CAST (julianday (" ANNEX_ACTION_TODAY ") - julianday (max (coalesce (r.raised_on, ''), coalesce (r.correction_done_on, ''), " \
  "coalesce (r.cause_done_on, ''), coalesce (r.plan_done_on, ''), coalesce (r.implementation_done_on, ''), " \
  "coalesce (r.evidence_done_on, ''), coalesce (r.reopened_on, ''), " \
  "coalesce ((SELECT max (s.done_on) FROM link l JOIN action_step s ON s.id = l.source WHERE l.target = r.id AND l.field = 'corrective_action'), ''), " \
  "coalesce ((SELECT date (c.time, 'localtime') FROM \"commit\" c WHERE c.id = " \
  "(SELECT nullif (max (h.commit_id), min (h.commit_id)) FROM change h WHERE h.record = r.id)), ''))) AS INTEGER)"

/* While it waits to be verified nobody has to do anything. */
#define ANNEX_ACTION_IS_STUCK \
  ANNEX_ACTION_IS_OPEN " AND NOT (r.stage IS 'verification' AND r.due >= " ANNEX_ACTION_TODAY ") AND " ANNEX_ACTION_IDLE_DAYS \
  " >= (SELECT a.stuck_after FROM " ANNEX_ACTION_RULE ")"

/* Those that r is linked to as the same, and with them those it shares a clause or a control with. */
#define ANNEX_ACTION_LINKED \
  "SELECT p.target FROM link p WHERE p.source = r.id AND p.field = 'recurrence_of' UNION " \
  "SELECT p.source FROM link p WHERE p.target = r.id AND p.field = 'recurrence_of'"
#define ANNEX_ACTION_RELATED \
  ANNEX_ACTION_LINKED " UNION " \
  "SELECT q.source FROM link p JOIN link q ON q.target = p.target AND q.field = p.field WHERE p.source = r.id AND p.field IN ('controls', 'clauses')"

/* The plus keeps the index of stages out of it: relatives are few, closed ones many.
 * Of r and its relative f: whether @later came up within a year after @earlier was closed as effective. */
#define ANNEX_ACTION_COMES_AFTER(later, earlier) \
  earlier ".effect = 'effective' AND +" earlier ".stage = 'closed' AND " \
  later ".raised_on > " earlier ".closed_on AND " later ".raised_on <= date (" earlier ".closed_on, '+1 year')"
#define ANNEX_ACTION_REPEATS_AMONG(relatives, later, earlier) \
  "(f.id IN (" relatives ") AND f.id <> r.id AND " ANNEX_ACTION_COMES_AFTER (later, earlier) ")"
#define ANNEX_ACTION_REPEATS(later, earlier) ANNEX_ACTION_REPEATS_AMONG (ANNEX_ACTION_RELATED, later, earlier)

#define ANNEX_ACTION_IS_REPEAT "EXISTS (SELECT 1 FROM corrective_action f WHERE " ANNEX_ACTION_REPEATS ("r", "f") ")"
#define ANNEX_ACTION_HAS_COME_BACK "EXISTS (SELECT 1 FROM corrective_action f WHERE " ANNEX_ACTION_REPEATS ("f", "r") ")"

/* The same asked of all records at once. There are few clauses and controls, so that the relatives of every action grow with
 * the square. Instead the days of those of one clause or control are gone through once, in order: on day @turn 0 an action
 * came up, on @turn 1 another had been closed (@step 1) or its year ended (@step -1). At each of them the sums say how many
 * have come up by then, and of how many the year is running. @itself: an action does not repeat itself. */
#define ANNEX_ACTION_KIN \
  "WITH kin (field, target, id, raised, closed, ends) AS MATERIALIZED (SELECT l.field, l.target, c.id, c.raised_on, " \
  "iif (c.effect = 'effective' AND c.stage = 'closed' AND date (c.closed_on, '+1 year') > c.closed_on, c.closed_on, NULL), " \
  "date (c.closed_on, '+1 year') FROM corrective_action c CROSS JOIN link l ON l.source = c.id " \
  "AND l.field IN ('controls', 'clauses'))"
#define ANNEX_ACTION_DAYS \
  ANNEX_ACTION_KIN ", happening (field, target, id, day, turn, step, itself) AS (" \
  "SELECT field, target, id, raised, 0, 0, ifnull (raised > closed AND raised <= ends, 0) FROM kin WHERE raised IS NOT NULL UNION ALL " \
  "SELECT field, target, id, closed, 1, 1, 0 FROM kin WHERE closed IS NOT NULL UNION ALL " \
  "SELECT field, target, id, ends, 1, -1, ifnull (raised > closed AND raised <= ends, 0) FROM kin WHERE closed IS NOT NULL), " \
  "summed AS (SELECT field, target, id, turn, step, itself, sum (step) OVER days AS running, sum (turn = 0) OVER days AS raised " \
  "FROM happening WINDOW days AS (PARTITION BY field, target ORDER BY day, turn)) "
#define ANNEX_ACTION_ANY_REPEATS(later, earlier, shares) \
  "(EXISTS (SELECT 1 FROM corrective_action f WHERE " ANNEX_ACTION_REPEATS_AMONG (ANNEX_ACTION_LINKED, later, earlier) ") OR " \
  "r.id IN (" ANNEX_ACTION_DAYS shares "))"
#define ANNEX_ACTION_ANY_IS_REPEAT ANNEX_ACTION_ANY_REPEATS ("r", "f", "SELECT id FROM summed WHERE turn = 0 AND running > itself")
#define ANNEX_ACTION_ANY_HAS_COME_BACK \
  ANNEX_ACTION_ANY_REPEATS ("f", "r", \
                            "SELECT id FROM summed WHERE turn = 1 GROUP BY field, target, id HAVING sum (-step * raised) > sum (itself)")

/* The references of relatives by @place, the nearest first; so many, for more nobody reads in a cell, and then that
 * there are more. */
#define ANNEX_ACTION_MOST_RELATIVES "10"
#define ANNEX_ACTION_LIST(relatives) \
  "(SELECT group_concat (iif (place > " ANNEX_ACTION_MOST_RELATIVES ", '…', reference), ', ') FROM " \
  "(SELECT reference, place FROM (" relatives ") WHERE place <= " ANNEX_ACTION_MOST_RELATIVES " + 1 " \
  "ORDER BY place > " ANNEX_ACTION_MOST_RELATIVES ", number, reference))"
#define ANNEX_ACTION_LIST_OF_ONE(later, earlier, nearest)                                                              \
  ANNEX_ACTION_LIST (                                                                                                  \
    "SELECT x.reference, x.number, row_number () OVER (ORDER BY " nearest ") AS place "                                \
    "FROM corrective_action f JOIN record x ON x.id = f.id WHERE " ANNEX_ACTION_REPEATS (later, earlier))

/* The same of all records at once: of each clause or control, those that were closed and those that came up are
 * numbered by their days, so that the nearest ones of an action have the next numbers. */
#define ANNEX_ACTION_LIST_OF_EACH(later, earlier, nearest, turn, other_turn, next) \
  ANNEX_ACTION_LIST ( \
    ANNEX_ACTION_KIN ", happening (field, target, id, day, turn) AS (" \
    "SELECT field, target, id, raised, 0 FROM kin WHERE raised IS NOT NULL " \
    "UNION ALL SELECT field, target, id, closed, 1 FROM kin WHERE closed IS NOT NULL), " \
    "placed AS MATERIALIZED (SELECT field, target, id, turn, " \
    "sum (turn = 0) OVER days AS raised, sum (turn = 1) OVER days AS closed, " \
    "row_number () OVER (PARTITION BY field, target, turn ORDER BY day, id) AS place " \
    "FROM happening WINDOW days AS (PARTITION BY field, target ORDER BY day, turn)), " \
    /* One more than is listed says that there are more, and one may be the action itself. */ \
    "near (i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM near WHERE i < " ANNEX_ACTION_MOST_RELATIVES " + 1), " \
    "pair (id, other) AS (SELECT o.id, e.id FROM placed o CROSS JOIN near CROSS JOIN placed e ON e.field = o.field " \
    "AND e.target = o.target AND e.turn = " other_turn " AND e.place = " next " WHERE o.turn = " turn " UNION " \
    "SELECT c.id, l.target FROM corrective_action c CROSS JOIN link l ON l.source = c.id " \
    "AND l.field = 'recurrence_of' UNION " \
    "SELECT c.id, l.source FROM corrective_action c CROSS JOIN link l ON l.target = c.id " \
    "AND l.field = 'recurrence_of'), " \
    "relative AS MATERIALIZED (SELECT o.id, x.reference, x.number, " \
    "row_number () OVER (PARTITION BY o.id ORDER BY " nearest ") AS place " \
    "FROM pair p CROSS JOIN corrective_action o ON o.id = p.id CROSS JOIN corrective_action f ON f.id = p.other " \
    "CROSS JOIN record x ON x.id = f.id WHERE f.id <> o.id AND " ANNEX_ACTION_COMES_AFTER (later, earlier) ") " \
    "SELECT reference, number, place FROM relative WHERE relative.id = r.id")

#define ANNEX_ACTION_REPEATED ANNEX_ACTION_LIST_OF_ONE ("r", "f", "f.closed_on DESC, f.id DESC")
#define ANNEX_ACTION_ANY_REPEATED \
  ANNEX_ACTION_LIST_OF_EACH ("o", "f", "f.closed_on DESC, f.id DESC", "0", "1", "o.closed - i")
#define ANNEX_ACTION_CAME_BACK_AS ANNEX_ACTION_LIST_OF_ONE ("f", "r", "f.raised_on, f.id")
#define ANNEX_ACTION_ANY_CAME_BACK_AS \
  ANNEX_ACTION_LIST_OF_EACH ("f", "o", "f.raised_on, f.id", "1", "0", "o.raised + 1 + i")

/* A key to sort by: what is late, then stuck, then due within a week, then the rest, each by its day; closed ones, the last one first. */
#define ANNEX_ACTION_URGENCY \
  "CASE WHEN r.stage IS 'closed' THEN printf ('4%07d', 9999999 - coalesce (julianday (r.closed_on), 0)) ELSE " \
  "CASE WHEN r.due < " ANNEX_ACTION_TODAY " THEN '0' WHEN " ANNEX_ACTION_IS_STUCK " THEN '1' " \
  "WHEN r.due <= date (annex_today (), '+7 days') THEN '2' ELSE '3' END || coalesce (r.due, '9999') END"

/* What follows from an action, and whether it was followed up: a risk is judged, a control touched, since it was raised. */
#define ANNEX_ACTION_RISK_TO_JUDGE "link l JOIN risk k ON k.id = l.target"
#define ANNEX_ACTION_RISK_IS_OPEN \
  "l.source = r.id AND l.field = 'risks' AND k.status IS NOT 'closed' AND coalesce (k.assessed_on, '') < r.raised_on"
#define ANNEX_ACTION_CONTROL_TO_CHANGE "link l JOIN control k ON k.id = l.target"
#define ANNEX_ACTION_CONTROL_IS_OPEN \
  "l.source = r.id AND l.field = 'changed_controls' AND max (coalesce (k.decided_on, ''), coalesce (k.implemented_on, ''), " \
  "coalesce (k.verified_on, '')) < r.raised_on AND NOT EXISTS (SELECT 1 FROM change h JOIN \"commit\" c ON c.id = h.commit_id " \
  "WHERE h.record = k.id AND h.operation = 'update' AND date (c.time, 'localtime') >= r.raised_on)"

/* A record is revised when it is looked at; any other document when a version is approved, or it goes out of use. */
#define ANNEX_ACTION_DOCUMENT_TO_REVISE "link l JOIN document k ON k.id = l.target"
#define ANNEX_ACTION_DOCUMENT_IS_OPEN \
  "l.source = r.id AND l.field = 'documents' AND k.status <> 'withdrawn' AND coalesce (iif (k.status = 'current', k.reviewed_on, " \
  ANNEX_DOCUMENT_VERSION_SQL ("k", "v.approved_on") "), '') < r.raised_on"
#define ANNEX_ACTION_TRAINING_TO_GIVE "link l JOIN training k ON k.id = l.target"
#define ANNEX_ACTION_TRAINING_IS_OPEN \
  "l.source = r.id AND l.field = 'trainings' AND NOT (k.status = 'held' AND k.held_on >= r.raised_on)"

/** annex_corrective_action_list_open_steps: Returns: (transfer full) (nullable) (element-type utf8): a sentence for each step of the plan that is neither done nor dropped; NULL with @error set. */
GPtrArray *annex_corrective_action_list_open_steps (AnnexStore *store, AnnexRecord *record, GError **error);

/** annex_corrective_action_check_verified: Refuses a closed action that nobody verified, or who did it, or that is no longer said to be effective. */
gboolean annex_corrective_action_check_verified (AnnexStore *store, AnnexRecord *record, GError **error);

/** annex_corrective_action_dup_days_after: Returns: (transfer full) (nullable): the day so many after @date; NULL where that is none. */
char *annex_corrective_action_dup_days_after (const char *date, guint days);

/** annex_corrective_action_validate: Refuses dates that contradict one another. */
gboolean annex_corrective_action_validate (AnnexStore *store, AnnexRecord *record, GError **error);

/**
 * annex_corrective_action_follow:
 *
 * Keeps stage, gates and deadlines together. A new record, from an old list perhaps, lands in the stage
 * that it names or that its dates show, and what it lacks before that is noted as skipped. Later on a
 * gate is passed by giving its date, or by moving the stage beyond it, and only with what it needs.
 */
gboolean annex_corrective_action_follow (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, GError **error);

G_END_DECLS
