/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-glyph-pen.h"

G_BEGIN_DECLS

/**
 * AnnexTypesetter:
 *
 * Sets texts into lines. A document sets all of them twice, once to count the pages and once to draw them, and that is
 * what printing it costs: so words are shaped once and remembered. Pango breaks only what cannot be put together
 * from words: what goes from right to left, or has a word that is longer than the line.
 */
typedef struct _AnnexTypesetter AnnexTypesetter;

/** annex_typesetter_new: Returns: (transfer full): for pages of a PDF, by the thread that will use it. */
AnnexTypesetter *annex_typesetter_new (void);
void annex_typesetter_free (AnnexTypesetter *self);

/** AnnexTypeface: how a text looks; @size in points. */
typedef struct
{
  double size;
  gboolean bold;
  PangoAlignment alignment;
} AnnexTypeface;

/** AnnexLines: a text in lines. Lengths are in points. */
typedef struct _AnnexLines AnnexLines;

/**
 * annex_typesetter_set:
 * @text: what is not UTF-8 in it is replaced
 * @width: at which lines are broken
 *
 * Returns: (transfer full): the text in one line at least.
 */
AnnexLines *annex_typesetter_set (AnnexTypesetter *self, const char *text, const AnnexTypeface *face, double width);
void annex_lines_free (AnnexLines *self);

guint annex_lines_get_n_lines (const AnnexLines *self);
double annex_lines_get_line_height (const AnnexLines *self, guint line);

/** annex_lines_get_height: Returns: of all of them. */
double annex_lines_get_height (const AnnexLines *self);

/** annex_lines_get_width: Returns: of the longest, without spaces at its end. */
double annex_lines_get_width (const AnnexLines *self);

/** annex_lines_write_line: @x, @y: of the left upper corner of that line. */
void annex_lines_write_line (const AnnexLines *self, guint line, AnnexGlyphPen *pen, double x, double y);

/** annex_lines_write: All of them; @x, @y: of the left upper corner. */
void annex_lines_write (const AnnexLines *self, AnnexGlyphPen *pen, double x, double y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexTypesetter, annex_typesetter_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexLines, annex_lines_free)

G_END_DECLS
