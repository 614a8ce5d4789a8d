/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "core/annex-query.h"
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
add_finding (AnnexRecord *finding, gpointer data)
{
  Listing *listing = data;
  g_autofree char *audit = annex_report_dup_references (listing->store, finding, "audit");
  g_autofree char *about = annex_audit_dup_about (listing->store, annex_record_get_id (finding));
  g_autofree char *action = annex_report_dup_references (listing->store, finding, "corrective_action");

  annex_report_document_add_row (listing->document, (const char *const[]) {
                                                      annex_record_get_reference (finding), audit, annex_record_get_text (finding, "grade"), about,
                                                      annex_record_get_title (finding), annex_record_get_text (finding, "observed"),
                                                      get_value (finding, "raised_on"), annex_record_get_text (finding, "answer"), action,
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
  return annex_query_foreach (query, listing->store, add_finding, listing, error);
}

/* Findings of each audit that is over or under way, stacked by grade. */
static void
add_trend (Listing *listing)
{
  AnnexChart *chart = annex_chart_new (ANNEX_CHART_COLUMNS, _("Findings of each audit, by grade"));
  sqlite3_stmt *statement = NULL;
  guint n = 0;

  annex_chart_set_stacked (chart, TRUE);
  for (guint i = 0; annex_finding_grades[i].key != NULL; i++)
    annex_chart_add_series (chart, _(annex_finding_grades[i].label), ANNEX_CHART_ANY_COLOUR, NULL);
  if (sqlite3_prepare_v2 (annex_store_get_database (listing->store),
                          "SELECT x.reference, sum (f.grade = 'major'), sum (f.grade = 'minor'), sum (f.grade = 'observation'), sum (f.grade = 'ofi'), "
                          "sum (f.grade = 'strength') FROM audit a JOIN record x ON x.id = a.id LEFT JOIN (link l JOIN finding f ON f.id = l.source) "
                          "ON l.target = a.id AND l.field = 'audit' WHERE a.status IN ('fieldwork', 'finished') GROUP BY a.id ORDER BY a.starts_on, x.number",
                          -1, &statement, NULL) == SQLITE_OK)
    while (sqlite3_step (statement) == SQLITE_ROW)
      {
        guint category = annex_chart_add_category (chart, (const char *) sqlite3_column_text (statement, 0));

        for (int i = 0; annex_finding_grades[i].key != NULL; i++)
          annex_chart_set_value (chart, category, (guint) i, sqlite3_column_int (statement, i + 1));
        n++;
      }
  sqlite3_finalize (statement);
  if (n > 1)
    {
      annex_report_document_add_heading (listing->document, 1, _("Trend"));
      annex_chart_add_to_report (chart, listing->document);
    }
  annex_chart_unref (chart);
}

/* Ids and references of the audits that are over or under way, the earliest first; at most the last %LAST_AUDITS. */
static GPtrArray *
load_audits (AnnexStore *store)
{
  GPtrArray *audits = g_ptr_array_new_with_free_func (g_object_unref);
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (annex_store_get_database (store),
                          "SELECT a.id FROM audit a JOIN record x ON x.id = a.id WHERE a.status IN ('fieldwork', 'finished') "
                          "ORDER BY a.starts_on DESC, x.number DESC LIMIT ?1",
                          -1, &statement, NULL) == SQLITE_OK)
    {
      sqlite3_bind_int (statement, 1, LAST_AUDITS);
      while (sqlite3_step (statement) == SQLITE_ROW)
        g_ptr_array_insert (audits, 0, annex_store_load (store, sqlite3_column_int64 (statement, 0), NULL));
    }
  sqlite3_finalize (statement);
  return audits;
}

static int
count_found (AnnexStore *store, gint64 subject, gint64 audit)
{
  return (int) annex_store_read_number (store,
                                        "SELECT count (*) FROM finding f WHERE f.grade <> 'strength' "
                                        "AND EXISTS (SELECT 1 FROM link WHERE source = f.id AND field = 'audit' AND target = ?2) "
                                        "AND EXISTS (SELECT 1 FROM link WHERE source = f.id AND field IN ('clauses', 'controls') AND target = ?1)",
                                        (const gint64[]) { subject, audit }, 2, NULL);
}

/* The trend of each clause and control: how much each audit found there. */
static void
add_most_found (Listing *listing)
{
  const AnnexReportColumn before[] = {
    { _("Clause or control"), 1.2, ANNEX_REPORT_TEXT }, { _("Title"), 4, ANNEX_REPORT_TEXT }, { _("Findings"), 1.2, ANNEX_REPORT_NUMBER },
    { _("Nonconformities"), 2.2, ANNEX_REPORT_NUMBER }, { _("Open"), 1, ANNEX_REPORT_NUMBER },
  };
  g_autoptr (GPtrArray) audits = load_audits (listing->store);
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (AnnexReportColumn));
  sqlite3_stmt *statement = NULL;
  gboolean begun = FALSE;

  g_array_append_vals (columns, before, G_N_ELEMENTS (before));
  for (guint i = 0; i < audits->len; i++)
    {
      const AnnexReportColumn column = { annex_record_get_reference (audits->pdata[i]), 1, ANNEX_REPORT_NUMBER };

      g_array_append_val (columns, column);
    }
  if (sqlite3_prepare_v2 (annex_store_get_database (listing->store),
                          "SELECT x.id, iif (l.field = 'clauses', replace (x.reference, 'CL.', ''), x.reference), x.title, count (*), "
                          "sum (f.grade IN ('major', 'minor')), sum (f.status = 'open') FROM link l JOIN finding f ON f.id = l.source "
                          "JOIN record x ON x.id = l.target WHERE l.field IN ('clauses', 'controls') AND f.grade <> 'strength' GROUP BY x.id "
                          "ORDER BY 5 DESC, 4 DESC, x.reference COLLATE as_counted LIMIT ?1",
                          -1, &statement, NULL) == SQLITE_OK)
    {
      sqlite3_bind_int (statement, 1, MOST_NAMED);
      while (sqlite3_step (statement) == SQLITE_ROW)
        {
          g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

          if (!begun)
            {
              annex_report_document_add_heading (listing->document, 1, _("Where Most Was Found, Audit by Audit"));
              annex_report_document_begin_table (listing->document, NULL, (const AnnexReportColumn *) (gpointer) columns->data, columns->len);
              begun = TRUE;
            }
          for (int i = 1; i <= (int) G_N_ELEMENTS (before); i++)
            g_ptr_array_add (cells, g_strdup ((const char *) sqlite3_column_text (statement, i)));
          for (guint i = 0; i < audits->len; i++)
            {
              int n = count_found (listing->store, sqlite3_column_int64 (statement, 0), annex_record_get_id (audits->pdata[i]));

              g_ptr_array_add (cells, n > 0 ? g_strdup_printf ("%d", n) : g_strdup (""));
            }
          annex_report_document_add_row (listing->document, (const char *const *) cells->pdata);
        }
    }
  sqlite3_finalize (statement);
}

AnnexReportDocument *
annex_finding_list_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error)
{
  g_autoptr (AnnexReportDocument) document = annex_report_begin (store, _("Findings of Audits"), NULL);
  Listing listing = { store, document };

  annex_report_document_set_page (document, ANNEX_REPORT_A4, TRUE);
  if (!add_list (&listing, error))
    return NULL;
  add_trend (&listing);
  add_most_found (&listing);
  return g_steal_pointer (&document);
}
