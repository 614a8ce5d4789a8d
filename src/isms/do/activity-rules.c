/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "isms/annex-isms.h"
#include "isms/annex-rules.h"

#define HAS_LINK(field) "EXISTS (SELECT 1 FROM link l WHERE l.source = r.id AND l.field = '" field "')"

const AnnexRule annex_activity_rules[] = {
  { "activity-without-owner", "5.3", &annex_activity_type, "r.state = 'active' AND NOT " HAS_LINK ("owner"),
    N_("has no owner. Name who sees to it that it happens.") },
  { "activity-without-purpose", "8.1", &annex_activity_type,
    "r.state = 'active' AND NOT " HAS_LINK ("controls") " AND NOT " HAS_LINK ("clauses"),
    N_("serves no control and no clause. Link what it is done for.") },
  { "occurrence-late", "8.1", &annex_occurrence_type, "r.state = 'open' AND r.due < annex_today ()",
    N_("is late.") },
  { "occurrence-left-out-without-reason", "8.1", &annex_occurrence_type, "r.state = 'skipped' AND r.result IS NULL",
    N_("was left out without a reason.") },
  { "occurrence-without-evidence", "8.1", &annex_occurrence_type,
    "r.state = 'done' AND r.result IS NULL AND NOT " HAS_LINK ("evidence"),
    N_("is said to be done, but nothing shows it. Link evidence or write down the result.") },
  { NULL },
};
