/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "annex-isms.h"
#include "record-type-choices.h"

static const AnnexField fields[] = {
  {
    .name = "record_type",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Register"),
    .help = N_("Which records are filtered"),
    .group = N_("Filter"),
    .choices = annex_record_type_choices,
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "name",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Name"),
    .help = N_("Shown in the list of saved filters"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "query",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Filter"),
    .help = N_("Kept by Annex when you save what a table shows"),
    .flags = ANNEX_FIELD_REQUIRED,
  },
};

const AnnexType annex_saved_filter_type = {
  .name = "saved_filter",
  .label = N_("Saved filter"),
  .label_plural = N_("Saved filters"),
  .description = N_("Views of a register that you come back to, such as everything overdue for one owner."),
  .prefix = "SF",
  .digits = 2,
  .icon = "funnel-symbolic",
  .phase = ANNEX_PHASE_NONE,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
};
