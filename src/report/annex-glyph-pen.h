/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-vocabulary.h"

G_BEGIN_DECLS

/**
 * AnnexGlyphPen:
 *
 * Writes parts of words, and hands cairo at once what is in one font and colour: a call for each part costs a page more
 * than its glyphs do. What is written is there after annex_glyph_pen_flush().
 */
typedef struct _AnnexGlyphPen AnnexGlyphPen;

/** annex_glyph_pen_new: @cairo: whose units are points, as they were when the words were shaped. */
AnnexGlyphPen *annex_glyph_pen_new (cairo_t *cairo);

/** annex_glyph_pen_free: Leaves what was not flushed. */
void annex_glyph_pen_free (AnnexGlyphPen *self);

/** annex_glyph_pen_set_grey: For what is written from now on; black is 0, white is 1. */
void annex_glyph_pen_set_grey (AnnexGlyphPen *self, double grey);

/** annex_glyph_pen_write: @y: of the base line, in points. */
void annex_glyph_pen_write (AnnexGlyphPen *self, const AnnexWordPart *part, double x, double y);

/** annex_glyph_pen_write_line: A line that Pango broke, from @x on the base line @y on. */
void annex_glyph_pen_write_line (AnnexGlyphPen *self, PangoLayoutLine *line, double x, double y);

void annex_glyph_pen_flush (AnnexGlyphPen *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexGlyphPen, annex_glyph_pen_free)

G_END_DECLS
