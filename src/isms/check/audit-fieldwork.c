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
annex_audit_find_current (AnnexStore *store, GError **error)
{
  return annex_store_read_number (store,
                                  "SELECT id FROM audit WHERE status IN ('fieldwork', 'planned') ORDER BY status = 'fieldwork' DESC, "
                                  "starts_on IS NULL, starts_on, id LIMIT 1",
                                  NULL, 0, error);
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

static double
get_place (AnnexRecord *item)
{
  const char *position = annex_record_get_value (item, "position");

  return position != NULL ? g_ascii_strtod (position, NULL) : 0;
}

static int
compare_positions (gconstpointer a, gconstpointer b)
{
  double one = get_place (*(AnnexRecord *const *) a);
  double two = get_place (*(AnnexRecord *const *) b);

  return (one > two) - (one < two);
}

GPtrArray *
annex_audit_dup_sessions (AnnexStore *store, gint64 audit, const char *day, GError **error)
{
  GPtrArray *sessions = annex_store_load_linking (store, &annex_audit_session_type, "audit", audit, error);

  if (sessions == NULL)
    return NULL;
  for (guint i = 0; i < sessions->len; i++)
    if (day != NULL && g_strcmp0 (annex_record_get_value (sessions->pdata[i], "held_on"), day) != 0)
      g_ptr_array_remove_index (sessions, i--);
  g_ptr_array_sort (sessions, compare_sessions);
  return sessions;
}

GPtrArray *
annex_audit_dup_items (AnnexStore *store, gint64 audit, gint64 session, GError **error)
{
  GPtrArray *items = session != 0 ? annex_store_load_linking (store, &annex_audit_item_type, "session", session, error)
                                  : annex_store_load_linking (store, &annex_audit_item_type, "audit", audit, error);

  if (items != NULL)
    g_ptr_array_sort (items, compare_positions);
  return items;
}

GPtrArray *
annex_audit_item_dup_notes (AnnexStore *store, gint64 item, GError **error)
{
  return annex_store_load_linking (store, &annex_audit_note_type, "item", item, error);
}

GPtrArray *
annex_audit_item_dup_samples (AnnexStore *store, gint64 item, GError **error)
{
  return annex_store_load_linking (store, &annex_sample_type, "item", item, error);
}

GPtrArray *
annex_audit_item_dup_findings (AnnexStore *store, gint64 item, GError **error)
{
  return annex_store_load_linking (store, &annex_finding_type, "item", item, error);
}

GPtrArray *
annex_audit_item_dup_interviews (AnnexStore *store, gint64 item, GError **error)
{
  return annex_store_load_linking (store, &annex_interview_type, "item", item, error);
}

GPtrArray *
annex_sample_dup_items (AnnexStore *store, gint64 sample, GError **error)
{
  GPtrArray *items = annex_store_load_linking (store, &annex_sample_item_type, "sample", sample, error);

  if (items != NULL)
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

/* Sorts the ids of what a question is about into the link fields that take them: clauses, controls, risks. */
static gboolean
sort_by_type (AnnexStore *store, const char *about, char *links[3], GError **error)
{
  const AnnexType *const types[] = { &annex_clause_type, &annex_control_type, &annex_risk_type };
  g_autoptr (GArray) all = annex_link_ids_parse (about);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    g_ptr_array_add (sorted, g_array_new (FALSE, FALSE, sizeof (gint64)));
  for (guint i = 0; i < all->len; i++)
    {
      gint64 id = g_array_index (all, gint64, i);
      const AnnexType *type = annex_store_get_type_of (store, id, error);

      if (type == NULL)
        return FALSE;
      for (guint j = 0; j < G_N_ELEMENTS (types); j++)
        if (types[j] == type)
          g_array_append_val ((GArray *) sorted->pdata[j], id);
    }
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    links[i] = annex_link_ids_format (sorted->pdata[i]);
  return TRUE;
}

gint64
annex_audit_add_item (AnnexStore *store, gint64 audit, gint64 session, const char *question, const char *about, GError **error)
{
  g_autofree char *label = g_strdup_printf (_("Add question %s"), question);
  g_autofree char *of_audit = dup_id (audit);
  g_autofree char *of_session = dup_id (session);
  g_autofree char *position = NULL;
  g_autoptr (AnnexTransaction) transaction = NULL;
  char *links[3] = { NULL };
  guint last;
  gint64 id = 0;

  if (!annex_audit_checklist_get_last (store, audit, &last, error) || !sort_by_type (store, about, links, error))
    return 0;
  position = g_strdup_printf ("%u", last + 1);
  transaction = annex_transaction_begin (store, label, error);
  if (transaction != NULL)
    id = annex_transaction_add (transaction, &annex_audit_item_type, error, "question", question, "audit", of_audit, "session", of_session, "position",
                                position, "clauses", links[0], "controls", links[1], "risks", links[2], NULL);
  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    g_free (links[i]);
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
  g_autoptr (AnnexRecord) question = NULL;
  g_autofree char *of_audit = dup_id (audit);
  g_autofree char *of_item = dup_id (item);
  g_autoptr (AnnexTransaction) transaction = NULL;
  gint64 id;

  if (!check_text (text, _("A note needs a text."), error) || !annex_store_load_if_there (store, item, &question, error))
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
  g_autoptr (AnnexRecord) question = NULL, meeting = NULL, of = NULL, person = NULL;
  g_autoptr (GError) failure = NULL;
  gint64 person_id = who != NULL && *who != '\0' ? annex_store_find_id (store, &annex_person_type, who, &failure) : 0;
  g_autoptr (GDateTime) now = annex_clock_get_now ();
  g_autofree char *held_at = g_date_time_format (now, "%H:%M");
  g_autofree char *held_on = annex_clock_dup_today ();
  g_autofree char *of_audit = dup_id (audit);
  g_autofree char *of_item = dup_id (item);
  g_autofree char *of_session = NULL;
  g_autofree char *of_person = dup_id (person_id);
  g_autofree char *as = NULL;
  g_autoptr (AnnexTransaction) transaction = NULL;
  gint64 id;

  if (annex_error_pass (&failure, error) || !annex_store_load_if_there (store, item, &question, error))
    return 0;
  if (topic == NULL && question != NULL)
    topic = annex_record_get_title (question);
  if (session == 0 && question != NULL)
    session = annex_record_get_link (question, "session");
  if (!check_text (topic, _("An interview needs a topic."), error) || !annex_store_load_if_there (store, session, &meeting, error) ||
      !annex_store_load_if_there (store, audit, &of, error) || !annex_store_load_if_there (store, person_id, &person, error))
    return 0;
  of_session = dup_id (session);
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
  g_autoptr (AnnexRecord) question = NULL;
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

  if (!check_plan (plan, population, size, error) || !annex_store_load_if_there (store, item, &question, error))
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

static gboolean
add_requirements (AnnexStore *store, GString *text, AnnexRecord *item, const char *field_name, GError **error)
{
  g_autoptr (GArray) ids = annex_record_dup_link_ids (item, field_name);

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (AnnexRecord) record = annex_store_load (store, g_array_index (ids, gint64, i), error);
      const char *reference = record != NULL ? annex_record_get_reference (record) : NULL;
      const char *purpose = record != NULL ? annex_record_get_value (record, "description") : NULL;

      if (record == NULL)
        return FALSE;
      if (g_str_has_prefix (reference, "CL."))
        reference += strlen ("CL.");
      g_string_append_printf (text, "%s%s, %s", text->len > 0 ? "\n" : "", reference, annex_record_get_title (record));
      if (purpose != NULL)
        g_string_append_printf (text, ": %s", purpose);
    }
  return TRUE;
}

static void
add_line (GString *text, const char *line)
{
  if (line != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
}

/* "2 of 25 accounts (list of the identity provider): a.jansen, k.ozturk". */
static gboolean
add_sample (AnnexStore *store, GString *text, AnnexRecord *sample, GError **error)
{
  g_autoptr (GPtrArray) items = annex_sample_dup_items (store, annex_record_get_id (sample), error);
  g_autoptr (GString) wrong = g_string_new (NULL);
  g_autofree char *line = NULL;
  guint n_wrong = 0;
  guint n_seen = 0;

  if (items == NULL)
    return FALSE;
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
    return TRUE;
  line = g_strdup_printf (_("%u of %u sampled (%s, from %s): %s"), n_wrong, n_seen, annex_record_get_title (sample),
                          annex_record_get_text (sample, "source"), wrong->str);
  add_line (text, line);
  return TRUE;
}

static char *
dup_observed (AnnexStore *store, AnnexRecord *item, GError **error)
{
  g_autoptr (GPtrArray) notes = annex_audit_item_dup_notes (store, annex_record_get_id (item), error);
  g_autoptr (GPtrArray) samples = notes != NULL ? annex_audit_item_dup_samples (store, annex_record_get_id (item), error) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (samples == NULL)
    return NULL;
  add_line (text, annex_record_get_value (item, "notes"));
  for (guint i = 0; i < notes->len; i++)
    add_line (text, annex_record_get_value (notes->pdata[i], "text"));
  for (guint i = 0; i < samples->len; i++)
    if (!add_sample (store, text, samples->pdata[i], error))
      return NULL;
  return g_strdup (text->str);
}

/* @place: (out) (nullable): where it is asked, or else its session is held. */
static gboolean
find_place (AnnexStore *store, AnnexRecord *item, char **place, GError **error)
{
  g_autoptr (AnnexRecord) session = NULL;
  const char *own = annex_record_get_value (item, "place");

  if (!annex_store_load_if_there (store, annex_record_get_link (item, "session"), &session, error))
    return FALSE;
  *place = g_strdup (own != NULL || session == NULL ? own : annex_record_get_value (session, "place"));
  return TRUE;
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

  if (record == NULL || !add_requirements (store, requirement, record, "clauses", error) ||
      !add_requirements (store, requirement, record, "controls", error))
    return 0;
  observed = dup_observed (store, record, error);
  if (observed == NULL || !find_place (store, record, &place, error))
    return 0;
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

/* NULL for what is no date. */
static char *
dup_shifted (const char *date, int days)
{
  guint day = annex_clock_parse_day (date);

  return day != 0 && (int) day + days > 0 ? annex_clock_dup_day ((guint) ((int) day + days)) : NULL;
}

/* Sessions first: questions follow the one that covers them. */
static gboolean
copy_sessions (AnnexTransaction *transaction, AnnexStore *store, gint64 from, const char *to, int days, GHashTable *copies, GError **error)
{
  static const char *const left_out[] = { "audit", "held_on", NULL };
  g_autoptr (GPtrArray) sessions = annex_audit_dup_sessions (store, from, NULL, error);

  if (sessions == NULL)
    return FALSE;
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
  g_autoptr (GPtrArray) items = annex_audit_dup_items (store, from, 0, error);

  if (items == NULL)
    return FALSE;
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
  guint began;
  int days;
  gint64 id;

  if (record == NULL || !check_text (title, _("An audit needs a name."), error))
    return 0;
  if (!annex_date_is_valid (starts_on))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("“%s” is no date."), starts_on);
      return 0;
    }
  began = annex_clock_parse_day (annex_record_get_value (record, "starts_on"));
  days = began != 0 ? (int) annex_clock_parse_day (starts_on) - (int) began : 0;
  ends_on = dup_shifted (began != 0 ? annex_record_get_value (record, "ends_on") : NULL, days);
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
  g_autoptr (AnnexRecord) audit = NULL;
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autofree char *requirement = NULL;
  g_autofree char *note = NULL;
  g_autofree char *label = NULL;
  g_autofree char *value = NULL;
  const char *grade;
  gint64 id;

  if (record == NULL || !annex_audit_get_of (store, record, &id, error) || (audit = annex_store_load (store, id, error)) == NULL)
    return 0;
  id = annex_record_get_link (record, "corrective_action");
  if (id != 0)
    return id;
  grade = annex_record_get_value (record, "grade");
  if (g_strcmp0 (grade, "strength") == 0)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s is a good practice: there is nothing to correct."), annex_record_get_reference (record));
      return 0;
    }
  requirement = annex_audit_dup_about (store, finding, error);
  if (requirement == NULL)
    return 0;
  note = g_strdup_printf ("%s, %s", annex_record_get_title (audit), annex_record_get_reference (record));
  label = g_strdup_printf (_("Request corrective action for %s"), annex_record_get_reference (record));
  transaction = annex_transaction_begin (store, label, error);
  id = transaction == NULL
         ? 0
         : annex_transaction_add (transaction, &annex_corrective_action_type, error, "title", annex_record_get_title (record), "grading",
                                  g_strcmp0 (grade, "ofi") == 0 ? "opportunity" : grade, "source",
                                  annex_audit_may_propose (audit) ? "audit" : "external_audit", "source_note", note, "requirement", requirement,
                                  "controls", annex_record_get_value (record, "controls"), "risks", annex_record_get_value (record, "risks"), "observed",
                                  annex_record_get_value (record, "observed"), "raised_by", annex_record_get_value (audit, "lead"), "raised_on",
                                  annex_record_get_value (record, "raised_on"), NULL);
  value = dup_id (id);
  return id != 0 && annex_transaction_set (transaction, finding, "corrective_action", value, error) && annex_transaction_commit (transaction, error) ? id : 0;
}
