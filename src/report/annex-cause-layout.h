/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>

#include "isms/act/cause-tree.h"

G_BEGIN_DECLS

/**
 * AnnexCauseLayout:
 *
 * Where everything stands in a drawing of causes: boxes with wrapped text that do not overlap, and lines
 * between them. Lengths are in the units of the surface, from the upper left. Does not change; belongs to
 * one thread at a time.
 */
typedef struct _AnnexCauseLayout AnnexCauseLayout;

/**
 * AnnexCauseDrawing:
 * @ANNEX_CAUSE_ISHIKAWA: a fishbone: the nonconformity is the head, categories are ribs, causes are twigs
 * @ANNEX_CAUSE_WHYS: a tree from left to right, a why a column
 */
typedef enum
{
  ANNEX_CAUSE_ISHIKAWA,
  ANNEX_CAUSE_WHYS
} AnnexCauseDrawing;

/** AnnexCauseBoxKind: what a box holds. A note is a heading or part of the key. */
typedef enum
{
  ANNEX_CAUSE_BOX_PROBLEM,
  ANNEX_CAUSE_BOX_CATEGORY,
  ANNEX_CAUSE_BOX_CAUSE,
  ANNEX_CAUSE_BOX_NOTE
} AnnexCauseBoxKind;

/**
 * AnnexCauseBox:
 * @kind: what it holds
 * @index: of the cause or of the category in the tree, else -1
 * @mark: which mark stands before the text, of causes and of the key
 * @has_mark: whether one does
 * @area: all of it
 * @text: (transfer none): shaped and wrapped
 * @text_x: where its text begins
 * @text_y: where its text begins
 */
typedef struct
{
  AnnexCauseBoxKind kind;
  int index;
  AnnexCauseKind mark;
  gboolean has_mark;
  cairo_rectangle_t area;
  PangoLayout *text;
  double text_x;
  double text_y;
} AnnexCauseBox;

/** AnnexCauseLine: @thickness: relative to a thin line. */
typedef struct
{
  double x1, y1, x2, y2;
  double thickness;
} AnnexCauseLine;

/**
 * annex_cause_layout_new:
 * @font: (nullable): family; NULL for "Sans"
 * @size: height of the text
 * @text_width: of a cause; longer text is wrapped
 */
AnnexCauseLayout *annex_cause_layout_new (AnnexCauseTree *tree, AnnexCauseDrawing drawing, const char *font, double size, double text_width);

/** annex_cause_layout_new_for_width: As annex_cause_layout_new(), with the text as wide, between 9.5 and 15 times its height, as the drawing may be. */
AnnexCauseLayout *annex_cause_layout_new_for_width (AnnexCauseTree *tree, AnnexCauseDrawing drawing, const char *font, double size, double width);
void annex_cause_layout_free (AnnexCauseLayout *self);

AnnexCauseTree *annex_cause_layout_get_tree (const AnnexCauseLayout *self);
AnnexCauseDrawing annex_cause_layout_get_drawing (const AnnexCauseLayout *self);
double annex_cause_layout_get_font_size (const AnnexCauseLayout *self);
void annex_cause_layout_get_size (const AnnexCauseLayout *self, double *width, double *height);
guint annex_cause_layout_get_n_boxes (const AnnexCauseLayout *self);
const AnnexCauseBox *annex_cause_layout_get_box (const AnnexCauseLayout *self, guint index);
guint annex_cause_layout_get_n_lines (const AnnexCauseLayout *self);
const AnnexCauseLine *annex_cause_layout_get_line (const AnnexCauseLayout *self, guint index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexCauseLayout, annex_cause_layout_free)

G_END_DECLS
