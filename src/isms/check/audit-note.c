/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "audit.h"
#include "isms/annex-isms.h"

static const AnnexField fields[] = {
  {
    .name = "text",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Note"),
    .group = N_("Note"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "audit",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Audit"),
    .target = "audit",
    .inverse = N_("Notes"),
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER | ANNEX_FIELD_PART,
  },
  {
    .name = "item",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Question"),
    .target = "audit_item",
    .inverse = N_("Notes taken"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "session",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Session"),
    .target = "audit_session",
    .inverse = N_("Notes taken"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "noted_at",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Noted at"),
    .help = N_("Set when it is written"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "noted_by",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Noted by"),
    .flags = ANNEX_FIELD_COLUMN,
  },
};

static gboolean
set_stamp (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, GError **error)
{
  gint64 id = annex_record_get_id (record);
  g_autofree char *now = annex_audit_dup_now ();

  return annex_record_get_value (record, "noted_at") != NULL ||
         (annex_transaction_set (transaction, id, "noted_at", now, error) &&
          annex_transaction_set (transaction, id, "noted_by", annex_store_get_author (store), error));
}

/* What a finished audit noted stays as it was noted. */
static gboolean
follow (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, GError **error)
{
  return annex_audit_check_part (transaction, store, record, NULL, error) && set_stamp (transaction, store, record, error);
}

const AnnexType annex_audit_note_type = {
  .name = "audit_note",
  .label = N_("Audit note"),
  .label_plural = N_("Audit notes"),
  .description = N_("What an auditor wrote down on the spot, each note with its time, so that the notes of several can be put together."),
  .prefix = "AN",
  .digits = 4,
  .icon = "document-edit-symbolic",
  .phase = ANNEX_PHASE_NONE,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .follow = follow,
  .check_deletion = annex_audit_check_part_kept,
};
