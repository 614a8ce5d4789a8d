/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "accepted-by.h"
#include "core/annex-query.h"
#include "isms/annex-isms.h"
#include "isms/annex-reports.h"
#include "isms/annex-rules.h"
#include "methodology.h"
#include "report/annex-risk-map-picture.h"
#include "risk-map.h"

typedef struct
{
  AnnexStore *store;
  AnnexReportDocument *document;
  GHashTable *owners; /* names of risk owners, for the signatures */
  gboolean has_findings;
  GCancellable *cancellable;
} Report;

typedef struct
{
  AnnexRiskMap *map;
  AnnexRiskMapView view;
} Figure;

static void
draw_map (cairo_t *cairo, double width, double height, gpointer data)
{
  Figure *figure = data;

  annex_risk_map_picture_draw (cairo, figure->map, figure->view, width, height);
}

static void
free_figure (gpointer data)
{
  Figure *figure = data;

  annex_risk_map_unref (figure->map);
  g_free (figure);
}

/* What the picture shows, cell by cell, for those who do not see it. */
static char *
dup_alternative (AnnexRiskMap *map, AnnexRiskStage stage)
{
  GString *text = g_string_new (NULL);

  for (guint row = 0; row < annex_risk_map_get_n_rows (map); row++)
    for (guint column = 0; column < annex_risk_map_get_n_columns (map); column++)
      {
        int likelihood, consequence;
        g_autofree char *cell = NULL;

        annex_risk_map_get_cell (map, column, row, &likelihood, &consequence);
        if (annex_risk_map_get_count (map, stage, likelihood, consequence) == 0)
          continue;
        cell = annex_risk_map_dup_cell_text (map, stage, likelihood, consequence);
        g_string_append_printf (text, "%s%s", text->len > 0 ? "; " : "", cell);
      }
  if (text->len == 0)
    g_string_append (text, _("No risk is rated."));
  return g_string_free_and_steal (text);
}

static void
add_map (Report *report, AnnexRiskMap *map, AnnexRiskMapView view, const char *caption, const char *alternative)
{
  Figure *figure = g_new0 (Figure, 1);

  figure->map = annex_risk_map_ref (map);
  figure->view = view;
  annex_report_document_add_figure (report->document, draw_map, figure, free_figure, annex_risk_map_picture_get_aspect (view), caption, alternative);
  annex_report_document_fill_page (report->document);
}

static gboolean
add_maps (Report *report, GError **error)
{
  g_autoptr (AnnexRiskMap) map = annex_risk_map_new (report->store, NULL, report->cancellable, error);

  if (map == NULL)
    return FALSE;
  annex_report_document_add_heading (report->document, 1, _("Risk Map"));
  add_map (report, map, ANNEX_RISK_MAP_SIDE_BY_SIDE, _("Inherent, current and residual risk"), _("The three maps that follow, beside one another"));
  for (int stage = 0; stage < ANNEX_RISK_N_STAGES; stage++)
    {
      g_autofree char *alternative = dup_alternative (map, (AnnexRiskStage) stage);
      g_autofree char *caption = g_strdup_printf (_("%s risk"), annex_risk_stage_get_label ((AnnexRiskStage) stage));

      add_map (report, map, (AnnexRiskMapView) stage, caption, alternative);
    }
  return TRUE;
}

static void
colour_level (Report *report, guint column, AnnexRecord *record, const char *field)
{
  const char *level = annex_record_get_value (record, field);

  if (level != NULL)
    annex_report_document_colour_cell (report->document, column, annex_report_get_colour (report->store, atoi (level)));
}

static gboolean
add_row (AnnexRecord *record, gpointer data)
{
  Report *report = data;
  const char *owner = annex_record_get_text (record, "owner");
  const char *const cells[] = {
    annex_record_get_reference (record),
    annex_record_get_title (record),
    annex_record_get_text (record, "assets"),
    owner,
    annex_record_get_text (record, "inherent_level"),
    annex_record_get_text (record, "current_level"),
    annex_record_get_text (record, "treatment"),
    annex_record_get_text (record, "target_level"),
    annex_record_get_text (record, "acceptance"),
    annex_record_get_text (record, "review_date"),
  };

  if (*owner != '\0')
    g_hash_table_add (report->owners, g_strdup (owner));
  annex_report_document_add_row (report->document, cells);
  colour_level (report, 4, record, "inherent_level");
  colour_level (report, 5, record, "current_level");
  colour_level (report, 7, record, "target_level");
  return !g_cancellable_is_cancelled (report->cancellable);
}

/* The three and those that the engagement adds, each with its reason. */
static void
add_properties (Report *report, AnnexRecord *record)
{
  GPtrArray *fields = annex_store_get_fields (report->store, &annex_risk_type);

  for (guint i = 0; i < fields->len; i++)
    {
      const AnnexField *field = fields->pdata[i];

      if ((field->flags & ANNEX_FIELD_PROPERTY) != 0)
        annex_report_document_add_fact (report->document, annex_field_get_label (field), annex_record_get_text (record, field->name));
    }
}

static gboolean
add_detail (AnnexRecord *record, gpointer data)
{
  /* NULL where the properties affected stand. */
  static const char *const fields[] = {
    "owner", "source", "event", "outcome", "assets", "threats", "vulnerabilities", NULL, "controls",
    "inherent_likelihood", "inherent_consequence", "inherent_deciding_area", "inherent_level", "inherent_knowledge", "inherent_rationale", "current_likelihood",
    "current_consequence", "deciding_area", "current_level", "current_knowledge", "current_rationale", "treatment", "status", "supplier", "contract",
    "target_likelihood", "target_consequence", "target_deciding_area", "target_level", "target_knowledge", "target_rationale", "acceptance", "assessed_on",
    "assessed_under", "review_date",
  };
  Report *report = data;
  g_autofree char *heading = g_strdup_printf ("%s %s", annex_record_get_reference (record), annex_record_get_title (record));

  annex_report_document_add_heading (report->document, 2, heading);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (fields[i] == NULL)
      add_properties (report, record);
    else
      annex_report_document_add_fact (report->document, annex_field_get_label (annex_type_find_field (&annex_risk_type, fields[i])),
                                      annex_record_get_text (record, fields[i]));
  return !g_cancellable_is_cancelled (report->cancellable);
}

static void
begin_table (Report *report)
{
  const AnnexReportColumn columns[] = {
    { _("Reference"), 1.2, ANNEX_REPORT_TEXT },   { _("Risk"), 3.0, ANNEX_REPORT_TEXT },      { _("Assets"), 2.2, ANNEX_REPORT_TEXT },
    { _("Owner"), 1.6, ANNEX_REPORT_TEXT },       { _("Inherent"), 1.1, ANNEX_REPORT_TEXT },  { _("Current"), 1.1, ANNEX_REPORT_TEXT },
    { _("Decision"), 1.2, ANNEX_REPORT_TEXT },    { _("Residual"), 1.1, ANNEX_REPORT_TEXT },  { _("Acceptance"), 1.6, ANNEX_REPORT_TEXT },
    { _("Next review"), 1.5, ANNEX_REPORT_DATE },
  };

  annex_report_document_begin_table (report->document, NULL, columns, G_N_ELEMENTS (columns));
}

static gboolean
add_acceptance (AnnexRecord *record, gpointer data)
{
  Report *report = data;
  const char *const cells[] = {
    annex_record_get_reference (record),        annex_record_get_text (record, "risk"),        annex_record_get_text (record, "accepted_by"),
    annex_record_get_text (record, "decision"), annex_record_get_text (record, "decided_on"),  annex_record_get_text (record, "level"),
    annex_record_get_text (record, "statement"), annex_record_get_text (record, "valid_until"),
  };

  annex_report_document_add_row (report->document, cells);
  colour_level (report, 5, record, "level");
  return TRUE;
}

static gboolean
add_acceptances (Report *report, GError **error)
{
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_acceptance_type);
  g_autoptr (GError) failure = NULL;
  const AnnexReportColumn columns[] = {
    { _("Reference"), 1.2, ANNEX_REPORT_TEXT }, { _("Risk"), 2.6, ANNEX_REPORT_TEXT },       { _("Decided by"), 1.6, ANNEX_REPORT_TEXT },
    { _("Decision"), 1.1, ANNEX_REPORT_TEXT },  { _("Date"), 1.5, ANNEX_REPORT_DATE },       { _("Level"), 1.0, ANNEX_REPORT_TEXT },
    { _("What was said"), 3.2, ANNEX_REPORT_TEXT }, { _("Valid until"), 1.5, ANNEX_REPORT_DATE },
  };

  if (annex_store_count (report->store, &annex_acceptance_type, &failure) == 0)
    return !annex_error_pass (&failure, error);
  annex_report_document_add_heading (report->document, 1, _("Acceptance by the Owners"));
  annex_report_document_begin_table (report->document, NULL, columns, G_N_ELEMENTS (columns));
  return annex_query_foreach (query, report->store, add_acceptance, report, error);
}

static void
add_finding (const AnnexFinding *finding, gpointer data)
{
  Report *report = data;
  const AnnexReportColumn columns[] = {
    { _("Clause"), 1.0, ANNEX_REPORT_TEXT }, { _("Record"), 3.0, ANNEX_REPORT_TEXT }, { _("What is open"), 5.0, ANNEX_REPORT_TEXT }
  };
  g_autofree char *record = g_strdup_printf ("%s %s", finding->reference != NULL ? finding->reference : "",
                                             finding->title != NULL ? finding->title : "");
  const char *const cells[] = { finding->clause, record, finding->message };

  if (!report->has_findings)
    {
      annex_report_document_add_heading (report->document, 1, _("Open Points"));
      annex_report_document_begin_table (report->document, NULL, columns, G_N_ELEMENTS (columns));
      report->has_findings = TRUE;
    }
  annex_report_document_add_row (report->document, cells);
}

AnnexReportDocument *
annex_risk_assessment_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (AnnexRecord) methodology = annex_methodology_get (store, &failure);
  g_autofree char *version =
    methodology != NULL ? g_strdup_printf (_("by methodology version %s"), annex_record_get_value (methodology, "version")) : NULL;
  g_autoptr (AnnexReportDocument) document = NULL;
  g_autoptr (GHashTable) owners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_risk_type);
  Report report = { .store = store, .owners = owners, .cancellable = cancellable };

  if (annex_error_pass (&failure, error))
    return NULL;
  document = annex_report_begin (store, _("Risk Assessment Report"), version, error);
  report.document = document;
  if (document == NULL)
    return NULL;
  annex_report_document_set_page (document, ANNEX_REPORT_A4, TRUE);
  if (!add_maps (&report, error) || !annex_accepted_by_add (document, store, error))
    return NULL;
  annex_report_document_add_heading (document, 1, _("Risk Register"));
  begin_table (&report);
  annex_query_add_filter (query, "status", ANNEX_FILTER_IS_NOT, "closed");
  if (!annex_query_foreach (query, store, add_row, &report, error) || !add_acceptances (&report, error) ||
      !annex_rules_check_each (store, 0, add_finding, &report, cancellable, error))
    return NULL;
  annex_report_document_add_heading (document, 1, _("Risks in Detail"));
  if (!annex_query_foreach (query, store, add_detail, &report, error) || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  annex_report_add_signatures (document, owners, _("Risk owner"),
                               _("The owners confirm the assessment of their risks and accept the residual risk as stated."));
  return g_steal_pointer (&document);
}
