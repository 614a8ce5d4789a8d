/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "core/annex-query.h"
#include "core/annex-statement.h"
#include "isms/annex-isms.h"
#include "isms/annex-reports.h"
#include "isms/annex-rules.h"
#include "soa.h"

/* A rule's message stands for all controls that break it. */
typedef struct
{
  gint64 control;
  const char *message;
} Missing;

typedef struct
{
  AnnexStore *store;
  AnnexReportDocument *document;
  GArray *missing; /* Missing: by control */
  GStringChunk *messages;
  guint n_gaps;
  GError *failure;
} Report;

/* A rule's message goes on from the name of its record, which has a column of its own here. */
static void
append_sentence (GString *text, const char *message)
{
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append_unichar (text, g_unichar_toupper (g_utf8_get_char (message)));
  g_string_append (text, *message != '\0' ? g_utf8_next_char (message) : "");
}

static void
note_finding (const AnnexFinding *finding, gpointer data)
{
  Report *report = data;
  const AnnexType *type = finding->record != 0 && report->failure == NULL
                            ? annex_store_get_type_of (report->store, finding->record, &report->failure)
                            : NULL;

  if (type == &annex_control_type)
    {
      const Missing missing = { finding->record, g_string_chunk_insert_const (report->messages, finding->message) };

      g_array_append_val (report->missing, missing);
    }
}

static int
compare_missing (gconstpointer a, gconstpointer b)
{
  const Missing *one = a, *other = b;

  return one->control < other->control ? -1 : one->control > other->control;
}

static gboolean
find_missing (Report *report, GCancellable *cancellable, GError **error)
{
  if (!annex_rules_check_each (report->store, 0, note_finding, report, cancellable, error) ||
      annex_error_pass (&report->failure, error))
    return FALSE;
  /* What is missing of one control stays in the order of the rules. */
  g_array_sort (report->missing, compare_missing);
  return TRUE;
}

/* Returns: (nullable) (transfer full) */
static char *
dup_missing (Report *report, gint64 control)
{
  guint first = 0, end = report->missing->len;
  g_autoptr (GString) text = NULL;

  while (first < end)
    {
      guint middle = first + (end - first) / 2;

      if (g_array_index (report->missing, Missing, middle).control < control)
        first = middle + 1;
      else
        end = middle;
    }
  for (; first < report->missing->len && g_array_index (report->missing, Missing, first).control == control; first++)
    {
      if (text == NULL)
        text = g_string_new (NULL);
      append_sentence (text, g_array_index (report->missing, Missing, first).message);
    }
  return text != NULL ? g_string_free_and_steal (g_steal_pointer (&text)) : NULL;
}

/* Those not done yet, with their dates: "TM-004 (2026-12-15)". */
static char *
dup_open_measures (AnnexStore *store, gint64 control, GError **error)
{
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (store,
                         "SELECT x.reference, t.due FROM link l JOIN treatment t ON t.id = l.source JOIN record x ON x.id = t.id "
                         "WHERE l.target = ?1 AND l.field = 'controls' AND t.status NOT IN ('done', 'dropped') ORDER BY x.number",
                         error);
  g_autoptr (GString) text = g_string_new (NULL);

  if (statement == NULL)
    return NULL;
  annex_statement_bind_int64 (statement, 1, control);
  while (annex_statement_next (statement))
    {
      const char *due = annex_statement_get_text (statement, 1);

      g_string_append_printf (text, "%s%s (%s)", text->len > 0 ? ", " : "", annex_statement_get_string (statement, 0),
                              due != NULL ? due : _("no date"));
    }
  return annex_statement_finish (statement, error) ? g_string_free_and_steal (g_steal_pointer (&text)) : NULL;
}

static gboolean
add_control (AnnexRecord *control, gpointer data)
{
  Report *report = data;
  gint64 id = annex_record_get_id (control);
  g_autofree char *missing = dup_missing (report, id);
  g_autofree char *measures = NULL;
  const char *date = annex_record_get_value (control, "implemented_on");
  gboolean done = g_strcmp0 (annex_record_get_value (control, "status"), "implemented") == 0;

  if (done && missing == NULL && g_strcmp0 (annex_record_get_value (control, "agreement"), "ahead") != 0)
    return TRUE;
  measures = dup_open_measures (report->store, id, &report->failure);
  if (measures == NULL)
    return FALSE;
  annex_report_document_add_row (report->document,
                                 (const char *const[]) { annex_record_get_reference (control), annex_record_get_title (control),
                                                         annex_record_get_text (control, "status"), annex_record_get_text (control, "recorded_status"),
                                                         missing, measures, !done && date != NULL ? date : "",
                                                         annex_record_get_text (control, "owner") });
  report->n_gaps++;
  return TRUE;
}

static gboolean
add_mapped_control (AnnexRecord *control, gpointer document)
{
  annex_report_document_add_row (document,
                                 (const char *const[]) { annex_record_get_reference (control), annex_record_get_title (control),
                                                         annex_record_get_text (control, "met_through"), annex_record_get_text (control, "coverage") });
  return TRUE;
}

static gboolean
add_reference (AnnexRecord *control, gpointer references)
{
  g_string_append_printf (references, "%s%s", ((GString *) references)->len > 0 ? ", " : "", annex_record_get_reference (control));
  return TRUE;
}

/* Those that apply and that no mapping, or none to what applies, meets. */
static gboolean
add_unmet (AnnexStore *store, AnnexReportDocument *document, GError **error)
{
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_control_type);
  g_autoptr (GString) references = g_string_new (NULL);
  g_autofree char *text = NULL;

  annex_query_add_filter (query, "library", ANNEX_FILTER_IS, "annex_a");
  annex_query_add_filter (query, "decision", ANNEX_FILTER_IS, "applicable");
  annex_query_add_filter (query, "coverage", ANNEX_FILTER_IS_EMPTY, NULL);
  if (!annex_query_foreach (query, store, add_reference, references, error))
    return FALSE;
  text = g_strdup_printf (_("No control of another library is confirmed to meet: %s."), references->str);
  if (references->len > 0)
    annex_report_document_add_paragraph (document, text);
  return TRUE;
}

/* For an organization that works by another library: which of its controls stand for which of Annex A. */
static gboolean
add_mapped (AnnexStore *store, AnnexReportDocument *document, GCancellable *cancellable, GError **error)
{
  const AnnexReportColumn columns[] = {
    { _("Control"), 0.9, ANNEX_REPORT_TEXT }, { _("Title"), 2.4, ANNEX_REPORT_TEXT },
    { _("Met by"), 4, ANNEX_REPORT_TEXT },    { _("How far"), 1.5, ANNEX_REPORT_TEXT },
  };
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_control_type);
  g_autoptr (GError) failure = NULL;

  annex_query_add_filter (query, "coverage", ANNEX_FILTER_IS_NOT_EMPTY, NULL);
  annex_soa_limit_query (query);
  if (annex_query_count (query, store, &failure) == 0)
    return !annex_error_pass (&failure, error);
  annex_report_document_add_heading (document, 1, _("Met Through Other Libraries"));
  annex_report_document_add_paragraph (document, _("Controls that others are confirmed to meet, and how far those are implemented."));
  annex_report_document_begin_table (document, NULL, columns, G_N_ELEMENTS (columns));
  return annex_query_foreach (query, store, add_mapped_control, document, error) && add_unmet (store, document, error) &&
         !g_cancellable_set_error_if_cancelled (cancellable, error);
}

AnnexReportDocument *
annex_gap_list_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error)
{
  const AnnexReportColumn columns[] = {
    { _("Control"), 0.9, ANNEX_REPORT_TEXT },         { _("Title"), 2.4, ANNEX_REPORT_TEXT },          { _("Said"), 1.5, ANNEX_REPORT_TEXT },
    { _("By the records"), 1.5, ANNEX_REPORT_TEXT },  { _("What is missing"), 3.4, ANNEX_REPORT_TEXT }, { _("Measures still open"), 2, ANNEX_REPORT_TEXT },
    { _("Planned for"), 1.2, ANNEX_REPORT_DATE },     { _("Owner"), 1.5, ANNEX_REPORT_TEXT },
  };
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_control_type);
  g_autoptr (GArray) missing = g_array_new (FALSE, FALSE, sizeof (Missing));
  g_autoptr (GStringChunk) messages = g_string_chunk_new (1024);
  g_autoptr (AnnexReportDocument) document = NULL;
  Report report = { .store = store, .missing = missing, .messages = messages };

  if (!find_missing (&report, cancellable, error))
    return NULL;
  document = annex_report_begin (store, _("Gaps and Implementation Plan of Controls"), NULL, error);
  if (document == NULL)
    return NULL;
  annex_report_document_set_page (document, ANNEX_REPORT_A4, TRUE);
  annex_report_document_add_heading (document, 1, _("Gaps"));
  annex_report_document_add_paragraph (document, _("Controls that are not implemented yet, those whose records show less than is said of them, "
                                                   "and those that the rules find something missing of."));
  annex_report_document_begin_table (document, NULL, columns, G_N_ELEMENTS (columns));
  annex_query_add_filter (query, "decision", ANNEX_FILTER_IS_NOT, "excluded");
  annex_soa_limit_query (query);
  report.document = document;
  if (!annex_query_foreach (query, store, add_control, &report, error) || annex_error_pass (&report.failure, error) || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (report.n_gaps == 0)
    annex_report_document_add_paragraph (document, _("There is none."));
  if (!add_mapped (store, document, cancellable, error))
    return NULL;
  return g_steal_pointer (&document);
}
