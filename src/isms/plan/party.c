/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "isms/annex-isms.h"
#include "isms/annex-tags.h"

static const AnnexChoice decisions[] = {
  { "yes", N_("Yes") },
  { "partly", N_("Partly") },
  { "no", N_("No") },
  { NULL, NULL },
};

static const AnnexField fields[] = {
  {
    .name = "name",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Party"),
    .help = N_("Who has a stake in your information security: a group, an authority, a firm"),
    .group = N_("Party"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "requirement",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("What they ask for"),
    .help = N_("Their needs and expectations, as concrete as you know them"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "taken_into_isms",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Met through the management system"),
    .help = N_("Which of it you have decided to meet by way of the management system"),
    .group = N_("Decision"),
    .choices = decisions,
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "reason",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Reason"),
    .help = N_("Needed when something is left out"),
  },
  {
    .name = "climate",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Climate-related wishes"),
    .help = N_("What they ask because of climate change; “None” if you asked and there is nothing"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "contact",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Contact"),
    .help = N_("How and through whom you hear from them"),
    .group = N_("Follow-up"),
  },
  {
    .name = "owner",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Kept in touch by"),
    .help = N_("Who speaks with them and brings changes home"),
    .target = "person",
    .inverse = N_("Parties kept in touch with"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "review_date",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Next review"),
    .help = N_("When to ask again"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  ANNEX_TAGS_FIELD,
};

const AnnexType annex_party_type = {
  .name = "party",
  .label = N_("Interested party"),
  .label_plural = N_("Interested parties"),
  .description = N_("List who expects something of your information security, what it is, and what you have decided to do about it."),
  .prefix = "IP",
  .digits = 3,
  .icon = "system-users-symbolic",
  .phase = ANNEX_PHASE_PLAN,
  .beside = "issue",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
};
