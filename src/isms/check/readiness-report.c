/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "isms/annex-reports.h"
#include "readiness.h"

static const guint colours[] = { 0xf8d7da, 0xfff3cd, 0xd1e7dd };

static void
add_table (AnnexReportDocument *document, GPtrArray *points, gboolean ready, const char *heading)
{
  const AnnexReportColumn columns[] = {
    { _("Clause or control"), 1.2, ANNEX_REPORT_TEXT }, { _("What"), 3, ANNEX_REPORT_TEXT },   { _("State"), 1.2, ANNEX_REPORT_TEXT },
    { _("In short"), 4.4, ANNEX_REPORT_TEXT },          { _("Record"), 1.1, ANNEX_REPORT_TEXT },
  };
  gboolean begun = FALSE;

  for (guint i = 0; i < points->len; i++)
    {
      const AnnexReadinessPoint *point = points->pdata[i];
      const char *cells[] = { point->clause, point->what, annex_readiness_get_label (point->state), point->detail,
                              point->reference != NULL ? point->reference : "" };

      if ((point->state == ANNEX_READINESS_READY) != ready)
        continue;
      if (!begun)
        {
          annex_report_document_add_heading (document, 1, heading);
          annex_report_document_begin_table (document, NULL, columns, G_N_ELEMENTS (columns));
          begun = TRUE;
        }
      annex_report_document_add_row (document, cells);
      annex_report_document_colour_cell (document, 2, colours[point->state]);
    }
}

static AnnexReportDocument *
make (AnnexStore *store, int stage, const char *title, const char *purpose, GError **error)
{
  g_autoptr (GPtrArray) points = annex_readiness_check (store, stage, error);
  g_autoptr (AnnexReportDocument) document = NULL;
  g_autofree char *summary = NULL;
  guint n_ready;

  if (points == NULL)
    return NULL;
  n_ready = annex_readiness_count (points, ANNEX_READINESS_READY);
  document = annex_report_begin (store, title, NULL, error);
  if (document == NULL)
    return NULL;
  summary = g_strdup_printf (_("%u of %u points are ready. Missing: %u. Out of date: %u."), n_ready, points->len,
                             annex_readiness_count (points, ANNEX_READINESS_MISSING), annex_readiness_count (points, ANNEX_READINESS_OLD));
  annex_report_document_add_paragraph (document, purpose);
  annex_report_document_add_paragraph (document, summary);
  add_table (document, points, FALSE, _("Still to Do"));
  add_table (document, points, TRUE, _("Ready"));
  return g_steal_pointer (&document);
}

AnnexReportDocument *
annex_stage1_readiness_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error)
{
  return make (store, 1, _("Readiness for Stage 1"),
               _("At stage 1 the certification body reads how the system is documented, and whether it can come back for stage 2."), error);
}

AnnexReportDocument *
annex_stage2_readiness_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error)
{
  return make (store, 2, _("Readiness for Stage 2"), _("At stage 2 the certification body wants to see that each control that applies operates."), error);
}
