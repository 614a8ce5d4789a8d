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

static gint64
get_link (AnnexRecord *record, const char *field_name)
{
  g_autoptr (GArray) ids = annex_record_dup_link_ids (record, field_name);

  return ids->len > 0 ? g_array_index (ids, gint64, 0) : 0;
}

/* Runs @sql for the record ?1 and adds a sentence per row, made of @format and the row's first column. */
static void G_GNUC_PRINTF (4, 0)
add_each (GPtrArray *needs, AnnexStore *store, AnnexRecord *record, const char *format, const char *sql)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (annex_store_get_database (store), sql, -1, &statement, NULL) == SQLITE_OK)
    {
      sqlite3_bind_int64 (statement, 1, annex_record_get_id (record));
      while (sqlite3_step (statement) == SQLITE_ROW)
        {
          g_autoptr (GString) sentence = g_string_new (format);

          g_string_replace (sentence, "%s", (const char *) sqlite3_column_text (statement, 0), 1);
          g_ptr_array_add (needs, g_string_free_and_steal (g_steal_pointer (&sentence)));
        }
    }
  sqlite3_finalize (statement);
}

static guint
count_rows (AnnexStore *store, AnnexRecord *record, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  guint n = 0;

  if (sqlite3_prepare_v2 (annex_store_get_database (store), sql, -1, &statement, NULL) == SQLITE_OK)
    {
      sqlite3_bind_int64 (statement, 1, annex_record_get_id (record));
      if (sqlite3_step (statement) == SQLITE_ROW)
        n = (guint) sqlite3_column_int (statement, 0);
    }
  sqlite3_finalize (statement);
  return n;
}

static char *
dup_days_after (const char *date, guint days)
{
  g_autoptr (GDate) later = g_date_new ();
  char text[16];

  if (date == NULL || !annex_date_is_valid (date))
    return NULL;
  g_date_set_dmy (later, (GDateDay) atoi (date + 8), (GDateMonth) atoi (date + 5), (GDateYear) atoi (date));
  g_date_add_days (later, days);
  g_date_strftime (text, sizeof text, "%Y-%m-%d", later);
  return g_strdup (text);
}

/* ---- What a gate needs ---- */

#define STEPS "FROM link l JOIN action_step s ON s.id = l.source JOIN record x ON x.id = s.id WHERE l.target = ?1 AND l.field = 'corrective_action'"
#define OPEN_STEPS STEPS " AND s.status NOT IN ('done', 'dropped')"

G_GNUC_PRINTF (2, 3)
static void
add (GPtrArray *needs, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (needs, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

static void
add_owner_needs (GPtrArray *needs, AnnexStore *store, AnnexRecord *record, guint gate)
{
  gint64 own = get_link (record, gates[gate].parts[ANNEX_GATE_OWNER]);
  gint64 id = own != 0 || gate == ANNEX_GATE_VERIFICATION ? own : get_link (record, "owner");
  g_autoptr (AnnexRecord) person = id != 0 ? annex_store_load (store, id, NULL) : NULL;

  if (person == NULL)
    g_ptr_array_add (needs, g_strdup (gate == ANNEX_GATE_VERIFICATION ? _("Name who verifies it: somebody who did not carry it out.")
                                                                      : _("Name who does it, or an owner for the whole.")));
  else if (g_strcmp0 (annex_record_get_value (person, "active"), "0") == 0)
    add (needs, _("%s has left. Name somebody else."), annex_record_get_title (person));
}

static void
add_cause_needs (GPtrArray *needs, AnnexRecord *record)
{
  if (annex_record_get_value (record, "root_cause") == NULL)
    g_ptr_array_add (needs, g_strdup (_("Write down the root cause: why could it happen at all?")));
  if (annex_record_get_value (record, "observed") == NULL)
    g_ptr_array_add (needs, g_strdup (_("Write down what was seen, as facts that anybody could check.")));
  if (annex_record_get_value (record, "similar") == NULL)
    g_ptr_array_add (needs, g_strdup (_("Say whether the same exists elsewhere, after looking for it.")));
  else if (annex_record_get_value (record, "similar_cases") == NULL)
    g_ptr_array_add (needs, g_strdup (_("Write down where you looked for similar cases, and what you found.")));
}

static void
add_plan_needs (GPtrArray *needs, AnnexStore *store, AnnexRecord *record)
{
  static const char *const questions[] = { "review_cause", "review_action", "review_similar" };
  gboolean major = g_strcmp0 (annex_record_get_value (record, "grading"), "major") == 0;
  gint64 reviewer = get_link (record, "reviewed_by");
  gboolean open = FALSE;

  if (annex_record_get_value (record, "plan") == NULL && count_rows (store, record, "SELECT count (*) " STEPS) == 0)
    g_ptr_array_add (needs, g_strdup (_("Plan what will be done: add steps, or describe it.")));
  add_each (needs, store, record, _("The step %s has no owner. Name who gets it done."),
            "SELECT x.reference " OPEN_STEPS " AND NOT EXISTS (SELECT 1 FROM link o WHERE o.source = s.id AND o.field = 'owner') ORDER BY x.number");
  add_each (needs, store, record, _("The step %s has no date by which it is due."),
            "SELECT x.reference " OPEN_STEPS " AND s.due IS NULL ORDER BY x.number");
  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      const char *answer = annex_record_get_value (record, questions[i]);

      open = open || answer == NULL;
      if (g_strcmp0 (answer, "no") == 0)
        add (needs, _("The review says no to “%s” Mend that first."),
             annex_field_get_label (annex_type_find_field (&annex_corrective_action_type, questions[i])));
    }
  if (major && (open || reviewer == 0))
    g_ptr_array_add (needs, g_strdup (_("Have cause, action and similar cases reviewed: a major nonconformity asks for it.")));
  if (reviewer != 0 && reviewer == get_link (record, "owner"))
    g_ptr_array_add (needs, g_strdup (_("The owner cannot review the own action. Name another reviewer.")));
}

static void
add_implementation_needs (GPtrArray *needs, AnnexStore *store, AnnexRecord *record)
{
  add_each (needs, store, record, _("The step %s is still open. Finish or drop it."), "SELECT x.reference " OPEN_STEPS " ORDER BY x.number");
  if (annex_record_get_value (record, "implementation") == NULL && count_rows (store, record, "SELECT count (*) " STEPS " AND s.status = 'done'") == 0)
    g_ptr_array_add (needs, g_strdup (_("Write down what was done.")));
}

/* Who did it: whoever carried it out, or else the owner, and those who did the steps. */
static gboolean
is_doer (AnnexStore *store, AnnexRecord *record, gint64 person)
{
  gint64 doer = get_link (record, "implementation_owner");
  sqlite3_stmt *statement = NULL;
  gboolean is = person == (doer != 0 ? doer : get_link (record, "owner"));

  if (!is && sqlite3_prepare_v2 (annex_store_get_database (store),
                                 "SELECT 1 " STEPS " AND s.status = 'done' AND EXISTS (SELECT 1 FROM link o WHERE o.source = s.id "
                                 "AND o.field = 'owner' AND o.target = ?2)",
                                 -1, &statement, NULL) == SQLITE_OK)
    {
      sqlite3_bind_int64 (statement, 1, annex_record_get_id (record));
      sqlite3_bind_int64 (statement, 2, person);
      is = sqlite3_step (statement) == SQLITE_ROW;
    }
  sqlite3_finalize (statement);
  return is;
}

static void
add_verification_needs (GPtrArray *needs, AnnexStore *store, AnnexRecord *record, const char *done_on)
{
  AnnexActionRule rule = annex_action_rule_load (store, annex_record_get_value (record, "grading"));
  g_autofree char *from = dup_days_after (annex_record_get_value (record, "implementation_done_on"), rule.waiting_days);
  g_autofree char *today = annex_date_rules_dup_today ();
  gint64 verifier = get_link (record, "verification_owner");
  const char *effect = annex_record_get_value (record, "effect");

  if (from != NULL && strcmp (done_on != NULL ? done_on : today, from) < 0)
    add (needs, _("Wait until %s: only after %u days can it show whether it worked."), from, rule.waiting_days);
  if (verifier != 0 && is_doer (store, record, verifier))
    add (needs, _("%s carried it out, so somebody else has to verify it."), annex_record_get_text (record, "verification_owner"));
  if (annex_record_get_value (record, "verification") == NULL)
    g_ptr_array_add (needs, g_strdup (_("Write down what was looked at, and what it showed.")));
  if (effect == NULL)
    g_ptr_array_add (needs, g_strdup (_("Say whether it was effective.")));
  else if (strcmp (effect, "not_effective") == 0)
    g_ptr_array_add (needs, g_strdup (_("It was not effective, so it cannot be closed. Send it back to an earlier step.")));
  add_each (needs, store, record, _("The step %s is still open. Finish or drop it."), "SELECT x.reference " OPEN_STEPS " ORDER BY x.number");
  add_each (needs, store, record, _("%s has not been judged anew since this was raised."),
            "SELECT x.reference FROM corrective_action r, " ANNEX_ACTION_RISK_TO_JUDGE " JOIN record x ON x.id = k.id WHERE r.id = ?1 AND "
            ANNEX_ACTION_RISK_IS_OPEN " ORDER BY x.number");
  add_each (needs, store, record, _("%s was to be changed, and nothing has changed about it since this was raised."),
            "SELECT x.reference FROM corrective_action r, " ANNEX_ACTION_CONTROL_TO_CHANGE " JOIN record x ON x.id = k.id WHERE r.id = ?1 AND "
            ANNEX_ACTION_CONTROL_IS_OPEN " ORDER BY x.number");
  if (annex_record_get_value (record, "other_changes") != NULL && g_strcmp0 (annex_record_get_value (record, "other_changes_made"), "1") != 0)
    g_ptr_array_add (needs, g_strdup (_("Make the other changes that were to follow, and say so.")));
}

GPtrArray *
annex_corrective_action_list_needs (AnnexStore *store, AnnexRecord *record, AnnexGate gate, const char *done_on)
{
  GPtrArray *needs = g_ptr_array_new_with_free_func (g_free);

  if (gate == ANNEX_GATE_CORRECTION)
    {
      if (annex_record_get_value (record, "grading") == NULL)
        g_ptr_array_add (needs, g_strdup (_("Choose a grading: the deadlines follow from it.")));
      if (annex_record_get_value (record, "correction") == NULL)
        g_ptr_array_add (needs, g_strdup (_("Write down what was done at once, or why nothing could be.")));
    }
  else if (gate == ANNEX_GATE_CAUSE)
    add_cause_needs (needs, record);
  else if (gate == ANNEX_GATE_PLAN)
    add_plan_needs (needs, store, record);
  else if (gate == ANNEX_GATE_IMPLEMENTATION)
    add_implementation_needs (needs, store, record);
  else if (gate == ANNEX_GATE_EVIDENCE)
    {
      if (annex_record_get_value (record, "evidence") == NULL && annex_record_get_value (record, "evidence_note") == NULL)
        g_ptr_array_add (needs, g_strdup (_("Link evidence, or write down what shows it and where that is kept.")));
    }
  else
    add_verification_needs (needs, store, record, done_on);
  add_owner_needs (needs, store, record, gate);
  return needs;
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
  if (id != 0 && get_link (record, "recurrence_of") == id)
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
  AnnexRecord *record = draft->record;
  g_autofree char *today = annex_date_rules_dup_today ();
  guint position = annex_record_get_value (record, "stage") != NULL ? annex_corrective_action_get_position (record) : derive_position (record);

  for (guint i = 0; i < position; i++)
    if (!is_over (record, i))
      set (draft, gates[i].parts[ANNEX_GATE_REASON],
           get_part (record, i, ANNEX_GATE_RECORD) != NULL ? _("No date was recorded.") : _("Nothing was recorded."));
  if (!is_dated (record))
    set (draft, "raised_on", today);
  return position;
}

/* Forward through one gate, which has its date or its reason by now, or gets today's. */
static gboolean
pass_through (Draft *draft, guint gate, GError **error)
{
  AnnexRecord *record = draft->record;
  g_autofree char *today = annex_date_rules_dup_today ();
  g_autoptr (GPtrArray) needs = NULL;

  if (get_part (record, gate, ANNEX_GATE_REASON) != NULL)
    {
      /* One that came in from an old list without its verification stays as it is. */
      if (annex_corrective_action_may_skip (record, gate) || !has_changed (draft, gates[gate].parts[ANNEX_GATE_REASON]))
        return TRUE;
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID,
                   _("“%s” of %s cannot be skipped: an action counts when it was shown to have worked."), annex_gate_get_label (gate),
                   annex_record_get_reference (record));
      return FALSE;
    }
  needs = annex_corrective_action_list_needs (draft->store, record, gate, get_part (record, gate, ANNEX_GATE_DONE_ON));
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
  g_autofree char *today = annex_date_rules_dup_today ();

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
  return TRUE;
}

/* Each deadline that is not set follows from the rule; a graver grading shortens what was set. */
static void
set_deadlines (Draft *draft, guint position, gboolean is_new)
{
  AnnexActionRule rule = annex_action_rule_load (draft->store, get (draft, "grading"));
  gboolean graded = !is_new && has_changed (draft, "grading");
  const char *implemented = get (draft, "implementation_done_on");
  gboolean implemented_now = implemented != NULL && !is_new && has_changed (draft, "implementation_done_on");

  for (guint i = position; i < ANNEX_N_GATES; i++)
    {
      const char *field_name = gates[i].parts[ANNEX_GATE_DUE];
      const char *due = get (draft, field_name);
      gboolean verification = i == ANNEX_GATE_VERIFICATION;
      const char *from = !verification ? get (draft, "raised_on") : implemented != NULL ? implemented : get (draft, "implementation_due");
      g_autofree char *by_rule = rule.days[i] > 0 ? dup_days_after (from, rule.days[i] + (verification ? rule.waiting_days : 0)) : NULL;

      if (by_rule != NULL && (due == NULL || (verification && implemented_now) || (graded && strcmp (by_rule, due) < 0)))
        set (draft, field_name, by_rule);
    }
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
annex_corrective_action_complete (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, GError **error)
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
  set_deadlines (&draft, position, is_new);
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
  return gate < ANNEX_N_GATES ? annex_corrective_action_list_needs (store, record, gate, done_on) : NULL;
}

gboolean
annex_corrective_action_pass (AnnexStore *store, gint64 id, GHashTable *answers, const char *done_on, GError **error)
{
  g_autofree char *today = annex_date_rules_dup_today ();
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

gboolean
annex_corrective_action_send_back (AnnexStore *store, gint64 id, AnnexGate gate, const char *reason, GError **error)
{
  g_autofree char *given = dup_reason (reason, error);
  g_autoptr (AnnexRecord) record = given != NULL ? annex_store_load (store, id, error) : NULL;
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autofree char *label = NULL;
  g_autofree char *dated = NULL;

  if (record == NULL)
    return FALSE;
  if (annex_record_get_record_type (record) != &annex_corrective_action_type || gate >= annex_corrective_action_get_position (record))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s has not come past “%s”, so there is nothing to send back."),
                   annex_record_get_reference (record), annex_gate_get_label (gate));
      return FALSE;
    }
  if (g_strcmp0 (given, annex_record_get_value (record, "reopened_because")) == 0)
    {
      /* The same words again are another occasion. */
      g_autofree char *today = annex_date_rules_dup_today ();

      dated = g_strdup_printf ("%s (%s)", given, today);
    }
  label = g_strdup_printf (_("Send %s back to “%s”: %s"), annex_record_get_reference (record), annex_gate_get_label (gate), given);
  transaction = annex_transaction_begin (store, label, error);
  return transaction != NULL && annex_transaction_set (transaction, id, "reopened_because", dated != NULL ? dated : given, error) &&
         annex_transaction_set (transaction, id, "stage", gates[gate].name, error) && annex_transaction_commit (transaction, error);
}
