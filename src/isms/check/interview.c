/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "audit.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"

static const AnnexField fields[] = {
  {
    .name = "topic",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Topic"),
    .group = N_("Interview"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "audit",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Audit"),
    .target = "audit",
    .inverse = N_("Interviews"),
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER | ANNEX_FIELD_PART,
  },
  {
    .name = "session",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Session"),
    .target = "audit_session",
    .inverse = N_("Interviews"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "item",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Question"),
    .help = N_("Which question of the checklist it answered"),
    .target = "audit_item",
    .inverse = N_("Interviews"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "person",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Person"),
    .help = N_("Empty for somebody who is not in the register"),
    .target = "person",
    .inverse = N_("Audit interviews"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "role",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Role"),
    .help = N_("As what the person spoke"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "held_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Date"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "held_at",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Time"),
    .help = N_("A time of day such as 09:30"),
  },
  {
    .name = "place",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Place"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "interviewer",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Asked by"),
    .target = "person",
    .inverse = N_("Audit interviews held"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "clauses",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Clauses"),
    .target = "clause",
    .inverse = N_("Audit interviews"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "controls",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Controls"),
    .target = "control",
    .inverse = N_("Audit interviews"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "notes",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("What was said"),
  },
};

static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  return annex_date_rules_check_past (record, "held_on", error) && annex_date_rules_check_time (record, "held_at", error);
}

/* What a finished audit found stays as it was found. */
static gboolean
follow (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, GError **error)
{
  return annex_audit_check_part (transaction, store, record, NULL, error);
}

const AnnexType annex_interview_type = {
  .name = "interview",
  .label = N_("Interview"),
  .label_plural = N_("Interviews"),
  .description = N_("Whom auditors talked to, as what, where and about what."),
  .prefix = "IV",
  .digits = 3,
  .icon = "avatar-default-symbolic",
  .phase = ANNEX_PHASE_NONE,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .validate = validate,
  .follow = follow,
  .check_deletion = annex_audit_check_part_kept,
};
