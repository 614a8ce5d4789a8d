/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "audit.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"

static const AnnexChoice kinds[] = {
  { "opening", N_("Opening meeting") },
  { "session", N_("Session") },
  { "team", N_("Meeting of the team") },
  { "closing", N_("Closing meeting") },
  { NULL, NULL },
};

#define MINUTES(time) "(60 * substr (" time ", 1, 2) + substr (" time ", 4, 2))"

static const AnnexField fields[] = {
  {
    .name = "topic",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Topic"),
    .group = N_("Session"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "audit",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Audit"),
    .target = "audit",
    .inverse = N_("Sessions"),
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER | ANNEX_FIELD_PART,
  },
  {
    .name = "kind",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Kind"),
    .choices = kinds,
    .initial = "session",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "held_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Date"),
    .group = N_("When and where"),
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "starts_at",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("From"),
    .help = N_("A time of day such as 09:30"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "ends_at",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Until"),
    .help = N_("A time of day such as 11:00"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "place",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Place"),
    .help = N_("A room, a site, or by video"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "auditors",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Auditors"),
    .group = N_("Who"),
    .target = "person",
    .inverse = N_("Audit sessions held"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "auditees",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Auditees"),
    .target = "person",
    .inverse = N_("Audit sessions attended"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "others",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Others"),
    .help = N_("Auditees who are not in the register of people"),
  },
  {
    .name = "clauses",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Clauses covered"),
    .group = N_("What it covers"),
    .target = "clause",
    .inverse = N_("Audit sessions"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "controls",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Controls covered"),
    .target = "control",
    .inverse = N_("Audit sessions"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "notes",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("What it is about"),
  },
  {
    .name = "minutes",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Minutes"),
    .expression = MINUTES ("r.ends_at") " - " MINUTES ("r.starts_at"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "questions",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Questions"),
    .help = N_("On the checklist for this session"),
    .expression = "nullif ((SELECT count (*) FROM link l CROSS JOIN audit_item i ON i.id = l.source "
                  "WHERE l.target = r.id AND l.field = 'session'), 0)",
    .flags = ANNEX_FIELD_COLUMN,
  },
};

static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  return annex_date_rules_check_time (record, "starts_at", error) && annex_date_rules_check_time (record, "ends_at", error) &&
         annex_date_rules_check_order (record, "starts_at", "ends_at", error);
}

/* What a finished audit found stays as it was found. */
static gboolean
follow (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, GError **error)
{
  return annex_audit_check_part (transaction, store, record, NULL, error);
}

const AnnexType annex_audit_session_type = {
  .name = "audit_session",
  .label = N_("Audit session"),
  .label_plural = N_("Audit sessions"),
  .description = N_("When auditors meet whom, where and about what, the opening and the closing meeting included."),
  .prefix = "SE",
  .digits = 3,
  .icon = "x-office-calendar-symbolic",
  .phase = ANNEX_PHASE_NONE,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .validate = validate,
  .follow = follow,
  .check_deletion = annex_audit_check_part_kept,
};
