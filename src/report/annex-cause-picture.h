/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-cause-layout.h"
#include "annex-report-document.h"

G_BEGIN_DECLS

/**
 * AnnexCauseColours:
 * @text: red, green and blue, 0 to 1, of text and strong lines; likewise the others
 * @line: of thin lines
 * @trigger: of the mark of a trigger
 * @systemic: of the mark of a systemic cause
 * @high_contrast: whether thin lines are as strong as text
 */
typedef struct
{
  double text[3];
  double line[3];
  double trigger[3];
  double systemic[3];
  gboolean high_contrast;
} AnnexCauseColours;

/** ANNEX_CAUSE_COLOURS_PAPER: for a white ground. */
extern const AnnexCauseColours ANNEX_CAUSE_COLOURS_PAPER;

/** ANNEX_CAUSE_COLOURS_DARK: for a dark ground. */
extern const AnnexCauseColours ANNEX_CAUSE_COLOURS_DARK;

/** annex_cause_picture_draw: Draws at the origin, in the size of the layout, on whatever ground is there. Kinds differ by the shape of their mark, too. */
void annex_cause_picture_draw (cairo_t *cairo, const AnnexCauseLayout *layout, const AnnexCauseColours *colours);

/** annex_cause_picture_write: Writes a drawing to @path, as SVG (in which words stay words) or PNG by its ending; replaces the file at once or not at all. */
gboolean annex_cause_picture_write (AnnexCauseTree *tree, AnnexCauseDrawing drawing, const char *path, GError **error);

/** annex_cause_picture_add_to_report: Adds a drawing as a figure, with the outline as its alternative. */
void annex_cause_picture_add_to_report (AnnexCauseTree *tree, AnnexCauseDrawing drawing, AnnexReportDocument *document);

G_END_DECLS
