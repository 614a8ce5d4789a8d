/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "isms/annex-isms.h"
#include "isms/annex-tags.h"

static const AnnexField fields[] = {
  {
    .name = "question",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Question"),
    .group = N_("Question"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "clauses",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Clauses"),
    .target = "clause",
    .inverse = N_("Questions of auditors"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "controls",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Controls"),
    .target = "control",
    .inverse = N_("Questions of auditors"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "look_for",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Ask to see"),
    .help = N_("Empty for what the clause or control itself suggests"),
  },
  ANNEX_TAGS_FIELD,
};

const AnnexType annex_audit_question_type = {
  .name = "audit_question",
  .label = N_("Question"),
  .label_plural = N_("Questions"),
  .description = N_("What auditors ask about each clause and control. Checklists are made from it; change it to suit the engagement."),
  .prefix = "QU",
  .digits = 4,
  .icon = "dialog-question-symbolic",
  .phase = ANNEX_PHASE_CHECK,
  .beside = "audit",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
};
