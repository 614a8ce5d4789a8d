/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "annex-isms.h"
#include "record-type-choices.h"

static const AnnexChoice kinds[] = {
  { "text", N_("Text") },
  { "long_text", N_("Long text") },
  { "number", N_("Number") },
  { "date", N_("Date") },
  { "boolean", N_("Yes or no") },
  { "property", N_("Information security property") },
  { NULL, NULL },
};

static const AnnexField fields[] = {
  {
    .name = "record_type",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Register"),
    .help = N_("Which records get the field"),
    .group = N_("Field"),
    .choices = annex_record_type_choices,
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "label",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Label"),
    .help = N_("The name of the field in forms, tables and exports"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "kind",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Kind"),
    .help = N_("What may be entered; a property is asked for beside confidentiality, integrity and availability"),
    .choices = kinds,
    .initial = "text",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
};

const AnnexType annex_custom_field_type = {
  .name = "custom_field",
  .label = N_("Own field"),
  .label_plural = N_("Own fields"),
  .description = N_("Fields that this engagement adds to a register beyond those that Annex brings."),
  .prefix = "CF",
  .digits = 2,
  .icon = "list-add-symbolic",
  .phase = ANNEX_PHASE_NONE,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
};
