/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "core/annex-query.h"
#include "incident-statistics.h"
#include "incident.h"
#include "isms/annex-isms.h"
#include "isms/annex-reports.h"

/* The incident that people would expect: the one noticed last. */
static gint64
find_latest (AnnexStore *store, GError **error)
{
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_incident_type);
  g_autoptr (GArray) ids = NULL;

  annex_query_set_sort (query, "noticed_at", TRUE);
  ids = annex_query_run (query, store, error);
  return ids != NULL && ids->len > 0 ? g_array_index (ids, gint64, 0) : 0;
}

static void
add_fact (AnnexReportDocument *document, AnnexRecord *incident, const char *field_name)
{
  annex_report_document_add_fact (document, annex_field_get_label (annex_type_find_field (&annex_incident_type, field_name)),
                                  annex_record_get_text (incident, field_name));
}

static void
add_facts (AnnexReportDocument *document, AnnexRecord *incident, const char *heading, const char *const *field_names)
{
  gboolean begun = FALSE;

  for (guint i = 0; field_names[i] != NULL; i++)
    {
      if (*annex_record_get_text (incident, field_names[i]) == '\0')
        continue;
      if (!begun)
        annex_report_document_add_heading (document, 1, heading);
      begun = TRUE;
      add_fact (document, incident, field_names[i]);
    }
}

static gboolean
add_timeline (AnnexReportDocument *document, AnnexStore *store, gint64 incident, GError **error)
{
  const AnnexReportColumn columns[] = {
    { _("When"), 1.6, ANNEX_REPORT_TEXT },
    { _("What happened"), 5, ANNEX_REPORT_TEXT },
    { _("By"), 1.6, ANNEX_REPORT_TEXT },
  };
  g_autoptr (GPtrArray) entries = annex_incident_dup_entries (store, incident, error);

  if (entries == NULL || entries->len == 0)
    return entries != NULL;
  annex_report_document_add_heading (document, 1, _("Timeline"));
  annex_report_document_begin_table (document, NULL, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < entries->len; i++)
    {
      const char *cells[] = { annex_record_get_text (entries->pdata[i], "at"), annex_record_get_title (entries->pdata[i]),
                              annex_record_get_text (entries->pdata[i], "author") };

      annex_report_document_add_row (document, cells);
    }
  return TRUE;
}

typedef struct
{
  AnnexStore *store;
  AnnexReportDocument *document;
  gboolean begun;
} Rows;

static gboolean
add_action (AnnexRecord *action, gpointer data)
{
  Rows *rows = data;
  const AnnexReportColumn columns[] = {
    { _("Reference"), 1.2, ANNEX_REPORT_TEXT },
    { _("Nonconformity"), 4, ANNEX_REPORT_TEXT },
    { _("Stage"), 1.6, ANNEX_REPORT_TEXT },
    { _("Owner"), 1.8, ANNEX_REPORT_TEXT },
  };
  const char *cells[] = { annex_record_get_reference (action), annex_record_get_title (action), annex_record_get_text (action, "stage"),
                          annex_record_get_text (action, "owner") };

  if (!rows->begun)
    {
      annex_report_document_add_heading (rows->document, 1, _("Corrective Actions"));
      annex_report_document_begin_table (rows->document, NULL, columns, G_N_ELEMENTS (columns));
    }
  rows->begun = TRUE;
  annex_report_document_add_row (rows->document, cells);
  return TRUE;
}

static gboolean
add_risks (AnnexReportDocument *document, AnnexStore *store, AnnexRecord *incident, GError **error)
{
  const AnnexReportColumn columns[] = {
    { _("Risk"), 1, ANNEX_REPORT_TEXT },
    { _("Title"), 4, ANNEX_REPORT_TEXT },
    { _("Likelihood now"), 1.8, ANNEX_REPORT_TEXT },
    { _("Assessed on"), 1.4, ANNEX_REPORT_DATE },
  };
  g_autoptr (GArray) ids = annex_record_dup_link_ids (incident, "risks");

  if (ids->len == 0)
    return TRUE;
  annex_report_document_add_heading (document, 1, _("Risks That Came True"));
  add_fact (document, incident, "foreseen");
  add_fact (document, incident, "rejudged");
  annex_report_document_begin_table (document, NULL, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (AnnexRecord) risk = annex_store_load (store, g_array_index (ids, gint64, i), error);

      if (risk == NULL)
        return FALSE;
      annex_report_document_add_row (document, (const char *const[]) { annex_record_get_reference (risk), annex_record_get_title (risk),
                                                                       annex_record_get_text (risk, "current_likelihood"),
                                                                       annex_record_get_text (risk, "assessed_on") });
    }
  return TRUE;
}

AnnexReportDocument *
annex_incident_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error)
{
  static const char *const report[] = { "noticed_at", "noticed_by", "noticed_by_other", "happened_at", "assets", "supplier", "description", NULL };
  static const char *const triage[] = { "kind", "severity", "category", "owner", "triaged_at", "hours_to_triage", "triage_reason", NULL };
  static const char *const people[] = { "personal_data", "people_affected", "aware_at",          "clock",
                                        "hours_left",    "notification",    "notification_reason", "notified_at", NULL };
  static const char *const response[] = { "effect",   "containment",  "contained_at",     "hours_to_contain",
                                          "recovery", "recovered_at", "hours_to_recover", "evidence", NULL };
  static const char *const lessons[] = { "lessons", "lessons_owner", "controls_failed", NULL };
  g_autoptr (GError) failure = NULL;
  gint64 id = record != 0 ? record : find_latest (store, &failure);
  g_autoptr (AnnexRecord) incident = NULL;
  g_autoptr (AnnexReportDocument) document = NULL;
  g_autoptr (AnnexQuery) actions = annex_query_new (&annex_corrective_action_type);
  g_autoptr (GHashTable) signing = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *of = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  g_autofree char *title = NULL;
  Rows rows = { .store = store };

  if (annex_error_pass (&failure, error))
    return NULL;
  if (id == 0)
    {
      g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND, _("No incident has been reported yet, so there is nothing to report on."));
      return NULL;
    }
  incident = annex_store_load (store, id, error);
  if (incident == NULL)
    return NULL;
  title = g_strdup_printf (_("Incident Report: %s"), annex_record_get_title (incident));
  document = annex_report_begin (store, title, NULL, error);
  if (document == NULL)
    return NULL;
  annex_report_document_add_control (document, _("Incident"), annex_record_get_reference (incident));
  annex_report_document_add_control (document, _("Status"), annex_record_get_text (incident, "status"));
  add_facts (document, incident, _("What Happened"), report);
  add_facts (document, incident, _("Triage"), triage);
  if (!add_timeline (document, store, id, error))
    return NULL;
  add_facts (document, incident, _("Personal Data"), people);
  if (*annex_record_get_text (incident, "clock") != '\0')
    annex_report_document_add_paragraph (document, _("The clock counts 72 hours from becoming aware of the breach (GDPR, article 33). It is a reminder, "
                                                     "not legal advice."));
  add_facts (document, incident, _("Response"), response);
  add_facts (document, incident, _("Lessons"), lessons);
  rows.document = document;
  annex_query_add_filter (actions, "incident", ANNEX_FILTER_IS, of);
  if (!add_risks (document, store, incident, error) || !annex_query_foreach (actions, store, add_action, &rows, error))
    return NULL;
  if (*annex_record_get_text (incident, "owner") != '\0')
    g_hash_table_add (signing, (gpointer) annex_record_get_text (incident, "owner"));
  annex_report_add_signatures (document, signing, _("Led by"), _("The report says what is known of the incident."));
  return g_steal_pointer (&document);
}

static gboolean
add_incident (AnnexRecord *incident, gpointer data, GError **error)
{
  Rows *rows = data;
  g_autofree char *risks = annex_report_dup_references (rows->store, incident, "risks", error);
  const char *cells[] = {
    annex_record_get_reference (incident),        annex_record_get_text (incident, "noticed_at"), annex_record_get_title (incident),
    annex_record_get_text (incident, "kind"),     annex_record_get_text (incident, "severity"),   annex_record_get_text (incident, "category"),
    annex_record_get_text (incident, "status"),   annex_record_get_text (incident, "owner"),      risks,
    annex_record_get_text (incident, "hours_to_contain"),
  };

  annex_report_document_add_row (rows->document, cells);
  return risks != NULL;
}

AnnexReportDocument *
annex_incident_register_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error)
{
  const AnnexReportColumn columns[] = {
    { _("Reference"), 1.1, ANNEX_REPORT_TEXT }, { _("Noticed"), 1.5, ANNEX_REPORT_TEXT },  { _("What happened"), 3.4, ANNEX_REPORT_TEXT },
    { _("Kind"), 1.1, ANNEX_REPORT_TEXT },      { _("Severity"), 1.1, ANNEX_REPORT_TEXT }, { _("Category"), 1.8, ANNEX_REPORT_TEXT },
    { _("Status"), 1.2, ANNEX_REPORT_TEXT },    { _("Led by"), 1.5, ANNEX_REPORT_TEXT },   { _("Risks"), 1, ANNEX_REPORT_TEXT },
    { _("Hours to contain"), 1, ANNEX_REPORT_NUMBER },
  };
  g_autoptr (AnnexIncidentStatistics) statistics = annex_incident_statistics_load (store, NULL, error);
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_incident_type);
  g_autoptr (AnnexReportDocument) document = NULL;
  Rows rows = { .store = store };

  if (statistics == NULL)
    return NULL;
  document = annex_report_begin (store, _("Incident Register"), NULL, error);
  if (document == NULL)
    return NULL;
  annex_report_document_set_page (document, ANNEX_REPORT_A4, TRUE);
  rows.document = document;
  annex_report_document_add_heading (document, 1, _("Incidents"));
  annex_report_document_begin_table (document, NULL, columns, G_N_ELEMENTS (columns));
  annex_query_set_sort (query, "noticed_at", FALSE);
  if (!annex_query_try_foreach (query, store, add_incident, &rows, error) || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (annex_incident_statistics_get_n_months (statistics) > 0)
    {
      g_autoptr (AnnexChart) months = annex_incident_statistics_create_month_chart (statistics, store);
      g_autoptr (AnnexChart) categories = annex_incident_statistics_create_category_chart (statistics);
      g_autoptr (AnnexChart) times = annex_incident_statistics_create_time_chart (statistics);

      annex_report_document_add_heading (document, 1, _("Statistics"));
      annex_chart_add_to_report (months, document);
      annex_chart_add_to_report (categories, document);
      annex_chart_add_to_report (times, document);
    }
  return g_steal_pointer (&document);
}
