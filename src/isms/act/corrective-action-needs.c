/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "action-rule.h"
#include "core/annex-statement.h"
#include "corrective-action-path.h"
#include "corrective-action-private.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"

#define STEPS "FROM link l JOIN action_step s ON s.id = l.source JOIN record x ON x.id = s.id WHERE l.target = ?1 AND l.field = 'corrective_action'"
#define OPEN_STEPS STEPS " AND s.status NOT IN ('done', 'dropped')"

/* What has been found lacking. After a read that failed nothing more is read, and what was found is worth nothing. */
typedef struct
{
  AnnexStore *store;
  AnnexRecord *record;
  GPtrArray *sentences;
  GError *failure;
} Needs;

static void
add (Needs *self, const char *sentence)
{
  g_ptr_array_add (self->sentences, g_strdup (sentence));
}

G_GNUC_PRINTF (2, 3)
static void
add_filled (Needs *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (self->sentences, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

/* Runs @sql for the record ?1 and adds a sentence per row, made of @format and the row's first column. */
static void G_GNUC_PRINTF (2, 0)
add_each (Needs *self, const char *format, const char *sql)
{
  g_autoptr (AnnexStatement) statement = self->failure == NULL ? annex_statement_new (self->store, sql, &self->failure) : NULL;

  if (statement == NULL)
    return;
  annex_statement_bind_int64 (statement, 1, annex_record_get_id (self->record));
  while (annex_statement_next (statement))
    {
      g_autoptr (GString) sentence = g_string_new (format);

      g_string_replace (sentence, "%s", annex_statement_get_string (statement, 0), 1);
      add (self, sentence->str);
    }
  annex_statement_finish (statement, &self->failure);
}

static gint64
count_rows (Needs *self, const char *sql)
{
  gint64 id = annex_record_get_id (self->record);

  return self->failure == NULL ? annex_store_read_number (self->store, sql, &id, 1, &self->failure) : 0;
}

static void
add_owner_needs (Needs *needs, guint gate)
{
  AnnexRecord *record = needs->record;
  gint64 own = annex_record_get_link (record, annex_gate_get_field (gate, ANNEX_GATE_OWNER));
  gint64 id = own != 0 || gate == ANNEX_GATE_VERIFICATION ? own : annex_record_get_link (record, "owner");
  g_autoptr (AnnexRecord) person = NULL;

  if (needs->failure != NULL || !annex_store_load_if_there (needs->store, id, &person, &needs->failure))
    return;
  if (person == NULL)
    add (needs, gate == ANNEX_GATE_VERIFICATION ? _("Name who verifies it: somebody who did not carry it out.")
                                                                      : _("Name who does it, or an owner for the whole."));
  else if (g_strcmp0 (annex_record_get_value (person, "active"), "0") == 0)
    add_filled (needs, _("%s has left. Name somebody else."), annex_record_get_title (person));
}

static void
add_cause_needs (Needs *needs)
{
  AnnexRecord *record = needs->record;

  if (annex_record_get_value (record, "root_cause") == NULL)
    add (needs, _("Write down the root cause: why could it happen at all?"));
  if (annex_record_get_value (record, "observed") == NULL)
    add (needs, _("Write down what was seen, as facts that anybody could check."));
  if (annex_record_get_value (record, "similar") == NULL)
    add (needs, _("Say whether the same exists elsewhere, after looking for it."));
  else if (annex_record_get_value (record, "similar_cases") == NULL)
    add (needs, _("Write down where you looked for similar cases, and what you found."));
}

static void
add_plan_needs (Needs *needs)
{
  static const char *const questions[] = { "review_cause", "review_action", "review_similar" };
  AnnexRecord *record = needs->record;
  gboolean major = g_strcmp0 (annex_record_get_value (record, "grading"), "major") == 0;
  gint64 reviewer = annex_record_get_link (record, "reviewed_by");
  gboolean open = FALSE;

  if (annex_record_get_value (record, "plan") == NULL && count_rows (needs, "SELECT count (*) " STEPS) == 0)
    add (needs, _("Plan what will be done: add steps, or describe it."));
  add_each (needs, _("The step %s has no owner. Name who gets it done."),
            "SELECT x.reference " OPEN_STEPS " AND NOT EXISTS (SELECT 1 FROM link o WHERE o.source = s.id AND o.field = 'owner') ORDER BY x.number");
  add_each (needs, _("The step %s has no date by which it is due."),
            "SELECT x.reference " OPEN_STEPS " AND s.due IS NULL ORDER BY x.number");
  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      const char *answer = annex_record_get_value (record, questions[i]);

      open = open || answer == NULL;
      if (g_strcmp0 (answer, "no") == 0)
        add_filled (needs, _("The review says no to “%s” Mend that first."),
             annex_field_get_label (annex_type_find_field (&annex_corrective_action_type, questions[i])));
    }
  if (major && (open || reviewer == 0))
    add (needs, _("Have cause, action and similar cases reviewed: a major nonconformity asks for it."));
  if (reviewer != 0 && reviewer == annex_record_get_link (record, "owner"))
    add (needs, _("The owner cannot review the own action. Name another reviewer."));
}

static void
add_open_steps (Needs *needs)
{
  add_each (needs, _("The step %s is still open. Finish or drop it."), "SELECT x.reference " OPEN_STEPS " ORDER BY x.number");
}

static void
add_implementation_needs (Needs *needs)
{
  add_open_steps (needs);
  if (annex_record_get_value (needs->record, "implementation") == NULL && count_rows (needs, "SELECT count (*) " STEPS " AND s.status = 'done'") == 0)
    add (needs, _("Write down what was done."));
}

/* What is older than the deed cannot show it. */
static void
add_evidence_needs (Needs *needs, const char *done_on)
{
  AnnexRecord *record = needs->record;
  const char *implemented = annex_record_get_value (record, "implementation_done_on");
  gboolean linked = annex_record_get_value (record, "evidence") != NULL;
  g_autofree char *today = annex_clock_dup_today ();
  const char *day = done_on != NULL ? done_on : today;

  if (!linked && annex_record_get_value (record, "evidence_note") == NULL)
    add (needs, _("Link evidence, or write down what shows it and where that is kept."));
  if (implemented != NULL && strcmp (day, implemented) < 0)
    add_filled (needs, _("The evidence is dated %s, before the implementation on %s. Give a day from then on."), day, implemented);
  if (linked && implemented != NULL &&
      count_rows (needs,
                  "SELECT count (*) FROM corrective_action r JOIN link l ON l.source = r.id AND l.field = 'evidence' JOIN evidence e ON e.id = l.target "
                  "WHERE r.id = ?1 AND coalesce (e.about, e.collected_on, r.implementation_done_on) >= r.implementation_done_on") == 0)
    add_filled (needs, _("All linked evidence is from before the implementation on %s, so it cannot show it. Link some from after it."), implemented);
}

/* Who did it: whoever carried it out, or else the owner, and those who did the steps. FALSE also with @error set. */
static gboolean
is_doer (AnnexStore *store, AnnexRecord *record, gint64 person, GError **error)
{
  gint64 doer = annex_record_get_link (record, "implementation_owner");

  return person == (doer != 0 ? doer : annex_record_get_link (record, "owner")) ||
         annex_store_read_number (store,
                                  "SELECT 1 " STEPS " AND s.status = 'done' AND EXISTS (SELECT 1 FROM link o WHERE o.source = s.id "
                                  "AND o.field = 'owner' AND o.target = ?2)",
                                  (const gint64[]) { annex_record_get_id (record), person }, 2, error) != 0;
}

static void
add_verification_needs (Needs *needs, const char *done_on)
{
  AnnexRecord *record = needs->record;
  AnnexActionRule rule;
  g_autofree char *from = NULL;
  g_autofree char *today = annex_clock_dup_today ();
  gint64 verifier = annex_record_get_link (record, "verification_owner");
  const char *effect = annex_record_get_value (record, "effect");

  if (!annex_action_rule_load (needs->store, annex_record_get_value (record, "grading"), &rule, &needs->failure))
    return;
  from = annex_corrective_action_dup_days_after (annex_record_get_value (record, "implementation_done_on"), rule.waiting_days);
  if (from != NULL && strcmp (done_on != NULL ? done_on : today, from) < 0)
    add_filled (needs, _("Wait until %s: only after %u days can it show whether it worked."), from, rule.waiting_days);
  if (verifier != 0 && is_doer (needs->store, record, verifier, &needs->failure))
    add_filled (needs, _("%s carried it out, so somebody else has to verify it."), annex_record_get_text (record, "verification_owner"));
  if (annex_record_get_value (record, "verification") == NULL)
    add (needs, _("Write down what was looked at, and what it showed."));
  if (effect == NULL)
    add (needs, _("Say whether it was effective."));
  else if (strcmp (effect, "not_effective") == 0)
    add (needs, _("It was not effective, so it cannot be closed. Send it back to an earlier step."));
  add_open_steps (needs);
  add_each (needs, _("%s has not been reassessed since this was raised."),
            "SELECT x.reference FROM corrective_action r, " ANNEX_ACTION_RISK_TO_JUDGE " JOIN record x ON x.id = k.id WHERE r.id = ?1 AND "
            ANNEX_ACTION_RISK_IS_OPEN " ORDER BY x.number");
  add_each (needs, _("%s was to be changed, and nothing has changed about it since this was raised."),
            "SELECT x.reference FROM corrective_action r, " ANNEX_ACTION_CONTROL_TO_CHANGE " JOIN record x ON x.id = k.id WHERE r.id = ?1 AND "
            ANNEX_ACTION_CONTROL_IS_OPEN " ORDER BY x.number");
  add_each (needs, _("%s was to be revised, and no version of it has been approved since this was raised."),
            "SELECT x.reference FROM corrective_action r, " ANNEX_ACTION_DOCUMENT_TO_REVISE " JOIN record x ON x.id = k.id WHERE r.id = ?1 AND "
            ANNEX_ACTION_DOCUMENT_IS_OPEN " ORDER BY x.number");
  add_each (needs, _("%s was to be given, and has not been held since this was raised."),
            "SELECT x.reference FROM corrective_action r, " ANNEX_ACTION_TRAINING_TO_GIVE " JOIN record x ON x.id = k.id WHERE r.id = ?1 AND "
            ANNEX_ACTION_TRAINING_IS_OPEN " ORDER BY x.number");
  if (annex_record_get_value (record, "other_changes") != NULL && g_strcmp0 (annex_record_get_value (record, "other_changes_made"), "1") != 0)
    add (needs, _("Make the other changes that were to follow, and say so."));
}

/* Returns: (transfer full) (nullable): the sentences; NULL with @error set where something could not be read. */
static GPtrArray *
end (Needs *needs, GError **error)
{
  g_autoptr (GPtrArray) sentences = g_steal_pointer (&needs->sentences);

  return annex_error_pass (&needs->failure, error) ? NULL : g_steal_pointer (&sentences);
}

GPtrArray *
annex_corrective_action_list_needs (AnnexStore *store, AnnexRecord *record, AnnexGate gate, const char *done_on, GError **error)
{
  Needs needs = { store, record, g_ptr_array_new_with_free_func (g_free), NULL };

  if (gate == ANNEX_GATE_CORRECTION)
    {
      if (annex_record_get_value (record, "grading") == NULL)
        add (&needs, _("Choose a grading: the deadlines follow from it."));
      if (annex_record_get_value (record, "correction") == NULL)
        add (&needs, _("Write down what was done at once, or why nothing could be."));
    }
  else if (gate == ANNEX_GATE_CAUSE)
    add_cause_needs (&needs);
  else if (gate == ANNEX_GATE_PLAN)
    add_plan_needs (&needs);
  else if (gate == ANNEX_GATE_IMPLEMENTATION)
    add_implementation_needs (&needs);
  else if (gate == ANNEX_GATE_EVIDENCE)
    add_evidence_needs (&needs, done_on);
  else
    add_verification_needs (&needs, done_on);
  add_owner_needs (&needs, gate);
  return end (&needs, error);
}

gboolean
annex_corrective_action_check_verified (AnnexStore *store, AnnexRecord *record, GError **error)
{
  gint64 verifier = annex_record_get_link (record, "verification_owner");
  const char *effect = annex_record_get_value (record, "effect");
  const char *reference = annex_record_get_reference (record);
  g_autoptr (GError) failure = NULL;
  gboolean did_it = verifier != 0 && is_doer (store, record, verifier, &failure);

  if (annex_error_pass (&failure, error))
    return FALSE;
  if (verifier == 0)
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID,
                 _("%s was closed because somebody verified it, so it keeps a verifier. Name another one, or send it back."), reference);
  else if (did_it)
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID,
                 _("%s was closed because somebody verified it who had not done it, and %s would be both. Name somebody else, or send it back."),
                 reference, annex_record_get_text (record, "verification_owner"));
  else if (g_strcmp0 (effect, "effective") != 0)
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID,
                 _("%s was closed as effective. If that no longer holds, send it back to an earlier step and say why."), reference);
  else
    return TRUE;
  return FALSE;
}

GPtrArray *
annex_corrective_action_list_open_steps (AnnexStore *store, AnnexRecord *record, GError **error)
{
  Needs needs = { store, record, g_ptr_array_new_with_free_func (g_free), NULL };

  add_open_steps (&needs);
  return end (&needs, error);
}
