/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"
#include "isms/annex-tags.h"

static const AnnexChoice kinds[] = {
  { "cloud", N_("Cloud platform") },
  { "software", N_("Software as a service") },
  { "managed", N_("Managed service") },
  { "professional", N_("Consulting and testing") },
  { "hardware", N_("Hardware and disposal") },
  { "premises", N_("Premises and utilities") },
  { "other", N_("Other") },
  { NULL, NULL },
};

static const AnnexChoice criticalities[] = {
  { "low", N_("Low") },
  { "medium", N_("Medium") },
  { "high", N_("High") },
  { "critical", N_("Critical") },
  { NULL, NULL },
};

static const AnnexChoice ratings[] = {
  { "good", N_("Good") },
  { "fair", N_("Fair") },
  { "poor", N_("Poor") },
  { NULL, NULL },
};

static const AnnexField fields[] = {
  {
    .name = "name",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Name"),
    .help = N_("The firm you have the contract with"),
    .group = N_("Supplier"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "service",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Service"),
    .help = N_("What you get from them"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "kind",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Kind"),
    .choices = kinds,
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "contact",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Contact"),
    .help = N_("Whom to call on a bad day"),
  },
  {
    .name = "owner",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Owner"),
    .help = N_("Who manages the relationship on your side"),
    .target = "person",
    .inverse = N_("Suppliers managed"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "criticality",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Criticality"),
    .help = N_("How hard it would hit you if they failed or leaked"),
    .group = N_("Risk"),
    .choices = criticalities,
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "data",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Data they reach"),
    .help = N_("Which of your information they hold or can see"),
  },
  {
    .name = "personal_data",
    .kind = ANNEX_FIELD_BOOLEAN,
    .label = N_("Personal data"),
    .help = N_("They handle personal data for you, so a processing agreement is needed"),
    .initial = "0",
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "assurance",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Assurance seen"),
    .help = N_("Certificates, audit reports or answers you have looked at"),
  },
  {
    .name = "rating",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Rating"),
    .help = N_("Your judgement at the last review"),
    .choices = ratings,
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "contract_from",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Contract from"),
    .group = N_("Dates"),
  },
  {
    .name = "contract_until",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Contract until"),
    .help = N_("Empty when it runs until somebody gives notice"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "last_review",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Last review"),
  },
  {
    .name = "review_date",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Next review"),
    .help = N_("Critical suppliers at least once a year"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  ANNEX_TAGS_FIELD,
};

static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  return annex_date_rules_check_order (record, "contract_from", "contract_until", error) &&
         annex_date_rules_check_past (record, "last_review", error);
}

const AnnexType annex_supplier_type = {
  .name = "supplier",
  .label = N_("Supplier"),
  .label_plural = N_("Suppliers"),
  .description = N_("Keep the firms whose services your information depends on, what they can reach, and when you last looked."),
  .prefix = "SU",
  .digits = 3,
  .icon = "applications-engineering-symbolic",
  .phase = ANNEX_PHASE_DO,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .validate = validate,
};
