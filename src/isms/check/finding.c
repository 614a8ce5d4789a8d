/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "audit-private.h"
#include "audit.h"
#include "isms/act/action-rule.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"

const AnnexChoice annex_finding_grades[] = {
  { "major", N_("Major nonconformity") },
  { "minor", N_("Minor nonconformity") },
  { "observation", N_("Observation") },
  { "ofi", N_("Opportunity for improvement") },
  { "strength", N_("Good practice") },
  { NULL, NULL },
};

static const AnnexChoice answers[] = {
  { "asked", N_("Not yet answered") },
  { "accepted", N_("Accepted") },
  { "disputed", N_("Disputed") },
  { NULL, NULL },
};

static const AnnexChoice states[] = {
  { "open", N_("Open") },
  { "closed", N_("Closed") },
  { NULL, NULL },
};

/* ISO/IEC 17021-1, 9.4.5.3: the auditors of a certification body propose nothing. */
#define MAY_PROPOSE \
  "NOT EXISTS (SELECT 1 FROM link l JOIN audit a ON a.id = l.target WHERE l.source = r.id AND l.field = 'audit' " \
  "AND a.kind NOT IN " ANNEX_AUDIT_OWN_KINDS_SQL ")"

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Finding"),
    .group = N_("Finding"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "audit",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Audit"),
    .target = "audit",
    .inverse = N_("Findings"),
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER | ANNEX_FIELD_PART,
  },
  {
    .name = "item",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Question"),
    .target = "audit_item",
    .inverse = N_("Findings"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "grade",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Grade"),
    .choices = annex_finding_grades,
    .initial = "observation",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "grade_reason",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Why this grade"),
    .help = N_("A major one puts the system in doubt; a minor one is a lapse"),
  },
  {
    .name = "status",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Status"),
    .choices = states,
    .initial = "open",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "clauses",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Clauses"),
    .group = N_("Wording"),
    .target = "clause",
    .inverse = N_("Findings"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "controls",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Controls"),
    .target = "control",
    .inverse = N_("Findings"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "risks",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Risks"),
    .target = "risk",
    .inverse = N_("Findings"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "requirement",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Requirement"),
    .help = N_("What was to be expected, and where that is written"),
  },
  {
    .name = "observed",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Objective evidence"),
    .help = N_("What was seen, with numbers and identifiers"),
  },
  {
    .name = "statement",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Statement"),
    .help = N_("In which way the requirement is not met"),
  },
  {
    .name = "place",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Place"),
  },
  {
    .name = "text",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Text of the report"),
    .help = N_("Put together from the parts above when it is empty"),
  },
  {
    .name = "evidence",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Evidence"),
    .target = "evidence",
    .inverse = N_("Findings"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "raised_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Raised on"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "raised_by",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Raised by"),
  },
  {
    .name = "repeats",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Repeats"),
    .help = N_("An earlier finding of the same"),
    .target = "finding",
    .inverse = N_("Repeated by"),
    .flags = ANNEX_FIELD_ACYCLIC,
  },
  {
    .name = "answer",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Answer of the auditee"),
    .group = N_("Auditee"),
    .choices = answers,
    .initial = "asked",
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "answered_by",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Answered by"),
    .target = "person",
    .inverse = N_("Findings answered"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "answered_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Answered on"),
  },
  {
    .name = "comment",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("What the auditee says"),
  },
  {
    .name = "cause",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Possible cause"),
    .applies = MAY_PROPOSE,
    .group = N_("What the auditor proposes"),
  },
  {
    .name = "remedy",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Possible remedy"),
    .applies = MAY_PROPOSE,
  },
  {
    .name = "correction_due",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Correction due"),
    .help = N_("Of what was found itself; by the days that its grade has"),
    .group = N_("Follow-up"),
  },
  {
    .name = "due",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Corrective action due"),
    .help = N_("Of its cause; by grade"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "corrective_action",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Corrective action"),
    .target = "corrective_action",
    .inverse = N_("Findings"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "closed_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Closed on"),
  },
  {
    .name = "closed_because",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Closed because"),
    .help = N_("What was checked, and what it showed"),
  },
};

static const char *const over_states[] = { "closed", NULL };

/* What happens to a finding after the audit that made it. */
static const char *const still_free[] = { "status",   "answer",    "answered_by",    "answered_on",       "comment", "correction_due", "due",
                                          "closed_on", "closed_because", "corrective_action", NULL };

static gboolean
is_nonconformity (AnnexRecord *record)
{
  const char *grade = annex_record_get_value (record, "grade");

  return g_strcmp0 (grade, "major") == 0 || g_strcmp0 (grade, "minor") == 0;
}

static gboolean
check_proposals (AnnexStore *store, AnnexRecord *record, GError **error)
{
  g_autoptr (AnnexRecord) audit = NULL;

  if (!annex_audit_load_of (store, record, &audit, error))
    return FALSE;
  if (audit == NULL || annex_audit_may_propose (audit) ||
      (annex_record_get_value (record, "cause") == NULL && annex_record_get_value (record, "remedy") == NULL))
    return TRUE;
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID,
               _("“%s” is the audit of a certification body, whose auditors propose neither causes nor remedies (ISO/IEC 17021-1, 9.4.5.3). "
                 "Leave both empty."),
               annex_record_get_title (audit));
  return FALSE;
}

static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  return check_proposals (store, record, error) && annex_date_rules_check_past (record, "raised_on", error) &&
         annex_date_rules_check_past (record, "answered_on", error) && annex_date_rules_check_past (record, "closed_on", error) &&
         annex_date_rules_check_order (record, "raised_on", "answered_on", error) &&
         annex_date_rules_check_order (record, "raised_on", "closed_on", error);
}

/* Requirement, what was seen and where, and in which way that is not enough: what a reader of the report needs, in that order. */
static char *
dup_text (AnnexRecord *record)
{
  static const char *const parts[] = { "requirement", "observed", "place", "statement" };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      const AnnexField *field = annex_type_find_field (&annex_finding_type, parts[i]);
      const char *value = annex_record_get_value (record, parts[i]);

      if (value != NULL)
        g_string_append_printf (text, "%s%s: %s", text->len > 0 ? "\n" : "", annex_field_get_label (field), value);
    }
  return g_string_free_and_steal (text);
}

static char *
dup_days_later (const char *date, guint days)
{
  guint day = annex_clock_parse_day (date);

  return day != 0 && days != 0 ? annex_clock_dup_day (day + days) : NULL;
}

static gboolean
set_if_empty (AnnexTransaction *transaction, AnnexRecord *record, const char *field_name, const char *value, GError **error)
{
  return annex_record_get_value (record, field_name) != NULL || annex_transaction_set (transaction, annex_record_get_id (record), field_name, value, error);
}

/* A nonconformity has the days that the engagement gives its grade; the auditee may agree on others. */
static gboolean
set_due (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, const char *raised_on, GError **error)
{
  AnnexActionRule rule;
  g_autofree char *correction_due = NULL;
  g_autofree char *due = NULL;

  if (!is_nonconformity (record))
    return TRUE;
  if (!annex_action_rule_create_defaults (transaction, store, error))
    return FALSE;
  if (!annex_action_rule_load (store, annex_record_get_value (record, "grade"), &rule, error))
    return FALSE;
  correction_due = dup_days_later (raised_on, rule.days[ANNEX_GATE_CORRECTION]);
  due = dup_days_later (raised_on, rule.days[ANNEX_GATE_IMPLEMENTATION]);
  return set_if_empty (transaction, record, "correction_due", correction_due, error) && set_if_empty (transaction, record, "due", due, error);
}

static gboolean
follow (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, GError **error)
{
  gint64 id = annex_record_get_id (record);
  g_autofree char *today = annex_clock_dup_today ();
  g_autofree char *raised_on = g_strdup (annex_record_get_value (record, "raised_on"));
  g_autofree char *text = dup_text (record);

  if (!annex_audit_check_part (transaction, store, record, still_free, error))
    return FALSE;
  if (raised_on == NULL)
    {
      raised_on = g_strdup (today);
      if (!annex_transaction_set (transaction, id, "raised_on", today, error) ||
          !set_if_empty (transaction, record, "raised_by", annex_store_get_author (store), error))
        return FALSE;
    }
  if (g_strcmp0 (annex_record_get_value (record, "status"), "closed") == 0 && !set_if_empty (transaction, record, "closed_on", today, error))
    return FALSE;
  if (annex_transaction_is_new (transaction, id) || annex_transaction_has_changed (transaction, id, "grade"))
    if (!set_due (transaction, store, record, raised_on, error))
      return FALSE;
  return set_if_empty (transaction, record, "text", text, error);
}

/* What has become a corrective action is counted there. */
const AnnexType annex_finding_type = {
  .name = "finding",
  .label = N_("Finding"),
  .label_plural = N_("Findings"),
  .description = N_("What audits found: the requirement, what was seen, how bad it is, and by when it is to be mended."),
  .prefix = "F",
  .digits = 3,
  .icon = "dialog-warning-symbolic",
  .phase = ANNEX_PHASE_CHECK,
  .beside = "audit",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .state_field = "status",
  .over_states = over_states,
  .validate = validate,
  .follow = follow,
  .check_deletion = annex_audit_check_part_kept,
  .attention = "status = 'open' AND grade IN ('major', 'minor') "
               "AND NOT EXISTS (SELECT 1 FROM link WHERE source = r.id AND field = 'corrective_action')",
};
