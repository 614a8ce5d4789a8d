/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"

G_BEGIN_DECLS

/*
 * What happens in an audit, one step of undo each: every call that writes is a transaction of its own
 * and durable when it returns, so that an empty battery loses nothing that was entered. A finished
 * audit refuses all of them with %ANNEX_ERROR_INVALID.
 */

/* ---- Reading ---- */

/** annex_audit_find_current: Returns: the id of the audit in fieldwork, or else of the planned one that comes next; 0 when there is none, or with @error set. */
gint64 annex_audit_find_current (AnnexStore *store, GError **error);

/** annex_audit_dup_sessions: @day: (nullable): YYYY-MM-DD, every day when NULL. Returns: (transfer full) (nullable) (element-type AnnexRecord): by date and time. */
GPtrArray *annex_audit_dup_sessions (AnnexStore *store, gint64 audit, const char *day, GError **error);

/** annex_audit_dup_items: @session: 0 for the whole checklist. Returns: (transfer full) (nullable) (element-type AnnexRecord): questions in their order. */
GPtrArray *annex_audit_dup_items (AnnexStore *store, gint64 audit, gint64 session, GError **error);

/** annex_audit_item_dup_notes: Returns: (transfer full) (nullable) (element-type AnnexRecord): what was noted on a question, the oldest first. */
GPtrArray *annex_audit_item_dup_notes (AnnexStore *store, gint64 item, GError **error);

/** annex_audit_item_dup_samples: Returns: (transfer full) (nullable) (element-type AnnexRecord): the samples drawn for a question. */
GPtrArray *annex_audit_item_dup_samples (AnnexStore *store, gint64 item, GError **error);

/** annex_audit_item_dup_findings: Returns: (transfer full) (nullable) (element-type AnnexRecord): the findings that were raised from a question. */
GPtrArray *annex_audit_item_dup_findings (AnnexStore *store, gint64 item, GError **error);

/** annex_audit_item_dup_interviews: Returns: (transfer full) (nullable) (element-type AnnexRecord): who was asked about a question, the first one first. */
GPtrArray *annex_audit_item_dup_interviews (AnnexStore *store, gint64 item, GError **error);

/** annex_sample_dup_items: Returns: (transfer full) (nullable) (element-type AnnexRecord): what was picked, in its order. */
GPtrArray *annex_sample_dup_items (AnnexStore *store, gint64 sample, GError **error);

/* ---- The course of it ---- */

/** annex_audit_begin: Puts an audit into fieldwork, and makes its checklist where anything in scope has no question yet. */
gboolean annex_audit_begin (AnnexStore *store, gint64 audit, GError **error);

/**
 * annex_audit_make_checklist:
 * @n_added: (out) (optional)
 *
 * Adds the questions of the engagement for each clause, control and risk in scope, and each open finding
 * of the audit that it continues, that has no question yet. Each goes to the session that covers it.
 */
gboolean annex_audit_make_checklist (AnnexStore *store, gint64 audit, guint *n_added, GError **error);

/**
 * annex_audit_add_item:
 * @about: (nullable): canonical link value with the ids of clauses, controls and risks that it is about
 * @session: 0 for none
 *
 * Adds a question at the end. Returns: its id, 0 with @error set.
 */
gint64 annex_audit_add_item (AnnexStore *store, gint64 audit, gint64 session, const char *question, const char *about, GError **error);

/** annex_audit_answer: @result: key of #annex_audit_results; "open" takes the answer back. Stamps the time and the author. */
gboolean annex_audit_answer (AnnexStore *store, gint64 item, const char *result, GError **error);

/** annex_audit_add_note: @item: 0 for a note on the audit as a whole. @text: not empty. Returns: id of the note, 0 with @error set. */
gint64 annex_audit_add_note (AnnexStore *store, gint64 audit, gint64 item, const char *text, GError **error);

/** annex_audit_change_note: Gives a note another text and keeps the time at which it was first written; an empty one deletes it. */
gboolean annex_audit_change_note (AnnexStore *store, gint64 note, const char *text, GError **error);

/**
 * annex_audit_add_interview:
 * @item: the question that it answers; 0 for none
 * @session: that of the question when 0, if there is one
 * @who: (nullable): reference or name of a person of the engagement, who is then linked, or anybody's name or role
 * @role: (nullable): the role of a linked person when NULL
 * @place: (nullable): that of the session when NULL
 * @topic: (nullable): the question when NULL
 *
 * Notes that somebody was asked, now, about the clauses and controls of the question. Returns: id of the interview, 0 with @error set.
 */
gint64 annex_audit_add_interview (AnnexStore *store, gint64 audit, gint64 item, gint64 session, const char *who, const char *role,
                                  const char *place, const char *topic, GError **error);

/**
 * AnnexSamplePlan:
 * @title: what is looked at, such as "Accounts"
 * @source: which list from which system as of which day
 * @identifiers: (nullable): one a line; the population at random, the sample itself by judgement
 * @population: how many there are, for a random sample without a list; its items are called by their position then
 * @size: how many are drawn at random
 * @basis: (nullable): key of the field "basis": how the size was chosen
 * @by_judgement: whether the auditor picked the @identifiers
 * @reason: (nullable): why these; needed by judgement
 * @seed: 0 has one drawn and noted
 */
typedef struct
{
  const char *title;
  const char *source;
  const char *identifiers;
  guint population;
  guint size;
  const char *basis;
  gboolean by_judgement;
  const char *reason;
  guint seed;
} AnnexSamplePlan;

/** annex_audit_draw_sample: @item: 0 for none. Returns: id of the sample, whose items are there too; 0 with @error set. */
gint64 annex_audit_draw_sample (AnnexStore *store, gint64 audit, gint64 item, const AnnexSamplePlan *plan, GError **error);

/** annex_sample_set_result: @result: key of the field "result" of an item of a sample; @remark: (nullable): NULL leaves it as it is. */
gboolean annex_sample_set_result (AnnexStore *store, gint64 sample_item, const char *result, const char *remark, GError **error);

/**
 * annex_audit_raise_finding:
 * @grade: key of #annex_finding_grades
 * @title: (nullable): the question when NULL
 * @statement: (nullable): in which way the requirement is not met
 * @reason: (nullable): why this grade
 *
 * Makes a finding of a question: requirement from its clauses and controls, evidence from notes and
 * samples, place from the question or its session, and the text put together from them. The question gets
 * the grade as its result. Returns: id of the finding, 0 with @error set.
 */
gint64 annex_audit_raise_finding (AnnexStore *store, gint64 item, const char *grade, const char *title, const char *statement, const char *reason,
                                  GError **error);

/** annex_audit_finish: Freezes it. Questions that are still open count as not audited. Refuses one without a conclusion. */
gboolean annex_audit_finish (AnnexStore *store, gint64 audit, GError **error);

/**
 * annex_audit_plan_next:
 * @starts_on: YYYY-MM-DD; the sessions keep their distance to it
 *
 * Plans an audit like an earlier one: scope, team and sessions, and the checklist with results cleared and
 * links kept; what was found open gets a question of its own. Returns: id of the new audit, 0 with @error set.
 */
gint64 annex_audit_plan_next (AnnexStore *store, gint64 audit, const char *title, const char *starts_on, GError **error);

/** annex_finding_request_action: Makes a corrective action of a finding, with the deadlines of its grade, and links the two. Returns: its id, 0 with @error set; the one that it has where there is one. */
gint64 annex_finding_request_action (AnnexStore *store, gint64 finding, GError **error);

G_END_DECLS
