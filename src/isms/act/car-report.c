/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "corrective-action-path.h"
#include "core/annex-query.h"
#include "isms/annex-isms.h"
#include "isms/annex-reports.h"
#include "report/annex-cause-picture.h"

static void
add_facts (AnnexReportDocument *document, AnnexRecord *record, const char *const *names)
{
  for (; *names != NULL; names++)
    annex_report_document_add_fact (document, annex_field_get_label (annex_type_find_field (&annex_corrective_action_type, *names)),
                                    annex_record_get_text (record, *names));
}

static gboolean
add_links (AnnexReportDocument *document, AnnexStore *store, AnnexRecord *record, const char *const *names, GError **error)
{
  for (; *names != NULL; names++)
    {
      g_autoptr (GArray) ids = annex_record_dup_link_ids (record, *names);
      g_autoptr (GString) text = g_string_new (NULL);

      for (guint i = 0; i < ids->len; i++)
        {
          g_autoptr (AnnexRecord) target = annex_store_load (store, g_array_index (ids, gint64, i), error);

          if (target == NULL)
            return FALSE;
          g_string_append_printf (text, "%s%s %s", text->len > 0 ? "; " : "", annex_record_get_reference (target), annex_record_get_title (target));
        }
      annex_report_document_add_fact (document, annex_field_get_label (annex_type_find_field (&annex_corrective_action_type, *names)), text->str);
    }
  return TRUE;
}

static gboolean
add_nonconformity (AnnexReportDocument *document, AnnexStore *store, AnnexRecord *record, GError **error)
{
  static const char *const facts[] = { "grading", "source", "source_note", "requirement", "raised_by", "raised_on", "owner", "age", "escalation", "repeats", "came_back", NULL };
  static const char *const links[] = { "incident", "occurrence", "indicator", "supplier", "review", "clauses", "controls", "recurrence_of", NULL };
  static const char *const texts[] = { "observed", "extent", "similar", "similar_cases", NULL };

  annex_report_document_add_heading (document, 1, _("Nonconformity"));
  add_facts (document, record, facts);
  if (!add_links (document, store, record, links, error))
    return FALSE;
  add_facts (document, record, texts);
  return TRUE;
}

typedef struct
{
  AnnexReportDocument *document;
  gboolean begun;
} Steps;

static gboolean
add_step (AnnexRecord *step, gpointer data)
{
  Steps *steps = data;
  const AnnexReportColumn columns[] = {
    { _("Step"), 1, ANNEX_REPORT_TEXT },    { _("What"), 3.4, ANNEX_REPORT_TEXT }, { _("Owner"), 1.6, ANNEX_REPORT_TEXT },
    { _("Due"), 1.3, ANNEX_REPORT_DATE },   { _("Status"), 1.2, ANNEX_REPORT_TEXT }, { _("Done on"), 1.3, ANNEX_REPORT_DATE },
    { _("Remark"), 2, ANNEX_REPORT_TEXT },
  };
  const char *const cells[] = { annex_record_get_reference (step),     annex_record_get_title (step),        annex_record_get_text (step, "owner"),
                                annex_record_get_text (step, "due"),    annex_record_get_text (step, "status"), annex_record_get_text (step, "done_on"),
                                annex_record_get_text (step, "remark") };

  if (!steps->begun)
    annex_report_document_begin_table (steps->document, _("Steps of the plan"), columns, G_N_ELEMENTS (columns));
  steps->begun = TRUE;
  annex_report_document_add_row (steps->document, cells);
  return TRUE;
}

static gboolean
add_steps (AnnexReportDocument *document, AnnexStore *store, AnnexRecord *record, GError **error)
{
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_action_step_type);
  Steps steps = { document, FALSE };

  annex_query_add_filter (query, "corrective_action", ANNEX_FILTER_IS, annex_record_get_reference (record));
  return annex_query_foreach (query, store, add_step, &steps, error);
}

/* A gate that was left out says so where its record would stand. */
static void
add_gate (AnnexReportDocument *document, AnnexRecord *record, AnnexGate gate)
{
  AnnexGateState state = annex_corrective_action_get_state (record, gate);
  const char *owner = annex_record_get_text (record, annex_gate_get_field (gate, ANNEX_GATE_OWNER));
  g_autofree char *heading = g_strdup_printf ("%d. %s", gate + 1, annex_gate_get_label (gate));

  annex_report_document_add_heading (document, 2, heading);
  if (state == ANNEX_GATE_SKIPPED)
    annex_report_document_add_fact (document, _("Skipped because"), annex_record_get_text (record, annex_gate_get_field (gate, ANNEX_GATE_REASON)));
  annex_report_document_add_paragraph (document, annex_record_get_text (record, annex_gate_get_field (gate, ANNEX_GATE_RECORD)));
  annex_report_document_add_fact (document, _("By"), *owner != '\0' || gate == ANNEX_GATE_VERIFICATION ? owner : annex_record_get_text (record, "owner"));
  annex_report_document_add_fact (document, _("Due"), annex_record_get_text (record, annex_gate_get_field (gate, ANNEX_GATE_DUE)));
  annex_report_document_add_fact (document, _("Done on"), annex_record_get_text (record, annex_gate_get_field (gate, ANNEX_GATE_DONE_ON)));
  if (state == ANNEX_GATE_NEXT || state == ANNEX_GATE_AHEAD)
    annex_report_document_add_fact (document, _("State"), state == ANNEX_GATE_NEXT ? _("Next") : _("Ahead"));
}

/* The fishbone, where anybody has asked why. */
static gboolean
add_causes (AnnexReportDocument *document, AnnexStore *store, AnnexRecord *record, GError **error)
{
  g_autoptr (AnnexCauseTree) tree = annex_cause_tree_load (store, annex_record_get_id (record), error);

  if (tree != NULL && annex_cause_tree_get_n_causes (tree) > 0)
    annex_cause_picture_add_to_report (tree, ANNEX_CAUSE_ISHIKAWA, document);
  return tree != NULL;
}

static gboolean
add_path (AnnexReportDocument *document, AnnexStore *store, AnnexRecord *record, GError **error)
{
  static const char *const evidence[] = { "evidence", NULL };
  static const char *const effect[] = { "effect", NULL };

  annex_report_document_add_heading (document, 1, _("Corrective Action"));
  for (AnnexGate gate = 0; gate < ANNEX_N_GATES; gate++)
    {
      add_gate (document, record, gate);
      if (gate == ANNEX_GATE_CAUSE && !add_causes (document, store, record, error))
        return FALSE;
      if (gate == ANNEX_GATE_PLAN && !add_steps (document, store, record, error))
        return FALSE;
      if (gate == ANNEX_GATE_EVIDENCE && !add_links (document, store, record, evidence, error))
        return FALSE;
      if (gate == ANNEX_GATE_VERIFICATION)
        add_facts (document, record, effect);
    }
  return TRUE;
}

static gboolean
has_any (AnnexRecord *record, const char *const *names)
{
  for (; *names != NULL; names++)
    if (annex_record_get_value (record, *names) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
add_rest (AnnexReportDocument *document, AnnexStore *store, AnnexRecord *record, GError **error)
{
  static const char *const review[] = { "review_cause", "review_action", "review_similar", "review_remark", "reviewed_by", "reviewed_on", NULL };
  static const char *const links[] = { "risks", "changed_controls", "documents", "trainings", NULL };
  static const char *const changes[] = { "other_changes", "other_changes_made", NULL };
  static const char *const back[] = { "reopened_on", "reopened_because", "times_reopened", NULL };

  if (has_any (record, review))
    annex_report_document_add_heading (document, 1, _("Review"));
  add_facts (document, record, review);
  if (has_any (record, links) || has_any (record, changes))
    annex_report_document_add_heading (document, 1, _("What Follows from It"));
  if (!add_links (document, store, record, links, error))
    return FALSE;
  add_facts (document, record, changes);
  if (annex_record_get_value (record, "reopened_on") != NULL)
    {
      annex_report_document_add_heading (document, 1, _("Sent Back"));
      add_facts (document, record, back);
    }
  return TRUE;
}

static void
add_signatures (AnnexReportDocument *document, AnnexRecord *record)
{
  annex_report_document_add_heading (document, 1, _("Signatures"));
  annex_report_document_add_signature (document, _("Owner"), annex_record_get_text (record, "owner"));
  annex_report_document_add_signature (document, _("Reviewer"), annex_record_get_text (record, "reviewed_by"));
  annex_report_document_add_signature (document, _("Verified by"), annex_record_get_text (record, "verification_owner"));
}

/* Without a choice, the open one that was due first. */
static gint64
find_most_urgent (AnnexStore *store, GError **error)
{
  return annex_store_read_number (store, "SELECT id FROM corrective_action ORDER BY stage IS 'closed', due IS NULL, due, id LIMIT 1", NULL, 0, error);
}

AnnexReportDocument *
annex_car_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gint64 id = record != 0 ? record : find_most_urgent (store, &failure);
  g_autoptr (AnnexRecord) action = NULL;
  g_autoptr (AnnexReportDocument) document = NULL;
  g_autofree char *title = NULL;

  if (annex_error_pass (&failure, error))
    return NULL;
  if (id == 0)
    {
      g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND, _("There is no corrective action yet. Raise a nonconformity first."));
      return NULL;
    }
  action = annex_store_load (store, id, error);
  if (action == NULL)
    return NULL;
  title = g_strdup_printf (_("Corrective Action Request %s"), annex_record_get_reference (action));
  document = annex_report_begin (store, title, NULL, error);
  if (document == NULL)
    return NULL;
  annex_report_document_add_control (document, _("Nonconformity"), annex_record_get_title (action));
  annex_report_document_add_control (document, _("Stage"), annex_record_get_text (action, "stage"));
  if (!add_nonconformity (document, store, action, error) || !add_path (document, store, action, error) || !add_rest (document, store, action, error))
    return NULL;
  add_signatures (document, action);
  return g_steal_pointer (&document);
}
