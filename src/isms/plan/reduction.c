/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "core/annex-transaction.h"
#include "isms/annex-isms.h"
#include "treatment.h"

static const AnnexField fields[] = {
  {
    .name = "measure",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Measure"),
    .group = N_("Reduction"),
    .target = "treatment",
    .inverse = N_("Reductions of single risks"),
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "risk",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Risk"),
    .target = "risk",
    .inverse = N_("Reduced in particular"),
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "reduces_likelihood",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Takes off the likelihood"),
    .help = N_("Of this risk, by how many levels; empty is what the measure takes off the others"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "reduces_consequence",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Takes off the consequence"),
    .help = N_("Of this risk, by how many levels; empty is what the measure takes off the others"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "reason",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Why"),
    .help = N_("What is different about this risk"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_COLUMN,
  },
};

/* Two would leave open which one counts. */
static gboolean
check_only_one (AnnexStore *store, AnnexRecord *record, GError **error)
{
  const gint64 ids[] = { annex_record_get_link (record, "measure"), annex_record_get_link (record, "risk"), annex_record_get_id (record) };
  g_autoptr (GError) failure = NULL;
  gboolean taken = annex_store_read_number (store,
                                            "SELECT 1 FROM reduction q JOIN link m ON m.source = q.id AND m.field = 'measure' AND m.target = ?1 "
                                            "JOIN link k ON k.source = q.id AND k.field = 'risk' AND k.target = ?2 WHERE q.id <> ?3",
                                            ids, G_N_ELEMENTS (ids), &failure) != 0;

  if (annex_error_pass (&failure, error))
    return FALSE;
  if (taken)
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("It is said already by how much %s reduces %s. Change that one."),
                 annex_record_get_text (record, "measure"), annex_record_get_text (record, "risk"));
  return !taken;
}

static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  return annex_treatment_check_reduction (record, "reduces_likelihood", error) &&
         annex_treatment_check_reduction (record, "reduces_consequence", error) && check_only_one (store, record, error);
}

/* A risk that a measure reduces in particular is one that it reduces. */
static gboolean
follow (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, GError **error)
{
  gint64 measure = annex_record_get_link (record, "measure"), risk = annex_record_get_link (record, "risk");
  g_autoptr (AnnexRecord) treatment = annex_store_load (store, measure, error);
  g_autoptr (GArray) risks = treatment != NULL ? annex_record_dup_link_ids (treatment, "risks") : NULL;
  g_autofree char *value = NULL;

  if (risks == NULL)
    return FALSE;
  for (guint i = 0; i < risks->len; i++)
    if (g_array_index (risks, gint64, i) == risk)
      return TRUE;
  g_array_append_val (risks, risk);
  value = annex_link_ids_format (risks);
  return annex_transaction_set (transaction, measure, "risks", value, error);
}

const AnnexType annex_reduction_type = {
  .name = "reduction",
  .label = N_("Reduction"),
  .label_plural = N_("Reductions"),
  .description = N_("By how much a measure reduces one risk, where it is not what it takes off the others."),
  .prefix = "RD",
  .digits = 3,
  .icon = "go-down-symbolic",
  .phase = ANNEX_PHASE_NONE,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .validate = validate,
  .follow = follow,
};
