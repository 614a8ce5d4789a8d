/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "isms/annex-isms.h"
#include "isms/annex-tags.h"

static const AnnexChoice statuses[] = {
  { "planned", N_("Planned") },
  { "on_track", N_("On track") },
  { "at_risk", N_("At risk") },
  { "met", N_("Met") },
  { "missed", N_("Missed") },
  { "dropped", N_("Dropped") },
  { NULL, NULL },
};

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Objective"),
    .help = N_("What shall be true when you have succeeded"),
    .group = N_("Objective"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "measure",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Measure and target"),
    .help = N_("How you will know: what is counted, and the figure to reach"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "plan",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("How it will be reached"),
    .help = N_("Steps, people and money"),
  },
  {
    .name = "owner",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Owner"),
    .help = N_("Who answers for it"),
    .group = N_("Progress"),
    .target = "person",
    .inverse = N_("Objectives owned"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "due",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Due"),
    .help = N_("By when it shall be reached"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "status",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Status"),
    .choices = statuses,
    .initial = "planned",
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "result",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Result so far"),
    .help = N_("The latest figure and the date it was taken"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  ANNEX_TAGS_FIELD,
};

const AnnexType annex_objective_type = {
  .name = "objective",
  .label = N_("Objective"),
  .label_plural = N_("Objectives"),
  .description = N_("Set a few security objectives that can be measured, each with an owner and a date."),
  .prefix = "O",
  .digits = 3,
  .icon = "object-select-symbolic",
  .phase = ANNEX_PHASE_PLAN,
  .beside = "issue",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
};
