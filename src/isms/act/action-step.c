/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"

static const AnnexChoice states[] = {
  { "open", N_("Open") },
  { "in_progress", N_("In progress") },
  { "done", N_("Done") },
  { "dropped", N_("Dropped") },
  { NULL, NULL },
};

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Step"),
    .help = N_("What will be done, as an order to somebody"),
    .group = N_("Step"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "corrective_action",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Corrective action"),
    .target = "corrective_action",
    .inverse = N_("Steps of the plan"),
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "owner",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Owner"),
    .help = N_("Who gets it done"),
    .target = "person",
    .inverse = N_("Steps of corrective actions"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "due",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Due"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "status",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Status"),
    .choices = states,
    .initial = "open",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "done_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Done on"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "remark",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Remark"),
    .help = N_("What came of it, or why it was dropped"),
  },
};

static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  return annex_date_rules_check_past (record, "done_on", error);
}

static const char *const over_states[] = { "done", "dropped", NULL };

const AnnexType annex_action_step_type = {
  .name = "action_step",
  .label = N_("Step of a corrective action"),
  .label_plural = N_("Steps of corrective actions"),
  .description = N_("What the plan of a corrective action asks of whom, and by when."),
  .prefix = "AS",
  .digits = 3,
  .icon = "checkbox-checked-symbolic",
  .phase = ANNEX_PHASE_NONE,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .state_field = "status",
  .over_states = over_states,
  .validate = validate,
  .complete = annex_date_rules_complete_done,
};
