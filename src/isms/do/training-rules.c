/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "isms/annex-isms.h"
#include "isms/annex-rules.h"

const AnnexRule annex_training_rules[] = {
  { "training-not-held", "7.2 c)", &annex_training_type, "r.status = 'planned' AND r.held_on < annex_today ()",
    N_("was planned for a day that has passed. Say that it was held, or find another day.") },
  { "training-without-owner", "5.3", &annex_training_type,
    "r.status = 'planned' AND NOT EXISTS (SELECT 1 FROM link l WHERE l.source = r.id AND l.field = 'owner')",
    N_("has no owner. Name who sees to it that it is held.") },
  { "training-without-participants", "7.2 d)", &annex_training_type,
    "r.status = 'held' AND NOT EXISTS (SELECT 1 FROM link l WHERE l.target = r.id AND l.field = 'training')",
    N_("was held, and nothing says who took part.") },
  { "training-not-confirmed", "7.2 d)", &annex_participation_type,
    "r.result = 'invited' AND EXISTS (SELECT 1 FROM link l JOIN training t ON t.id = l.target WHERE l.source = r.id AND l.field = 'training' AND t.status = 'held')",
    N_("was invited to a training that was held, and has not confirmed. Say whether they took part."),
    N_("%u people were invited to training that was held, and have not confirmed. Say whether they took part.") },
  { "training-effect-unknown", "7.2 c)", &annex_training_type,
    "r.status = 'held' AND r.effect IS NULL AND r.held_on < date (annex_today (), '-3 months')",
    N_("was held more than three months ago, and whether it worked was not looked at."),
    N_("%u trainings were held more than three months ago, and whether they worked was not looked at.") },
  { NULL },
};
