/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"

static const AnnexChoice states[] = {
  { "open", N_("Open") },
  { "done", N_("Done") },
  { "dropped", N_("Dropped") },
  { NULL, NULL },
};

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Decision"),
    .help = N_("What is to be done or changed, or what stays as it is"),
    .group = N_("Decision"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "review",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Management review"),
    .target = "review",
    .inverse = N_("Decisions"),
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "owner",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Owner"),
    .help = N_("Who carries it out"),
    .target = "person",
    .inverse = N_("Decisions to carry out"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "due",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Due"),
    .settled_by = "done_on",
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
    .name = "measures",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Measures"),
    .help = N_("In the treatment plan"),
    .group = N_("Followed Up In"),
    .target = "treatment",
    .inverse = N_("Decided in management reviews"),
    .flags = ANNEX_FIELD_MANY,
  },
  {
    .name = "corrective_actions",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Corrective actions"),
    .target = "corrective_action",
    .inverse = N_("Decided in management reviews"),
    .flags = ANNEX_FIELD_MANY,
  },
  {
    .name = "objectives",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Objectives"),
    .target = "objective",
    .inverse = N_("Decided in management reviews"),
    .flags = ANNEX_FIELD_MANY,
  },
  {
    .name = "documents",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Documents"),
    .target = "document",
    .inverse = N_("Decided in management reviews"),
    .flags = ANNEX_FIELD_MANY,
  },
  {
    .name = "remark",
    .kind = ANNEX_FIELD_LONG_TEXT,
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

const AnnexType annex_review_decision_type = {
  .name = "review_decision",
  .label = N_("Decision of a management review"),
  .label_plural = N_("Decisions of management reviews"),
  .description = N_("What a management review decided: who carries it out, by when, and where it is followed up."),
  .prefix = "MD",
  .digits = 3,
  .icon = "checkbox-checked-symbolic",
  .phase = ANNEX_PHASE_CHECK,
  .beside = "review",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .state_field = "status",
  .over_states = over_states,
  .validate = validate,
  .complete = annex_date_rules_complete_done,
};
