/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"
#include "methodology.h"
#include "risk.h"

static const AnnexChoice decisions[] = {
  { "accepted", N_("Accepted") },
  { "refused", N_("Refused") },
  { NULL, NULL },
};

static const AnnexChoice stages[] = {
  { "current", N_("Current") },
  { "target", N_("Residual") },
  { NULL, NULL },
};

static const AnnexField fields[] = {
  {
    .name = "risk",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Risk"),
    .group = N_("Acceptance"),
    .target = "risk",
    .inverse = N_("Acceptances"),
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "accepted_by",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Decided by"),
    .help = N_("The risk owner, or whoever may accept a risk of this level"),
    .target = "person",
    .inverse = N_("Acceptances"),
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "decision",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Decision"),
    .choices = decisions,
    .initial = "accepted",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "decided_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Decided on"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "statement",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("What was said"),
    .help = N_("The reason, and any condition"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "valid_until",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Valid until"),
    .help = N_("After that day it has to be decided anew"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "stage",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Rating decided on"),
    .help = N_("Kept as it was on that day; the acceptance is stale as soon as the risk is rated otherwise"),
    .group = N_("Rating"),
    .choices = stages,
  },
  {
    .name = "likelihood",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Likelihood"),
    .scale = "likelihood",
  },
  {
    .name = "consequence",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Consequence"),
    .scale = "consequence",
  },
  {
    .name = "level",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Level"),
    .scale = "risk_level",
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "methodology_version",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Methodology version"),
  },
};

/* Takes the rating over as it stands, unless the acceptance brings its own, as an import of old ones does. */
static gboolean
freeze_rating (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, AnnexRecord *risk, GError **error)
{
  gint64 id = annex_record_get_id (record);
  const char *given = annex_record_get_value (record, "stage");
  AnnexRiskStage stage = annex_risk_get_accepted_stage (risk);
  g_autoptr (GError) failure = NULL;
  g_autoptr (AnnexRecord) methodology = annex_methodology_get (store, &failure);
  g_autofree char *level = NULL;
  AnnexRiskRating rating;

  if (annex_error_pass (&failure, error))
    return FALSE;
  if (annex_record_get_value (record, "likelihood") != NULL || annex_record_get_value (record, "consequence") != NULL)
    return TRUE;
  if (given != NULL)
    annex_risk_stage_parse (given, &stage);
  rating = annex_risk_get_rating (risk, stage);
  if (rating.level == 0)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID,
                   _("%s has no level yet, so there is nothing to decide on. Estimate likelihood and consequence first."),
                   annex_record_get_reference (risk));
      return FALSE;
    }
  level = g_strdup_printf ("%d", rating.level);
  for (guint i = 0; i < 2; i++)
    {
      const char *what = i == 0 ? "likelihood" : "consequence";
      g_autofree char *value = g_strdup_printf ("%d", i == 0 ? rating.likelihood : rating.consequence);

      if (!annex_transaction_set (transaction, id, what, value, error))
        return FALSE;
    }
  return annex_transaction_set (transaction, id, "stage", annex_risk_stage_get_name (stage), error) &&
         annex_transaction_set (transaction, id, "level", level, error) &&
         (methodology == NULL || annex_transaction_set (transaction, id, "methodology_version",
                                                        annex_record_get_value (methodology, "version"), error));
}

static gboolean
follow (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, GError **error)
{
  static const char *const frozen[] = { "risk", "accepted_by", "decision", "stage", "likelihood", "consequence", "level" };
  gint64 id = annex_record_get_id (record);
  g_autofree char *today = annex_clock_dup_today ();

  if (annex_transaction_is_new (transaction, id))
    {
      g_autoptr (GArray) risks = annex_record_dup_link_ids (record, "risk");
      g_autoptr (AnnexRecord) risk = risks->len > 0 ? annex_store_load (store, g_array_index (risks, gint64, 0), error) : NULL;

      return (annex_record_get_value (record, "decided_on") != NULL ||
              annex_transaction_set (transaction, id, "decided_on", today, error)) &&
             (risk == NULL || freeze_rating (transaction, store, record, risk, error));
    }
  for (guint i = 0; i < G_N_ELEMENTS (frozen); i++)
    if (annex_transaction_has_changed (transaction, id, frozen[i]) && annex_record_get_value (record, frozen[i]) != NULL)
      {
        g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID,
                     _("%s keeps what was decided on that day, so “%s” cannot be changed. Record a new decision instead."),
                     annex_record_get_reference (record), annex_field_get_label (annex_type_find_field (&annex_acceptance_type, frozen[i])));
        return FALSE;
      }
  return TRUE;
}

static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  return annex_date_rules_check_past (record, "decided_on", error) &&
         annex_date_rules_check_order (record, "decided_on", "valid_until", error);
}

const AnnexType annex_acceptance_type = {
  .name = "acceptance",
  .label = N_("Acceptance"),
  .label_plural = N_("Acceptances"),
  .description = N_("What risk owners have accepted: who, when, what was said, and for how long it holds."),
  .prefix = "AC",
  .digits = 3,
  .icon = "document-edit-symbolic",
  .phase = ANNEX_PHASE_PLAN,
  .beside = "risk",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .validate = validate,
  .follow = follow,
};
