/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "control-private.h"
#include "isms/annex-isms.h"
#include "isms/annex-rules.h"

#define OWN_EVIDENCE(condition) \
  "EXISTS (SELECT 1 FROM link l JOIN evidence e ON e.id = l.source WHERE l.target = r.id AND l.field = 'clauses' AND " condition ")"

/* Its own, or that of controls that are confirmed to meet it. */
#define EVIDENCE "(" OWN_EVIDENCE ("TRUE") " OR " ANNEX_CONTROL_MET_SQL (ANNEX_CONTROL_EVIDENCE_OF_SQL ("o", "count (*) > 0", "TRUE")) ")"
#define FRESH_EVIDENCE \
  "(" OWN_EVIDENCE ("coalesce (e.valid_until >= annex_today (), TRUE)") " OR " \
  ANNEX_CONTROL_MET_SQL (ANNEX_CONTROL_FRESH_EVIDENCE_OF_SQL ("o")) ")"

/* What is only begun may still lack a proof; what is said to be met may not. */
const AnnexRule annex_clause_rules[] = {
  { "clause-without-owner", "5.3", &annex_clause_type,
    "r.status <> 'not_started' AND NOT EXISTS (SELECT 1 FROM link l WHERE l.source = r.id AND l.field = 'owner')",
    N_("has no owner. Name who sees to it that it is met.") },
  { "clause-without-approach", "4.4", &annex_clause_type, "r.status IN ('partial', 'implemented') AND r.approach IS NULL",
    N_("is said to be met, but not how. Say by which processes and records.") },
  { "clause-without-evidence", "9.1", &annex_clause_type, "r.status = 'implemented' AND NOT " EVIDENCE,
    N_("is said to be met, and nothing shows it.") },
  { "clause-evidence-old", "9.1", &annex_clause_type, "r.status = 'implemented' AND " EVIDENCE " AND NOT " FRESH_EVIDENCE,
    N_("is said to be met, but its evidence has become too old.") },
  { "clause-without-document", "7.5.1 a)", &annex_clause_type, "r.status = 'implemented' AND r.documents IS NOT NULL AND r.kept_as IS NULL "
    "AND NOT EXISTS (SELECT 1 FROM link l JOIN document d ON d.id = l.source WHERE l.target = r.id AND l.field = 'clauses')",
    N_("asks for documented information. Say what answers it and where it is kept.") },
  { "clause-climate-undecided", "4.1", &annex_clause_type,
    "x.reference = 'CL.4.1' AND r.status = 'implemented' AND r.amendment_answer IS NULL",
    N_("is said to be met, but whether climate change matters is not decided (Amendment 1:2024).") },
  /* Said only where people do prove clauses by another library. */
  { "clause-unmet", "4.4", &annex_clause_type,
    "r.status = 'not_started' AND r.approach IS NULL AND EXISTS (SELECT 1 FROM link l JOIN mapping m ON m.id = l.source AND m.state = 'confirmed' "
    "WHERE l.field = 'meets_clause') AND NOT " ANNEX_CONTROL_MET_SQL ("TRUE") " AND NOT " EVIDENCE,
    N_("is met by no control of the library that you work by, and by nothing else. Confirm a mapping, or say how it is met.") },
  { "clause-verification-overdue", "9.1", &annex_clause_type, "r.review_date < annex_today ()",
    N_("should have been verified again by now.") },
  { NULL },
};
