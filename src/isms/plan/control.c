/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "isms/annex-isms.h"

static const AnnexChoice libraries[] = {
  { "annex_a", N_("ISO/IEC 27001:2022 Annex A") },
  { "own", N_("Own control") },
  { NULL, NULL },
};

static const AnnexChoice themes[] = {
  { "organizational", N_("Organizational") },
  { "people", N_("People") },
  { "physical", N_("Physical") },
  { "technological", N_("Technological") },
  { NULL, NULL },
};

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Title"),
    .group = N_("Control"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "library",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Library"),
    .choices = libraries,
    .initial = "own",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_FILTER,
  },
  {
    .name = "theme",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Theme"),
    .choices = themes,
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "description",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Description"),
    .help = N_("What it is for, in your own words"),
  },
  {
    .name = "control_type",
    .kind = ANNEX_FIELD_TAGS,
    .label = N_("Control type"),
    .group = N_("Attributes"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "properties",
    .kind = ANNEX_FIELD_TAGS,
    .label = N_("Information security properties"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "concepts",
    .kind = ANNEX_FIELD_TAGS,
    .label = N_("Cybersecurity concepts"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "capabilities",
    .kind = ANNEX_FIELD_TAGS,
    .label = N_("Operational capabilities"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "domains",
    .kind = ANNEX_FIELD_TAGS,
    .label = N_("Security domains"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "predecessors",
    .kind = ANNEX_FIELD_TAGS,
    .label = N_("Predecessors of 2013"),
    .help = N_("The controls of ISO/IEC 27001:2013 that it continues; “new” where there was none"),
  },
};

const AnnexType annex_control_type = {
  .name = "control",
  .label = N_("Control"),
  .label_plural = N_("Controls"),
  .description = N_("The controls of Annex A and your own: what modifies risk, linked to the risks that need it."),
  .prefix = "C",
  .digits = 3,
  .icon = "security-high-symbolic",
  .phase = ANNEX_PHASE_PLAN,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
};
