/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "indicator.h"
#include "isms/annex-isms.h"
#include "isms/annex-rules.h"

#define IN_USE "r.state = 'active' AND "

const AnnexRule annex_indicator_rules[] = {
  { "indicator-without-owner", "5.3", &annex_indicator_type,
    IN_USE "NOT EXISTS (SELECT 1 FROM link l WHERE l.source = r.id AND l.field = 'owner')", N_("has no owner. Name who sees to it that it is measured.") },
  { "indicator-owner-left", "5.3", &annex_indicator_type,
    IN_USE "EXISTS (SELECT 1 FROM link l JOIN person p ON p.id = l.target WHERE l.source = r.id AND l.field = 'owner' AND p.active = 0)",
    N_("is looked after by somebody who has left. Hand it over.") },
  { "indicator-without-target", "9.1", &annex_indicator_type, IN_USE "r.target IS NULL",
    N_("has no target, so that nobody can say whether a value is good.") },
  { "indicator-not-measured", "9.1", &annex_indicator_type, ANNEX_INDICATOR_IS_DUE_SQL ("r"),
    N_("has no value for the period that ended last. Measure it.") },
  { "indicator-out-of-bounds", "10.2", &annex_indicator_type, ANNEX_INDICATOR_ASKS_SQL ("r"),
    N_("is out of bounds, and no corrective action was raised.") },
  { NULL },
};
