/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-glyph-pen.h"

struct _AnnexGlyphPen
{
  cairo_t *cairo;
  double grey;
  cairo_scaled_font_t *font; /* (nullable): of what was written and is not flushed */
  GArray *glyphs;            /* cairo_glyph_t */
  GArray *clusters;          /* cairo_text_cluster_t */
  GString *text;
};

AnnexGlyphPen *
annex_glyph_pen_new (cairo_t *cairo)
{
  AnnexGlyphPen *self = g_new0 (AnnexGlyphPen, 1);

  self->cairo = cairo_reference (cairo);
  self->glyphs = g_array_new (FALSE, FALSE, sizeof (cairo_glyph_t));
  self->clusters = g_array_new (FALSE, FALSE, sizeof (cairo_text_cluster_t));
  self->text = g_string_new (NULL);
  return self;
}

void
annex_glyph_pen_free (AnnexGlyphPen *self)
{
  if (self == NULL)
    return;
  cairo_destroy (self->cairo);
  cairo_scaled_font_destroy (self->font);
  g_array_unref (self->glyphs);
  g_array_unref (self->clusters);
  g_string_free (self->text, TRUE);
  g_free (self);
}

void
annex_glyph_pen_flush (AnnexGlyphPen *self)
{
  if (self->glyphs->len == 0)
    return;
  cairo_set_scaled_font (self->cairo, self->font);
  cairo_set_source_rgb (self->cairo, self->grey, self->grey, self->grey);
  cairo_show_text_glyphs (self->cairo, self->text->str, self->text->len, (cairo_glyph_t *) self->glyphs->data, self->glyphs->len,
                          (cairo_text_cluster_t *) self->clusters->data, self->clusters->len, 0);
  g_array_set_size (self->glyphs, 0);
  g_array_set_size (self->clusters, 0);
  g_string_truncate (self->text, 0);
}

void
annex_glyph_pen_set_grey (AnnexGlyphPen *self, double grey)
{
  if (self->grey != grey)
    annex_glyph_pen_flush (self);
  self->grey = grey;
}

static void
set_font (AnnexGlyphPen *self, cairo_scaled_font_t *font)
{
  if (self->font == font)
    return;
  annex_glyph_pen_flush (self);
  cairo_scaled_font_destroy (self->font);
  self->font = cairo_scaled_font_reference (font);
}

void
annex_glyph_pen_write (AnnexGlyphPen *self, const AnnexWordPart *part, double x, double y)
{
  guint first = self->glyphs->len;
  cairo_glyph_t *glyphs;

  set_font (self, part->font);
  first = self->glyphs->len;
  g_array_set_size (self->glyphs, first + part->n_glyphs);
  glyphs = &g_array_index (self->glyphs, cairo_glyph_t, first);
  for (guint i = 0; i < part->n_glyphs; i++)
    {
      const AnnexGlyph *glyph = &part->glyphs[i];

      glyphs[i] = (cairo_glyph_t) { glyph->index, x + (double) glyph->x / PANGO_SCALE, y + (double) glyph->y / PANGO_SCALE };
      if (glyph->n_glyphs > 0)
        {
          const cairo_text_cluster_t cluster = { glyph->n_bytes, glyph->n_glyphs };

          g_array_append_val (self->clusters, cluster);
        }
    }
  g_string_append_len (self->text, part->text, part->n_bytes);
}

void
annex_glyph_pen_write_line (AnnexGlyphPen *self, PangoLayoutLine *line, double x, double y)
{
  annex_glyph_pen_flush (self);
  cairo_set_source_rgb (self->cairo, self->grey, self->grey, self->grey);
  cairo_move_to (self->cairo, x, y);
  pango_cairo_show_layout_line (self->cairo, line);
}
