/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "isms/check/audit-programme.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_COVERAGE_ROW (annex_coverage_row_get_type ())
G_DECLARE_FINAL_TYPE (AnnexCoverageRow, annex_coverage_row, ANNEX, COVERAGE_ROW, GtkBox)

/* A line of the coverage matrix. */

#define ANNEX_COVERAGE_CELL_WIDTH 160
#define ANNEX_COVERAGE_NARROW_CELL_WIDTH 44

GtkWidget *annex_coverage_row_new (void);

/** annex_coverage_row_show: @narrow: signs alone, without the numbers at the end. */
void annex_coverage_row_show (AnnexCoverageRow *self, const AnnexCoverageLine *line, gboolean narrow);

/** annex_coverage_row_dup_description: Returns: (transfer full): everything that the row says, in words. */
char *annex_coverage_row_dup_description (const AnnexCoverageLine *line, int first_year);

G_END_DECLS
