/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "control.h"
#include "core/annex-transaction.h"
#include "isms/annex-isms.h"

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Title"),
    .group = N_("Line"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "code",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Control"),
    .help = N_("Its reference on that day"),
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "version",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Version"),
    .target = "soa_version",
    .inverse = N_("Lines"),
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "position",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Position"),
    .flags = ANNEX_FIELD_REQUIRED,
  },
  {
    .name = "theme",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Theme"),
    .choices = annex_control_themes,
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "decision",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Decision"),
    .choices = annex_control_decisions,
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "reasons",
    .kind = ANNEX_FIELD_TAGS,
    .label = N_("Reasons"),
    .help = N_("Of risk, legal, contract, business and practice"),
  },
  {
    .name = "justification",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Justification"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "status",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Status"),
    .choices = annex_control_statuses,
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "implementation",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("How it is implemented"),
  },
  {
    .name = "owner",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Owner"),
  },
  {
    .name = "risks",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Risks"),
  },
  {
    .name = "documents",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Documents"),
  },
  {
    .name = "evidence",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Evidence"),
  },
};

/* What was approved stays as it was approved. */
static gboolean
follow (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, GError **error)
{
  if (annex_transaction_is_new (transaction, annex_record_get_id (record)))
    return TRUE;
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s belongs to a version that is frozen. Change the control; the next version will say so."),
               annex_record_get_text (record, "code"));
  return FALSE;
}

static gboolean
check_deletion (AnnexStore *store, AnnexRecord *record, GError **error)
{
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s belongs to a version that is frozen, so it stays."), annex_record_get_text (record, "code"));
  return FALSE;
}

const AnnexType annex_soa_line_type = {
  .name = "soa_line",
  .label = N_("Line of the Statement of Applicability"),
  .label_plural = N_("Lines of the Statement of Applicability"),
  .description = N_("What a version of the Statement of Applicability said of each control."),
  .prefix = "SOL",
  .digits = 4,
  .icon = "security-high-symbolic",
  .phase = ANNEX_PHASE_NONE,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .follow = follow,
  .check_deletion = check_deletion,
};
