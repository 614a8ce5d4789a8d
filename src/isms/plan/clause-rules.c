/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "isms/annex-isms.h"
#include "isms/annex-rules.h"

#define EVIDENCE(condition) \
  "EXISTS (SELECT 1 FROM link l JOIN evidence e ON e.id = l.source WHERE l.target = r.id AND l.field = 'clauses' AND " condition ")"
#define FRESH_EVIDENCE EVIDENCE ("coalesce (e.valid_until >= date ('now', 'localtime'), TRUE)")

/* What is only begun may still lack a proof; what is said to be met may not. */
const AnnexRule annex_clause_rules[] = {
  { "clause-without-owner", "5.3", &annex_clause_type,
    "r.status <> 'not_started' AND NOT EXISTS (SELECT 1 FROM link l WHERE l.source = r.id AND l.field = 'owner')",
    N_("has no owner. Name who sees to it that it is met.") },
  { "clause-without-approach", "4.4", &annex_clause_type, "r.status IN ('partial', 'implemented') AND r.approach IS NULL",
    N_("is said to be met, but not how. Say by which processes and records.") },
  { "clause-without-evidence", "9.1", &annex_clause_type, "r.status = 'implemented' AND NOT " EVIDENCE ("TRUE"),
    N_("is said to be met, and nothing shows it.") },
  { "clause-evidence-old", "9.1", &annex_clause_type, "r.status = 'implemented' AND " EVIDENCE ("TRUE") " AND NOT " FRESH_EVIDENCE,
    N_("is said to be met, but its evidence has become too old.") },
  { "clause-without-document", "7.5.1 a)", &annex_clause_type, "r.status = 'implemented' AND r.documents IS NOT NULL AND r.kept_as IS NULL "
    "AND NOT EXISTS (SELECT 1 FROM link l JOIN document d ON d.id = l.source WHERE l.target = r.id AND l.field = 'clauses')",
    N_("asks for documented information. Say what answers it and where it is kept.") },
  { "clause-climate-undecided", "4.1", &annex_clause_type,
    "x.reference = 'CL.4.1' AND r.status = 'implemented' AND r.amendment_answer IS NULL",
    N_("is said to be met, but whether climate change matters is not decided (Amendment 1:2024).") },
  { "clause-verification-overdue", "9.1", &annex_clause_type, "r.review_date < date ('now', 'localtime')",
    N_("should have been verified again by now.") },
  { NULL },
};
