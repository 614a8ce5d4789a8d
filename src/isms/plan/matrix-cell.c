/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "core/annex-statement.h"
#include "isms/annex-isms.h"
#include "methodology.h"

static const AnnexField fields[] = {
  {
    .name = "likelihood",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Likelihood"),
    .group = N_("Cell"),
    .scale = "likelihood",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "consequence",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Consequence"),
    .scale = "consequence",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "level",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Level"),
    .help = N_("Empty while the cell is not painted; risks in it then have no level"),
    .scale = "risk_level",
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "remark",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Remark"),
    .help = N_("Why this cell has its level, where that is not plain"),
    .flags = ANNEX_FIELD_TITLE,
  },
};

static const char *const indexes[] = { "likelihood, consequence, level", NULL };

/* Two cells in one place would give a risk two levels. */
static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (store, "SELECT 1 FROM matrix_cell WHERE likelihood = ?1 AND consequence = ?2 AND id <> ?3", error);
  gboolean taken;

  if (statement == NULL)
    return FALSE;
  annex_statement_bind_text (statement, 1, annex_record_get_value (record, "likelihood"));
  annex_statement_bind_text (statement, 2, annex_record_get_value (record, "consequence"));
  annex_statement_bind_int64 (statement, 3, annex_record_get_id (record));
  taken = annex_statement_next (statement);
  if (!annex_statement_finish (statement, error))
    return FALSE;
  if (taken)
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID,
                 _("The matrix already has a cell for likelihood %s and consequence %s. Change that one."),
                 annex_record_get_value (record, "likelihood"), annex_record_get_value (record, "consequence"));
  return !taken;
}

static gboolean
follow (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, GError **error)
{
  return annex_methodology_begin_version (transaction, store, error);
}

const AnnexType annex_matrix_cell_type = {
  .name = "matrix_cell",
  .label = N_("Matrix cell"),
  .label_plural = N_("Matrix cells"),
  .description = N_("The level of risk for each pair of likelihood and consequence."),
  .prefix = "MC",
  .digits = 2,
  .icon = "view-grid-symbolic",
  .phase = ANNEX_PHASE_NONE,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .indexes = indexes,
  .validate = validate,
  .follow = follow,
};
