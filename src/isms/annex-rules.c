/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "annex-calendar-conflicts.h"
#include "annex-calendar-days.h"
#include "annex-isms.h"
#include "annex-rules.h"
#include "core/annex-statement.h"
#include "plan/methodology.h"

/* So many findings of one rule are still read one by one. */
#define MAX_SINGLE 10

static const AnnexRule *const tables[] = {
  annex_risk_rules,
  annex_treatment_rules,
  annex_soa_rules,
  annex_clause_rules,
  annex_library_rules,
  annex_document_rules,
  annex_training_rules,
  annex_incident_rules,
  annex_indicator_rules,
  annex_audit_rules,
  annex_review_rules,
  annex_corrective_action_rules,
  annex_exception_rules,
  annex_activity_rules,
  annex_certification_rules,
};

/* Findings of one rule, held as long as they may still be listed one by one. */
typedef struct
{
  const AnnexRule *rule;
  GPtrArray *held;
  guint n;
  AnnexFindingFunc func;
  gpointer user_data;
} Summary;

AnnexFinding *
annex_finding_copy (const AnnexFinding *finding)
{
  AnnexFinding *copy = g_memdup2 (finding, sizeof *finding);

  copy->reference = g_strdup (finding->reference);
  copy->title = g_strdup (finding->title);
  copy->message = g_strdup (finding->message);
  return copy;
}

void
annex_finding_free (AnnexFinding *finding)
{
  g_free (finding->reference);
  g_free (finding->title);
  g_free (finding->message);
  g_free (finding);
}

static gboolean
check_rule (AnnexStore *store, const AnnexRule *rule, gint64 record, AnnexFindingFunc func, gpointer user_data,
            GCancellable *cancellable, GError **error)
{
  g_autofree char *sql = annex_rule_dup_sql (rule, record != 0);
  /* Kept: the rules are asked of one record after another. */
  g_autoptr (AnnexStatement) statement = annex_statement_new (store, sql, error);

  if (statement == NULL)
    return FALSE;
  if (record != 0)
    annex_statement_bind_int64 (statement, 1, record);
  while (annex_statement_next (statement))
    {
      const AnnexFinding finding = {
        .rule = rule->id,
        .clause = rule->clause,
        .record = annex_statement_get_int64 (statement, 0),
        .reference = (char *) annex_statement_get_string (statement, 1),
        .title = (char *) annex_statement_get_string (statement, 2),
        .message = (char *) _(rule->message),
        .urgent = rule->urgent,
        .wrong = rule->wrong,
      };

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      func (&finding, user_data);
    }
  return annex_statement_finish (statement, error) && !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/* Without a methodology that judges every risk, none of the others means much: it comes first. */
static gboolean
check_methodology (AnnexStore *store, AnnexFindingFunc func, gpointer user_data, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (AnnexRecord) methodology = annex_methodology_get (store, &failure);
  g_autoptr (AnnexMatrix) matrix = methodology != NULL ? annex_matrix_load (store, &failure) : NULL;
  g_autoptr (GPtrArray) faults = matrix != NULL ? annex_matrix_list_faults (matrix, store, &failure) : NULL;
  guint n = faults != NULL ? faults->len : 1;

  if (annex_error_pass (&failure, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      const AnnexFinding finding = {
        .rule = methodology != NULL ? "methodology-incomplete" : "methodology-missing",
        .clause = "6.1.2 a)",
        .record = methodology != NULL ? annex_record_get_id (methodology) : 0,
        .reference = methodology != NULL ? (char *) annex_record_get_reference (methodology) : NULL,
        .title = methodology != NULL ? (char *) annex_record_get_title (methodology) : NULL,
        .message = methodology != NULL ? faults->pdata[i] : _("No methodology says how risk is judged. Choose scales and a matrix."),
      };

      func (&finding, user_data);
    }
  return TRUE;
}

/* Certifications have rules of their own on their dates. */
static gboolean
check_calendar (AnnexStore *store, AnnexFindingFunc func, gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) entries = annex_calendar_conflicts_check (store, cancellable, error);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const AnnexCalendarEntry *entry = entries->pdata[i];
      g_autofree char *date = annex_calendar_dup_date (entry->first);
      /* Translators: a day, then what is at odds with it. */
      g_autofree char *message = g_strdup_printf (_("is planned for %s: %s."), date, entry->conflict);
      const AnnexFinding finding = {
        .rule = "calendar-conflict",
        .clause = "8.1",
        .record = entry->record,
        .reference = entry->reference,
        .title = entry->title,
        .message = message,
      };

      if (entry->type != &annex_certification_type)
        func (&finding, user_data);
    }
  return entries != NULL;
}

static void
add_copy (const AnnexFinding *finding, gpointer user_data)
{
  g_ptr_array_add (user_data, annex_finding_copy (finding));
}

static void
hold (const AnnexFinding *finding, gpointer user_data)
{
  Summary *summary = user_data;

  summary->n++;
  if (summary->rule->summary == NULL)
    summary->func (finding, summary->user_data);
  else if (summary->n <= MAX_SINGLE)
    add_copy (finding, summary->held);
}

/* What is held is all, or gives way to one for all. */
static void
release (Summary *summary)
{
  const AnnexRule *rule = summary->rule;

  if (rule->summary != NULL && summary->n > MAX_SINGLE)
    {
      g_autofree char *message = g_strdup_printf (_(rule->summary), summary->n);
      const AnnexFinding finding = {
        .rule = rule->id,
        .clause = rule->clause,
        .message = message,
        .urgent = rule->urgent,
        .wrong = rule->wrong,
      };

      summary->func (&finding, summary->user_data);
      return;
    }
  for (guint i = 0; i < summary->held->len; i++)
    summary->func (summary->held->pdata[i], summary->user_data);
}

static gboolean
summarize_rules (AnnexStore *store, gboolean urgent, AnnexFindingFunc func, gpointer user_data, GCancellable *cancellable,
                 GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const AnnexRule *rule = tables[i]; rule->id != NULL; rule++)
      {
        g_autoptr (GPtrArray) held = g_ptr_array_new_with_free_func ((GDestroyNotify) annex_finding_free);
        Summary summary = { rule, held, 0, func, user_data };

        if (rule->urgent != urgent)
          continue;
        if (!check_rule (store, rule, 0, hold, &summary, cancellable, error))
          return FALSE;
        release (&summary);
      }
  return TRUE;
}

GPtrArray *
annex_rules_list (void)
{
  GPtrArray *rules = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const AnnexRule *rule = tables[i]; rule->id != NULL; rule++)
      g_ptr_array_add (rules, (gpointer) rule);
  return rules;
}

char *
annex_rule_dup_sql (const AnnexRule *rule, gboolean one)
{
  const char *condition = one || rule->condition_of_all == NULL ? rule->condition : rule->condition_of_all;

  return g_strdup_printf ("SELECT r.id, x.reference, x.title FROM %s r JOIN record x ON x.id = r.id WHERE %s AND (%s) "
                          "ORDER BY x.number, x.reference",
                          rule->type->name, one ? "r.id = ?1" : "TRUE", condition);
}

gboolean
annex_rules_check_each (AnnexStore *store,
                        gint64 record,
                        AnnexFindingFunc func,
                        gpointer user_data,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (GError) failure = NULL;
  const AnnexType *type = record != 0 ? annex_store_get_type_of (store, record, &failure) : NULL;

  /* Of a record that is gone there is nothing to say. */
  if (failure != NULL && !g_error_matches (failure, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (record == 0 && !check_methodology (store, func, user_data, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const AnnexRule *rule = tables[i]; rule->id != NULL; rule++)
      if ((record == 0 || rule->type == type) && !check_rule (store, rule, record, func, user_data, cancellable, error))
        return FALSE;
  return record != 0 || check_calendar (store, func, user_data, cancellable, error);
}

GPtrArray *
annex_rules_check (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) annex_finding_free);

  return annex_rules_check_each (store, record, add_copy, findings, cancellable, error) ? g_steal_pointer (&findings)
                                                                                        : NULL;
}

gboolean
annex_rules_foreach (AnnexStore *store, AnnexFindingFunc func, gpointer user_data, GCancellable *cancellable,
                     GError **error)
{
  return summarize_rules (store, TRUE, func, user_data, cancellable, error) &&
         check_methodology (store, func, user_data, error) &&
         summarize_rules (store, FALSE, func, user_data, cancellable, error) &&
         check_calendar (store, func, user_data, cancellable, error);
}

gboolean
annex_rules_foreach_of (AnnexStore *store, const char *prefix, AnnexFindingFunc func, gpointer user_data,
                        GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const AnnexRule *rule = tables[i]; rule->id != NULL; rule++)
      if (g_str_has_prefix (rule->id, prefix) && !check_rule (store, rule, 0, func, user_data, cancellable, error))
        return FALSE;
  return TRUE;
}
