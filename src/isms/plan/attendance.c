/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "isms/annex-isms.h"

static const AnnexField fields[] = {
  {
    .name = "name",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Name"),
    .group = N_("Participant"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "role",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Role"),
    .help = N_("As what the person took part"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "workshop",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Workshop"),
    .target = "workshop",
    .inverse = N_("Participants"),
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "person",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Person"),
    .help = N_("Empty for a guest"),
    .target = "person",
    .inverse = N_("Workshops attended"),
    .flags = ANNEX_FIELD_FILTER,
  },
};

const AnnexType annex_attendance_type = {
  .name = "attendance",
  .label = N_("Attendance"),
  .label_plural = N_("Attendances"),
  .description = N_("Who took part in which workshop."),
  .prefix = "AT",
  .digits = 3,
  .icon = "avatar-default-symbolic",
  .phase = ANNEX_PHASE_NONE,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
};
