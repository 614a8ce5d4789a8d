/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "audit.h"
#include "isms/annex-isms.h"

static const AnnexChoice results[] = {
  { "open", N_("Open") },
  { "conform", N_("Conform") },
  { "exception", N_("Exception") },
  { "missing", N_("Could not be shown") },
  { NULL, NULL },
};

static const AnnexField fields[] = {
  {
    .name = "identifier",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Identifier"),
    .help = N_("As the system calls it: a number, a name, a ticket"),
    .group = N_("Item"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "sample",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Sample"),
    .target = "sample",
    .inverse = N_("Items"),
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER | ANNEX_FIELD_PART,
  },
  {
    .name = "position",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Position"),
    .initial = "1",
    .flags = ANNEX_FIELD_REQUIRED,
  },
  {
    .name = "result",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Result"),
    .choices = results,
    .initial = "open",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "remark",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Remark"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "evidence",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Evidence"),
    .target = "evidence",
    .inverse = N_("Items of samples"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "looked_at",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Looked at"),
    .help = N_("Set when the result is given"),
  },
  {
    .name = "looked_by",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Looked at by"),
  },
};

/* What a finished audit found stays as it was found. */
static gboolean
follow (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, GError **error)
{
  return annex_audit_check_part (transaction, store, record, NULL, error) &&
         annex_audit_stamp_result (transaction, store, record, "looked_at", "looked_by", error);
}

const AnnexType annex_sample_item_type = {
  .name = "sample_item",
  .label = N_("Item of a sample"),
  .label_plural = N_("Items of samples"),
  .description = N_("One thing of a sample and what it showed."),
  .prefix = "SI",
  .digits = 4,
  .icon = "object-select-symbolic",
  .phase = ANNEX_PHASE_NONE,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .state_field = "result",
  .follow = follow,
  .check_deletion = annex_audit_check_part_kept,
};
