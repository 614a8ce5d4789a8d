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

void
annex_finding_free (AnnexFinding *finding)
{
  g_free (finding->reference);
  g_free (finding->title);
  g_free (finding->message);
  g_free (finding);
}

static gboolean
check_rule (AnnexStore *store, const AnnexRule *rule, gint64 record, GPtrArray *findings, GCancellable *cancellable, GError **error)
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
      AnnexFinding *finding;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      finding = g_new0 (AnnexFinding, 1);
      finding->rule = rule->id;
      finding->clause = rule->clause;
      finding->record = annex_statement_get_int64 (statement, 0);
      finding->reference = g_strdup (annex_statement_get_string (statement, 1));
      finding->title = g_strdup (annex_statement_get_string (statement, 2));
      finding->message = g_strdup (_(rule->message));
      finding->urgent = rule->urgent;
      finding->wrong = rule->wrong;
      g_ptr_array_add (findings, finding);
    }
  return annex_statement_finish (statement, error) && !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/* Without a methodology that judges every risk, none of the others means much: it comes first. */
static gboolean
check_methodology (AnnexStore *store, GPtrArray *findings, GError **error)
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
      AnnexFinding *finding = g_new0 (AnnexFinding, 1);

      finding->rule = methodology != NULL ? "methodology-incomplete" : "methodology-missing";
      finding->clause = "6.1.2 a)";
      finding->record = methodology != NULL ? annex_record_get_id (methodology) : 0;
      finding->reference = methodology != NULL ? g_strdup (annex_record_get_reference (methodology)) : NULL;
      finding->title = methodology != NULL ? g_strdup (annex_record_get_title (methodology)) : NULL;
      finding->message = g_strdup (methodology != NULL ? faults->pdata[i] : _("No methodology says how risk is judged. Choose scales and a matrix."));
      g_ptr_array_add (findings, finding);
    }
  return TRUE;
}

/* Certifications have rules of their own on their dates. */
static gboolean
check_calendar (AnnexStore *store, GPtrArray *findings, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) entries = annex_calendar_conflicts_check (store, cancellable, error);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const AnnexCalendarEntry *entry = entries->pdata[i];
      g_autofree char *date = annex_calendar_dup_date (entry->first);
      AnnexFinding *finding;

      if (entry->type == &annex_certification_type)
        continue;
      finding = g_new0 (AnnexFinding, 1);
      finding->rule = "calendar-conflict";
      finding->clause = "8.1";
      finding->record = entry->record;
      finding->reference = g_strdup (entry->reference);
      finding->title = g_strdup (entry->title);
      /* Translators: a day, then what is at odds with it. */
      finding->message = g_strdup_printf (_("is planned for %s: %s."), date, entry->conflict);
      g_ptr_array_add (findings, finding);
    }
  return entries != NULL;
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

GPtrArray *
annex_rules_check (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) annex_finding_free);
  g_autoptr (GError) failure = NULL;
  const AnnexType *type = record != 0 ? annex_store_get_type_of (store, record, &failure) : NULL;

  /* Of a record that is gone there is nothing to say. */
  if (failure != NULL && !g_error_matches (failure, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (record == 0 && !check_methodology (store, findings, error))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const AnnexRule *rule = tables[i]; rule->id != NULL; rule++)
      if ((record == 0 || rule->type == type) && !check_rule (store, rule, record, findings, cancellable, error))
        return NULL;
  if (record == 0 && !check_calendar (store, findings, cancellable, error))
    return NULL;
  return g_steal_pointer (&findings);
}

/* NULL for what is checked otherwise than by a condition. */
static const AnnexRule *
find_rule (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const AnnexRule *rule = tables[i]; rule->id != NULL; rule++)
      if (rule->id == id)
        return rule;
  return NULL;
}

static void
make_summary (AnnexFinding *finding, const AnnexRule *rule, guint n)
{
  finding->record = 0;
  g_clear_pointer (&finding->reference, g_free);
  g_clear_pointer (&finding->title, g_free);
  g_free (finding->message);
  finding->message = g_strdup_printf (_(rule->summary), n);
}

static int
compare_urgency (gconstpointer a, gconstpointer b)
{
  const AnnexFinding *x = *(AnnexFinding *const *) a, *y = *(AnnexFinding *const *) b;

  return y->urgent - x->urgent;
}

void
annex_rules_summarize (GPtrArray *findings)
{
  gsize n;
  g_autofree AnnexFinding **all = (AnnexFinding **) g_ptr_array_steal (findings, &n);

  /* Those of one rule stand together. */
  for (gsize first = 0, end; first < n; first = end)
    {
      const AnnexRule *rule = find_rule (all[first]->rule);
      gboolean many;

      for (end = first + 1; end < n && all[end]->rule == all[first]->rule; end++)
        ;
      many = rule != NULL && rule->summary != NULL && end - first > MAX_SINGLE;
      if (many)
        make_summary (all[first], rule, end - first);
      for (gsize i = first; i < end; i++)
        if (i == first || !many)
          g_ptr_array_add (findings, all[i]);
        else
          annex_finding_free (all[i]);
    }
  /* The sort is stable, so that all else stays in order. */
  g_ptr_array_sort (findings, compare_urgency);
}
