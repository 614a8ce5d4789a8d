/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "isms/annex-isms.h"
#include "isms/annex-rules.h"
#include "mandatory-documents.h"

#define IN_USE "r.status <> 'withdrawn' AND "
#define HAS_OWNER "EXISTS (SELECT 1 FROM link l WHERE l.source = r.id AND l.field = 'owner')"
#define OWNER_LEFT \
  "EXISTS (SELECT 1 FROM link l JOIN person p ON p.id = l.target WHERE l.source = r.id AND l.field = 'owner' AND p.active = 0)"
#define IS_PROVIDED "(" ANNEX_DOCUMENTS_PROVIDING_SQL ("1", ANNEX_DOCUMENT_IS_IN_FORCE_SQL ("d")) " IS NOT NULL OR " ANNEX_DOCUMENTS_KEPT_HERE_SQL " IS NOT NULL)"
#define IS_DRAFTED ANNEX_DOCUMENTS_PROVIDING_SQL ("1", "TRUE") " IS NOT NULL"
/* Before the first document, and before anything is done about the clause, there is nothing to miss. */
#define ASKED(condition) \
  "r.documents IS NOT NULL AND (r.status IN ('partial', 'implemented') OR EXISTS (SELECT 1 FROM document)) AND EXISTS (SELECT 1 FROM " ANNEX_DOCUMENTS_ASKED_SQL " WHERE " condition ")"
#define ASKING_CONTROL \
  "r.library = 'annex_a' AND r.decision IN ('applicable', 'inherited') AND r.status = 'implemented' AND " ANNEX_DOCUMENTS_ASKING_CONTROL_SQL " AND "
#define SERVED(condition) ANNEX_DOCUMENTS_SERVING_SQL ("1", condition)

const AnnexRule annex_document_rules[] = {
  { "document-without-owner", "7.5.2", &annex_document_type, IN_USE "NOT " HAS_OWNER, N_("has no owner. Name who keeps it true."),
    N_("%u documents have no owner. Name who keeps them true.") },
  { "document-owner-left", "5.3", &annex_document_type, IN_USE OWNER_LEFT, N_("is owned by somebody who has left. Hand it over.") },
  { "document-approved-by-nobody", "7.5.2 c)", &annex_document_type,
    "r.status = 'approved' AND NOT EXISTS (SELECT 1 FROM link l JOIN document_version v ON v.id = l.source WHERE l.target = r.id "
    "AND l.field = 'document' AND v.title = r.version)",
    N_("is said to be approved, but not by whom or when. Until then it counts as a draft."),
    N_("%u documents are said to be approved, but not by whom or when. Until then they count as drafts.") },
  { "document-used-without-approval", "7.5.2 c)", &annex_document_type,
    "r.status = 'current' AND NOT " ANNEX_DOCUMENT_NEEDS_NO_APPROVAL_SQL ("r"), N_("is in use without approval. Have it approved, or stop using it.") },
  { "document-review-overdue", "7.5.2 c)", &annex_document_type, IN_USE ANNEX_DOCUMENT_IS_OVERDUE_SQL ("r"),
    N_("should have been reviewed by now."), N_("%u documents should have been reviewed by now.") },
  { "document-kept-nowhere", "7.5.3 a)", &annex_document_type, ANNEX_DOCUMENT_IS_IN_FORCE_SQL ("r") " AND r.files IS NULL AND r.location IS NULL",
    N_("is in force, but nobody can tell where it is. Say where it is kept, or attach it."),
    N_("%u documents are in force, but nobody can tell where they are. Say where they are kept, or attach them.") },
  { "document-replaced-in-use", "7.5.3 e)", &annex_document_type,
    IN_USE "EXISTS (SELECT 1 FROM link l JOIN document d ON d.id = l.source WHERE l.target = r.id AND l.field = 'replaces' AND "
    ANNEX_DOCUMENT_IS_APPROVED_SQL ("d") ")",
    N_("is replaced by another document, but not withdrawn. People may still work by it.") },
  { "clause-document-missing", "7.5.1 a)", &annex_clause_type, ASKED ("NOT " IS_PROVIDED " AND NOT " IS_DRAFTED),
    N_("asks for documented information that no document provides. Add it to the documents, or link it there."),
    N_("%u clauses ask for documented information that no document provides. Add it to the documents, or link it there.") },
  { "clause-document-draft", "7.5.2 c)", &annex_clause_type, ASKED ("NOT " IS_PROVIDED " AND " IS_DRAFTED),
    N_("asks for documented information of which there is only a draft. Have it approved.") },
  { "control-document-missing", "7.5.1 b)", &annex_control_type, ASKING_CONTROL SERVED ("TRUE") " IS NULL",
    N_("is said to be implemented, and asks for a document that nobody has linked to it.") },
  { "control-document-draft", "7.5.2 c)", &annex_control_type,
    ASKING_CONTROL SERVED ("TRUE") " IS NOT NULL AND " SERVED (ANNEX_DOCUMENT_IS_IN_FORCE_SQL ("d")) " IS NULL",
    N_("is said to be implemented, and there is only a draft of the document it asks for. Have it approved.") },
  { NULL },
};
