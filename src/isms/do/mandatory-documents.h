/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"
#include "document.h"

G_BEGIN_DECLS

/*
 * Documented information that ISO/IEC 27001 asks for, and what provides it: a document of the register, or
 * a register of the engagement itself, as the treatment plan is. What a clause asks for stands in its own
 * field "documents", one name each, and may be added to; what a control asks for in the list below.
 */

/* The names of a clause r, as rows i with the column value. */
#define ANNEX_DOCUMENTS_ASKED_SQL "json_each ('[' || replace (json_quote (r.documents), '; ', '\",\"') || ']') i"

/* Something about a document d that is linked to the clause r and is what i names; one that says nothing of that is the only thing r asks for. */
#define ANNEX_DOCUMENTS_PROVIDING_SQL(what, condition) \
  "(SELECT " what " FROM link dl JOIN document d ON d.id = dl.source JOIN record dx ON dx.id = d.id WHERE dl.target = r.id AND dl.field = 'clauses' " \
  "AND (instr (r.documents, '; ') = 0 AND d.provides IS NULL OR instr ('; ' || coalesce (d.provides, '') || '; ', '; ' || i.value || '; ') > 0) " \
  "AND d.status <> 'withdrawn' AND " condition " ORDER BY " ANNEX_DOCUMENT_IS_OVERDUE_SQL ("d") ", dx.number LIMIT 1)"

/* The record of the engagement that is what i names, NULL where its registers have none. */
#define ANNEX_DOCUMENTS_KEPT_HERE_SQL \
  "(CASE i.value " \
  "WHEN 'Risk assessment process' THEN (SELECT id FROM methodology WHERE approved_on IS NOT NULL LIMIT 1) " \
  "WHEN 'Risk treatment process' THEN (SELECT id FROM methodology WHERE approved_on IS NOT NULL LIMIT 1) " \
  "WHEN 'Statement of Applicability' THEN (SELECT id FROM soa_version WHERE state = 'approved' ORDER BY approved_on DESC LIMIT 1) " \
  "WHEN 'Risk treatment plan' THEN (SELECT id FROM treatment WHERE status <> 'dropped' LIMIT 1) " \
  "WHEN 'Approval of treatment plan and acceptance of residual risk' THEN (SELECT id FROM acceptance LIMIT 1) " \
  "WHEN 'Information security objectives' THEN (SELECT id FROM objective LIMIT 1) " \
  "WHEN 'Evidence of competence' THEN (SELECT id FROM participation WHERE result = 'passed' LIMIT 1) " \
  "WHEN 'Documents the organization determined as necessary' THEN (SELECT d.id FROM document d WHERE " ANNEX_DOCUMENT_IS_APPROVED_SQL ("d") " LIMIT 1) " \
  "WHEN 'Operational planning and control information' THEN (SELECT id FROM occurrence WHERE state = 'done' LIMIT 1) " \
  "WHEN 'Results of risk assessments' THEN (SELECT id FROM risk WHERE assessed_on IS NOT NULL ORDER BY assessed_on DESC LIMIT 1) " \
  "WHEN 'Results of risk treatment' THEN (SELECT id FROM treatment WHERE status = 'done' LIMIT 1) " \
  "WHEN 'Internal audit programme' THEN (SELECT id FROM audit WHERE kind = 'internal' AND status <> 'cancelled' LIMIT 1) " \
  "WHEN 'Internal audit results' THEN (SELECT id FROM audit WHERE kind = 'internal' AND status = 'finished' ORDER BY finished_on DESC LIMIT 1) " \
  "WHEN 'Management review results' THEN (SELECT id FROM review WHERE status = 'held' ORDER BY held_on DESC LIMIT 1) " \
  "WHEN 'Nature of nonconformities and subsequent actions' THEN (SELECT id FROM corrective_action LIMIT 1) " \
  "WHEN 'Results of corrective action' THEN (SELECT id FROM corrective_action WHERE verification_done_on IS NOT NULL LIMIT 1) END)"

/* The controls r (x.reference) that ask for a document when they apply and no register of the engagement is it. */
#define ANNEX_DOCUMENTS_ASKING_CONTROL_SQL "x.reference IN ('A.5.1', 'A.5.10', 'A.5.26', 'A.5.37', 'A.6.6', 'A.8.9', 'A.8.27')"

/* Something about a document d that serves the control r. */
#define ANNEX_DOCUMENTS_SERVING_SQL(what, condition) \
  "(SELECT " what " FROM link dl JOIN document d ON d.id = dl.source JOIN record dx ON dx.id = d.id WHERE dl.target = r.id AND dl.field = 'controls' " \
  "AND d.status <> 'withdrawn' AND " condition " ORDER BY " ANNEX_DOCUMENT_IS_OVERDUE_SQL ("d") ", dx.number LIMIT 1)"

/**
 * AnnexMandatoryDocument:
 * @asked_by: reference of the clause or control
 * @asking: its id
 * @name: what it asks for
 * @needs_approval: whether it is a document, for which evidence cannot stand, or a record
 * @document: the document in force that is it; 0 when there is none
 * @is_overdue: whether that should have been reviewed by now
 * @draft: a document that would be it, but is not approved; 0 when there is none
 * @kept_here: the record of another register that is it; 0 when there is none
 * @evidence: evidence linked to the clause or control, good ones first; 0 when there is none
 * @is_evidence_good: whether that still proves something
 *
 * One thing that has to be documented, and what there is of it.
 */
typedef struct
{
  char *asked_by;
  gint64 asking;
  char *name;
  gboolean needs_approval;
  gint64 document;
  gboolean is_overdue;
  gint64 draft;
  gint64 kept_here;
  gint64 evidence;
  gboolean is_evidence_good;
} AnnexMandatoryDocument;

/**
 * annex_mandatory_documents_list:
 *
 * Returns: (transfer full) (element-type AnnexMandatoryDocument): all that the clauses, and the controls that
 * apply, ask for, in the order of the standard; NULL with @error set.
 */
GPtrArray *annex_mandatory_documents_list (AnnexStore *store, GError **error);

G_END_DECLS
