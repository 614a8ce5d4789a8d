/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>

G_BEGIN_DECLS

/* Lengths are in Pango units. */

/** AnnexGlyph: @x, @y: from the beginning of its part, on the base line. */
typedef struct
{
  guint index;
  int x;
  int y;
  guint n_bytes;  /* of text that this and what follows stand for; 0 where the one before stands for it too */
  guint n_glyphs; /* that stand for it; 0 likewise */
} AnnexGlyph;

/** AnnexWordPart: what is neither broken between lines nor set in two fonts. */
typedef struct
{
  cairo_scaled_font_t *font;
  const AnnexGlyph *glyphs;
  const char *text;
  guint n_glyphs;
  guint n_bytes;
  int width;
  int ascent;
  int descent;
  gboolean may_break_before; /* of the first part: after a space */
} AnnexWordPart;

/**
 * AnnexWord: what stands between two spaces.
 * @stands_alone: FALSE where its glyphs depend on what is beside it or on the line: it goes from right to left, has a
 *   character that no font has, or one that is not seen; its parts are of no use then
 * @may_break_after: after a space behind it
 */
typedef struct
{
  AnnexWordPart *parts;
  guint n_parts;
  gboolean stands_alone;
  gboolean may_break_after;
} AnnexWord;

/**
 * AnnexVocabulary:
 *
 * The words of a text in one font, each shaped once, for the same ones come again and again.
 */
typedef struct _AnnexVocabulary AnnexVocabulary;

/** annex_vocabulary_new: @font: of which size, weight and family. Reference counted: words live as long as it. */
AnnexVocabulary *annex_vocabulary_new (PangoContext *context, const PangoFontDescription *font);
AnnexVocabulary *annex_vocabulary_ref (AnnexVocabulary *self);
void annex_vocabulary_unref (AnnexVocabulary *self);

/** annex_vocabulary_get_size: Returns: about how many bytes its words take. */
gsize annex_vocabulary_get_size (const AnnexVocabulary *self);

/** annex_vocabulary_look_up: @text: @length bytes, " " alone or without spaces and line feeds. Returns: (transfer none): the word. */
const AnnexWord *annex_vocabulary_look_up (AnnexVocabulary *self, const char *text, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexVocabulary, annex_vocabulary_unref)

G_END_DECLS
