/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workshop-session.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/annex-statement.h"
#include "core/annex-transaction.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"
#include "method/annex-matrix.h"

/* Nobody estimates that often; more is no number of rounds. */
#define MAX_ROUND 1000

static const char *const axes[] = { "likelihood", "consequence" };

static void
vote_free (gpointer data)
{
  AnnexWorkshopVote *vote = data;

  g_free (vote->name);
  g_free (vote->role);
  g_free (vote);
}

/* ---- Reading ---- */

static GPtrArray *
load_all (AnnexStore *store, const char *sql, gint64 of, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (AnnexStatement) statement = annex_statement_new (store, sql, error);

  if (statement == NULL)
    return NULL;
  annex_statement_bind_int64 (statement, 1, of);
  while (annex_statement_next (statement))
    {
      AnnexRecord *record = annex_store_load (store, annex_statement_get_int64 (statement, 0), error);

      if (record == NULL)
        return NULL;
      g_ptr_array_add (records, record);
    }
  return annex_statement_finish (statement, error) ? g_steal_pointer (&records) : NULL;
}

static char *
dup_id (gint64 id)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, id);
}

static char *
dup_level (int level)
{
  return level > 0 ? g_strdup_printf ("%d", level) : NULL;
}

gint64
annex_workshop_find_latest (AnnexStore *store, GError **error)
{
  return annex_store_read_number (store,
                                  "SELECT id FROM workshop WHERE status IN ('running', 'held') "
                                  "ORDER BY status = 'running' DESC, coalesce (ended_at, held_on) DESC, id DESC LIMIT 1",
                                  NULL, 0, error);
}

AnnexRiskStage
annex_workshop_get_stage (AnnexRecord *workshop)
{
  const char *name = annex_record_get_value (workshop, "stage");
  AnnexRiskStage stage = ANNEX_RISK_CURRENT;

  if (name != NULL)
    annex_risk_stage_parse (name, &stage);
  return stage;
}

GPtrArray *
annex_workshop_dup_agenda (AnnexStore *store, gint64 workshop, GError **error)
{
  return load_all (store,
                   "SELECT i.id FROM link l JOIN agenda_item i ON i.id = l.source WHERE l.target = ?1 AND l.field = 'workshop' "
                   "ORDER BY i.position, i.id",
                   workshop, error);
}

GPtrArray *
annex_workshop_dup_attendance (AnnexStore *store, gint64 workshop, GError **error)
{
  return load_all (store,
                   "SELECT a.id FROM link l JOIN attendance a ON a.id = l.source JOIN record r ON r.id = a.id "
                   "WHERE l.target = ?1 AND l.field = 'workshop' ORDER BY r.number, a.id",
                   workshop, error);
}

int
annex_workshop_get_round (AnnexRecord *item)
{
  const char *round = annex_record_get_value (item, "round");

  return round != NULL ? CLAMP (atoi (round), 1, MAX_ROUND) : 1;
}

GPtrArray *
annex_workshop_dup_votes (AnnexStore *store, gint64 item, int round, GError **error)
{
  g_autoptr (GPtrArray) votes = g_ptr_array_new_with_free_func (vote_free);
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (store,
                         "SELECT a.id, a.name, a.role, max (e.likelihood), max (e.consequence) FROM link w "
                         "JOIN link t ON t.target = w.target AND t.field = 'workshop' JOIN attendance a ON a.id = t.source "
                         "JOIN record r ON r.id = a.id LEFT JOIN (estimate e JOIN link p ON p.source = e.id AND p.field = 'participant' "
                         "JOIN link i ON i.source = e.id AND i.field = 'agenda_item' AND i.target = ?1) ON p.target = a.id AND e.round = ?2 "
                         "WHERE w.source = ?1 AND w.field = 'workshop' GROUP BY a.id ORDER BY r.number, a.id",
                         error);

  if (statement == NULL)
    return NULL;
  annex_statement_bind_int64 (statement, 1, item);
  annex_statement_bind_int64 (statement, 2, round);
  while (annex_statement_next (statement))
    {
      AnnexWorkshopVote *vote = g_new0 (AnnexWorkshopVote, 1);

      vote->participant = annex_statement_get_int64 (statement, 0);
      vote->name = g_strdup (annex_statement_get_string (statement, 1));
      vote->role = annex_statement_dup_text (statement, 2);
      vote->levels[ANNEX_WORKSHOP_LIKELIHOOD] = annex_statement_get_int (statement, 3);
      vote->levels[ANNEX_WORKSHOP_CONSEQUENCE] = annex_statement_get_int (statement, 4);
      g_ptr_array_add (votes, vote);
    }
  return annex_statement_finish (statement, error) ? g_steal_pointer (&votes) : NULL;
}

static int
compare_levels (gconstpointer a, gconstpointer b)
{
  int x = *(const int *) a, y = *(const int *) b;

  return (x > y) - (x < y);
}

AnnexWorkshopSpread
annex_workshop_measure_spread (GPtrArray *votes, AnnexWorkshopAxis axis)
{
  g_autoptr (GArray) levels = g_array_new (FALSE, FALSE, sizeof (int));
  AnnexWorkshopSpread spread = { 0 };

  for (guint i = 0; i < votes->len; i++)
    {
      const AnnexWorkshopVote *vote = votes->pdata[i];

      if (vote->levels[axis] > 0)
        g_array_append_val (levels, vote->levels[axis]);
    }
  if (levels->len == 0)
    return spread;
  g_array_sort (levels, compare_levels);
  spread.n = levels->len;
  spread.lowest = g_array_index (levels, int, 0);
  spread.highest = g_array_index (levels, int, levels->len - 1);
  spread.median = (g_array_index (levels, int, (levels->len - 1) / 2) + g_array_index (levels, int, levels->len / 2)) / 2.0;
  spread.proposed = (int) ceil (spread.median);
  return spread;
}

/* ---- The course of it ---- */

gint64
annex_workshop_create (AnnexStore *store, const char *title, const char *place, const char *risks, GError **error)
{
  g_autofree char *label = g_strdup_printf (_("Plan workshop %s"), title);
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, label, error);
  gint64 id;

  if (transaction == NULL)
    return 0;
  id = annex_transaction_add (transaction, &annex_workshop_type, error, "title", title, "place", place, "risks", risks, NULL);
  return id != 0 && annex_transaction_commit (transaction, error) ? id : 0;
}

static gint64
add_item (AnnexTransaction *transaction, AnnexStore *store, gint64 workshop, gint64 risk, const char *topic, const char *outcome, GError **error)
{
  g_autofree char *of = dup_id (workshop);
  g_autofree char *about = risk != 0 ? dup_id (risk) : NULL;
  g_autoptr (GError) failure = NULL;
  gint64 last = annex_store_read_number (store,
                                         "SELECT max (i.position) FROM link l JOIN agenda_item i ON i.id = l.source "
                                         "WHERE l.target = ?1 AND l.field = 'workshop'",
                                         &workshop, 1, &failure);
  g_autofree char *position = dup_id (MAX (last, 0) + 1);

  if (annex_error_pass (&failure, error))
    return 0;
  return annex_transaction_add (transaction, &annex_agenda_item_type, error, "topic", topic, "workshop", of, "risk", about, "position", position,
                                "outcome", outcome, NULL);
}

/* By reference, so that the agenda reads as the register does. */
static gboolean
add_missing_items (AnnexTransaction *transaction, AnnexStore *store, gint64 workshop, GError **error)
{
  g_autoptr (GPtrArray) missing =
    load_all (store,
              "SELECT l.target FROM link l JOIN record r ON r.id = l.target WHERE l.source = ?1 AND l.field = 'risks' "
              "AND NOT EXISTS (SELECT 1 FROM link w JOIN link k ON k.source = w.source AND k.field = 'risk' "
              "WHERE w.target = ?1 AND w.field = 'workshop' AND k.target = l.target) ORDER BY r.number, r.id",
              workshop, error);

  if (missing == NULL)
    return FALSE;
  for (guint i = 0; i < missing->len; i++)
    {
      AnnexRecord *risk = missing->pdata[i];

      if (add_item (transaction, store, workshop, annex_record_get_id (risk), annex_record_get_title (risk), NULL, error) == 0)
        return FALSE;
    }
  return TRUE;
}

gboolean
annex_workshop_begin (AnnexStore *store, gint64 workshop, GError **error)
{
  g_autoptr (AnnexRecord) record = annex_store_load (store, workshop, error);
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autofree char *label = NULL;
  g_autofree char *now = annex_clock_dup_now ();
  g_autofree char *today = annex_clock_dup_today ();

  if (record == NULL)
    return FALSE;
  label = g_strdup_printf (_("Begin workshop %s"), annex_record_get_title (record));
  transaction = annex_transaction_begin (store, label, error);
  /* It is held on the day it begins, whatever was planned. */
  return transaction != NULL &&
         (annex_record_get_value (record, "started_at") != NULL ||
          (annex_transaction_set (transaction, workshop, "started_at", now, error) &&
           annex_transaction_set (transaction, workshop, "held_on", today, error))) &&
         annex_transaction_set (transaction, workshop, "status", "running", error) &&
         add_missing_items (transaction, store, workshop, error) && annex_transaction_commit (transaction, error);
}

gboolean
annex_workshop_end (AnnexStore *store, gint64 workshop, GError **error)
{
  g_autoptr (AnnexRecord) record = annex_store_load (store, workshop, error);
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autofree char *label = NULL;
  g_autofree char *now = annex_clock_dup_now ();

  if (record == NULL)
    return FALSE;
  label = g_strdup_printf (_("End workshop %s"), annex_record_get_title (record));
  transaction = annex_transaction_begin (store, label, error);
  return transaction != NULL && annex_transaction_set (transaction, workshop, "ended_at", now, error) &&
         annex_transaction_set (transaction, workshop, "status", "held", error) && annex_transaction_commit (transaction, error);
}

/* ---- Participants ---- */

gint64
annex_workshop_add_participant (AnnexStore *store, gint64 workshop, const char *name, const char *role, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gint64 id = annex_store_find_id (store, &annex_person_type, name, &failure);
  g_autoptr (AnnexRecord) person = id != 0 ? annex_store_load (store, id, &failure) : NULL;
  g_autoptr (GPtrArray) present = failure == NULL ? annex_workshop_dup_attendance (store, workshop, &failure) : NULL;
  g_autofree char *of = dup_id (workshop);
  g_autofree char *who = person != NULL ? dup_id (id) : NULL;
  g_autofree char *label = NULL;
  g_autoptr (AnnexTransaction) transaction = NULL;
  gint64 participant;

  if (annex_error_pass (&failure, error))
    return 0;
  if (person != NULL)
    name = annex_record_get_title (person);
  if (person != NULL && (role == NULL || *role == '\0'))
    role = annex_record_get_value (person, "role");
  for (guint i = 0; i < present->len; i++)
    if (g_strcmp0 (annex_record_get_title (present->pdata[i]), name) == 0)
      {
        g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s is here already. Add something to the name to tell two people apart."), name);
        return 0;
      }
  label = g_strdup_printf (_("Add participant %s"), name);
  transaction = annex_transaction_begin (store, label, error);
  if (transaction == NULL)
    return 0;
  participant =
    annex_transaction_add (transaction, &annex_attendance_type, error, "name", name, "role", role, "workshop", of, "person", who, NULL);
  return participant != 0 && annex_transaction_commit (transaction, error) ? participant : 0;
}

gboolean
annex_workshop_remove_participant (AnnexStore *store, gint64 participant, GError **error)
{
  g_autoptr (AnnexRecord) record = annex_store_load (store, participant, error);
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autoptr (GPtrArray) estimates = NULL;
  g_autofree char *label = NULL;

  if (record == NULL)
    return FALSE;
  label = g_strdup_printf (_("Remove participant %s"), annex_record_get_title (record));
  transaction = annex_transaction_begin (store, label, error);
  if (transaction == NULL)
    return FALSE;
  estimates = load_all (store, "SELECT source FROM link WHERE target = ?1 AND field = 'participant'", participant, error);
  if (estimates == NULL)
    return FALSE;
  for (guint i = 0; i < estimates->len; i++)
    if (!annex_transaction_delete (transaction, annex_record_get_id (estimates->pdata[i]), error))
      return FALSE;
  return annex_transaction_delete (transaction, participant, error) && annex_transaction_commit (transaction, error);
}

/* ---- Estimates ---- */

static gboolean
check_level (AnnexStore *store, AnnexWorkshopAxis axis, int level, GError **error)
{
  g_autoptr (GArray) levels = NULL;

  if (annex_store_get_scale_label (store, axes[axis], level) != NULL)
    return TRUE;
  levels = annex_store_dup_scale_levels (store, axes[axis], error);
  if (levels == NULL)
    return FALSE;
  if (levels->len == 0)
    g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("The methodology has no scale yet. Choose scales and a matrix first."));
  else
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("The scale goes from %d to %d; %d is not on it."), g_array_index (levels, int, 0),
                 g_array_index (levels, int, levels->len - 1), level);
  return FALSE;
}

gboolean
annex_workshop_set_estimate (AnnexStore *store, gint64 item, gint64 participant, AnnexWorkshopAxis axis, int level, GError **error)
{
  g_autoptr (AnnexRecord) topic = annex_store_load (store, item, error);
  g_autoptr (AnnexRecord) person = topic != NULL ? annex_store_load (store, participant, error) : NULL;
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autofree char *label = NULL;
  g_autofree char *value = dup_level (level);
  g_autoptr (GError) failure = NULL;
  gint64 estimate;

  if (person == NULL || (level != 0 && !check_level (store, axis, level, error)))
    return FALSE;
  /* The history must not tell what the round keeps covered. */
  label = g_strdup_printf (_("Note the estimate of %s for %s"), annex_record_get_title (person), annex_record_get_title (topic));
  transaction = annex_transaction_begin (store, label, error);
  if (transaction == NULL)
    return FALSE;
  estimate = annex_store_read_number (store,
                                      "SELECT e.id FROM link i JOIN estimate e ON e.id = i.source JOIN link p ON p.source = e.id AND p.field = 'participant' "
                                      "WHERE i.target = ?1 AND i.field = 'agenda_item' AND p.target = ?2 AND e.round = ?3",
                                      (const gint64[]) { item, participant, annex_workshop_get_round (topic) }, 3, &failure);
  if (annex_error_pass (&failure, error))
    return FALSE;
  if (estimate == 0)
    {
      g_autofree char *about = dup_id (item);
      g_autofree char *by = dup_id (participant);

      estimate = annex_transaction_add (transaction, &annex_estimate_type, error, "agenda_item", about, "participant", by, "round",
                                        annex_record_get_value (topic, "round"), NULL);
    }
  return estimate != 0 && annex_transaction_set (transaction, estimate, axes[axis], value, error) && annex_transaction_commit (transaction, error);
}

static gboolean
set_secret (AnnexStore *store, AnnexRecord *item, const char *label, gboolean secret, gboolean new_round, GError **error)
{
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, label, error);
  g_autofree char *round = g_strdup_printf ("%d", annex_workshop_get_round (item) + 1);
  gint64 id = annex_record_get_id (item);

  return transaction != NULL && annex_transaction_set (transaction, id, "secret", secret ? "1" : "0", error) &&
         (!new_round || annex_transaction_set (transaction, id, "round", round, error)) && annex_transaction_commit (transaction, error);
}

gboolean
annex_workshop_begin_secret_round (AnnexStore *store, gint64 item, GError **error)
{
  g_autoptr (AnnexRecord) record = annex_store_load (store, item, error);
  g_autoptr (GPtrArray) votes = NULL;
  g_autofree char *label = NULL;

  if (record == NULL)
    return FALSE;
  votes = annex_workshop_dup_votes (store, item, annex_workshop_get_round (record), error);
  if (votes == NULL)
    return FALSE;
  label = g_strdup_printf (_("Begin a secret round on %s"), annex_record_get_title (record));
  return set_secret (store, record, label, TRUE,
                     annex_workshop_measure_spread (votes, ANNEX_WORKSHOP_LIKELIHOOD).n > 0 ||
                       annex_workshop_measure_spread (votes, ANNEX_WORKSHOP_CONSEQUENCE).n > 0,
                     error);
}

gboolean
annex_workshop_reveal (AnnexStore *store, gint64 item, GError **error)
{
  g_autoptr (AnnexRecord) record = annex_store_load (store, item, error);
  g_autofree char *label = NULL;

  if (record == NULL)
    return FALSE;
  label = g_strdup_printf (_("Reveal the estimates on %s"), annex_record_get_title (record));
  return set_secret (store, record, label, FALSE, FALSE, error);
}

/* ---- What comes of an item ---- */

static gboolean
set_outcome (AnnexTransaction *transaction, gint64 item, const char *outcome, const char *reason, GError **error)
{
  g_autofree char *now = annex_clock_dup_now ();

  return annex_transaction_set (transaction, item, "outcome", outcome, error) &&
         annex_transaction_set (transaction, item, "reason", reason, error) &&
         annex_transaction_set (transaction, item, "secret", "0", error) &&
         annex_transaction_set (transaction, item, "decided_at", strcmp (outcome, "open") != 0 ? now : NULL, error);
}

static gboolean
set_levels (AnnexTransaction *transaction, gint64 item, const char *suffix, AnnexRiskRating rating, GError **error)
{
  const struct
  {
    const char *name;
    int level;
  } parts[] = { { "likelihood", rating.likelihood }, { "consequence", rating.consequence }, { "level", rating.level } };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *name = g_strconcat (parts[i].name, suffix, NULL);
      g_autofree char *value = dup_level (parts[i].level);

      if (!annex_transaction_set (transaction, item, name, value, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
annex_workshop_agree (AnnexStore *store, gint64 item, int likelihood, int consequence, const char *reason, GError **error)
{
  g_autoptr (AnnexRecord) record = annex_store_load (store, item, error);
  g_autoptr (AnnexRecord) workshop = record != NULL ? annex_store_load (store, annex_record_get_link (record, "workshop"), error) : NULL;
  g_autoptr (AnnexRecord) risk = NULL;
  g_autoptr (AnnexMatrix) matrix = NULL;
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autofree char *label = NULL;
  AnnexRiskRating agreed = { likelihood, consequence, 0 };
  AnnexRiskStage stage;

  if (workshop == NULL || !check_level (store, ANNEX_WORKSHOP_LIKELIHOOD, likelihood, error) ||
      !check_level (store, ANNEX_WORKSHOP_CONSEQUENCE, consequence, error))
    return FALSE;
  if (annex_record_get_link (record, "risk") == 0)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("“%s” is no risk, so there is no rating to agree on."), annex_record_get_title (record));
      return FALSE;
    }
  risk = annex_store_load (store, annex_record_get_link (record, "risk"), error);
  if (risk == NULL)
    return FALSE;
  stage = annex_workshop_get_stage (workshop);
  matrix = annex_matrix_load (store, error);
  if (matrix == NULL)
    return FALSE;
  agreed.level = annex_matrix_get_level (matrix, likelihood, consequence);
  label = g_strdup_printf (_("Agree on likelihood %d, consequence %d for %s"), likelihood, consequence, annex_record_get_reference (risk));
  transaction = annex_transaction_begin (store, label, error);
  return transaction != NULL &&
         (annex_record_get_value (record, "likelihood") != NULL ||
          set_levels (transaction, item, "_before", annex_risk_get_rating (risk, stage), error)) &&
         set_levels (transaction, item, "", agreed, error) && set_outcome (transaction, item, "agreed", reason, error) &&
         annex_risk_set_rating (transaction, annex_record_get_id (risk), stage, likelihood, consequence, reason, error) && annex_transaction_commit (transaction, error);
}

static gboolean
put_aside (AnnexStore *store, gint64 item, gboolean parked, const char *reason, GError **error)
{
  g_autoptr (AnnexRecord) record = annex_store_load (store, item, error);
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autofree char *label = NULL;

  if (record == NULL)
    return FALSE;
  label = g_strdup_printf (parked ? _("Park %s") : _("Take up %s"), annex_record_get_title (record));
  transaction = annex_transaction_begin (store, label, error);
  return transaction != NULL && set_outcome (transaction, item, parked ? "parked" : "open", reason, error) &&
         annex_transaction_commit (transaction, error);
}

AnnexRecord *
annex_workshop_load_risk (AnnexStore *store, AnnexRecord *item, GError **error)
{
  gint64 risk = annex_record_get_link (item, "risk");

  return risk != 0 ? annex_store_load (store, risk, error) : NULL;
}

gboolean
annex_workshop_decide (AnnexStore *store, gint64 item, const char *decision, GError **error)
{
  g_autoptr (AnnexRecord) record = annex_store_load (store, item, error);
  g_autoptr (AnnexRecord) risk = NULL;
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autofree char *label = NULL;
  const char *name;

  if (record == NULL)
    return FALSE;
  if (annex_record_get_link (record, "risk") == 0)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("“%s” is no risk, so there is nothing to decide about it."), annex_record_get_title (record));
      return FALSE;
    }
  risk = annex_store_load (store, annex_record_get_link (record, "risk"), error);
  if (risk == NULL)
    return FALSE;
  name = annex_field_find_choice (annex_type_find_field (&annex_risk_type, "treatment"), decision);
  /* Translators: the reference of a risk, then Treat, Tolerate, Transfer or Terminate. */
  label = g_strdup_printf (_("Decide on %s: %s"), annex_record_get_reference (risk), name != NULL ? name : decision);
  transaction = annex_transaction_begin (store, label, error);
  return transaction != NULL &&
         (annex_record_get_value (record, "decision") != NULL ||
          annex_transaction_set (transaction, item, "decision_before", annex_record_get_value (risk, "treatment"), error)) &&
         annex_transaction_set (transaction, item, "decision", decision, error) &&
         annex_transaction_set (transaction, annex_record_get_id (risk), "treatment", decision, error) && annex_transaction_commit (transaction, error);
}

gboolean
annex_workshop_park (AnnexStore *store, gint64 item, const char *reason, GError **error)
{
  return put_aside (store, item, TRUE, reason, error);
}

gboolean
annex_workshop_reopen (AnnexStore *store, gint64 item, GError **error)
{
  return put_aside (store, item, FALSE, NULL, error);
}

gint64
annex_workshop_add_scenario (AnnexStore *store, gint64 workshop, const char *title, GError **error)
{
  g_autoptr (AnnexRecord) record = annex_store_load (store, workshop, error);
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autoptr (GArray) risks = NULL;
  g_autofree char *agenda = NULL;
  g_autofree char *label = NULL;
  gint64 risk, item;

  if (record == NULL)
    return 0;
  label = g_strdup_printf (_("Add scenario %s"), title);
  transaction = annex_transaction_begin (store, label, error);
  risk = transaction != NULL ? annex_transaction_add (transaction, &annex_risk_type, error, "title", title, "approach", "event", NULL) : 0;
  if (risk == 0)
    return 0;
  risks = annex_record_dup_link_ids (record, "risks");
  g_array_append_val (risks, risk);
  agenda = annex_link_ids_format (risks);
  if (!annex_transaction_set (transaction, workshop, "risks", agenda, error))
    return 0;
  item = add_item (transaction, store, workshop, risk, title, NULL, error);
  return item != 0 && annex_transaction_commit (transaction, error) ? item : 0;
}

gint64
annex_workshop_park_topic (AnnexStore *store, gint64 workshop, const char *topic, GError **error)
{
  g_autofree char *label = g_strdup_printf (_("Park %s"), topic);
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, label, error);
  gint64 item = transaction != NULL ? add_item (transaction, store, workshop, 0, topic, "parked", error) : 0;

  return item != 0 && annex_transaction_commit (transaction, error) ? item : 0;
}

gint64
annex_workshop_add_measure (AnnexStore *store, gint64 item, const char *title, const char *owner, const char *due, GError **error)
{
  g_autoptr (AnnexRecord) record = annex_store_load (store, item, error);
  g_autofree char *who = NULL;
  g_autofree char *date = NULL;
  g_autofree char *label = NULL;
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autoptr (GError) problem = NULL;
  gint64 id;

  if (record == NULL)
    return 0;
  who = annex_store_parse (store, annex_type_find_field (&annex_treatment_type, "owner"), owner, &problem);
  if (problem == NULL)
    date = annex_store_parse (store, annex_type_find_field (&annex_treatment_type, "due"), due, &problem);
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return 0;
    }
  label = g_strdup_printf (_("Decide on measure %s"), title);
  transaction = annex_transaction_begin (store, label, error);
  id = transaction == NULL ? 0
                           : annex_transaction_add (transaction, &annex_treatment_type, error, "title", title, "status", "planned", "owner", who,
                                                    "due", date, "risks", annex_record_get_value (record, "risk"), "workshop",
                                                    annex_record_get_value (record, "workshop"), NULL);
  return id != 0 && annex_transaction_commit (transaction, error) ? id : 0;
}
