/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "annex-isms.h"
#include "core/annex-store.h"

static const AnnexChoice editions[] = {
  { "2022", N_("ISO/IEC 27001:2022 with Amendment 1:2024") },
  { "2013", N_("ISO/IEC 27001:2013") },
  { NULL, NULL },
};

static const AnnexChoice valuations[] = {
  { "highest", N_("Highest of the three needs") },
  { "weighted", N_("Weighted mean of the three needs") },
  { NULL, NULL },
};

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Title"),
    .help = N_("How you call this piece of work, such as “Certification 2027”"),
    .group = N_("Engagement"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "organization",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Organization"),
    .help = N_("The legal or trading name that will stand on the certificate"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "scope",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Scope"),
    .help = N_("One sentence: which activities, at which places, with which boundaries"),
  },
  {
    .name = "edition",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Edition of the standard"),
    .help = N_("Decides which list of controls and which clauses are used"),
    .choices = editions,
    .initial = "2022",
    .flags = ANNEX_FIELD_REQUIRED,
  },
  {
    .name = "report_template",
    .kind = ANNEX_FIELD_FILE,
    .label = N_("Word template of reports"),
    .help = N_("A DOCX or DOTX of your own, whose styles, header, footer and page every report as DOCX gets"),
  },
  {
    .name = "valuation",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Value of an asset"),
    .help = N_("How confidentiality, integrity and availability needs add up to one value"),
    .group = N_("Valuation of assets"),
    .choices = valuations,
    .initial = "highest",
    .flags = ANNEX_FIELD_REQUIRED,
  },
  {
    .name = "weight_confidentiality",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Weight of confidentiality"),
    .help = N_("Used by the weighted mean only; 0 leaves it out"),
    .initial = "1",
  },
  {
    .name = "weight_integrity",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Weight of integrity"),
    .initial = "1",
  },
  {
    .name = "weight_availability",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Weight of availability"),
    .initial = "1",
  },
  {
    .name = "attachment_limit",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Files kept up to (MB)"),
    .help = N_("An attached file that is larger stays where it is, and is linked to with its checksum"),
    .group = N_("Attached files"),
    .initial = "25",
  },
  {
    .name = "audit_years_from",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Audit programme begins in"),
    .help = N_("A year, from which it goes through everything in three; empty for the year of the first internal audit"),
    .group = N_("Audits"),
  },
};

#define MOST_MEGABYTES 1000

static gboolean
check_limit (const char *value, GError **error)
{
  double limit = value != NULL ? g_ascii_strtod (value, NULL) : 0;

  if (limit >= 0 && limit <= MOST_MEGABYTES)
    return TRUE;
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("Files can be kept up to %d MB each, not %s."), MOST_MEGABYTES, value);
  return FALSE;
}

/* A file holds one engagement, and a mean needs a weight. */
static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  static const char *const weights[] = { "weight_confidentiality", "weight_integrity", "weight_availability" };
  g_autoptr (AnnexRecord) existing = NULL;
  double sum = 0;

  if (!annex_store_get_engagement_if_there (store, &existing, error))
    return FALSE;
  if (existing != NULL && annex_record_get_id (existing) != annex_record_get_id (record))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID,
                   _("This file already holds the engagement “%s”. A file holds one; make a new file for another."),
                   annex_record_get_title (existing));
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (weights); i++)
    {
      const char *value = annex_record_get_value (record, weights[i]);
      double weight = value != NULL ? g_ascii_strtod (value, NULL) : 0;

      if (weight < 0)
        {
          g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("A weight may not be negative; %s was given."), value);
          return FALSE;
        }
      sum += weight;
    }
  if (!check_limit (annex_record_get_value (record, "attachment_limit"), error))
    return FALSE;
  if (g_strcmp0 (annex_record_get_value (record, "valuation"), "weighted") == 0 && sum <= 0)
    {
      g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_INVALID,
                           _("A weighted mean needs at least one weight above 0."));
      return FALSE;
    }
  return TRUE;
}

const AnnexType annex_engagement_type = {
  .name = "engagement",
  .label = N_("Engagement"),
  .label_plural = N_("Engagements"),
  .description = N_("What this file is about: the organization, its scope and the rules it has chosen."),
  .prefix = "E",
  .digits = 1,
  .icon = "document-properties-symbolic",
  .phase = ANNEX_PHASE_NONE,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .validate = validate,
};
