/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "core/annex-draft.h"
#include "core/annex-transaction.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("What happened"),
    .help = N_("What was seen, done or decided"),
    .group = N_("Entry"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "at",
    .kind = ANNEX_FIELD_TIME,
    .label = N_("When"),
    .help = N_("Empty takes the time at which it is written down"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "incident",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Incident"),
    .target = "incident",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "author",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("By"),
    .target = "person",
    .inverse = N_("Entries in timelines of incidents"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
};

static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  return annex_date_rules_check_past (record, "at", error);
}

static gboolean
complete (AnnexDraft *draft, AnnexStore *store, AnnexRecord *record, GError **error)
{
  g_autofree char *now = annex_clock_dup_now ();

  if (annex_draft_is_new (draft) && annex_record_get_value (record, "at") == NULL)
    annex_draft_set (draft, "at", now);
  return TRUE;
}

const AnnexType annex_incident_entry_type = {
  .name = "incident_entry",
  .label = N_("Entry of an incident"),
  .label_plural = N_("Entries of incidents"),
  .description = N_("What was seen, done and decided while an incident was dealt with, minute by minute."),
  .prefix = "IE",
  .digits = 4,
  .icon = "document-open-recent-symbolic",
  .phase = ANNEX_PHASE_NONE,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .validate = validate,
  .complete = complete,
};
