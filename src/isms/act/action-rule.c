/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "action-rule.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "core/annex-statement.h"
#include "isms/annex-isms.h"

/* Ten years. */
#define MOST_DAYS 3650

const AnnexChoice annex_gradings[] = {
  { "major", N_("Major nonconformity") },
  { "minor", N_("Minor nonconformity") },
  { "observation", N_("Observation") },
  { "opportunity", N_("Opportunity for improvement") },
  { NULL, NULL },
};

static const AnnexChoice countings[] = {
  { "calendar", N_("Calendar days") },
  { "working", N_("Working days") },
  { NULL, NULL },
};

static const AnnexField fields[] = {
  {
    .name = "name",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Rule"),
    .group = N_("Rule"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "grading",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Grading"),
    .choices = annex_gradings,
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "correction_days",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Days to correct"),
    .help = N_("After the day on which it was raised; empty for no deadline"),
    .group = N_("Deadlines"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "cause_days",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Days to find the cause"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "plan_days",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Days to plan"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "implementation_days",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Days to implement"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "evidence_days",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Days to show evidence"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "waiting_days",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Days to wait"),
    .help = N_("Between implementation and verification, so that a recurrence could have shown"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "verification_days",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Days to verify"),
    .help = N_("After the end of the waiting period"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "counting",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Delays are counted in"),
    .help = N_("Working days leave out Saturdays, Sundays and the engagement’s holidays"),
    .group = N_("Delays"),
    .choices = countings,
    .initial = "calendar",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "manager_after",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Concerns the ISMS manager after"),
    .help = N_("So many days late; until then it concerns the owner. Empty for never"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "management_after",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Concerns top management after"),
    .help = N_("So many days late. Empty for never"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "stuck_after",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Stuck after"),
    .help = N_("So many calendar days without any change. Empty for never"),
    .flags = ANNEX_FIELD_COLUMN,
  },
};

/* In the order of the fields from "correction_days" on; NULL is never. */
static const struct
{
  const char *grading;
  const char *correction, *cause, *plan, *implementation, *evidence, *waiting, *verification;
  const char *manager, *management, *stuck;
} defaults[] = {
  { "major", "7", "30", "30", "90", "90", "90", "30", "3", "14", "14" },
  { "minor", "30", "60", "60", "180", "180", "90", "30", "14", "60", "30" },
  { "observation", "60", "90", "90", "180", "180", "0", "30", "30", NULL, "60" },
  { "opportunity", NULL, NULL, "90", "365", "365", "0", "90", "60", NULL, "90" },
};

static gboolean
check_days (AnnexRecord *record, const AnnexField *field, GError **error)
{
  const char *text = annex_record_get_value (record, field->name);

  if (text == NULL || (strspn (text, "0123456789") == strlen (text) && atoi (text) <= MOST_DAYS))
    return TRUE;
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("“%s” is a whole number of days from 0 to %d, not %s."),
               annex_field_get_label (field), MOST_DAYS, text);
  return FALSE;
}

static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  const char *grading = annex_record_get_value (record, "grading");
  const char *manager = annex_record_get_value (record, "manager_after");
  const char *management = annex_record_get_value (record, "management_after");
  g_autoptr (AnnexStatement) statement = NULL;
  g_autoptr (GError) failure = NULL;
  gboolean taken;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (fields[i].kind == ANNEX_FIELD_NUMBER && !check_days (record, &fields[i], error))
      return FALSE;
  if (manager != NULL && management != NULL && atoi (management) < atoi (manager))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID,
                   _("A delay concerns the ISMS manager first: top management after %s days may not come before the manager after %s."), management,
                   manager);
      return FALSE;
    }
  statement = annex_statement_new (store, "SELECT 1 FROM action_rule WHERE grading = ?1 AND id <> ?2", error);
  if (statement == NULL)
    return FALSE;
  annex_statement_bind_text (statement, 1, grading);
  annex_statement_bind_int64 (statement, 2, annex_record_get_id (record));
  taken = annex_statement_read_number (statement, &failure) != 0;
  if (annex_error_pass (&failure, error))
    return FALSE;
  if (taken)
    g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("That grading has a rule already. Change that one."));
  return !taken;
}

gboolean
annex_action_rule_create_defaults (AnnexTransaction *transaction, AnnexStore *store, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (annex_store_count (store, &annex_action_rule_type, &failure) > 0)
    return TRUE;
  if (annex_error_pass (&failure, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (defaults); i++)
    if (annex_transaction_add (transaction, &annex_action_rule_type, error, "name", _(annex_gradings[i].label), "grading", defaults[i].grading,
                               "correction_days", defaults[i].correction, "cause_days", defaults[i].cause, "plan_days", defaults[i].plan,
                               "implementation_days", defaults[i].implementation, "evidence_days", defaults[i].evidence, "waiting_days",
                               defaults[i].waiting, "verification_days", defaults[i].verification, "manager_after", defaults[i].manager,
                               "management_after", defaults[i].management, "stuck_after", defaults[i].stuck, NULL) == 0)
      return FALSE;
  return TRUE;
}

gboolean
annex_action_rule_load (AnnexStore *store, const char *grading, AnnexActionRule *rule, GError **error)
{
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (store,
                         "SELECT correction_days, cause_days, plan_days, implementation_days, evidence_days, verification_days, waiting_days "
                         "FROM action_rule WHERE grading = coalesce (?1, 'minor')",
                         error);

  *rule = (AnnexActionRule) { 0 };
  if (statement == NULL)
    return FALSE;
  annex_statement_bind_text (statement, 1, grading);
  if (annex_statement_next (statement))
    {
      for (int i = 0; i < ANNEX_N_GATES; i++)
        rule->days[i] = (guint) CLAMP (annex_statement_get_int (statement, i), 0, MOST_DAYS);
      rule->waiting_days = (guint) CLAMP (annex_statement_get_int (statement, ANNEX_N_GATES), 0, MOST_DAYS);
    }
  return annex_statement_finish (statement, error);
}

const AnnexType annex_action_rule_type = {
  .name = "action_rule",
  .label = N_("Rule for corrective actions"),
  .label_plural = N_("Deadlines and escalation"),
  .description = N_("By grading: how long each step of a corrective action may take, and whom a delay concerns next."),
  .prefix = "DR",
  .digits = 2,
  .icon = "alarm-symbolic",
  .phase = ANNEX_PHASE_ACT,
  .beside = "corrective_action",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .validate = validate,
};
