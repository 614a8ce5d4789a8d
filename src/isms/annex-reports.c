/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-reports.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "annex-date-rules.h"
#include "core/annex-statement.h"

static const char *const asset_columns[] = { N_("Description"), N_("Kind"), N_("Owner"), N_("Location"), N_("Classification"), N_("Personal data"),
                                             N_("Lifecycle"), N_("Introduced on"), N_("Tags"), N_("Next review"), NULL };

/* The title of a control with its reference stays. */
static const char *const soa_columns[] = { N_("Decision"), N_("Reasons"), N_("Justification"), N_("Status"), N_("How it is implemented"),
                                           N_("Owner"), N_("Risks"), N_("Documents"), N_("Evidence"), NULL };
static const char *const customer_columns[] = { N_("Reasons"), N_("Justification"), N_("Status"), NULL };
static const char *const evidence_columns[] = { N_("Is about"), N_("Collected"), N_("Proves"), N_("Where it is kept"), NULL };
static const char *const gap_columns[] = { N_("By the records"), N_("What is missing"), N_("Measures still open"), N_("Planned for"), N_("Owner"), NULL };

static const char *const plan_columns[] = { N_("Risks"), N_("Controls"), N_("Owner"), N_("Status"), N_("Due"), N_("Done on"), N_("Cost"),
                                            N_("Cost a year"), N_("Days"), NULL };
static const char *const change_columns[] = { N_("Title"), N_("Before"), N_("After"), NULL };

static const AnnexReportKind kinds[] = {
  { "risk-assessment", N_("Risk Assessment Report"),
    N_("Every risk with its three ratings, decision and acceptance, and the map; for the owners to sign."), NULL, annex_risk_assessment_report_make },
  { "treatment-plan", N_("Risk Treatment Plan"),
    N_("Measures with owner, date and cost, and the residual risk expected of them; for the owners to sign."), NULL, annex_treatment_plan_report_make,
    plan_columns },
  { "methodology", N_("Risk Assessment Methodology"), N_("Scales, matrix and criteria, as the standard wants them documented."),
    NULL, annex_methodology_report_make },
  { "soa", N_("Statement of Applicability"),
    N_("Every control: applied or not, why, how far, and what shows it; the draft, or a version that was approved."), "soa_version",
    annex_soa_report_make, soa_columns },
  { "soa-customer", N_("Statement of Applicability for Customers"),
    N_("The same without owners, risks and evidence; by default the version approved last."), "soa_version", annex_soa_customer_report_make,
    customer_columns },
  { "soa-changes", N_("Changes to the Statement of Applicability"),
    N_("What is different from the version approved before, from another one or from a day."), "soa_version", annex_soa_changes_report_make,
    change_columns, .compare = annex_soa_changes_report_compare },
  { "gap-list", N_("Gaps and Implementation Plan of Controls"),
    N_("Controls that are not there yet, what is missing, and by when it will be done."), NULL, annex_gap_list_report_make,
    gap_columns },
  { "asset-inventory", N_("Inventory of Assets"),
    N_("Every asset with its owner, place, classification, protection needs and lifecycle."), NULL, annex_asset_inventory_report_make, asset_columns },
  { "document-list", N_("List of Documents"),
    N_("Every document with version, approval and next review, and what provides that which the standard asks for."), NULL, annex_document_list_report_make },
  { "training", N_("Training Records"), N_("What was taught to whom, with what result; one training, or all of them."), "training", annex_training_report_make },
  { "evidence-list", N_("List of Evidence"),
    N_("What shows that controls operate, with the files that are kept of it and their checksums."), NULL, annex_evidence_list_report_make,
    evidence_columns },
  { "incident", N_("Incident Report"),
    N_("What happened when, what was done, what was learned and what follows from it; by default of the incident noticed last."), "incident",
    annex_incident_report_make },
  { "incident-register", N_("Incident Register"), N_("Every incident, and how many there were by month, severity and category."), NULL,
    annex_incident_register_report_make },
  { "workshop-minutes", N_("Workshop Minutes"),
    N_("Who was there, what each thought, what was agreed and why, what was parked, and the measures; by default of the last workshop."),
    "workshop", annex_workshop_minutes_report_make },
  { "audit-programme", N_("Audit Programme"),
    N_("Who audits what and when in three years, and what is looked at by nobody."), NULL, annex_audit_programme_report_make },
  { "audit-plan", N_("Audit Plan"), N_("Objectives, scope, team and timetable of an audit; by default of the one that comes next."), "audit",
    annex_audit_plan_report_make },
  { "audit-report", N_("Audit Report"), N_("What an audit looked at and what not, samples, findings and conclusion; by default of the one finished last."), "audit",
    annex_audit_report_make },
  { "findings", N_("Findings of Audits"), N_("Every finding with grade, answer and what became of it, and the trend over audits."), NULL,
    annex_finding_list_report_make },
  { "management-review", N_("Minutes of the Management Review"),
    N_("Inputs, conclusion and decisions, and what became of earlier ones; by default of the review held last."), "review", annex_management_review_report_make },
  { "stage1-readiness", N_("Readiness for Stage 1"), N_("Whether what a certification body reads first is there, approved and current."), NULL,
    annex_stage1_readiness_report_make },
  { "stage2-readiness", N_("Readiness for Stage 2"), N_("Whether each control that applies is shown to operate."), NULL, annex_stage2_readiness_report_make },
  { "car", N_("Corrective Action Request"),
    N_("One nonconformity with its whole path, what was left out and why, and the review; to sign. By default the one due first."),
    "corrective_action", annex_car_report_make },
  { "car-register", N_("Register of Corrective Actions"),
    N_("Every nonconformity with stage, age and whom a delay concerns; ageing, time to close and load in charts; steps left out."), NULL,
    annex_car_register_report_make },
  { "effectiveness", N_("Review of Effectiveness"),
    N_("What was verified, by whom and how, what waits for it, and what came back all the same."), NULL, annex_effectiveness_report_make },
  { "exceptions", N_("Register of Exceptions"),
    N_("Known deviations that are accepted for a time: why, what is done instead, who approved them, and what happens when they expire."), NULL,
    annex_exception_report_make },
  { "lessons", N_("Lessons Learned"), N_("What corrective actions and incidents have taught: cause, change and similar cases."), NULL,
    annex_lessons_report_make },
  { "calendar", N_("Calendar"), N_("This month as a page, and what is due in the twelve months from now on."), NULL, annex_calendar_report_make },
};

const AnnexReportKind *
annex_report_kind_list (guint *n_kinds)
{
  *n_kinds = G_N_ELEMENTS (kinds);
  return kinds;
}

const AnnexReportKind *
annex_report_kind_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].name, name) == 0)
      return &kinds[i];
  return NULL;
}

AnnexReportDocument *
annex_report_begin (AnnexStore *store, const char *title, const char *version, GError **error)
{
  g_autoptr (AnnexRecord) engagement = NULL;
  g_autofree char *today = annex_store_dup_today (store);
  AnnexReportDocument *document;

  if (!annex_store_get_engagement_if_there (store, &engagement, error))
    return NULL;
  document = annex_report_document_new (title, engagement != NULL ? annex_record_get_title (engagement) : NULL);
  if (engagement != NULL)
    {
      annex_report_document_add_control (document, _("Organization"), annex_record_get_text (engagement, "organization"));
      annex_report_document_add_control (document, _("Scope"), annex_record_get_text (engagement, "scope"));
      annex_report_document_add_control (document, _("Standard"), annex_record_get_text (engagement, "edition"));
    }
  annex_report_document_add_control (document, _("Version"), version);
  annex_report_document_add_control (document, _("Date"), today);
  annex_report_document_add_control (document, _("Prepared by"), annex_store_get_author (store));
  return document;
}

guint
annex_report_get_colour (AnnexStore *store, int level)
{
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (store, "SELECT colour FROM scale_level WHERE scale = 'risk_level' AND level = ?1",
                         ANNEX_TOLD_BY_STORE);
  const char *colour = NULL;

  if (statement != NULL)
    annex_statement_bind_int64 (statement, 1, level);
  if (statement != NULL && annex_statement_next (statement))
    colour = annex_statement_get_text (statement, 0);
  return colour != NULL ? (guint) strtoul (colour, NULL, 16) : 0xdddddd;
}

char *
annex_report_dup_references (AnnexStore *store, AnnexRecord *record, const char *field_name, GError **error)
{
  g_autoptr (GArray) ids = annex_record_dup_link_ids (record, field_name);
  g_autoptr (GString) references = g_string_new (NULL);
  g_autoptr (AnnexStatement) statement = annex_statement_new (store, "SELECT reference FROM record WHERE id = ?1", error);

  if (statement == NULL)
    return NULL;
  for (guint i = 0; i < ids->len; i++)
    {
      gboolean found;

      annex_statement_bind_int64 (statement, 1, g_array_index (ids, gint64, i));
      found = annex_statement_next (statement);
      if (found)
        g_string_append_printf (references, "%s%s", references->len > 0 ? ", " : "", annex_statement_get_string (statement, 0));
      if (!annex_statement_finish (statement, error))
        return NULL;
      if (!found)
        {
          g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND, _("%s leads to a record that is not there any more."), annex_record_get_reference (record));
          return NULL;
        }
    }
  return g_strdup (references->str);
}

char **
annex_report_list_references (AnnexStore *store, AnnexRecord *record, const char *const *field_names, GError **error)
{
  g_autoptr (GStrvBuilder) lists = g_strv_builder_new ();

  for (; *field_names != NULL; field_names++)
    {
      char *references = annex_report_dup_references (store, record, *field_names, error);

      if (references == NULL)
        return NULL;
      g_strv_builder_take (lists, references);
    }
  return g_strv_builder_end (lists);
}

char *
annex_report_join_references (AnnexStore *store, AnnexRecord *record, const char *const *field_names, GError **error)
{
  g_auto (GStrv) lists = annex_report_list_references (store, record, field_names, error);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; lists != NULL && lists[i] != NULL; i++)
    g_string_append_printf (text, "%s%s", text->len > 0 && *lists[i] != '\0' ? ", " : "", lists[i]);
  return lists != NULL ? g_strdup (text->str) : NULL;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (*(char *const *) a, *(char *const *) b);
}

void
annex_report_add_signatures (AnnexReportDocument *document, GHashTable *names, const char *role, const char *text)
{
  g_autoptr (GPtrArray) sorted = g_hash_table_get_keys_as_ptr_array (names);

  if (sorted->len == 0)
    return;
  g_ptr_array_sort (sorted, compare_names);
  annex_report_document_add_heading (document, 1, _("Approval"));
  annex_report_document_add_paragraph (document, text);
  for (guint i = 0; i < sorted->len; i++)
    annex_report_document_add_signature (document, role, sorted->pdata[i]);
}
