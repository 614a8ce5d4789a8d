/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corrective-action-path.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "action-rule.h"
#include "core/annex-transaction.h"
#include "corrective-action-private.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"

/* The parts of each gate by #AnnexGatePart, after its name as a stage. */
static const struct
{
  const char *name;
  const char *parts[5];
} gates[ANNEX_N_GATES] = {
  { "correction", { "correction", "correction_owner", "correction_due", "correction_done_on", "correction_skipped" } },
  { "cause", { "root_cause", "cause_owner", "cause_due", "cause_done_on", "cause_skipped" } },
  { "plan", { "plan", "plan_owner", "plan_due", "plan_done_on", "plan_skipped" } },
  { "implementation",
    { "implementation", "implementation_owner", "implementation_due", "implementation_done_on", "implementation_skipped" } },
  { "evidence", { "evidence_note", "evidence_owner", "evidence_due", "evidence_done_on", "evidence_skipped" } },
  { "verification", { "verification", "verification_owner", "verification_due", "verification_done_on", "verification_skipped" } },
};

/* ---- Reading ---- */

const char *
annex_gate_get_label (AnnexGate gate)
{
  return annex_field_find_choice (annex_type_find_field (&annex_corrective_action_type, "stage"), gates[gate].name);
}

const char *
annex_gate_get_field (AnnexGate gate, AnnexGatePart part)
{
  return gates[gate].parts[part];
}

guint
annex_gate_find (const char *stage)
{
  guint gate = 0;

  while (gate < ANNEX_N_GATES && g_strcmp0 (stage, gates[gate].name) != 0)
    gate++;
  return gate;
}

static const char *
get_stage (guint position)
{
  return position < ANNEX_N_GATES ? gates[position].name : "closed";
}

static const char *
get_part (AnnexRecord *record, guint gate, AnnexGatePart part)
{
  return annex_record_get_value (record, gates[gate].parts[part]);
}

static gboolean
is_over (AnnexRecord *record, guint gate)
{
  return get_part (record, gate, ANNEX_GATE_DONE_ON) != NULL || get_part (record, gate, ANNEX_GATE_REASON) != NULL;
}

guint
annex_corrective_action_get_position (AnnexRecord *record)
{
  const char *stage = annex_record_get_value (record, "stage");

  return stage != NULL ? annex_gate_find (stage) : ANNEX_GATE_CORRECTION;
}

AnnexGateState
annex_corrective_action_get_state (AnnexRecord *record, AnnexGate gate)
{
  guint position = annex_corrective_action_get_position (record);

  if (gate == position)
    return ANNEX_GATE_NEXT;
  if (gate > position)
    return ANNEX_GATE_AHEAD;
  return get_part (record, gate, ANNEX_GATE_REASON) != NULL ? ANNEX_GATE_SKIPPED : ANNEX_GATE_PASSED;
}

gboolean
annex_corrective_action_may_skip (AnnexRecord *record, AnnexGate gate)
{
  const char *grading = annex_record_get_value (record, "grading");

  return gate != ANNEX_GATE_VERIFICATION || g_strcmp0 (grading, "observation") == 0 || g_strcmp0 (grading, "opportunity") == 0;
}

char *
annex_corrective_action_dup_days_after (const char *date, guint days)
{
  guint day = annex_clock_parse_day (date);

  return day != 0 ? annex_clock_dup_day (day + days) : NULL;
}

/* ---- Rules ---- */

gboolean
annex_corrective_action_validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  /* Cause, plan and evidence may come in parallel; but nothing is shown to work before it is done. */
  static const char *const orders[][2] = {
    { "implementation_done_on", "verification_done_on" }, { "raised_on", "verification_done_on" }, { "raised_on", "closed_on" },
    { "implementation_done_on", "closed_on" },            { "verification_done_on", "closed_on" },
  };
  gint64 id = annex_record_get_id (record);

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    if (!annex_date_rules_check_order (record, orders[i][0], orders[i][1], error))
      return FALSE;
  for (guint i = 0; i < ANNEX_N_GATES; i++)
    if (!annex_date_rules_check_past (record, gates[i].parts[ANNEX_GATE_DONE_ON], error))
      return FALSE;
  if (id != 0 && annex_record_get_link (record, "recurrence_of") == id)
    {
      g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("A nonconformity cannot repeat itself."));
      return FALSE;
    }
  return annex_date_rules_check_past (record, "raised_on", error) && annex_date_rules_check_past (record, "closed_on", error) &&
         annex_date_rules_check_past (record, "reviewed_on", error);
}

/* A record with what it is about to get, written at once when all is settled. */
typedef struct
{
  AnnexTransaction *transaction;
  AnnexStore *store;
  AnnexRecord *record;
  GHashTable *values; /* name of a field → canonical value, "" for empty */
} Draft;

static const char *
get (Draft *draft, const char *field_name)
{
  const char *value = g_hash_table_lookup (draft->values, field_name);

  if (value != NULL)
    return *value != '\0' ? value : NULL;
  return annex_record_get_value (draft->record, field_name);
}

static void
set (Draft *draft, const char *field_name, const char *value)
{
  g_hash_table_insert (draft->values, (gpointer) field_name, g_strdup (value != NULL ? value : ""));
}

static void
set_if_empty (Draft *draft, const char *field_name, const char *value)
{
  if (get (draft, field_name) == NULL && value != NULL)
    set (draft, field_name, value);
}

static gboolean
has_changed (Draft *draft, const char *field_name)
{
  return annex_transaction_has_changed (draft->transaction, annex_record_get_id (draft->record), field_name);
}

static gboolean
refuse (AnnexRecord *record, guint gate, GPtrArray *needs, GError **error)
{
  g_autofree char *all = NULL;

  g_ptr_array_add (needs, NULL);
  all = g_strjoinv (" ", (char **) needs->pdata);
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("“%s” of %s cannot be passed yet. %s"), annex_gate_get_label (gate),
               annex_record_get_reference (record), all);
  return FALSE;
}

/* Closed when it says so; else behind the last step with a date; else where it begins. */
static guint
derive_position (AnnexRecord *record)
{
  guint position = 0;

  if (annex_record_get_value (record, "closed_on") != NULL)
    return ANNEX_N_GATES;
  for (guint i = 0; i < ANNEX_N_GATES; i++)
    if (is_over (record, i))
      position = i + 1;
  return position;
}

static gboolean
is_dated (AnnexRecord *record)
{
  gboolean dated = annex_record_get_value (record, "raised_on") != NULL || annex_record_get_value (record, "closed_on") != NULL;

  for (guint i = 0; i < ANNEX_N_GATES; i++)
    dated = dated || get_part (record, i, ANNEX_GATE_DONE_ON) != NULL;
  return dated;
}

/* What comes in from elsewhere is taken as it is, and what it lacks is named where people see it. */
static guint
settle_new (Draft *draft)
{
  static const struct
  {
    const char *field;
    const char *source;
  } sources[] = { { "incident", "incident" }, { "occurrence", "activity" }, { "indicator", "indicator" }, { "supplier", "supplier" }, { "review", "review" } };
  AnnexRecord *record = draft->record;
  g_autofree char *today = annex_clock_dup_today ();
  guint position = annex_record_get_value (record, "stage") != NULL ? annex_corrective_action_get_position (record) : derive_position (record);

  for (guint i = 0; i < position; i++)
    if (!is_over (record, i))
      set (draft, gates[i].parts[ANNEX_GATE_REASON],
           get_part (record, i, ANNEX_GATE_RECORD) != NULL ? _("No date was recorded.") : _("Nothing was recorded."));
  if (!is_dated (record))
    set (draft, "raised_on", today);
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    if (annex_record_get_value (record, sources[i].field) != NULL)
      set_if_empty (draft, "source", sources[i].source);
  return position;
}

/* Forward through one gate, which has its date or its reason by now, or gets today's. */
static gboolean
pass_through (Draft *draft, guint gate, GError **error)
{
  AnnexRecord *record = draft->record;
  g_autofree char *today = annex_clock_dup_today ();
  g_autoptr (GPtrArray) needs = NULL;

  if (get_part (record, gate, ANNEX_GATE_REASON) != NULL)
    {
      /* One that came in from an old list without its verification stays as it is. */
      if (!has_changed (draft, gates[gate].parts[ANNEX_GATE_REASON]))
        return TRUE;
      needs = gate == ANNEX_GATE_VERIFICATION ? annex_corrective_action_list_open_steps (draft->store, record, error)
                                              : g_ptr_array_new_with_free_func (g_free);
      if (needs == NULL)
        return FALSE;
      if (annex_corrective_action_may_skip (record, gate))
        return needs->len == 0 || refuse (record, gate, needs, error);
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID,
                   _("“%s” of %s cannot be skipped: an action counts when it was shown to have worked."), annex_gate_get_label (gate),
                   annex_record_get_reference (record));
      return FALSE;
    }
  needs = annex_corrective_action_list_needs (draft->store, record, gate, get_part (record, gate, ANNEX_GATE_DONE_ON), error);
  if (needs == NULL)
    return FALSE;
  if (needs->len > 0)
    return refuse (record, gate, needs, error);
  set_if_empty (draft, gates[gate].parts[ANNEX_GATE_DONE_ON], today);
  return TRUE;
}

/* Back to a gate: what was passed from there on is open again, its records stay. */
static gboolean
go_back (Draft *draft, guint position, GError **error)
{
  const char *times = annex_record_get_value (draft->record, "times_reopened");
  g_autofree char *more = g_strdup_printf ("%d", (times != NULL ? atoi (times) : 0) + 1);
  g_autofree char *today = annex_clock_dup_today ();

  if (!has_changed (draft, "reopened_because") || annex_record_get_value (draft->record, "reopened_because") == NULL)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s goes back to “%s” only with a reason. Send it back, and say why."),
                   annex_record_get_reference (draft->record), annex_gate_get_label (position));
      return FALSE;
    }
  for (guint i = position; i < ANNEX_N_GATES; i++)
    {
      set (draft, gates[i].parts[ANNEX_GATE_DONE_ON], NULL);
      set (draft, gates[i].parts[ANNEX_GATE_REASON], NULL);
    }
  set (draft, "closed_on", NULL);
  set (draft, "effect", NULL);
  set (draft, "verification_due", NULL);
  set (draft, "reopened_on", today);
  set (draft, "times_reopened", more);
  return TRUE;
}

/* Dates and reasons may only be given to the gate that is next, and stay where they were given. */
static gboolean
check_order (AnnexRecord *record, guint over, guint position, GError **error)
{
  for (guint i = over; i < ANNEX_N_GATES; i++)
    if (is_over (record, i))
      {
        g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s is at “%s”. Pass or skip that before “%s”."),
                     annex_record_get_reference (record), annex_gate_get_label (over), annex_gate_get_label (i));
        return FALSE;
      }
  if (over >= position)
    return TRUE;
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("“%s” of %s was passed, so its date or reason stays. Send it back instead."),
               annex_gate_get_label (over), annex_record_get_reference (record));
  return FALSE;
}

/* Of a closed one with a verification: whether what was changed may speak against it. */
static gboolean
touches_verification (Draft *draft)
{
  static const char *const field_names[] = { "verification_owner", "implementation_owner", "owner", "effect" };
  gboolean touched = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (field_names); i++)
    touched = touched || has_changed (draft, field_names[i]);
  return touched && get_part (draft->record, ANNEX_GATE_VERIFICATION, ANNEX_GATE_DONE_ON) != NULL;
}

/* A record that was changed: forward by a stage or by a date or reason given, back by a stage. */
static gboolean
settle_changed (Draft *draft, guint *position, GError **error)
{
  AnnexRecord *record = draft->record;
  gboolean moved = has_changed (draft, "stage");
  guint over = 0;

  *position = annex_corrective_action_get_position (record);
  while (over < ANNEX_N_GATES && is_over (record, over))
    over++;
  if (moved && over > *position)
    return go_back (draft, *position, error);
  if (!moved && !check_order (record, over, *position, error))
    return FALSE;
  *position = MAX (over, *position);
  for (guint i = 0; i < *position; i++)
    {
      const char *const *parts = gates[i].parts;
      gboolean touched = !is_over (record, i) || has_changed (draft, parts[ANNEX_GATE_DONE_ON]) || has_changed (draft, parts[ANNEX_GATE_REASON]) ||
                         has_changed (draft, parts[ANNEX_GATE_RECORD]);

      if (touched && !pass_through (draft, i, error))
        return FALSE;
    }
  return *position < ANNEX_N_GATES || !touches_verification (draft) || annex_corrective_action_check_verified (draft->store, record, error);
}

/* Each deadline that is not set follows from the rule; a graver grading shortens what was set. */
static gboolean
set_deadlines (Draft *draft, guint position, gboolean is_new, GError **error)
{
  AnnexActionRule rule;
  gboolean graded = !is_new && has_changed (draft, "grading");
  const char *implemented = get (draft, "implementation_done_on");
  gboolean implemented_now = implemented != NULL && !is_new && has_changed (draft, "implementation_done_on");

  if (!annex_action_rule_load (draft->store, get (draft, "grading"), &rule, error))
    return FALSE;
  for (guint i = position; i < ANNEX_N_GATES; i++)
    {
      const char *field_name = gates[i].parts[ANNEX_GATE_DUE];
      const char *due = get (draft, field_name);
      gboolean verification = i == ANNEX_GATE_VERIFICATION;
      const char *from = !verification ? get (draft, "raised_on") : implemented != NULL ? implemented : get (draft, "implementation_due");
      g_autofree char *by_rule = rule.days[i] > 0 ? annex_corrective_action_dup_days_after (from, rule.days[i] + (verification ? rule.waiting_days : 0)) : NULL;

      if (by_rule != NULL && (due == NULL || (verification && implemented_now) || (graded && strcmp (by_rule, due) < 0)))
        set (draft, field_name, by_rule);
    }
  return TRUE;
}

/* "Next step due" shows the deadline of the gate that is next; whoever changes the one changes the other. */
static void
set_next_due (Draft *draft, guint position)
{
  const char *due = annex_record_get_value (draft->record, "due");
  const char *field_name;

  if (position == ANNEX_N_GATES)
    return;
  field_name = gates[position].parts[ANNEX_GATE_DUE];
  if (due != NULL && has_changed (draft, "due") && position == annex_corrective_action_get_position (draft->record))
    set (draft, field_name, due);
  else
    set (draft, "due", get (draft, field_name));
}

gboolean
annex_corrective_action_follow (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, GError **error)
{
  gint64 id = annex_record_get_id (record);
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  Draft draft = { transaction, store, record, values };
  gboolean is_new = annex_transaction_is_new (transaction, id);
  guint position;

  if (!annex_action_rule_create_defaults (transaction, store, error))
    return FALSE;
  if (is_new)
    position = settle_new (&draft);
  else if (!settle_changed (&draft, &position, error))
    return FALSE;
  if (position == ANNEX_N_GATES)
    set_if_empty (&draft, "closed_on", get (&draft, "verification_done_on"));
  set (&draft, "stage", get_stage (position));
  if (!set_deadlines (&draft, position, is_new, error))
    return FALSE;
  set_next_due (&draft, position);
  return annex_transaction_set_values (transaction, id, values, error);
}

/* ---- Steps ---- */

/* Begins a transaction about the gate that is next. */
static AnnexTransaction *
begin (AnnexStore *store, gint64 id, const char *format, const char *reason, AnnexRecord **record, guint *gate, GError **error)
{
  g_autoptr (GString) label = g_string_new (format);

  *record = annex_store_load (store, id, error);
  if (*record == NULL)
    return NULL;
  if (annex_record_get_record_type (*record) != &annex_corrective_action_type)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s is no corrective action."), annex_record_get_reference (*record));
      return NULL;
    }
  *gate = annex_corrective_action_get_position (*record);
  if (*gate == ANNEX_N_GATES)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s is closed. To go on with it, send it back to an earlier step."),
                   annex_record_get_reference (*record));
      return NULL;
    }
  g_string_replace (label, "{gate}", annex_gate_get_label (*gate), 1);
  g_string_replace (label, "{record}", annex_record_get_reference (*record), 1);
  g_string_replace (label, "{reason}", reason != NULL ? reason : "", 1);
  return annex_transaction_begin (store, label->str, error);
}

GPtrArray *
annex_corrective_action_list_needs_with (AnnexStore *store, gint64 id, GHashTable *answers, const char *done_on, GError **error)
{
  /* Tried, and taken back when the transaction goes without a commit. */
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, "", error);
  g_autoptr (AnnexRecord) record = NULL;
  guint gate;

  if (transaction == NULL || !annex_transaction_set_values (transaction, id, answers, error))
    return NULL;
  record = annex_store_load (store, id, error);
  gate = record != NULL ? annex_corrective_action_get_position (record) : ANNEX_N_GATES;
  return gate < ANNEX_N_GATES ? annex_corrective_action_list_needs (store, record, gate, done_on, error) : NULL;
}

gboolean
annex_corrective_action_pass (AnnexStore *store, gint64 id, GHashTable *answers, const char *done_on, GError **error)
{
  g_autofree char *today = annex_clock_dup_today ();
  g_autoptr (AnnexRecord) record = NULL;
  g_autoptr (AnnexTransaction) transaction = NULL;
  guint gate;

  /* Translators: keep {gate} and {record}, which become “Root cause” and CAR-003. */
  transaction = begin (store, id, _("Pass “{gate}” of {record}"), NULL, &record, &gate, error);
  return transaction != NULL && (answers == NULL || annex_transaction_set_values (transaction, id, answers, error)) &&
         annex_transaction_set (transaction, id, gates[gate].parts[ANNEX_GATE_DONE_ON], done_on != NULL ? done_on : today, error) &&
         annex_transaction_commit (transaction, error);
}

static char *
dup_reason (const char *text, GError **error)
{
  g_autofree char *reason = g_strstrip (g_strdup (text != NULL ? text : ""));

  if (*reason == '\0')
    g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("Give a reason: it is shown in the history and in the reports."));
  return *reason != '\0' ? g_steal_pointer (&reason) : NULL;
}

gboolean
annex_corrective_action_skip (AnnexStore *store, gint64 id, const char *reason, GError **error)
{
  g_autofree char *given = dup_reason (reason, error);
  g_autoptr (AnnexRecord) record = NULL;
  g_autoptr (AnnexTransaction) transaction = NULL;
  guint gate;

  if (given == NULL)
    return FALSE;
  /* Translators: keep {gate}, {record} and {reason}. */
  transaction = begin (store, id, _("Skip “{gate}” of {record}: {reason}"), given, &record, &gate, error);
  return transaction != NULL && annex_transaction_set (transaction, id, gates[gate].parts[ANNEX_GATE_REASON], given, error) &&
         annex_transaction_commit (transaction, error);
}

/* Checks one that is to go back, and writes it. */
static gboolean
write_back (AnnexTransaction *transaction, AnnexStore *store, gint64 id, AnnexGate gate, const char *reason, GError **error)
{
  g_autoptr (AnnexRecord) record = annex_store_load (store, id, error);
  g_autofree char *dated = NULL;

  if (record == NULL)
    return FALSE;
  if (annex_record_get_record_type (record) != &annex_corrective_action_type || gate >= annex_corrective_action_get_position (record))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s has not come past “%s”, so there is nothing to send back."),
                   annex_record_get_reference (record), annex_gate_get_label (gate));
      return FALSE;
    }
  if (g_strcmp0 (reason, annex_record_get_value (record, "reopened_because")) == 0)
    {
      /* The same words again are another occasion. */
      g_autofree char *today = annex_clock_dup_today ();

      dated = g_strdup_printf ("%s (%s)", reason, today);
    }
  return annex_transaction_set (transaction, id, "reopened_because", dated != NULL ? dated : reason, error) &&
         annex_transaction_set (transaction, id, "stage", gates[gate].name, error);
}

gboolean
annex_corrective_action_send_back (AnnexStore *store, GArray *ids, AnnexGate gate, const char *reason, GError **error)
{
  g_autofree char *given = dup_reason (reason, error);
  g_autoptr (AnnexRecord) first = given != NULL ? annex_store_load (store, g_array_index (ids, gint64, 0), error) : NULL;
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autofree char *what = NULL;
  g_autofree char *label = NULL;

  if (first == NULL)
    return FALSE;
  what = ids->len == 1 ? g_strdup (annex_record_get_reference (first))
                       : g_strdup_printf (ngettext ("%u corrective action", "%u corrective actions", ids->len), ids->len);
  /* Translators: CAR-003 or “2 corrective actions”, the name of a step, the reason. */
  label = g_strdup_printf (_("Send %s back to “%s”: %s"), what, annex_gate_get_label (gate), given);
  transaction = annex_transaction_begin (store, label, error);
  for (guint i = 0; transaction != NULL && i < ids->len; i++)
    if (!write_back (transaction, store, g_array_index (ids, gint64, i), gate, given, error))
      return FALSE;
  return transaction != NULL && annex_transaction_commit (transaction, error);
}
