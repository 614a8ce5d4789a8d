/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "isms/check/audit-programme.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_COVERAGE_ROW (annex_coverage_row_get_type ())
G_DECLARE_FINAL_TYPE (AnnexCoverageRow, annex_coverage_row, ANNEX, COVERAGE_ROW, GtkBox)

/* A line of the coverage matrix. */

/** annex_coverage_row_get_cell_width: Returns: how wide each of @n_cells is; few of them share the room that three have. */
int annex_coverage_row_get_cell_width (guint n_cells, gboolean narrow);

GtkWidget *annex_coverage_row_new (void);

/** annex_coverage_row_show: @narrow: signs alone, without the numbers at the end. */
void annex_coverage_row_show (AnnexCoverageRow *self, const AnnexCoverageLine *line, gboolean narrow);

/** annex_coverage_row_dup_description: @headings: of the line's cells. Returns: (transfer full): everything that the row says, in words. */
char *annex_coverage_row_dup_description (const AnnexCoverageLine *line, const char *const *headings);

G_END_DECLS
