/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"

static const AnnexChoice results[] = {
  { "invited", N_("Invited") },
  { "attended", N_("Took part") },
  { "passed", N_("Passed") },
  { "failed", N_("Not passed") },
  { "absent", N_("Absent") },
  { NULL, NULL },
};

static const AnnexField fields[] = {
  {
    .name = "name",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Name"),
    .help = N_("Or a group, such as “support team, 12 people”"),
    .group = N_("Participant"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "training",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Training"),
    .target = "training",
    .inverse = N_("Participants"),
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "person",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Person"),
    .help = N_("Empty for somebody who is not in the register of people"),
    .target = "person",
    .inverse = N_("Trainings attended"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "result",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Result"),
    .choices = results,
    .initial = "invited",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "confirmed_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Confirmed on"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "remark",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("What shows it"),
    .help = N_("Points in a test, a certificate, a signature"),
    .flags = ANNEX_FIELD_COLUMN,
  },
};

static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  return annex_date_rules_check_past (record, "confirmed_on", error);
}

const AnnexType annex_participation_type = {
  .name = "participation",
  .label = N_("Participation"),
  .label_plural = N_("Participations"),
  .description = N_("Who took part in which training, with what result."),
  .prefix = "TP",
  .digits = 4,
  .icon = "avatar-default-symbolic",
  .phase = ANNEX_PHASE_NONE,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .validate = validate,
};
