/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "audit-programme.h"
#include "audit.h"
#include "core/annex-query.h"
#include "isms/annex-isms.h"
#include "isms/annex-reports.h"

static const guint colours[] = { 0xffffff, 0xf8d7da, 0xdbe9f9, 0xd1e7dd };

typedef struct
{
  AnnexReportDocument *document;
  int first_year;
} Listing;

static gboolean
add_audit (AnnexRecord *audit, gpointer data)
{
  Listing *listing = data;
  const char *starts_on = annex_record_get_value (audit, "starts_on");
  int year = starts_on != NULL ? (int) g_ascii_strtoll (starts_on, NULL, 10) : 0;
  const char *lead = annex_record_get_text (audit, "lead");
  const char *cells[] = { annex_record_get_reference (audit), annex_record_get_title (audit),   annex_record_get_text (audit, "kind"),
                          starts_on != NULL ? starts_on : "", annex_record_get_text (audit, "ends_on"), *lead != '\0' ? lead : annex_record_get_text (audit, "body"),
                          annex_record_get_text (audit, "sites"), annex_record_get_text (audit, "status") };

  if (starts_on == NULL || (year >= listing->first_year && year < listing->first_year + ANNEX_PROGRAMME_YEARS))
    annex_report_document_add_row (listing->document, cells);
  return TRUE;
}

static gboolean
add_audits (AnnexReportDocument *document, AnnexStore *store, int first_year, GError **error)
{
  const AnnexReportColumn columns[] = {
    { _("Audit"), 1, ANNEX_REPORT_TEXT },      { _("What"), 3.4, ANNEX_REPORT_TEXT },  { _("Kind"), 1.8, ANNEX_REPORT_TEXT },
    { _("From"), 1.3, ANNEX_REPORT_DATE },     { _("Until"), 1.3, ANNEX_REPORT_DATE }, { _("Led by"), 2.2, ANNEX_REPORT_TEXT },
    { _("Sites"), 2, ANNEX_REPORT_TEXT },      { _("Status"), 1.3, ANNEX_REPORT_TEXT },
  };
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_audit_type);
  Listing listing = { document, first_year };

  annex_report_document_add_heading (document, 1, _("Who Audits What, and When"));
  annex_report_document_begin_table (document, NULL, columns, G_N_ELEMENTS (columns));
  annex_query_set_sort (query, "starts_on", FALSE);
  return annex_query_foreach (query, store, add_audit, &listing, error);
}

static void
add_lines (AnnexReportDocument *document, GPtrArray *lines, const char *const *headings, gboolean controls)
{
  const AnnexReportColumn before[] = { { controls ? _("Control") : _("Clause"), 1, ANNEX_REPORT_TEXT }, { _("Title"), 3.6, ANNEX_REPORT_TEXT } };
  const AnnexReportColumn after[] = {
    { _("Last audited"), 1.4, ANNEX_REPORT_DATE }, { _("Open findings"), 1.2, ANNEX_REPORT_NUMBER }, { _("All findings"), 1.2, ANNEX_REPORT_NUMBER },
    { _("Risk level"), 1, ANNEX_REPORT_NUMBER },   { _("Weight"), 1.1, ANNEX_REPORT_NUMBER },
  };
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (AnnexReportColumn));

  g_array_append_vals (columns, before, G_N_ELEMENTS (before));
  for (guint i = 0; headings[i] != NULL; i++)
    {
      const AnnexReportColumn column = { headings[i], 2.2, ANNEX_REPORT_TEXT };

      g_array_append_val (columns, column);
    }
  g_array_append_vals (columns, after, G_N_ELEMENTS (after));
  annex_report_document_add_heading (document, 2, controls ? _("Controls") : _("Clauses"));
  annex_report_document_begin_table (document, NULL, (const AnnexReportColumn *) (gpointer) columns->data, columns->len);
  for (guint i = 0; i < lines->len; i++)
    {
      const AnnexCoverageLine *line = lines->pdata[i];
      g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

      if (line->is_control != controls)
        continue;
      g_ptr_array_add (cells, g_strdup (line->reference));
      g_ptr_array_add (cells, g_strdup (line->title));
      for (guint j = 0; j < line->n_cells; j++)
        g_ptr_array_add (cells, annex_coverage_cell_dup_text (&line->cells[j]));
      g_ptr_array_add (cells, g_strdup (line->last_audited != NULL ? line->last_audited : ""));
      g_ptr_array_add (cells, g_strdup_printf ("%u", line->n_open));
      g_ptr_array_add (cells, g_strdup_printf ("%u", line->n_past));
      g_ptr_array_add (cells, line->level > 0 ? g_strdup_printf ("%d", line->level) : g_strdup (""));
      g_ptr_array_add (cells, g_strdup_printf ("%u", line->weight));
      annex_report_document_add_row (document, (const char *const *) cells->pdata);
      for (guint j = 0; j < line->n_cells; j++)
        if (line->cells[j].state != ANNEX_COVERAGE_NONE)
          annex_report_document_colour_cell (document, G_N_ELEMENTS (before) + j, colours[line->cells[j].state]);
    }
}

static int
compare_weights (gconstpointer a, gconstpointer b)
{
  const AnnexCoverageLine *one = *(AnnexCoverageLine *const *) a, *two = *(AnnexCoverageLine *const *) b;

  return (one->weight < two->weight) - (one->weight > two->weight);
}

/* What nobody looks at, the heaviest first. */
static void
add_gaps (AnnexReportDocument *document, GPtrArray *lines)
{
  g_autoptr (GPtrArray) gaps = g_ptr_array_new ();
  const AnnexReportColumn columns[] = {
    { _("Clause or control"), 1, ANNEX_REPORT_TEXT }, { _("Title"), 4, ANNEX_REPORT_TEXT }, { _("Weight"), 1, ANNEX_REPORT_NUMBER },
  };

  for (guint i = 0; i < lines->len; i++)
    if (!annex_coverage_line_is_covered (lines->pdata[i]))
      g_ptr_array_add (gaps, lines->pdata[i]);
  g_ptr_array_sort (gaps, compare_weights);
  annex_report_document_add_heading (document, 1, _("Not in Any Audit"));
  if (gaps->len == 0)
    {
      annex_report_document_add_paragraph (document, _("Every clause and every control that applies is looked at within the three years."));
      return;
    }
  annex_report_document_add_paragraph (document, _("Nothing is planned for these within the three years; those with the greatest weight come first."));
  annex_report_document_begin_table (document, NULL, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < gaps->len; i++)
    {
      const AnnexCoverageLine *line = gaps->pdata[i];
      g_autofree char *weight = g_strdup_printf ("%u", line->weight);

      annex_report_document_add_row (document, (const char *const[]) { line->reference, line->title, weight });
    }
}

/* Where the organization has several sites, the same again by site. */
static gboolean
add_sites (AnnexReportDocument *document, AnnexStore *store, int first_year, GError **error)
{
  g_auto (GStrv) sites = NULL;
  g_autoptr (GPtrArray) lines = annex_programme_load_by_site (store, first_year, &sites, error);

  if (lines == NULL)
    return FALSE;
  if (g_strv_length (sites) < 2)
    return TRUE;
  annex_report_document_add_heading (document, 1, _("Coverage by Site"));
  annex_report_document_add_paragraph (document, _("What is looked at where, and in which of the three years."));
  add_lines (document, lines, (const char *const *) sites, FALSE);
  add_lines (document, lines, (const char *const *) sites, TRUE);
  return TRUE;
}

AnnexReportDocument *
annex_audit_programme_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error)
{
  int first_year = annex_programme_get_first_year (store, error);
  g_autoptr (GPtrArray) lines = first_year != 0 ? annex_programme_load (store, first_year, NULL, error) : NULL;
  g_autoptr (AnnexReportDocument) document = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) headings = NULL;
  g_autofree char *years = g_strdup_printf ("%d–%d", first_year, first_year + ANNEX_PROGRAMME_YEARS - 1);

  if (lines == NULL)
    return NULL;
  document = annex_report_begin (store, _("Audit Programme"), years, error);
  if (document == NULL)
    return NULL;
  annex_report_document_set_page (document, ANNEX_REPORT_A4, TRUE);
  annex_report_document_add_paragraph (document, _("Over three years every clause and every control that applies is looked at at least once (ISO/IEC 27001, 9.2.2). "
                                                   "What keeps high risks down, and where something was found before, is looked at sooner and more often."));
  if (!add_audits (document, store, first_year, error))
    return NULL;
  add_gaps (document, lines);
  annex_report_document_add_heading (document, 1, _("Coverage"));
  annex_report_document_add_paragraph (document, _("✓ audited · ○ planned · ✗ in scope but left out · – in no audit. The weight is the level of the highest risk that hangs "
                                                   "on a control, and 3 for each major nonconformity, 2 for each minor one and 1 for each other finding so far."));
  for (int i = 0; i < ANNEX_PROGRAMME_YEARS; i++)
    {
      g_autofree char *year = g_strdup_printf ("%d", first_year + i);

      g_strv_builder_add (builder, year);
    }
  headings = g_strv_builder_end (builder);
  add_lines (document, lines, (const char *const *) headings, FALSE);
  add_lines (document, lines, (const char *const *) headings, TRUE);
  if (!add_sites (document, store, first_year, error))
    return NULL;
  return g_steal_pointer (&document);
}
