/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "isms/annex-isms.h"

static const AnnexField fields[] = {
  {
    .name = "name",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Holiday"),
    .group = N_("Holiday"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "day",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Day"),
    .help = N_("Not counted where delays are counted in working days"),
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
};

static const char *const indexes[] = { "day", NULL };

const AnnexType annex_holiday_type = {
  .name = "holiday",
  .label = N_("Holiday"),
  .label_plural = N_("Holidays"),
  .description = N_("Days on which nobody works, so that no delay is counted on them."),
  .prefix = "HD",
  .digits = 3,
  .icon = "x-office-calendar-symbolic",
  .phase = ANNEX_PHASE_DO,
  .beside = "activity",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .indexes = indexes,
};
