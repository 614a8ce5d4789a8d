/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "action-rule.h"
#include "corrective-action-path.h"
#include "corrective-action-private.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"

#define STEPS "FROM link l JOIN action_step s ON s.id = l.source JOIN record x ON x.id = s.id WHERE l.target = ?1 AND l.field = 'corrective_action'"
#define OPEN_STEPS STEPS " AND s.status NOT IN ('done', 'dropped')"

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
  gint64 own = annex_record_get_link (record, annex_gate_get_field (gate, ANNEX_GATE_OWNER));
  gint64 id = own != 0 || gate == ANNEX_GATE_VERIFICATION ? own : annex_record_get_link (record, "owner");
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
  gint64 reviewer = annex_record_get_link (record, "reviewed_by");
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
  if (reviewer != 0 && reviewer == annex_record_get_link (record, "owner"))
    g_ptr_array_add (needs, g_strdup (_("The owner cannot review the own action. Name another reviewer.")));
}

static void
add_open_steps (GPtrArray *needs, AnnexStore *store, AnnexRecord *record)
{
  add_each (needs, store, record, _("The step %s is still open. Finish or drop it."), "SELECT x.reference " OPEN_STEPS " ORDER BY x.number");
}

static void
add_implementation_needs (GPtrArray *needs, AnnexStore *store, AnnexRecord *record)
{
  add_open_steps (needs, store, record);
  if (annex_record_get_value (record, "implementation") == NULL && count_rows (store, record, "SELECT count (*) " STEPS " AND s.status = 'done'") == 0)
    g_ptr_array_add (needs, g_strdup (_("Write down what was done.")));
}

/* What is older than the deed cannot show it. */
static void
add_evidence_needs (GPtrArray *needs, AnnexStore *store, AnnexRecord *record, const char *done_on)
{
  const char *implemented = annex_record_get_value (record, "implementation_done_on");
  gboolean linked = annex_record_get_value (record, "evidence") != NULL;
  g_autofree char *today = annex_clock_dup_today ();
  const char *day = done_on != NULL ? done_on : today;

  if (!linked && annex_record_get_value (record, "evidence_note") == NULL)
    g_ptr_array_add (needs, g_strdup (_("Link evidence, or write down what shows it and where that is kept.")));
  if (implemented != NULL && strcmp (day, implemented) < 0)
    add (needs, _("The evidence is dated %s, before the implementation on %s. Give a day from then on."), day, implemented);
  if (linked && implemented != NULL &&
      count_rows (store, record,
                  "SELECT count (*) FROM corrective_action r JOIN link l ON l.source = r.id AND l.field = 'evidence' JOIN evidence e ON e.id = l.target "
                  "WHERE r.id = ?1 AND coalesce (e.about, e.collected_on, r.implementation_done_on) >= r.implementation_done_on") == 0)
    add (needs, _("All linked evidence is from before the implementation on %s, so it cannot show it. Link some from after it."), implemented);
}

/* Who did it: whoever carried it out, or else the owner, and those who did the steps. */
static gboolean
is_doer (AnnexStore *store, AnnexRecord *record, gint64 person)
{
  gint64 doer = annex_record_get_link (record, "implementation_owner");
  sqlite3_stmt *statement = NULL;
  gboolean is = person == (doer != 0 ? doer : annex_record_get_link (record, "owner"));

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
  g_autofree char *from = annex_corrective_action_dup_days_after (annex_record_get_value (record, "implementation_done_on"), rule.waiting_days);
  g_autofree char *today = annex_clock_dup_today ();
  gint64 verifier = annex_record_get_link (record, "verification_owner");
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
  add_open_steps (needs, store, record);
  add_each (needs, store, record, _("%s has not been judged anew since this was raised."),
            "SELECT x.reference FROM corrective_action r, " ANNEX_ACTION_RISK_TO_JUDGE " JOIN record x ON x.id = k.id WHERE r.id = ?1 AND "
            ANNEX_ACTION_RISK_IS_OPEN " ORDER BY x.number");
  add_each (needs, store, record, _("%s was to be changed, and nothing has changed about it since this was raised."),
            "SELECT x.reference FROM corrective_action r, " ANNEX_ACTION_CONTROL_TO_CHANGE " JOIN record x ON x.id = k.id WHERE r.id = ?1 AND "
            ANNEX_ACTION_CONTROL_IS_OPEN " ORDER BY x.number");
  add_each (needs, store, record, _("%s was to be revised, and no version of it has been approved since this was raised."),
            "SELECT x.reference FROM corrective_action r, " ANNEX_ACTION_DOCUMENT_TO_REVISE " JOIN record x ON x.id = k.id WHERE r.id = ?1 AND "
            ANNEX_ACTION_DOCUMENT_IS_OPEN " ORDER BY x.number");
  add_each (needs, store, record, _("%s was to be given, and has not been held since this was raised."),
            "SELECT x.reference FROM corrective_action r, " ANNEX_ACTION_TRAINING_TO_GIVE " JOIN record x ON x.id = k.id WHERE r.id = ?1 AND "
            ANNEX_ACTION_TRAINING_IS_OPEN " ORDER BY x.number");
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
    add_evidence_needs (needs, store, record, done_on);
  else
    add_verification_needs (needs, store, record, done_on);
  add_owner_needs (needs, store, record, gate);
  return needs;
}

gboolean
annex_corrective_action_check_verified (AnnexStore *store, AnnexRecord *record, GError **error)
{
  gint64 verifier = annex_record_get_link (record, "verification_owner");
  const char *effect = annex_record_get_value (record, "effect");
  const char *reference = annex_record_get_reference (record);

  if (verifier == 0)
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID,
                 _("%s was closed because somebody verified it, so it keeps a verifier. Name another one, or send it back."), reference);
  else if (is_doer (store, record, verifier))
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
annex_corrective_action_list_open_steps (AnnexStore *store, AnnexRecord *record)
{
  GPtrArray *needs = g_ptr_array_new_with_free_func (g_free);

  add_open_steps (needs, store, record);
  return needs;
}
