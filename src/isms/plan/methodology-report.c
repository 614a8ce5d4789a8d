/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "core/annex-query.h"
#include "isms/annex-isms.h"
#include "isms/annex-reports.h"
#include "methodology.h"

typedef struct
{
  AnnexStore *store;
  AnnexReportDocument *document;
  const char *const *fields;
  guint n_fields;
  gboolean coloured;
} Table;

static gboolean
add_level (AnnexRecord *record, gpointer data)
{
  Table *table = data;
  g_autofree const char **cells = g_new0 (const char *, table->n_fields + 1);
  const char *level;

  for (guint i = 0; i < table->n_fields; i++)
    cells[i] = annex_record_get_text (record, table->fields[i]);
  annex_report_document_add_row (table->document, cells);
  level = annex_record_get_value (record, "level");
  if (table->coloured && level != NULL)
    annex_report_document_colour_cell (table->document, 1, annex_report_get_colour (table->store, atoi (level)));
  return TRUE;
}

static gboolean
add_scale (AnnexReportDocument *document, AnnexStore *store, const char *scale, const char *title, const char *const *fields, guint n_fields,
           GError **error)
{
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_scale_level_type);
  g_autofree AnnexReportColumn *columns = g_new0 (AnnexReportColumn, n_fields);
  Table table = { store, document, fields, n_fields, g_str_equal (scale, "risk_level") };

  for (guint i = 0; i < n_fields; i++)
    columns[i] = (AnnexReportColumn) { annex_field_get_label (annex_type_find_field (&annex_scale_level_type, fields[i])),
                                       g_str_equal (fields[i], "level") ? 0.8 : g_str_equal (fields[i], "description") ? 3 : 1.8,
                                       g_str_equal (fields[i], "level") ? ANNEX_REPORT_NUMBER : ANNEX_REPORT_TEXT };
  annex_report_document_add_heading (document, 2, title);
  annex_report_document_begin_table (document, NULL, columns, n_fields);
  annex_query_add_filter (query, "scale", ANNEX_FILTER_IS, scale);
  annex_query_set_sort (query, "level", FALSE);
  return annex_query_foreach (query, store, add_level, &table, error);
}

/* The matrix as a table: likelihood downwards from the highest, consequence across. */
static gboolean
add_matrix (AnnexReportDocument *document, AnnexStore *store, GError **error)
{
  g_autoptr (AnnexMatrix) matrix = annex_matrix_load (store, error);
  guint n_columns = matrix != NULL ? annex_matrix_get_n_consequences (matrix) + 1 : 0;
  g_autofree AnnexReportColumn *columns = g_new0 (AnnexReportColumn, n_columns);
  g_autofree const char **cells = g_new0 (const char *, n_columns + 1);

  if (matrix == NULL)
    return FALSE;
  columns[0] = (AnnexReportColumn) { _("Likelihood \\ Consequence"), 1.4, ANNEX_REPORT_TEXT };
  for (guint i = 1; i < n_columns; i++)
    columns[i] =
      (AnnexReportColumn) { annex_store_get_scale_label (store, "consequence", annex_matrix_get_consequence (matrix, i - 1)), 1, ANNEX_REPORT_TEXT };
  annex_report_document_add_heading (document, 1, _("Risk Matrix"));
  annex_report_document_begin_table (document, NULL, columns, n_columns);
  for (guint row = annex_matrix_get_n_likelihoods (matrix); row-- > 0;)
    {
      int likelihood = annex_matrix_get_likelihood (matrix, row);

      cells[0] = annex_store_get_scale_label (store, "likelihood", likelihood);
      for (guint i = 1; i < n_columns; i++)
        {
          int level = annex_matrix_get_level (matrix, likelihood, annex_matrix_get_consequence (matrix, i - 1));

          cells[i] = level > 0 ? annex_store_get_scale_label (store, "risk_level", level) : _("not painted");
        }
      annex_report_document_add_row (document, cells);
      for (guint i = 1; i < n_columns; i++)
        {
          int level = annex_matrix_get_level (matrix, likelihood, annex_matrix_get_consequence (matrix, i - 1));

          if (level > 0)
            annex_report_document_colour_cell (document, i, annex_report_get_colour (store, level));
        }
    }
  return TRUE;
}

AnnexReportDocument *
annex_methodology_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error)
{
  static const char *const likelihood_fields[] = { "level", "name", "description", "frequency" };
  static const char *const consequence_fields[] = { "level", "name", "description", "financial", "operational", "legal", "reputation", "people" };
  static const char *const level_fields[] = { "level", "name", "description", "acceptance", "sign_off", "review_months" };
  g_autoptr (AnnexRecord) methodology = annex_methodology_require (store, error);
  g_autoptr (AnnexReportDocument) document = NULL;

  if (methodology == NULL)
    return NULL;
  document = annex_report_begin (store, annex_record_get_title (methodology), annex_record_get_value (methodology, "version"), error);
  if (document == NULL)
    return NULL;
  annex_report_document_set_page (document, ANNEX_REPORT_A4, TRUE);
  annex_report_document_add_control (document, _("Approved by"), annex_record_get_text (methodology, "approved_by"));
  annex_report_document_add_control (document, _("Approved on"), annex_record_get_text (methodology, "approved_on"));
  annex_report_document_add_heading (document, 1, _("Approach and Procedure"));
  annex_report_document_add_fact (document, _("Approach"), annex_record_get_text (methodology, "approach"));
  annex_report_document_add_paragraph (document, annex_record_get_text (methodology, "procedure"));
  annex_report_document_add_heading (document, 1, _("Scales"));
  if (!add_scale (document, store, "likelihood", _("Likelihood"), likelihood_fields, G_N_ELEMENTS (likelihood_fields), error) ||
      !add_scale (document, store, "consequence", _("Consequence"), consequence_fields, G_N_ELEMENTS (consequence_fields), error) ||
      !add_matrix (document, store, error))
    return NULL;
  annex_report_document_add_heading (document, 1, _("Evaluation and Acceptance"));
  if (!add_scale (document, store, "risk_level", _("Levels of risk"), level_fields, G_N_ELEMENTS (level_fields), error))
    return NULL;
  annex_report_document_add_heading (document, 1, _("Residual Risk"));
  annex_report_document_add_paragraph (document, annex_record_get_text (methodology, "residual"));
  annex_report_document_add_heading (document, 1, _("Approval"));
  annex_report_document_add_signature (document, _("Top management"), annex_record_get_text (methodology, "approved_by"));
  return g_steal_pointer (&document);
}
