/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "audit-fieldwork.h"
#include "audit.h"
#include "isms/annex-isms.h"
#include "isms/annex-reports.h"

/* What people wrote in a field, under a heading of its own; nothing where it is empty. */
static void
add_section (AnnexReportDocument *document, AnnexRecord *audit, const char *heading, const char *field_name)
{
  const char *text = annex_record_get_text (audit, field_name);

  if (*text == '\0')
    return;
  annex_report_document_add_heading (document, 1, heading);
  annex_report_document_add_paragraph (document, text);
}

static char *
dup_dates (AnnexRecord *audit)
{
  const char *from = annex_record_get_text (audit, "starts_on");
  const char *until = annex_record_get_text (audit, "ends_on");

  return strcmp (from, until) == 0 || *until == '\0' ? g_strdup (from) : g_strdup_printf (_("%s to %s"), from, until);
}

static gboolean
add_facts (AnnexReportDocument *document, AnnexStore *store, AnnexRecord *audit, GError **error)
{
  g_autofree char *dates = dup_dates (audit);
  g_autofree char *about = annex_audit_dup_about (store, annex_record_get_id (audit), error);
  g_autofree char *risks = about != NULL ? annex_report_dup_references (store, audit, "risks", error) : NULL;

  annex_report_document_add_fact (document, _("Audit"), annex_record_get_reference (audit));
  annex_report_document_add_fact (document, _("Kind"), annex_record_get_text (audit, "kind"));
  annex_report_document_add_fact (document, _("Dates"), dates);
  annex_report_document_add_fact (document, _("Method"), annex_record_get_text (audit, "method"));
  annex_report_document_add_fact (document, _("Sites"), annex_record_get_text (audit, "sites"));
  annex_report_document_add_fact (document, _("Processes"), annex_record_get_text (audit, "processes"));
  annex_report_document_add_fact (document, _("Clauses and controls"), about);
  annex_report_document_add_fact (document, _("Risks followed"), risks);
  return risks != NULL;
}

static gboolean
add_team (AnnexReportDocument *document, AnnexStore *store, AnnexRecord *audit, GError **error)
{
  const AnnexReportColumn columns[] = { { _("Name"), 2, ANNEX_REPORT_TEXT }, { _("Part"), 3, ANNEX_REPORT_TEXT } };
  const char *lead = annex_record_get_text (audit, "lead");
  const char *body = annex_record_get_text (audit, "body");
  g_autoptr (GArray) team = annex_record_dup_link_ids (audit, "team");

  annex_report_document_add_heading (document, 1, _("Audit Team"));
  if (*lead != '\0' || *body != '\0' || team->len > 0)
    annex_report_document_begin_table (document, NULL, columns, G_N_ELEMENTS (columns));
  if (*lead != '\0')
    annex_report_document_add_row (document, (const char *const[]) { lead, _("Lead auditor") });
  for (guint i = 0; i < team->len; i++)
    {
      g_autoptr (AnnexRecord) person = annex_store_load (store, g_array_index (team, gint64, i), error);

      if (person == NULL)
        return FALSE;
      annex_report_document_add_row (document, (const char *const[]) { annex_record_get_title (person), _("Auditor") });
    }
  if (*body != '\0')
    annex_report_document_add_row (document, (const char *const[]) { body, _("From outside") });
  annex_report_document_add_fact (document, _("Competence"), annex_record_get_text (audit, "competence"));
  annex_report_document_add_fact (document, _("Impartiality"), annex_record_get_text (audit, "impartiality"));
  return TRUE;
}

static gboolean
add_sessions (AnnexReportDocument *document, AnnexStore *store, AnnexRecord *audit, GError **error)
{
  g_autoptr (GPtrArray) sessions = annex_audit_dup_sessions (store, annex_record_get_id (audit), NULL, error);
  const AnnexReportColumn columns[] = {
    { _("Date"), 1.3, ANNEX_REPORT_DATE },    { _("From"), 0.8, ANNEX_REPORT_TEXT },     { _("Until"), 0.8, ANNEX_REPORT_TEXT },
    { _("Topic"), 3, ANNEX_REPORT_TEXT },     { _("Covers"), 2.6, ANNEX_REPORT_TEXT },   { _("Auditees"), 2.4, ANNEX_REPORT_TEXT },
    { _("Auditors"), 1.8, ANNEX_REPORT_TEXT }, { _("Place"), 1.4, ANNEX_REPORT_TEXT },
  };

  if (sessions == NULL)
    return FALSE;
  annex_report_document_add_heading (document, 1, _("Timetable"));
  if (sessions->len == 0)
    {
      annex_report_document_add_paragraph (document, _("No session is planned yet."));
      return TRUE;
    }
  annex_report_document_begin_table (document, NULL, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < sessions->len; i++)
    {
      AnnexRecord *session = sessions->pdata[i];
      g_autofree char *covers = annex_audit_dup_about (store, annex_record_get_id (session), error);
      const char *auditees = annex_record_get_text (session, "auditees");
      const char *others = annex_record_get_text (session, "others");
      g_autofree char *who = g_strconcat (auditees, *auditees != '\0' && *others != '\0' ? ", " : "", others, NULL);
      const char *held_on = annex_record_get_value (session, "held_on");

      if (covers == NULL)
        return FALSE;
      annex_report_document_add_row (document, (const char *const[]) { held_on != NULL ? held_on : "", annex_record_get_text (session, "starts_at"),
                                                                       annex_record_get_text (session, "ends_at"), annex_record_get_title (session), covers,
                                                                       who, annex_record_get_text (session, "auditors"), annex_record_get_text (session, "place") });
    }
  return TRUE;
}

static void
add_summary (AnnexReportDocument *document, AnnexRecord *audit, GPtrArray *findings)
{
  const AnnexReportColumn columns[] = { { _("Grade"), 3, ANNEX_REPORT_TEXT }, { _("Findings"), 1, ANNEX_REPORT_NUMBER } };

  annex_report_document_add_heading (document, 1, _("Summary"));
  annex_report_document_add_fact (document, _("Verdict"), annex_record_get_text (audit, "verdict"));
  annex_report_document_add_paragraph (document, annex_record_get_text (audit, "conclusion"));
  annex_report_document_begin_table (document, _("Findings by grade"), columns, G_N_ELEMENTS (columns));
  for (guint i = 0; annex_finding_grades[i].key != NULL; i++)
    {
      guint n = 0;
      g_autofree char *number = NULL;

      for (guint j = 0; j < findings->len; j++)
        n += g_strcmp0 (annex_record_get_value (findings->pdata[j], "grade"), annex_finding_grades[i].key) == 0;
      number = g_strdup_printf ("%u", n);
      annex_report_document_add_row (document, (const char *const[]) { _(annex_finding_grades[i].label), number });
    }
}

static gboolean
add_finding (AnnexReportDocument *document, AnnexStore *store, AnnexRecord *audit, AnnexRecord *finding, GError **error)
{
  g_autofree char *title = g_strdup_printf ("%s %s", annex_record_get_reference (finding), annex_record_get_title (finding));
  g_autofree char *about = annex_audit_dup_about (store, annex_record_get_id (finding), error);
  g_auto (GStrv) links =
    about != NULL ? annex_report_list_references (store, finding, (const char *const[]) { "evidence", "corrective_action", NULL }, error) : NULL;

  if (links == NULL)
    return FALSE;
  annex_report_document_add_heading (document, 2, title);
  annex_report_document_add_fact (document, _("Grade"), annex_record_get_text (finding, "grade"));
  annex_report_document_add_fact (document, _("Why this grade"), annex_record_get_text (finding, "grade_reason"));
  annex_report_document_add_fact (document, _("Clauses and controls"), about);
  annex_report_document_add_paragraph (document, annex_record_get_text (finding, "text"));
  annex_report_document_add_fact (document, _("Evidence"), links[0]);
  annex_report_document_add_fact (document, _("Answer of the auditee"), annex_record_get_text (finding, "answer"));
  annex_report_document_add_fact (document, _("Answered by"), annex_record_get_text (finding, "answered_by"));
  annex_report_document_add_fact (document, _("What the auditee says"), annex_record_get_text (finding, "comment"));
  /* The auditors of a certification body have nothing to propose. */
  if (annex_audit_may_propose (audit))
    {
      annex_report_document_add_fact (document, _("Possible cause"), annex_record_get_text (finding, "cause"));
      annex_report_document_add_fact (document, _("Possible remedy"), annex_record_get_text (finding, "remedy"));
    }
  annex_report_document_add_fact (document, _("Correction due"), annex_record_get_text (finding, "correction_due"));
  annex_report_document_add_fact (document, _("Corrective action due"), annex_record_get_text (finding, "due"));
  annex_report_document_add_fact (document, _("Corrective action"), links[1]);
  return TRUE;
}

static gboolean
add_findings (AnnexReportDocument *document, AnnexStore *store, AnnexRecord *audit, GPtrArray *findings, GError **error)
{
  annex_report_document_add_heading (document, 1, _("Findings"));
  if (findings->len == 0)
    annex_report_document_add_paragraph (document, _("Nothing was found that is worth a finding."));
  for (guint grade = 0; annex_finding_grades[grade].key != NULL; grade++)
    for (guint i = 0; i < findings->len; i++)
      if (g_strcmp0 (annex_record_get_value (findings->pdata[i], "grade"), annex_finding_grades[grade].key) == 0 &&
          !add_finding (document, store, audit, findings->pdata[i], error))
        return FALSE;
  return TRUE;
}

/* The checklist: what was looked at, or else what was not. */
static gboolean
add_items (AnnexReportDocument *document, AnnexStore *store, GPtrArray *items, gboolean audited, const char *heading, GError **error)
{
  const AnnexReportColumn columns[] = {
    { _("Clause or control"), 1.4, ANNEX_REPORT_TEXT },
    { _("Question"), 4, ANNEX_REPORT_TEXT },
    { _("Result"), 1.6, ANNEX_REPORT_TEXT },
    { _("What was seen"), 3.4, ANNEX_REPORT_TEXT },
  };
  gboolean begun = FALSE;

  for (guint i = 0; i < items->len; i++)
    {
      AnnexRecord *item = items->pdata[i];
      const char *result = annex_record_get_value (item, "result");
      gboolean was_audited = g_strcmp0 (result, "open") != 0 && g_strcmp0 (result, "not_audited") != 0;
      g_autofree char *about = NULL;

      if (was_audited != audited)
        continue;
      about = annex_audit_dup_about (store, annex_record_get_id (item), error);
      if (about == NULL)
        return FALSE;
      if (!begun)
        {
          annex_report_document_add_heading (document, 1, heading);
          annex_report_document_begin_table (document, NULL, columns, G_N_ELEMENTS (columns));
          begun = TRUE;
        }
      annex_report_document_add_row (document, (const char *const[]) { about, annex_record_get_title (item), annex_record_get_text (item, "result"),
                                                                       annex_record_get_text (item, "notes") });
    }
  return TRUE;
}

static gboolean
add_interviews (AnnexReportDocument *document, AnnexStore *store, gint64 audit, GError **error)
{
  g_autoptr (GPtrArray) interviews = annex_store_load_linking (store, &annex_interview_type, "audit", audit, error);
  const AnnexReportColumn columns[] = {
    { _("Role"), 2.8, ANNEX_REPORT_TEXT }, { _("Topic"), 3.4, ANNEX_REPORT_TEXT }, { _("Clause or control"), 1.4, ANNEX_REPORT_TEXT },
    { _("Date"), 1.3, ANNEX_REPORT_DATE }, { _("Place"), 1.4, ANNEX_REPORT_TEXT },
  };

  if (interviews == NULL || interviews->len == 0)
    return interviews != NULL;
  annex_report_document_add_heading (document, 1, _("Who Was Asked"));
  annex_report_document_begin_table (document, NULL, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < interviews->len; i++)
    {
      AnnexRecord *interview = interviews->pdata[i];
      const char *held_on = annex_record_get_value (interview, "held_on");
      g_autofree char *about = annex_audit_dup_about (store, annex_record_get_id (interview), error);

      if (about == NULL)
        return FALSE;
      annex_report_document_add_row (document, (const char *const[]) { annex_record_get_text (interview, "role"), annex_record_get_title (interview), about,
                                                                       held_on != NULL ? held_on : "", annex_record_get_text (interview, "place") });
    }
  return TRUE;
}

static gboolean
add_samples (AnnexReportDocument *document, AnnexStore *store, gint64 audit, GError **error)
{
  g_autoptr (GPtrArray) samples = annex_store_load_linking (store, &annex_sample_type, "audit", audit, error);
  const AnnexReportColumn columns[] = {
    { _("Sample"), 2, ANNEX_REPORT_TEXT },        { _("Population"), 2.6, ANNEX_REPORT_TEXT }, { _("Of"), 0.9, ANNEX_REPORT_NUMBER },
    { _("Looked at"), 1.1, ANNEX_REPORT_TEXT },   { _("Selection"), 2.4, ANNEX_REPORT_TEXT },  { _("Exceptions"), 1, ANNEX_REPORT_NUMBER },
    { _("Which"), 2.6, ANNEX_REPORT_TEXT },       { _("Conclusion"), 2.6, ANNEX_REPORT_TEXT },
  };

  if (samples == NULL || samples->len == 0)
    return samples != NULL;
  annex_report_document_add_heading (document, 1, _("Samples"));
  annex_report_document_begin_table (document, NULL, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < samples->len; i++)
    {
      AnnexRecord *sample = samples->pdata[i];
      gboolean random = g_strcmp0 (annex_record_get_value (sample, "method"), "random") == 0;
      g_autofree char *selection = random ? g_strdup_printf (_("At random, seed %s"), annex_record_get_text (sample, "seed"))
                                          : g_strdup_printf (_("By judgement: %s"), annex_record_get_text (sample, "reason"));
      g_autoptr (GPtrArray) items = annex_sample_dup_items (store, annex_record_get_id (sample), error);
      g_autoptr (GString) wrong = g_string_new (NULL);
      const char *population = annex_record_get_value (sample, "population");
      const char *exceptions = annex_record_get_value (sample, "exceptions");

      if (items == NULL)
        return FALSE;
      for (guint j = 0; j < items->len; j++)
        if (g_strcmp0 (annex_record_get_value (items->pdata[j], "result"), "exception") == 0)
          g_string_append_printf (wrong, "%s%s", wrong->len > 0 ? ", " : "", annex_record_get_title (items->pdata[j]));
      annex_report_document_add_row (document, (const char *const[]) { annex_record_get_title (sample), annex_record_get_text (sample, "source"),
                                                                       population != NULL ? population : "", annex_record_get_text (sample, "looked_at"), selection,
                                                                       exceptions != NULL ? exceptions : "0", wrong->str, annex_record_get_text (sample, "conclusion") });
    }
  return TRUE;
}

static void
sign (AnnexReportDocument *document, AnnexStore *store, AnnexRecord *audit, const char *text)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  const char *lead = annex_record_get_text (audit, "lead");
  const char *body = annex_record_get_text (audit, "body");

  if (*lead != '\0' || *body != '\0')
    g_hash_table_add (names, (gpointer) (*lead != '\0' ? lead : body));
  annex_report_add_signatures (document, names, _("Lead auditor"), text);
  if (g_hash_table_size (names) > 0)
    annex_report_document_add_signature (document, _("For those audited"), NULL);
}

/* @find: what finds the one that people would expect, where none is asked for. */
static AnnexRecord *
load_audit (AnnexStore *store, gint64 record, gint64 (*find) (AnnexStore *store, GError **error), GError **error)
{
  g_autoptr (GError) failure = NULL;
  gint64 id = record != 0 ? record : find (store, &failure);

  if (annex_error_pass (&failure, error))
    return NULL;
  if (id != 0)
    return annex_store_load (store, id, error);
  g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND, _("There is no audit yet. Plan one first."));
  return NULL;
}

/* The one finished last; the current one where none is. */
static gint64
find_finished (AnnexStore *store, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gint64 id = annex_store_read_number (store, "SELECT id FROM audit WHERE status = 'finished' ORDER BY finished_on DESC, id LIMIT 1", NULL, 0, &failure);

  return annex_error_pass (&failure, error) || id != 0 ? id : annex_audit_find_current (store, error);
}

AnnexReportDocument *
annex_audit_plan_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error)
{
  g_autoptr (AnnexRecord) audit = load_audit (store, record, annex_audit_find_current, error);
  g_autoptr (AnnexReportDocument) document = NULL;
  g_autofree char *title = NULL;
  g_autofree char *assumption = NULL;

  if (audit == NULL)
    return NULL;
  title = g_strdup_printf (_("Audit Plan: %s"), annex_record_get_title (audit));
  document = annex_report_begin (store, title, NULL, error);
  if (document == NULL)
    return NULL;
  annex_report_document_set_page (document, ANNEX_REPORT_A4, TRUE);
  if (!add_facts (document, store, audit, error))
    return NULL;
  add_section (document, audit, _("Objectives"), "objectives");
  add_section (document, audit, _("Scope"), "scope");
  add_section (document, audit, _("Criteria"), "criteria");
  if (!add_team (document, store, audit, error) || !add_sessions (document, store, audit, error))
    return NULL;
  assumption = g_strdup_printf (_("Sessions are planned with %s minutes for each question. Samples are drawn at random where there is a list, and by judgement with "
                                  "the reason where there is none. What is learned stays with those to whom the report goes."),
                                annex_record_get_text (audit, "minutes_each"));
  annex_report_document_add_paragraph (document, assumption);
  add_section (document, audit, _("Distribution"), "distribution");
  sign (document, store, audit, _("The plan was agreed with those audited."));
  return g_steal_pointer (&document);
}

AnnexReportDocument *
annex_audit_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error)
{
  g_autoptr (AnnexRecord) audit = load_audit (store, record, find_finished, error);
  g_autoptr (AnnexReportDocument) document = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GPtrArray) items = NULL;
  g_autofree char *title = NULL;
  gint64 id;

  if (audit == NULL)
    return NULL;
  id = annex_record_get_id (audit);
  findings = annex_store_load_linking (store, &annex_finding_type, "audit", id, error);
  items = findings != NULL ? annex_audit_dup_items (store, id, 0, error) : NULL;
  if (items == NULL)
    return NULL;
  title = g_strdup_printf (_("Audit Report: %s"), annex_record_get_title (audit));
  document = annex_report_begin (store, title, annex_audit_is_finished (audit) ? annex_record_get_text (audit, "finished_on") : _("Draft: the audit is not finished"), error);
  if (document == NULL)
    return NULL;
  annex_report_document_set_page (document, ANNEX_REPORT_A4, TRUE);
  if (!add_facts (document, store, audit, error))
    return NULL;
  add_section (document, audit, _("Objectives"), "objectives");
  add_section (document, audit, _("Scope"), "scope");
  add_section (document, audit, _("Criteria"), "criteria");
  if (!add_team (document, store, audit, error))
    return NULL;
  add_summary (document, audit, findings);
  if (!add_findings (document, store, audit, findings, error) || g_cancellable_set_error_if_cancelled (cancellable, error) ||
      !add_samples (document, store, id, error) || !add_interviews (document, store, id, error) ||
      !add_items (document, store, items, TRUE, _("What Was Audited"), error) ||
      !add_items (document, store, items, FALSE, _("What Was Not Audited"), error))
    return NULL;
  add_section (document, audit, _("Not Covered"), "not_covered");
  add_section (document, audit, _("Disagreements"), "disagreements");
  annex_report_document_add_heading (document, 1, _("What This Report Can Say"));
  annex_report_document_add_paragraph (document, _("An audit looks at samples on a few days. That nothing was found somewhere does not show that nothing is there. "
                                                   "Findings are judged by the evidence that was available then."));
  add_section (document, audit, _("Distribution"), "distribution");
  sign (document, store, audit, _("The findings were discussed with those audited."));
  return g_steal_pointer (&document);
}
