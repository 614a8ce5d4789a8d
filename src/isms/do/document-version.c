/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "core/annex-transaction.h"
#include "isms/annex-isms.h"

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Version"),
    .help = N_("Its number"),
    .group = N_("Version"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "document",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Document"),
    .target = "document",
    .inverse = N_("Versions approved"),
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "name",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Title"),
    .help = N_("As the document was called then"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "approved_by",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Approved by"),
    .help = N_("The name, which stays when the person leaves the register"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "approved_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Approved on"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "change_note",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("What was new in it"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "location",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Where it was kept"),
  },
  {
    .name = "files",
    .kind = ANNEX_FIELD_FILE,
    .label = N_("Files"),
    .flags = ANNEX_FIELD_MANY,
  },
};

/* What was approved stays as it was approved. */
static gboolean
follow (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, GError **error)
{
  if (annex_transaction_is_new (transaction, annex_record_get_id (record)))
    return TRUE;
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s is a version that was approved, so it cannot be changed. Change the document, which begins the next version."),
               annex_record_get_reference (record));
  return FALSE;
}

static gboolean
check_deletion (AnnexStore *store, AnnexRecord *record, GError **error)
{
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("Version %s of %s was approved and stays. Only undo takes an approval back."),
               annex_record_get_title (record), annex_record_get_text (record, "name"));
  return FALSE;
}

const AnnexType annex_document_version_type = {
  .name = "document_version",
  .label = N_("Version of a document"),
  .label_plural = N_("Versions of documents"),
  .description = N_("What was approved, by whom and when, frozen as it was."),
  .prefix = "DV",
  .digits = 4,
  .icon = "x-office-document-symbolic",
  .phase = ANNEX_PHASE_NONE,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .follow = follow,
  .check_deletion = check_deletion,
};
