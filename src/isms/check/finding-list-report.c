/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "core/annex-query.h"
#include "core/annex-statement.h"
#include "isms/annex-isms.h"
#include "isms/annex-reports.h"
#include "report/annex-chart.h"

/* Clauses and controls with the most findings that are named one by one. */
#define MOST_NAMED 15

/* Audits that have a column there. */
#define LAST_AUDITS 6

typedef struct
{
  AnnexStore *store;
  AnnexReportDocument *document;
} Listing;

static const char *
get_value (AnnexRecord *record, const char *field_name)
{
  const char *value = annex_record_get_value (record, field_name);

  return value != NULL ? value : "";
}

static gboolean
add_finding (AnnexRecord *finding, gpointer data, GError **error)
{
  Listing *listing = data;
  g_autofree char *about = annex_audit_dup_about (listing->store, annex_record_get_id (finding), error);
  g_auto (GStrv) links =
    about != NULL ? annex_report_list_references (listing->store, finding, (const char *const[]) { "audit", "corrective_action", NULL }, error) : NULL;

  if (links == NULL)
    return FALSE;
  annex_report_document_add_row (listing->document, (const char *const[]) {
                                                      annex_record_get_reference (finding), links[0], annex_record_get_text (finding, "grade"), about,
                                                      annex_record_get_title (finding), annex_record_get_text (finding, "observed"),
                                                      get_value (finding, "raised_on"), annex_record_get_text (finding, "answer"), links[1],
                                                      get_value (finding, "due"), annex_record_get_text (finding, "status"), get_value (finding, "closed_on") });
  return TRUE;
}

static gboolean
add_list (Listing *listing, GError **error)
{
  const AnnexReportColumn columns[] = {
    { _("Finding"), 1.1, ANNEX_REPORT_TEXT },  { _("Audit"), 1.1, ANNEX_REPORT_TEXT },         { _("Grade"), 2, ANNEX_REPORT_TEXT },
    { _("About"), 1.4, ANNEX_REPORT_TEXT },    { _("Title"), 2.8, ANNEX_REPORT_TEXT },       { _("What was seen"), 3.4, ANNEX_REPORT_TEXT },
    { _("Raised"), 1.6, ANNEX_REPORT_DATE },   { _("Answer"), 1.4, ANNEX_REPORT_TEXT },      { _("Action"), 1.2, ANNEX_REPORT_TEXT },
    { _("Due"), 1.6, ANNEX_REPORT_DATE },      { _("Status"), 1.1, ANNEX_REPORT_TEXT },      { _("Closed"), 1.6, ANNEX_REPORT_DATE },
  };
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_finding_type);

  annex_report_document_add_heading (listing->document, 1, _("All Findings"));
  annex_report_document_begin_table (listing->document, NULL, columns, G_N_ELEMENTS (columns));
  return annex_query_try_foreach (query, listing->store, add_finding, listing, error);
}

/* Findings of each audit that is over or under way, stacked by grade. */
static gboolean
add_trend (Listing *listing, GError **error)
{
  g_autoptr (AnnexChart) chart = annex_chart_new (ANNEX_CHART_COLUMNS, _("Findings of each audit, by grade"));
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (listing->store,
                         "SELECT x.reference, sum (f.grade = 'major'), sum (f.grade = 'minor'), sum (f.grade = 'observation'), sum (f.grade = 'ofi'), "
                         "sum (f.grade = 'strength') FROM audit a JOIN record x ON x.id = a.id LEFT JOIN (link l JOIN finding f ON f.id = l.source) "
                         "ON l.target = a.id AND l.field = 'audit' WHERE a.status IN ('fieldwork', 'finished') GROUP BY a.id ORDER BY a.starts_on, x.number",
                         error);
  guint n = 0;

  if (statement == NULL)
    return FALSE;
  annex_chart_set_stacked (chart, TRUE);
  for (guint i = 0; annex_finding_grades[i].key != NULL; i++)
    annex_chart_add_series (chart, _(annex_finding_grades[i].label), ANNEX_CHART_ANY_COLOUR, NULL);
  while (annex_statement_next (statement))
    {
      guint category = annex_chart_add_category (chart, annex_statement_get_string (statement, 0));

      for (int i = 0; annex_finding_grades[i].key != NULL; i++)
        annex_chart_set_value (chart, category, (guint) i, annex_statement_get_int (statement, i + 1));
      n++;
    }
  if (!annex_statement_finish (statement, error))
    return FALSE;
  if (n > 1)
    {
      annex_report_document_add_heading (listing->document, 1, _("Trend"));
      annex_chart_add_to_report (chart, listing->document);
    }
  return TRUE;
}

/* Ids and references of the audits that are over or under way, the earliest first; at most the last %LAST_AUDITS. */
static GPtrArray *
load_audits (AnnexStore *store, GError **error)
{
  g_autoptr (GPtrArray) audits = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (store,
                         "SELECT a.id FROM audit a JOIN record x ON x.id = a.id WHERE a.status IN ('fieldwork', 'finished') "
                         "ORDER BY a.starts_on DESC, x.number DESC LIMIT ?1",
                         error);

  if (statement == NULL)
    return NULL;
  annex_statement_bind_int64 (statement, 1, LAST_AUDITS);
  while (annex_statement_next (statement))
    {
      AnnexRecord *audit = annex_store_load (store, annex_statement_get_int64 (statement, 0), error);

      if (audit == NULL)
        return NULL;
      g_ptr_array_insert (audits, 0, audit);
    }
  return annex_statement_finish (statement, error) ? g_steal_pointer (&audits) : NULL;
}

/* Adds a cell for each audit: how much it found about @subject. */
static gboolean
add_found (GPtrArray *cells, AnnexStore *store, gint64 subject, GPtrArray *audits, GError **error)
{
  for (guint i = 0; i < audits->len; i++)
    {
      g_autoptr (GError) failure = NULL;
      const gint64 ids[] = { subject, annex_record_get_id (audits->pdata[i]) };
      gint64 n = annex_store_read_number (store,
                                          "SELECT count (*) FROM finding f WHERE f.grade <> 'strength' "
                                          "AND EXISTS (SELECT 1 FROM link WHERE source = f.id AND field = 'audit' AND target = ?2) "
                                          "AND EXISTS (SELECT 1 FROM link WHERE source = f.id AND field IN ('clauses', 'controls') AND target = ?1)",
                                          ids, G_N_ELEMENTS (ids), &failure);

      if (annex_error_pass (&failure, error))
        return FALSE;
      g_ptr_array_add (cells, n > 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, n) : g_strdup (""));
    }
  return TRUE;
}

/* The trend of each clause and control: how much each audit found there. */
static gboolean
add_most_found (Listing *listing, GError **error)
{
  const AnnexReportColumn before[] = {
    { _("Clause or control"), 1.2, ANNEX_REPORT_TEXT }, { _("Title"), 4, ANNEX_REPORT_TEXT }, { _("Findings"), 1.2, ANNEX_REPORT_NUMBER },
    { _("Nonconformities"), 2.2, ANNEX_REPORT_NUMBER }, { _("Open"), 1, ANNEX_REPORT_NUMBER },
  };
  g_autoptr (GPtrArray) audits = load_audits (listing->store, error);
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (AnnexReportColumn));
  g_autoptr (AnnexStatement) statement = NULL;
  gboolean begun = FALSE;

  if (audits == NULL)
    return FALSE;
  g_array_append_vals (columns, before, G_N_ELEMENTS (before));
  for (guint i = 0; i < audits->len; i++)
    {
      const AnnexReportColumn column = { annex_record_get_reference (audits->pdata[i]), 1, ANNEX_REPORT_NUMBER };

      g_array_append_val (columns, column);
    }
  statement = annex_statement_new (listing->store,
                                   "SELECT x.id, iif (l.field = 'clauses', replace (x.reference, 'CL.', ''), x.reference), x.title, count (*), "
                                   "sum (f.grade IN ('major', 'minor')), sum (f.status = 'open') FROM link l JOIN finding f ON f.id = l.source "
                                   "JOIN record x ON x.id = l.target WHERE l.field IN ('clauses', 'controls') AND f.grade <> 'strength' GROUP BY x.id "
                                   "ORDER BY 5 DESC, 4 DESC, x.reference COLLATE as_counted LIMIT ?1",
                                   error);
  if (statement == NULL)
    return FALSE;
  annex_statement_bind_int64 (statement, 1, MOST_NAMED);
  while (annex_statement_next (statement))
    {
      g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

      if (!begun)
        {
          annex_report_document_add_heading (listing->document, 1, _("Where Most Was Found, Audit by Audit"));
          annex_report_document_begin_table (listing->document, NULL, (const AnnexReportColumn *) (gpointer) columns->data, columns->len);
          begun = TRUE;
        }
      for (int i = 1; i <= (int) G_N_ELEMENTS (before); i++)
        g_ptr_array_add (cells, g_strdup (annex_statement_get_string (statement, i)));
      if (!add_found (cells, listing->store, annex_statement_get_int64 (statement, 0), audits, error))
        return FALSE;
      annex_report_document_add_row (listing->document, (const char *const *) cells->pdata);
    }
  return annex_statement_finish (statement, error);
}

AnnexReportDocument *
annex_finding_list_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error)
{
  g_autoptr (AnnexReportDocument) document = annex_report_begin (store, _("Findings of Audits"), NULL, error);
  Listing listing = { store, document };

  if (document == NULL)
    return NULL;
  annex_report_document_set_page (document, ANNEX_REPORT_A4, TRUE);
  if (!add_list (&listing, error) || !add_trend (&listing, error) || !add_most_found (&listing, error))
    return NULL;
  return g_steal_pointer (&document);
}
