/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audit-fieldwork.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "audit-checklist.h"
#include "audit.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"
#include "sampling.h"

/* Enough for any list that somebody would tick off, and little enough to be kept as text. */
#define MOST_ITEMS 1000

/* ---- Reading ---- */

gint64
annex_audit_find_current (AnnexStore *store)
{
  sqlite3_stmt *statement = NULL;
  gint64 id = 0;

  if (sqlite3_prepare_v2 (annex_store_get_database (store),
                          "SELECT id FROM audit WHERE status IN ('fieldwork', 'planned') ORDER BY status = 'fieldwork' DESC, "
                          "starts_on IS NULL, starts_on, id LIMIT 1",
                          -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW)
    id = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return id;
}

static int
compare_sessions (gconstpointer a, gconstpointer b)
{
  static const char *const fields[] = { "held_on", "starts_at" };
  AnnexRecord *one = *(AnnexRecord *const *) a, *two = *(AnnexRecord *const *) b;
  int order = 0;

  for (guint i = 0; i < G_N_ELEMENTS (fields) && order == 0; i++)
    order = g_strcmp0 (annex_record_get_value (one, fields[i]), annex_record_get_value (two, fields[i]));
  return order;
}

static int
compare_positions (gconstpointer a, gconstpointer b)
{
  double one = g_ascii_strtod (annex_record_get_value (*(AnnexRecord *const *) a, "position"), NULL);
  double two = g_ascii_strtod (annex_record_get_value (*(AnnexRecord *const *) b, "position"), NULL);

  return (one > two) - (one < two);
}

GPtrArray *
annex_audit_dup_sessions (AnnexStore *store, gint64 audit, const char *day)
{
  GPtrArray *sessions = annex_store_load_linking (store, &annex_audit_session_type, "audit", audit, NULL);

  for (guint i = 0; i < sessions->len; i++)
    if (day != NULL && g_strcmp0 (annex_record_get_value (sessions->pdata[i], "held_on"), day) != 0)
      g_ptr_array_remove_index (sessions, i--);
  g_ptr_array_sort (sessions, compare_sessions);
  return sessions;
}

GPtrArray *
annex_audit_dup_items (AnnexStore *store, gint64 audit, gint64 session)
{
  GPtrArray *items = session != 0 ? annex_store_load_linking (store, &annex_audit_item_type, "session", session, NULL)
                                  : annex_store_load_linking (store, &annex_audit_item_type, "audit", audit, NULL);

  g_ptr_array_sort (items, compare_positions);
  return items;
}

GPtrArray *
annex_audit_item_dup_notes (AnnexStore *store, gint64 item)
{
  return annex_store_load_linking (store, &annex_audit_note_type, "item", item, NULL);
}

GPtrArray *
annex_audit_item_dup_samples (AnnexStore *store, gint64 item)
{
  return annex_store_load_linking (store, &annex_sample_type, "item", item, NULL);
}

GPtrArray *
annex_audit_item_dup_findings (AnnexStore *store, gint64 item)
{
  return annex_store_load_linking (store, &annex_finding_type, "item", item, NULL);
}

GPtrArray *
annex_audit_item_dup_interviews (AnnexStore *store, gint64 item)
{
  return annex_store_load_linking (store, &annex_interview_type, "item", item, NULL);
}

GPtrArray *
annex_sample_dup_items (AnnexStore *store, gint64 sample)
{
  GPtrArray *items = annex_store_load_linking (store, &annex_sample_item_type, "sample", sample, NULL);

  g_ptr_array_sort (items, compare_positions);
  return items;
}

/* ---- Writing ---- */

static char *
dup_id (gint64 id)
{
  return id != 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, id) : NULL;
}

static gboolean
check_text (const char *text, const char *message, GError **error)
{
  if (text != NULL && *text != '\0')
    return TRUE;
  g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, message);
  return FALSE;
}

gboolean
annex_audit_begin (AnnexStore *store, gint64 audit, GError **error)
{
  g_autoptr (AnnexRecord) record = annex_store_load (store, audit, error);
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autofree char *label = NULL;

  if (record == NULL)
    return FALSE;
  label = g_strdup_printf (_("Begin fieldwork of %s"), annex_record_get_title (record));
  transaction = annex_transaction_begin (store, label, error);
  return transaction != NULL && annex_transaction_set (transaction, audit, "status", "fieldwork", error) &&
         annex_audit_checklist_extend (transaction, store, record, NULL, error) && annex_transaction_commit (transaction, error);
}

gboolean
annex_audit_make_checklist (AnnexStore *store, gint64 audit, guint *n_added, GError **error)
{
  g_autoptr (AnnexRecord) record = annex_store_load (store, audit, error);
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autofree char *label = NULL;

  if (record == NULL)
    return FALSE;
  label = g_strdup_printf (_("Make the checklist of %s"), annex_record_get_title (record));
  transaction = annex_transaction_begin (store, label, error);
  return transaction != NULL && annex_audit_checklist_extend (transaction, store, record, n_added, error) &&
         annex_transaction_commit (transaction, error);
}

/* Sorts the ids of what a question is about into the link fields that take them. */
static char *
dup_of_type (AnnexStore *store, const char *about, const AnnexType *type)
{
  g_autoptr (GArray) ids = annex_link_ids_parse (about);

  for (guint i = 0; i < ids->len; i++)
    if (annex_store_get_type_of (store, g_array_index (ids, gint64, i), NULL) != type)
      g_array_remove_index (ids, i--);
  return annex_link_ids_format (ids);
}

gint64
annex_audit_add_item (AnnexStore *store, gint64 audit, gint64 session, const char *question, const char *about, GError **error)
{
  g_autofree char *label = g_strdup_printf (_("Add question %s"), question);
  g_autofree char *clauses = dup_of_type (store, about, &annex_clause_type);
  g_autofree char *controls = dup_of_type (store, about, &annex_control_type);
  g_autofree char *risks = dup_of_type (store, about, &annex_risk_type);
  g_autofree char *of_audit = dup_id (audit);
  g_autofree char *of_session = dup_id (session);
  g_autofree char *position = g_strdup_printf ("%u", annex_audit_checklist_get_last (store, audit) + 1);
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, label, error);
  gint64 id = transaction == NULL ? 0
                                  : annex_transaction_add (transaction, &annex_audit_item_type, error, "question", question, "audit", of_audit,
                                                           "session", of_session, "position", position, "clauses", clauses, "controls", controls,
                                                           "risks", risks, NULL);

  return id != 0 && annex_transaction_commit (transaction, error) ? id : 0;
}

gboolean
annex_audit_answer (AnnexStore *store, gint64 item, const char *result, GError **error)
{
  g_autoptr (AnnexRecord) record = annex_store_load (store, item, error);
  const char *name = annex_field_find_choice (annex_type_find_field (&annex_audit_item_type, "result"), result);
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autofree char *label = NULL;

  if (record == NULL)
    return FALSE;
  label = g_strdup_printf (_("Answer %s: %s"), annex_record_get_reference (record), name != NULL ? name : result);
  transaction = annex_transaction_begin (store, label, error);
  return transaction != NULL && annex_transaction_set (transaction, item, "result", result, error) && annex_transaction_commit (transaction, error);
}

gint64
annex_audit_add_note (AnnexStore *store, gint64 audit, gint64 item, const char *text, GError **error)
{
  g_autoptr (AnnexRecord) question = item != 0 ? annex_store_load (store, item, NULL) : NULL;
  g_autofree char *of_audit = dup_id (audit);
  g_autofree char *of_item = dup_id (item);
  g_autoptr (AnnexTransaction) transaction = NULL;
  gint64 id;

  if (!check_text (text, _("A note needs a text."), error))
    return 0;
  transaction = annex_transaction_begin (store, _("Write a note"), error);
  id = transaction == NULL ? 0
                           : annex_transaction_add (transaction, &annex_audit_note_type, error, "text", text, "audit", of_audit, "item", of_item,
                                                    "session", question != NULL ? annex_record_get_value (question, "session") : NULL, NULL);
  return id != 0 && annex_transaction_commit (transaction, error) ? id : 0;
}

gboolean
annex_audit_change_note (AnnexStore *store, gint64 note, const char *text, GError **error)
{
  gboolean empty = text == NULL || *text == '\0';
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, empty ? _("Delete a note") : _("Change a note"), error);

  return transaction != NULL &&
         (empty ? annex_transaction_delete (transaction, note, error) : annex_transaction_set (transaction, note, "text", text, error)) &&
         annex_transaction_commit (transaction, error);
}

gint64
annex_audit_add_interview (AnnexStore *store, gint64 audit, gint64 item, gint64 session, const char *who, const char *role, const char *place,
                           const char *topic, GError **error)
{
  g_autoptr (AnnexRecord) question = item != 0 ? annex_store_load (store, item, NULL) : NULL;
  gint64 session_id = session == 0 && question != NULL ? annex_record_get_link (question, "session") : session;
  g_autoptr (AnnexRecord) meeting = session_id != 0 ? annex_store_load (store, session_id, NULL) : NULL;
  g_autoptr (AnnexRecord) of = annex_store_load (store, audit, NULL);
  g_autoptr (AnnexRecord) person = NULL;
  gint64 person_id = who != NULL && *who != '\0' ? annex_store_find_id (store, &annex_person_type, who, NULL) : 0;
  g_autoptr (GDateTime) now = annex_clock_get_now ();
  g_autofree char *held_at = g_date_time_format (now, "%H:%M");
  g_autofree char *held_on = annex_clock_dup_today ();
  g_autofree char *of_audit = dup_id (audit);
  g_autofree char *of_item = dup_id (item);
  g_autofree char *of_session = dup_id (session_id);
  g_autofree char *of_person = dup_id (person_id);
  g_autofree char *as = NULL;
  g_autoptr (AnnexTransaction) transaction = NULL;
  gint64 id;

  if (topic == NULL && question != NULL)
    topic = annex_record_get_title (question);
  if (!check_text (topic, _("An interview needs a topic."), error))
    return 0;
  if (person_id != 0)
    person = annex_store_load (store, person_id, NULL);
  if (role != NULL && *role != '\0')
    as = person == NULL && who != NULL ? g_strdup_printf ("%s, %s", who, role) : g_strdup (role);
  else
    as = g_strdup (person != NULL ? annex_record_get_value (person, "role") : who);
  if (place == NULL && meeting != NULL)
    place = annex_record_get_value (meeting, "place");
  transaction = annex_transaction_begin (store, _("Note an interview"), error);
  id = transaction == NULL ? 0
                           : annex_transaction_add (transaction, &annex_interview_type, error, "topic", topic, "audit", of_audit, "item", of_item,
                                                    "session", of_session, "person", of_person, "role", as, "held_on", held_on, "held_at", held_at,
                                                    "place", place, "interviewer", of != NULL ? annex_record_get_value (of, "lead") : NULL, "clauses",
                                                    question != NULL ? annex_record_get_value (question, "clauses") : NULL, "controls",
                                                    question != NULL ? annex_record_get_value (question, "controls") : NULL, NULL);
  return id != 0 && annex_transaction_commit (transaction, error) ? id : 0;
}

/* ---- Samples ---- */

static char **
split_lines (const char *text)
{
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (*g_strstrip (parts[i]) != '\0')
      g_strv_builder_add (lines, parts[i]);
  return g_strv_builder_end (lines);
}

static gboolean
check_plan (const AnnexSamplePlan *plan, guint population, guint size, GError **error)
{
  if (!check_text (plan->title, _("A sample needs a name."), error) ||
      !check_text (plan->source, _("Say what population the sample is drawn from: which list, from where, as of when."), error))
    return FALSE;
  if (plan->by_judgement && (plan->reason == NULL || *plan->reason == '\0'))
    {
      g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("A sample by judgement needs the reason why these were picked."));
      return FALSE;
    }
  if (size == 0 || population == 0)
    {
      g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("A sample needs at least one item, out of at least one."));
      return FALSE;
    }
  if (size > population)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("A sample of %u cannot be drawn from a population of %u."), size, population);
      return FALSE;
    }
  if (size > MOST_ITEMS)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("A sample of %u is more than anybody looks at. Up to %u can be kept."), size, MOST_ITEMS);
      return FALSE;
    }
  return TRUE;
}

static gboolean
add_sample_items (AnnexTransaction *transaction, gint64 sample, char **lines, GArray *positions, GError **error)
{
  g_autofree char *of = dup_id (sample);

  for (guint i = 0; i < positions->len; i++)
    {
      guint at = g_array_index (positions, guint, i);
      g_autofree char *position = g_strdup_printf ("%u", i + 1);
      g_autofree char *number = g_strdup_printf (_("No. %u"), at);

      if (annex_transaction_add (transaction, &annex_sample_item_type, error, "identifier", *lines != NULL ? lines[at - 1] : number, "sample", of,
                                 "position", position, NULL) == 0)
        return FALSE;
    }
  return TRUE;
}

gint64
annex_audit_draw_sample (AnnexStore *store, gint64 audit, gint64 item, const AnnexSamplePlan *plan, GError **error)
{
  g_autoptr (AnnexRecord) question = item != 0 ? annex_store_load (store, item, NULL) : NULL;
  g_auto (GStrv) lines = split_lines (plan->identifiers);
  guint n_lines = g_strv_length (lines);
  guint population = n_lines > 0 && !plan->by_judgement ? n_lines : MAX (plan->population, n_lines);
  guint size = plan->by_judgement ? n_lines : plan->size;
  guint seed = plan->seed != 0 ? plan->seed : (guint) g_random_int_range (1, 1000000);
  g_autoptr (GArray) positions = NULL;
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autofree char *of_audit = dup_id (audit);
  g_autofree char *of_item = dup_id (item);
  g_autofree char *population_text = g_strdup_printf ("%u", population);
  g_autofree char *size_text = g_strdup_printf ("%u", size);
  g_autofree char *seed_text = plan->by_judgement ? NULL : g_strdup_printf ("%u", seed);
  g_autofree char *now = annex_audit_dup_now ();
  g_autofree char *label = g_strdup_printf (_("Draw sample %s"), plan->title);
  gint64 sample;

  if (!check_plan (plan, population, size, error))
    return 0;
  positions = annex_sampling_pick (plan->by_judgement ? size : population, size, seed);
  transaction = annex_transaction_begin (store, label, error);
  sample = transaction == NULL
             ? 0
             : annex_transaction_add (transaction, &annex_sample_type, error, "title", plan->title, "audit", of_audit, "item", of_item, "source",
                                      plan->source, "list", plan->by_judgement ? NULL : plan->identifiers, "population", population_text, "size",
                                      size_text, "method", plan->by_judgement ? "judgement" : "random", "basis", plan->basis, "reason", plan->reason,
                                      "seed", seed_text, "drawn_at", now, "drawn_by", annex_store_get_author (store), "clauses",
                                      question != NULL ? annex_record_get_value (question, "clauses") : NULL, "controls",
                                      question != NULL ? annex_record_get_value (question, "controls") : NULL, NULL);
  return sample != 0 && add_sample_items (transaction, sample, lines, positions, error) && annex_transaction_commit (transaction, error) ? sample : 0;
}

gboolean
annex_sample_set_result (AnnexStore *store, gint64 sample_item, const char *result, const char *remark, GError **error)
{
  g_autoptr (AnnexRecord) record = annex_store_load (store, sample_item, error);
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autofree char *label = NULL;

  if (record == NULL)
    return FALSE;
  label = g_strdup_printf (_("Note the result of %s"), annex_record_get_title (record));
  transaction = annex_transaction_begin (store, label, error);
  return transaction != NULL && annex_transaction_set (transaction, sample_item, "result", result, error) &&
         (remark == NULL || annex_transaction_set (transaction, sample_item, "remark", remark, error)) &&
         annex_transaction_commit (transaction, error);
}

/* ---- Findings ---- */

static void
add_requirements (AnnexStore *store, GString *text, AnnexRecord *item, const char *field_name)
{
  g_autoptr (GArray) ids = annex_record_dup_link_ids (item, field_name);

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (AnnexRecord) record = annex_store_load (store, g_array_index (ids, gint64, i), NULL);
      const char *reference = record != NULL ? annex_record_get_reference (record) : NULL;
      const char *purpose = record != NULL ? annex_record_get_value (record, "description") : NULL;

      if (record == NULL)
        continue;
      if (g_str_has_prefix (reference, "CL."))
        reference += strlen ("CL.");
      g_string_append_printf (text, "%s%s, %s", text->len > 0 ? "\n" : "", reference, annex_record_get_title (record));
      if (purpose != NULL)
        g_string_append_printf (text, ": %s", purpose);
    }
}

static void
add_line (GString *text, const char *line)
{
  if (line != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
}

/* "2 of 25 accounts (list of the identity provider): a.jansen, k.ozturk". */
static void
add_sample (AnnexStore *store, GString *text, AnnexRecord *sample)
{
  g_autoptr (GPtrArray) items = annex_sample_dup_items (store, annex_record_get_id (sample));
  g_autoptr (GString) wrong = g_string_new (NULL);
  g_autofree char *line = NULL;
  guint n_wrong = 0;
  guint n_seen = 0;

  for (guint i = 0; i < items->len; i++)
    {
      const char *result = annex_record_get_value (items->pdata[i], "result");

      n_seen += g_strcmp0 (result, "open") != 0;
      if (g_strcmp0 (result, "exception") != 0 && g_strcmp0 (result, "missing") != 0)
        continue;
      n_wrong++;
      g_string_append_printf (wrong, "%s%s", wrong->len > 0 ? ", " : "", annex_record_get_title (items->pdata[i]));
    }
  if (n_wrong == 0)
    return;
  line = g_strdup_printf (_("%u of %u sampled (%s, from %s): %s"), n_wrong, n_seen, annex_record_get_title (sample),
                          annex_record_get_text (sample, "source"), wrong->str);
  add_line (text, line);
}

static char *
dup_observed (AnnexStore *store, AnnexRecord *item)
{
  g_autoptr (GPtrArray) notes = annex_audit_item_dup_notes (store, annex_record_get_id (item));
  g_autoptr (GPtrArray) samples = annex_audit_item_dup_samples (store, annex_record_get_id (item));
  GString *text = g_string_new (NULL);

  add_line (text, annex_record_get_value (item, "notes"));
  for (guint i = 0; i < notes->len; i++)
    add_line (text, annex_record_get_value (notes->pdata[i], "text"));
  for (guint i = 0; i < samples->len; i++)
    add_sample (store, text, samples->pdata[i]);
  return g_string_free_and_steal (text);
}

static char *
dup_place (AnnexStore *store, AnnexRecord *item)
{
  g_autoptr (AnnexRecord) session = annex_store_load (store, annex_record_get_link (item, "session"), NULL);
  const char *place = annex_record_get_value (item, "place");

  return g_strdup (place != NULL || session == NULL ? place : annex_record_get_value (session, "place"));
}

gint64
annex_audit_raise_finding (AnnexStore *store, gint64 item, const char *grade, const char *title, const char *statement, const char *reason,
                           GError **error)
{
  g_autoptr (AnnexRecord) record = annex_store_load (store, item, error);
  g_autoptr (GString) requirement = g_string_new (NULL);
  g_autofree char *observed = NULL;
  g_autofree char *place = NULL;
  g_autofree char *today = annex_clock_dup_today ();
  g_autofree char *label = NULL;
  g_autofree char *of_item = dup_id (item);
  g_autoptr (AnnexTransaction) transaction = NULL;
  gint64 id;

  if (record == NULL)
    return 0;
  add_requirements (store, requirement, record, "clauses");
  add_requirements (store, requirement, record, "controls");
  observed = dup_observed (store, record);
  place = dup_place (store, record);
  if (title == NULL || *title == '\0')
    title = annex_record_get_title (record);
  label = g_strdup_printf (_("Raise finding %s"), title);
  transaction = annex_transaction_begin (store, label, error);
  id = transaction == NULL
         ? 0
         : annex_transaction_add (transaction, &annex_finding_type, error, "title", title, "audit", annex_record_get_value (record, "audit"), "item",
                                  of_item, "grade", grade, "grade_reason", reason, "clauses", annex_record_get_value (record, "clauses"), "controls",
                                  annex_record_get_value (record, "controls"), "risks", annex_record_get_value (record, "risks"), "requirement",
                                  requirement->str, "observed", observed, "statement", statement, "place", place, "evidence",
                                  annex_record_get_value (record, "evidence"), "repeats", annex_record_get_value (record, "finding"), "raised_on",
                                  today, "raised_by", annex_store_get_author (store), NULL);
  return id != 0 && annex_transaction_set (transaction, item, "result", strcmp (grade, "strength") == 0 ? "conform" : grade, error) &&
             annex_transaction_commit (transaction, error)
           ? id
           : 0;
}

gboolean
annex_audit_finish (AnnexStore *store, gint64 audit, GError **error)
{
  g_autoptr (AnnexRecord) record = annex_store_load (store, audit, error);
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autofree char *label = NULL;

  if (record == NULL)
    return FALSE;
  label = g_strdup_printf (_("Finish %s"), annex_record_get_title (record));
  transaction = annex_transaction_begin (store, label, error);
  return transaction != NULL && annex_transaction_set (transaction, audit, "status", "finished", error) && annex_transaction_commit (transaction, error);
}

/* ---- The next one ---- */

/* Makes a record like @record, but for the fields given: names and values, as in annex_transaction_add(). */
static gint64
copy_record (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, const char *const *left_out, const char *const *given, GError **error)
{
  const AnnexType *type = annex_record_get_record_type (record);
  GPtrArray *fields = annex_store_get_fields (store, type);
  g_autofree const char **values = g_new0 (const char *, fields->len + 1);

  for (guint i = 1; i < fields->len; i++)
    {
      const AnnexField *field = fields->pdata[i];

      if (annex_field_is_stored (field) && !g_strv_contains (left_out, field->name))
        values[i] = annex_record_get_value_at (record, i) != NULL ? annex_record_get_value_at (record, i) : "";
    }
  for (guint i = 0; given[i] != NULL; i += 2)
    values[annex_store_find_field_index (store, type, given[i])] = given[i + 1];
  return annex_transaction_create (transaction, type, values, error);
}

static int
count_days (const char *from, const char *to)
{
  g_autoptr (GDate) first = g_date_new_dmy (atoi (from + 8), (GDateMonth) atoi (from + 5), atoi (from));
  g_autoptr (GDate) last = g_date_new_dmy (atoi (to + 8), (GDateMonth) atoi (to + 5), atoi (to));

  return g_date_days_between (first, last);
}

static char *
dup_shifted (const char *date, int days)
{
  g_autoptr (GDate) day = NULL;
  char text[16];

  if (date == NULL)
    return NULL;
  day = g_date_new_dmy (atoi (date + 8), (GDateMonth) atoi (date + 5), atoi (date));
  if (days > 0)
    g_date_add_days (day, (guint) days);
  else
    g_date_subtract_days (day, (guint) -days);
  g_date_strftime (text, sizeof text, "%Y-%m-%d", day);
  return g_strdup (text);
}

/* Sessions first: questions follow the one that covers them. */
static gboolean
copy_sessions (AnnexTransaction *transaction, AnnexStore *store, gint64 from, const char *to, int days, GHashTable *copies, GError **error)
{
  static const char *const left_out[] = { "audit", "held_on", NULL };
  g_autoptr (GPtrArray) sessions = annex_audit_dup_sessions (store, from, NULL);

  for (guint i = 0; i < sessions->len; i++)
    {
      AnnexRecord *session = sessions->pdata[i];
      g_autofree char *held_on = dup_shifted (annex_record_get_value (session, "held_on"), days);
      const char *given[] = { "audit", to, "held_on", held_on, NULL };
      gint64 old_id = annex_record_get_id (session);
      gint64 id = copy_record (transaction, store, session, left_out, given, error);

      if (id == 0)
        return FALSE;
      g_hash_table_insert (copies, g_memdup2 (&old_id, sizeof old_id), dup_id (id));
    }
  return TRUE;
}

static gboolean
copy_items (AnnexTransaction *transaction, AnnexStore *store, gint64 from, const char *to, GHashTable *sessions, GError **error)
{
  static const char *const left_out[] = { "audit", "session", "origin", "result", "notes", "evidence", "finding", "answered_at", "answered_by", NULL };
  g_autoptr (GPtrArray) items = annex_audit_dup_items (store, from, 0);

  for (guint i = 0; i < items->len; i++)
    {
      gint64 old_session = annex_record_get_link (items->pdata[i], "session");
      const char *given[] = { "audit", to, "origin", "previous", "session", g_hash_table_lookup (sessions, &old_session), NULL };

      /* A question after a finding was for that audit alone; what is open now gets one anew. */
      if (annex_record_get_value (items->pdata[i], "finding") == NULL &&
          copy_record (transaction, store, items->pdata[i], left_out, given, error) == 0)
        return FALSE;
    }
  return TRUE;
}

gint64
annex_audit_plan_next (AnnexStore *store, gint64 audit, const char *title, const char *starts_on, GError **error)
{
  static const char *const left_out[] = { "title",      "status",      "starts_on",     "ends_on",      "previous",    "verdict",
                                          "conclusion", "not_covered", "disagreements", "finished_on",  "certification", "impartiality", NULL };
  g_autoptr (AnnexRecord) record = annex_store_load (store, audit, error);
  g_autoptr (AnnexRecord) next = NULL;
  g_autoptr (GHashTable) sessions = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autofree char *label = g_strdup_printf (_("Plan audit %s"), title);
  g_autofree char *of = dup_id (audit);
  g_autofree char *ends_on = NULL;
  g_autofree char *to = NULL;
  const char *began;
  int days;
  gint64 id;

  if (record == NULL || !check_text (title, _("An audit needs a name."), error))
    return 0;
  if (!annex_date_is_valid (starts_on))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("“%s” is no date."), starts_on);
      return 0;
    }
  began = annex_record_get_value (record, "starts_on");
  days = began != NULL ? count_days (began, starts_on) : 0;
  ends_on = dup_shifted (began != NULL ? annex_record_get_value (record, "ends_on") : NULL, days);
  transaction = annex_transaction_begin (store, label, error);
  if (transaction == NULL)
    return 0;
  id = copy_record (transaction, store, record, left_out,
                    (const char *[]){ "title", title, "starts_on", starts_on, "ends_on", ends_on, "previous", of, NULL }, error);
  to = dup_id (id);
  if (id == 0 || !copy_sessions (transaction, store, audit, to, days, sessions, error) ||
      !copy_items (transaction, store, audit, to, sessions, error))
    return 0;
  next = annex_store_load (store, id, error);
  return next != NULL && annex_audit_checklist_extend (transaction, store, next, NULL, error) && annex_transaction_commit (transaction, error) ? id : 0;
}

/* ---- What follows ---- */

gint64
annex_finding_request_action (AnnexStore *store, gint64 finding, GError **error)
{
  g_autoptr (AnnexRecord) record = annex_store_load (store, finding, error);
  g_autoptr (AnnexRecord) audit = record != NULL ? annex_store_load (store, annex_audit_get_of (store, record), error) : NULL;
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autofree char *requirement = NULL;
  g_autofree char *note = NULL;
  g_autofree char *label = NULL;
  g_autofree char *value = NULL;
  const char *grade;
  gint64 id;

  if (audit == NULL)
    return 0;
  id = annex_record_get_link (record, "corrective_action");
  if (id != 0)
    return id;
  grade = annex_record_get_value (record, "grade");
  if (strcmp (grade, "strength") == 0)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s is a good practice: there is nothing to correct."), annex_record_get_reference (record));
      return 0;
    }
  requirement = annex_audit_dup_about (store, finding);
  note = g_strdup_printf ("%s, %s", annex_record_get_title (audit), annex_record_get_reference (record));
  label = g_strdup_printf (_("Request corrective action for %s"), annex_record_get_reference (record));
  transaction = annex_transaction_begin (store, label, error);
  id = transaction == NULL
         ? 0
         : annex_transaction_add (transaction, &annex_corrective_action_type, error, "title", annex_record_get_title (record), "grading",
                                  strcmp (grade, "ofi") == 0 ? "opportunity" : grade, "source",
                                  annex_audit_may_propose (audit) ? "audit" : "external_audit", "source_note", note, "requirement", requirement,
                                  "controls", annex_record_get_value (record, "controls"), "risks", annex_record_get_value (record, "risks"), "observed",
                                  annex_record_get_value (record, "observed"), "raised_by", annex_record_get_value (audit, "lead"), "raised_on",
                                  annex_record_get_value (record, "raised_on"), NULL);
  value = dup_id (id);
  return id != 0 && annex_transaction_set (transaction, finding, "corrective_action", value, error) && annex_transaction_commit (transaction, error) ? id : 0;
}
