/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "isms/annex-isms.h"

static const AnnexField fields[] = {
  {
    .name = "agenda_item",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Scenario"),
    .group = N_("Estimate"),
    .target = "agenda_item",
    .inverse = N_("Estimates"),
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "participant",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Participant"),
    .target = "attendance",
    .inverse = N_("Estimates"),
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "round",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Round"),
    .initial = "1",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "likelihood",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Likelihood"),
    .scale = "likelihood",
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "consequence",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Consequence"),
    .scale = "consequence",
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "remark",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Remark"),
    .flags = ANNEX_FIELD_TITLE,
  },
};

const AnnexType annex_estimate_type = {
  .name = "estimate",
  .label = N_("Estimate"),
  .label_plural = N_("Estimates"),
  .description = N_("What each participant of a workshop thought of a risk."),
  .prefix = "ES",
  .digits = 4,
  .icon = "document-edit-symbolic",
  .phase = ANNEX_PHASE_NONE,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
};
