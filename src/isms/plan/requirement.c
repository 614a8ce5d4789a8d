/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"
#include "isms/annex-tags.h"

static const AnnexChoice kinds[] = {
  { "legal", N_("Law or regulation") },
  { "contractual", N_("Contract") },
  { "other", N_("Other") },
  { NULL, NULL },
};

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Requirement"),
    .help = N_("A short name, such as “Notice of a data breach”"),
    .group = N_("Requirement"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "kind",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Kind"),
    .help = N_("Where its force comes from"),
    .choices = kinds,
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "source",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Source"),
    .help = N_("Act and article, contract and clause"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "text",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("What it asks"),
    .help = N_("In your own words, so that the owner knows when it is met"),
  },
  {
    .name = "approach",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("How it is met"),
    .help = N_("The rules, records and controls that answer it"),
    .group = N_("Compliance"),
  },
  {
    .name = "parties",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Asked by"),
    .help = N_("The interested parties behind it"),
    .target = "party",
    .inverse = N_("Requirements"),
    .flags = ANNEX_FIELD_MANY,
  },
  {
    .name = "owner",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Owner"),
    .help = N_("Who follows its changes and answers for meeting it"),
    .target = "person",
    .inverse = N_("Requirements owned"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "effective_from",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("In force from"),
    .group = N_("Dates"),
  },
  {
    .name = "effective_until",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("In force until"),
  },
  {
    .name = "review_date",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Next review"),
    .help = N_("When to check whether the law or the contract has changed"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  ANNEX_TAGS_FIELD,
};

static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  return annex_date_rules_check_order (record, "effective_from", "effective_until", error);
}

const AnnexType annex_requirement_type = {
  .name = "requirement",
  .label = N_("Requirement"),
  .label_plural = N_("Requirements"),
  .description = N_("Keep the laws, contracts and promises that bind you on information security, each with someone who watches it."),
  .prefix = "REQ",
  .digits = 3,
  .icon = "accessories-dictionary-symbolic",
  .phase = ANNEX_PHASE_PLAN,
  .beside = "issue",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .validate = validate,
};
