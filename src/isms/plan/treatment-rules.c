/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "isms/annex-isms.h"
#include "isms/annex-rules.h"

#define OPEN "r.status IN ('planned', 'in_progress') AND "
#define HAS_LINK(field) "EXISTS (SELECT 1 FROM link l WHERE l.source = r.id AND l.field = '" field "')"

const AnnexRule annex_treatment_rules[] = {
  { "treatment-without-owner", "6.2 i)", &annex_treatment_type, OPEN "NOT " HAS_LINK ("owner"), N_("has no owner. Name who gets it done.") },
  { "treatment-without-due-date", "6.2 j)", &annex_treatment_type, OPEN "r.due IS NULL", N_("has no date by which it is due.") },
  { "treatment-without-risk", "6.1.3 e)", &annex_treatment_type, OPEN "NOT " HAS_LINK ("risks"),
    N_("reduces no risk. Link the risks it is for.") },
  { "treatment-late", "8.3", &annex_treatment_type, OPEN "r.due < annex_today ()", N_("is late.") },
  { "treatment-not-reassessed", "8.2", &annex_treatment_type,
    "r.status = 'done' AND EXISTS (SELECT 1 FROM link l JOIN risk k ON k.id = l.target WHERE l.source = r.id AND l.field = 'risks' "
    "AND k.status IS NOT 'closed' AND (r.reduces_likelihood > 0 OR r.reduces_consequence > 0 OR EXISTS (SELECT 1 FROM link m JOIN reduction q ON q.id = m.source "
    "WHERE m.target = r.id AND m.field = 'measure')) AND k.assessed_on < r.done_on)",
    N_("is done, but a risk that it reduces has not been judged since.") },
  { NULL },
};
