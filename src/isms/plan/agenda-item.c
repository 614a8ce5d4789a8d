/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "isms/annex-isms.h"

static const AnnexChoice outcomes[] = {
  { "open", N_("Open") },
  { "agreed", N_("Agreed") },
  { "parked", N_("Parked") },
  { NULL, NULL },
};

static const AnnexChoice decisions[] = {
  { "treat", N_("Treat") },
  { "tolerate", N_("Tolerate") },
  { "transfer", N_("Transfer") },
  { "terminate", N_("Terminate") },
  { NULL, NULL },
};

static const AnnexField fields[] = {
  {
    .name = "topic",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Topic"),
    .group = N_("Agenda"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "workshop",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Workshop"),
    .target = "workshop",
    .inverse = N_("Agenda"),
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "risk",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Risk"),
    .help = N_("Empty for a question that is no scenario"),
    .target = "risk",
    .inverse = N_("Judged in workshops"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "position",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Position"),
    .initial = "1",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "outcome",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Outcome"),
    .choices = outcomes,
    .initial = "open",
    .group = N_("Outcome"),
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "likelihood",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Agreed likelihood"),
    .scale = "likelihood",
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "consequence",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Agreed consequence"),
    .scale = "consequence",
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "level",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Level then"),
    .help = N_("By the matrix of that day"),
    .scale = "risk_level",
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "decision",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Decision"),
    .help = N_("What is to be done about the risk"),
    .choices = decisions,
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "reason",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Why"),
    .help = N_("Why these levels, or why it was parked"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "decided_at",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Decided at"),
  },
  {
    .name = "likelihood_before",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Likelihood before"),
    .scale = "likelihood",
    .group = N_("Before"),
  },
  {
    .name = "consequence_before",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Consequence before"),
    .scale = "consequence",
  },
  {
    .name = "level_before",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Level before"),
    .scale = "risk_level",
  },
  {
    .name = "decision_before",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Decision before"),
    .choices = decisions,
  },
  {
    .name = "round",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Round"),
    .help = N_("Of estimates; what was said in earlier rounds is kept"),
    .initial = "1",
    .group = N_("Estimates"),
    .flags = ANNEX_FIELD_REQUIRED,
  },
  {
    .name = "secret",
    .kind = ANNEX_FIELD_BOOLEAN,
    .label = N_("Secret round"),
    .help = N_("The estimates are not shown until they are revealed"),
  },
};

const AnnexType annex_agenda_item_type = {
  .name = "agenda_item",
  .label = N_("Agenda item"),
  .label_plural = N_("Agenda items"),
  .description = N_("What a workshop talked about, in its order, and what came of it."),
  .prefix = "AI",
  .digits = 3,
  .icon = "view-list-symbolic",
  .phase = ANNEX_PHASE_NONE,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
};
