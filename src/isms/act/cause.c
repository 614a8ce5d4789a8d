/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "cause-tree.h"
#include "isms/annex-isms.h"

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Cause"),
    .help = N_("One fact, as an answer to “why”"),
    .group = N_("Cause"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "corrective_action",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Nonconformity"),
    .target = "corrective_action",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "parent",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Reason for"),
    .help = N_("The cause that it explains; empty where it explains the nonconformity itself"),
    .target = "cause",
    .inverse = N_("Because"),
    .flags = ANNEX_FIELD_ACYCLIC | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "category",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Category"),
    .help = N_("The rib of the fishbone that it stands at; a deeper cause stands with what it explains"),
    .scale = "cause_category",
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "kind",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Kind"),
    .help = N_("The trigger set it off; the systemic cause would let it happen again"),
    .choices = annex_cause_kinds,
    .initial = "contributing",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "evidence",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Why we believe it"),
    .help = N_("What shows that it is so, and not only likely"),
  },
  {
    .name = "position",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Position"),
    .help = N_("Among the causes of the same thing"),
    .initial = "1",
    .flags = ANNEX_FIELD_REQUIRED,
  },
};

/* A why answers a why of the same nonconformity. */
static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  g_autoptr (AnnexRecord) explained = NULL;

  if (!annex_store_load_if_there (store, annex_record_get_link (record, "parent"), &explained, error))
    return FALSE;
  if (explained == NULL || g_strcmp0 (annex_record_get_value (explained, "corrective_action"),
                                      annex_record_get_value (record, "corrective_action")) == 0)
    return TRUE;
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("“%s” belongs to another nonconformity than “%s”, which it should explain."),
               annex_record_get_title (record), annex_record_get_title (explained));
  return FALSE;
}

const AnnexType annex_cause_type = {
  .name = "cause",
  .label = N_("Cause"),
  .label_plural = N_("Causes"),
  .description = N_("Why something went wrong, and why that was so, down to what would let it happen again."),
  .prefix = "CS",
  .digits = 4,
  .icon = "view-list-bullet-symbolic",
  .phase = ANNEX_PHASE_NONE,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .validate = validate,
};
