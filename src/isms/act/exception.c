/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "core/annex-transaction.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"
#include "isms/annex-rules.h"
#include "isms/annex-tags.h"

#define TODAY "annex_today ()"

/* A renewal counts when it was approved; until then the old one is over. */
#define IS_EXPIRED \
  "r.status = 'approved' AND r.expires_on < " TODAY " AND NOT EXISTS (SELECT 1 FROM link l JOIN exception n ON n.id = l.source " \
  "WHERE l.target = r.id AND l.field = 'renewal_of' AND n.status = 'approved')"

static const AnnexChoice states[] = {
  { "draft", N_("Draft") },
  { "submitted", N_("Submitted") },
  { "approved", N_("Approved") },
  { "refused", N_("Refused") },
  { "ended", N_("Ended") },
  { NULL, NULL },
};

static const AnnexChoice validities[] = {
  { "expired", N_("Expired") },
  { "soon", N_("Expires soon") },
  { "in_force", N_("In force") },
  { "renewed", N_("Renewed") },
  { NULL, NULL },
};

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Exception"),
    .help = N_("What is done otherwise than the rules say, and where"),
    .group = N_("Exception"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "status",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Status"),
    .choices = states,
    .initial = "draft",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "controls",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Controls not followed"),
    .target = "control",
    .inverse = N_("Exceptions"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "requirement",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Rule not followed"),
    .help = N_("Policy, contract or law, in words"),
  },
  {
    .name = "justification",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Justification"),
    .help = N_("Why it has to be so, and why it cannot be mended now"),
  },
  {
    .name = "compensation",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Compensation"),
    .help = N_("What is done instead, so that the risk stays bearable"),
  },
  {
    .name = "compensating_controls",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Compensating controls"),
    .target = "control",
    .inverse = N_("Compensate for exceptions"),
    .flags = ANNEX_FIELD_MANY,
  },
  {
    .name = "risks",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Risks that it raises"),
    .target = "risk",
    .inverse = N_("Exceptions"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "corrective_action",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Corrective action"),
    .help = N_("The action that will make it unnecessary, if there is one"),
    .target = "corrective_action",
    .inverse = N_("Exceptions"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "owner",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Owner"),
    .help = N_("Who asked for it, and answers for it while it lasts"),
    .group = N_("Time and approval"),
    .target = "person",
    .inverse = N_("Exceptions"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "starts_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Starts on"),
  },
  {
    .name = "expires_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Expires on"),
    .help = N_("The last day on which it is accepted"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "on_expiry",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("When it expires"),
    .help = N_("What happens then: what is switched off, changed or decided, and by whom"),
  },
  {
    .name = "validity",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Validity"),
    .help = N_("Soon is within 30 days"),
    .choices = validities,
    .expression = "CASE WHEN " IS_EXPIRED " THEN 'expired' WHEN r.status <> 'approved' THEN NULL WHEN r.expires_on < " TODAY " THEN 'renewed' "
                  "WHEN r.expires_on <= date (annex_today (), '+30 days') THEN 'soon' ELSE 'in_force' END",
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "submitted_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Submitted on"),
  },
  {
    .name = "decided_by",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Decided by"),
    .help = N_("Somebody else than the owner"),
    .target = "person",
    .inverse = N_("Exceptions decided on"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "decided_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Decided on"),
  },
  {
    .name = "decision",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("What was said"),
    .help = N_("Conditions of the approval, or why it was refused"),
  },
  {
    .name = "renewal_of",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Renews"),
    .help = N_("The exception that this one continues, decided anew"),
    .target = "exception",
    .inverse = N_("Renewed by"),
    .flags = ANNEX_FIELD_ACYCLIC,
  },
  ANNEX_TAGS_FIELD,
};

static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  gint64 id = annex_record_get_id (record);
  g_autoptr (GArray) renewed = annex_record_dup_link_ids (record, "renewal_of");

  if (id != 0 && renewed->len > 0 && g_array_index (renewed, gint64, 0) == id)
    {
      g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("An exception cannot renew itself."));
      return FALSE;
    }
  return annex_date_rules_check_order (record, "starts_on", "expires_on", error) &&
         annex_date_rules_check_order (record, "submitted_on", "decided_on", error) &&
         annex_date_rules_check_past (record, "submitted_on", error) && annex_date_rules_check_past (record, "decided_on", error);
}

static gboolean
refuse (GError **error, AnnexRecord *record, const char *what)
{
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, "%s: %s", annex_record_get_reference (record), what);
  return FALSE;
}

/* Nobody can decide on what is not said. */
static gboolean
check_complete (AnnexRecord *record, GError **error)
{
  static const char *const needed[] = { "justification", "compensation", "owner", "expires_on", "on_expiry" };

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    if (annex_record_get_value (record, needed[i]) == NULL)
      {
        g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s cannot be submitted yet: “%s” is empty."), annex_record_get_reference (record),
                     annex_field_get_label (annex_type_find_field (&annex_exception_type, needed[i])));
        return FALSE;
      }
  return TRUE;
}

static gboolean
set_if_empty (AnnexTransaction *transaction, AnnexRecord *record, const char *field_name, const char *value, GError **error)
{
  return annex_record_get_value (record, field_name) != NULL ||
         annex_transaction_set (transaction, annex_record_get_id (record), field_name, value, error);
}

static gboolean
decide (AnnexTransaction *transaction, AnnexRecord *record, const char *today, GError **error)
{
  const char *decided_by = annex_record_get_value (record, "decided_by");

  if (annex_record_get_value (record, "submitted_on") == NULL)
    return refuse (error, record, _("It was not submitted, so there is nothing to decide on yet."));
  if (decided_by == NULL)
    return refuse (error, record, _("Name who decides on it."));
  if (g_strcmp0 (decided_by, annex_record_get_value (record, "owner")) == 0)
    return refuse (error, record, _("The owner cannot decide on the own exception. Name somebody else."));
  return set_if_empty (transaction, record, "decided_on", today, error);
}

/* Submitted, then decided on by somebody else; what was approved stays as it was approved. */
static gboolean
follow (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, GError **error)
{
  static const char *const frozen[] = { "title", "controls", "requirement", "justification", "compensation", "compensating_controls", "starts_on",
                                        "expires_on", "owner", "decided_by", "decided_on", "decision" };
  gint64 id = annex_record_get_id (record);
  const char *status = annex_record_get_value (record, "status");
  gboolean moved = annex_transaction_has_changed (transaction, id, "status");
  g_autofree char *today = annex_clock_dup_today ();

  /* One from an old list is taken as it comes. */
  if (annex_transaction_is_new (transaction, id))
    return TRUE;
  if (moved && g_strcmp0 (status, "draft") == 0)
    return annex_transaction_set (transaction, id, "submitted_on", NULL, error) && annex_transaction_set (transaction, id, "decided_on", NULL, error) &&
           annex_transaction_set (transaction, id, "decided_by", NULL, error);
  if (moved && g_strcmp0 (status, "submitted") == 0)
    return check_complete (record, error) && set_if_empty (transaction, record, "submitted_on", today, error);
  if (moved && (g_strcmp0 (status, "approved") == 0 || g_strcmp0 (status, "refused") == 0))
    return check_complete (record, error) && decide (transaction, record, today, error);
  for (guint i = 0; g_strcmp0 (status, "approved") == 0 && i < G_N_ELEMENTS (frozen); i++)
    {
      const AnnexField *field = annex_type_find_field (&annex_exception_type, frozen[i]);

      /* A person or a control that is deleted goes out of it all the same. */
      if (!annex_transaction_has_changed (transaction, id, field->name) ||
          (field->kind == ANNEX_FIELD_LINK && annex_transaction_has_only_lost (transaction, id, field->name)))
        continue;
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID,
                   _("%s was approved as it is, so “%s” cannot be changed. Renew it with a new exception, or take it back to a draft."),
                   annex_record_get_reference (record), annex_field_get_label (field));
      return FALSE;
    }
  return TRUE;
}

const AnnexRule annex_exception_rules[] = {
  { .id = "exception-expired", .clause = "10.2", .type = &annex_exception_type, .condition = IS_EXPIRED,
    .message = N_("has expired and was neither ended nor renewed. What it allowed is a nonconformity now.") },
  { .id = "exception-without-risk", .clause = "8.3", .type = &annex_exception_type,
    .condition = "r.status = 'approved' AND r.expires_on >= " TODAY
                 " AND NOT EXISTS (SELECT 1 FROM link l WHERE l.source = r.id AND l.field = 'risks')",
    .message = N_("is linked to no risk. Say which risk it raises.") },
  { .id = "exception-without-approval", .clause = "5.3", .type = &annex_exception_type,
    .condition = "r.status = 'approved' AND NOT EXISTS (SELECT 1 FROM link l WHERE l.source = r.id AND l.field = 'decided_by')",
    .message = N_("is in force, and nobody is named who approved it.") },
  { .id = "exception-owner-left", .clause = "5.3", .type = &annex_exception_type,
    .condition = "r.status = 'approved' AND r.expires_on >= " TODAY " AND EXISTS (SELECT 1 FROM link l JOIN person p ON p.id = l.target "
                 "WHERE l.source = r.id AND l.field = 'owner' AND p.active = 0)",
    .message = N_("belongs to somebody who has left. Hand it over."), .wrong = TRUE },
  { NULL },
};

static const char *const over_states[] = { "refused", "ended", NULL };

const AnnexType annex_exception_type = {
  .name = "exception",
  .label = N_("Exception"),
  .label_plural = N_("Exceptions"),
  .description = N_("Known deviations that are accepted for a time: why, what is done instead, who approved it, and what happens when it expires."),
  .prefix = "EX",
  .digits = 3,
  .icon = "action-unavailable-symbolic",
  .phase = ANNEX_PHASE_ACT,
  .beside = "corrective_action",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .state_field = "status",
  .over_states = over_states,
  .validate = validate,
  .follow = follow,
  .attention = "r.status = 'submitted' OR (" IS_EXPIRED ")",
};
