/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "isms/annex-isms.h"
#include "isms/annex-tags.h"

static const AnnexChoice kinds[] = {
  { "external", N_("External") },
  { "internal", N_("Internal") },
  { NULL, NULL },
};

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Issue"),
    .help = N_("A circumstance, inside or outside, that helps or hinders the organization's security aims"),
    .group = N_("Issue"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "kind",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Kind"),
    .help = N_("External issues come from market, law, technology or nature; internal ones from your own people and ways of working"),
    .choices = kinds,
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "description",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Description"),
    .help = N_("What is known about it, and where that comes from"),
  },
  {
    .name = "effect",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Effect on the management system"),
    .help = N_("What follows for scope, risks, objectives or resources"),
    .group = N_("Consequence"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "climate",
    .kind = ANNEX_FIELD_BOOLEAN,
    .label = N_("Climate change"),
    .help = N_("This issue records whether climate change matters to you, which has to be decided either way"),
    .initial = "0",
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "owner",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Watched by"),
    .help = N_("Who notices when it changes"),
    .target = "person",
    .inverse = N_("Issues watched"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "review_date",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Next review"),
    .help = N_("When to look at it again, at the latest before the management review"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  ANNEX_TAGS_FIELD,
};

const AnnexType annex_issue_type = {
  .name = "issue",
  .label = N_("Issue"),
  .label_plural = N_("Context"),
  .description = N_("Note what around and within the organization bears on information security. Scope, risks and objectives build on it."),
  .prefix = "CI",
  .digits = 3,
  .icon = "find-location-symbolic",
  .phase = ANNEX_PHASE_PLAN,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
};
