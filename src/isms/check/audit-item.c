/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "audit.h"
#include "isms/annex-isms.h"

static const AnnexChoice origins[] = {
  { "scope", N_("From the scope") },
  { "previous", N_("From the audit before") },
  { "own", N_("Added by hand") },
  { NULL, NULL },
};

static const AnnexField fields[] = {
  {
    .name = "question",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Question"),
    .group = N_("Question"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "audit",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Audit"),
    .target = "audit",
    .inverse = N_("Checklist"),
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER | ANNEX_FIELD_PART,
  },
  {
    .name = "session",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Session"),
    .target = "audit_session",
    .inverse = N_("Checklist"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "position",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Position"),
    .initial = "1",
    .flags = ANNEX_FIELD_REQUIRED,
  },
  {
    .name = "clauses",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Clauses"),
    .target = "clause",
    .inverse = N_("Questions in audits"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "controls",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Controls"),
    .target = "control",
    .inverse = N_("Questions in audits"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "risks",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Risks"),
    .help = N_("The thread that it follows"),
    .target = "risk",
    .inverse = N_("Questions in audits"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "finding",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Follows up"),
    .help = N_("The earlier finding that one looks at again"),
    .target = "finding",
    .inverse = N_("Followed up by"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "look_for",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Ask to see"),
  },
  {
    .name = "origin",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Came"),
    .choices = origins,
    .initial = "own",
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "result",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Result"),
    .group = N_("Answer"),
    .choices = annex_audit_results,
    .initial = "open",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "notes",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Notes"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "place",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Place"),
  },
  {
    .name = "files",
    .kind = ANNEX_FIELD_FILE,
    .label = N_("Photographs and files"),
    .help = N_("Taken or received during the audit, each with its checksum"),
    .flags = ANNEX_FIELD_MANY,
  },
  {
    .name = "evidence",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Evidence"),
    .target = "evidence",
    .inverse = N_("Questions in audits"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "answered_at",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Answered at"),
    .help = N_("Set when the result is given"),
  },
  {
    .name = "answered_by",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Answered by"),
  },
};

/* What a finished audit found stays as it was found. */
static gboolean
follow (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, GError **error)
{
  return annex_audit_check_part (transaction, store, record, NULL, error) &&
         annex_audit_stamp_result (transaction, store, record, "answered_at", "answered_by", error);
}

const AnnexType annex_audit_item_type = {
  .name = "audit_item",
  .label = N_("Audit question"),
  .label_plural = N_("Checklist"),
  .description = N_("What auditors ask, clause by clause and control by control, and what they found."),
  .prefix = "CK",
  .digits = 4,
  .icon = "view-list-symbolic",
  .phase = ANNEX_PHASE_NONE,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .state_field = "result",
  .follow = follow,
  .check_deletion = annex_audit_check_part_kept,
};
