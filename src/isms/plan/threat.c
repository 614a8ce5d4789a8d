/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "isms/annex-isms.h"

static const AnnexChoice categories[] = {
  { "physical", N_("Physical") },
  { "natural", N_("Natural") },
  { "utilities", N_("Utilities") },
  { "technical", N_("Technical") },
  { "malicious", N_("Malicious") },
  { "insider", N_("Insider") },
  { "human_error", N_("Human error") },
  { "organizational", N_("Organizational") },
  { "legal", N_("Legal") },
  { NULL, NULL },
};

static const AnnexField fields[] = {
  {
    .name = "name",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Name"),
    .help = N_("What could happen, or who could do it"),
    .group = N_("Threat"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "category",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Category"),
    .choices = categories,
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "description",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Description"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "properties",
    .kind = ANNEX_FIELD_TAGS,
    .label = N_("Properties affected"),
    .help = N_("Confidentiality, integrity, availability, or one of your own"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "asset_kinds",
    .kind = ANNEX_FIELD_TAGS,
    .label = N_("Kinds of asset"),
    .help = N_("Keys of the kinds it strikes: information, software, hardware, service, people, site, process, intangible"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "controls",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Controls that answer it"),
    .target = "control",
    .inverse = N_("Threats answered"),
    .flags = ANNEX_FIELD_MANY,
  },
};

const AnnexType annex_threat_type = {
  .name = "threat",
  .label = N_("Threat"),
  .label_plural = N_("Threats"),
  .description = N_("The causes of unwanted events that risks are built from. Add those of your own trade."),
  .prefix = "T",
  .digits = 2,
  .icon = "weather-storm-symbolic",
  .phase = ANNEX_PHASE_PLAN,
  .beside = "risk",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
};
