/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-typesetter.h"

#include <cairo-pdf.h>
#include <string.h>

#define MAX_VOCABULARY (8 * 1024 * 1024) /* bytes */
#define MAX_LAYOUTS (1024 * 1024)        /* bytes of text; a layout takes some forty times as much */

struct _AnnexTypesetter
{
  PangoContext *context;
  GArray *fonts;       /* Font */
  GHashTable *layouts; /* of Setting: to PangoLayout */
  gsize kept;          /* bytes of text in @layouts */
};

typedef struct
{
  double size;
  gboolean bold;
  AnnexVocabulary *vocabulary;
} Font;

typedef struct
{
  AnnexTypeface face;
  int width; /* in Pango units */
  char *text;
} Setting;

typedef struct
{
  const AnnexWordPart *part;
  int x; /* in the line, in Pango units */
} Placed;

/* In Pango units. */
typedef struct
{
  PangoLayoutLine *layout_line; /* (nullable): where Pango broke it */
  guint first;                  /* among those that are placed */
  guint end;
  int x;
  int width; /* without spaces at the end */
  int ascent;
  int height;
} Line;

struct _AnnexLines
{
  PangoLayout *layout;         /* (nullable): where Pango broke it */
  AnnexVocabulary *vocabulary; /* whose words are placed */
  GArray *placed;              /* Placed */
  GArray *lines;               /* Line */
};

static void
clear_font (gpointer data)
{
  annex_vocabulary_unref (((Font *) data)->vocabulary);
}

static guint
hash_setting (gconstpointer setting)
{
  const Setting *self = setting;

  return g_str_hash (self->text) ^ (guint) self->width ^ (guint) (self->face.size * 64) << 16 ^ (guint) self->face.bold;
}

static gboolean
equal_settings (gconstpointer a, gconstpointer b)
{
  const Setting *one = a, *other = b;

  return one->width == other->width && one->face.size == other->face.size && one->face.bold == other->face.bold &&
         one->face.alignment == other->face.alignment && strcmp (one->text, other->text) == 0;
}

static void
free_setting (gpointer setting)
{
  g_free (((Setting *) setting)->text);
  g_free (setting);
}

AnnexTypesetter *
annex_typesetter_new (void)
{
  AnnexTypesetter *self = g_new0 (AnnexTypesetter, 1);
  cairo_surface_t *surface = cairo_pdf_surface_create (NULL, 1, 1);
  cairo_t *cairo = cairo_create (surface);

  self->context = pango_cairo_create_context (cairo);
  /* Paper has no pixels; where a glyph stands apart from what its font says, the file needs a correction besides. */
  pango_context_set_round_glyph_positions (self->context, FALSE);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
  self->fonts = g_array_new (FALSE, FALSE, sizeof (Font));
  g_array_set_clear_func (self->fonts, clear_font);
  self->layouts = g_hash_table_new_full (hash_setting, equal_settings, free_setting, g_object_unref);
  return self;
}

void
annex_typesetter_free (AnnexTypesetter *self)
{
  g_array_unref (self->fonts);
  g_hash_table_unref (self->layouts);
  g_object_unref (self->context);
  g_free (self);
}

static PangoFontDescription *
describe_font (const AnnexTypeface *face)
{
  PangoFontDescription *font = pango_font_description_new ();

  pango_font_description_set_family_static (font, "Sans");
  pango_font_description_set_absolute_size (font, face->size * PANGO_SCALE);
  pango_font_description_set_weight (font, face->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  return font;
}

/* ---- By words ---- */

/* Lines that are there keep the words that a font forgets. */
static AnnexVocabulary *
get_vocabulary (AnnexTypesetter *self, const AnnexTypeface *face)
{
  Font font = { face->size, face->bold, NULL };
  PangoFontDescription *description;

  for (guint i = 0; i < self->fonts->len; i++)
    {
      const Font *known = &g_array_index (self->fonts, Font, i);

      if (known->size == face->size && known->bold == face->bold)
        {
          if (annex_vocabulary_get_size (known->vocabulary) <= MAX_VOCABULARY)
            return known->vocabulary;
          g_array_remove_index_fast (self->fonts, i);
          break;
        }
    }
  description = describe_font (face);
  font.vocabulary = annex_vocabulary_new (self->context, description);
  pango_font_description_free (description);
  g_array_append_val (self->fonts, font);
  return font.vocabulary;
}

/* A paragraph that is being broken into lines. */
typedef struct
{
  AnnexLines *lines;
  const AnnexWordPart *space;
  int limit;
  guint first;    /* part of the line that is being filled */
  int pen;        /* where the next part goes */
  int end;        /* of the last word */
  guint break_at; /* the part that begins the next line, if it is broken where that may be done last; @first if that is nowhere */
  int break_pen;
  int break_end;
  gboolean may_break; /* behind the last word */
} Filling;

static void
end_line (Filling *self, guint end, int width)
{
  Line line = { .first = self->first, .end = end, .width = width, .ascent = self->space->ascent };
  int descent = self->space->descent;

  for (guint i = line.first; i < line.end; i++)
    {
      const AnnexWordPart *part = g_array_index (self->lines->placed, Placed, i).part;

      line.ascent = MAX (line.ascent, part->ascent);
      descent = MAX (descent, part->descent);
    }
  line.height = line.ascent + descent;
  g_array_append_val (self->lines->lines, line);
  self->first = self->break_at = end;
}

static void
place (Filling *self, const AnnexWordPart *part)
{
  const Placed placed = { part, self->pen };

  g_array_append_val (self->lines->placed, placed);
  self->pen += part->width;
}

static void
break_line (Filling *self)
{
  end_line (self, self->break_at, self->break_end);
  for (guint i = self->first; i < self->lines->placed->len; i++)
    g_array_index (self->lines->placed, Placed, i).x -= self->break_pen;
  self->pen -= self->break_pen;
  self->end = self->pen;
}

/* Returns: FALSE if it is not to be placed, or something in it is longer than the line. */
static gboolean
place_word (Filling *self, const AnnexWord *word)
{
  if (!word->stands_alone)
    return FALSE;
  for (guint i = 0; i < word->n_parts; i++)
    {
      if (word->parts[i].may_break_before && (i > 0 || self->may_break))
        {
          self->break_at = self->lines->placed->len;
          self->break_pen = self->pen;
          self->break_end = self->end;
        }
      place (self, &word->parts[i]);
      self->end = self->pen;
      if (self->end > self->limit && self->break_at > self->first)
        break_line (self);
      if (self->end > self->limit)
        return FALSE;
    }
  self->may_break = word->may_break_after;
  return TRUE;
}

static void
end_paragraph (Filling *self)
{
  end_line (self, self->lines->placed->len, self->end);
  self->pen = self->end = 0;
  self->may_break = FALSE;
}

/* Returns: FALSE if that cannot be done; then what was placed is of no use. */
static gboolean
set_words (AnnexLines *lines, const char *text, int width)
{
  const AnnexWord *space = annex_vocabulary_look_up (lines->vocabulary, " ", 1);
  Filling filling = { .lines = lines, .space = space->parts, .limit = width };
  const char *c = text;

  if (!space->stands_alone)
    return FALSE;
  while (TRUE)
    {
      gsize length = strcspn (c, " \n");

      if (length > 0 && !place_word (&filling, annex_vocabulary_look_up (lines->vocabulary, c, length)))
        return FALSE;
      c += length;
      if (*c == ' ')
        place (&filling, filling.space);
      else
        end_paragraph (&filling);
      if (*c == '\0')
        return TRUE;
      c++;
    }
}

static void
align (AnnexLines *lines, int width, PangoAlignment alignment)
{
  for (guint i = 0; i < lines->lines->len; i++)
    {
      Line *line = &g_array_index (lines->lines, Line, i);

      line->x = alignment == PANGO_ALIGN_LEFT ? 0 : alignment == PANGO_ALIGN_RIGHT ? width - line->width : (width - line->width) / 2;
    }
}

/* ---- By Pango ---- */

static PangoLayout *
make_layout (AnnexTypesetter *self, const Setting *setting)
{
  PangoLayout *layout = pango_layout_new (self->context);
  PangoFontDescription *font = describe_font (&setting->face);
  g_autofree char *valid = g_utf8_make_valid (setting->text, -1);

  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_alignment (layout, setting->face.alignment);
  pango_layout_set_width (layout, setting->width);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, valid, -1);
  return layout;
}

static PangoLayout *
get_layout (AnnexTypesetter *self, const char *text, const AnnexTypeface *face, int width)
{
  Setting sought = { *face, width, (char *) text };
  PangoLayout *layout = g_hash_table_lookup (self->layouts, &sought);

  if (layout != NULL)
    return g_object_ref (layout);
  layout = make_layout (self, &sought);
  if (self->kept > MAX_LAYOUTS)
    {
      g_hash_table_remove_all (self->layouts);
      self->kept = 0;
    }
  self->kept += strlen (text);
  sought.text = g_strdup (text);
  g_hash_table_insert (self->layouts, g_memdup2 (&sought, sizeof sought), g_object_ref (layout));
  return layout;
}

static void
take_lines (AnnexLines *lines)
{
  PangoLayoutIter *iter = pango_layout_get_iter (lines->layout);

  g_array_set_size (lines->placed, 0);
  g_array_set_size (lines->lines, 0);
  do
    {
      PangoRectangle extents;
      Line line = { .layout_line = pango_layout_iter_get_line_readonly (iter) };

      pango_layout_iter_get_line_extents (iter, NULL, &extents);
      line.x = extents.x;
      line.width = extents.width;
      line.ascent = pango_layout_iter_get_baseline (iter) - extents.y;
      line.height = extents.height;
      g_array_append_val (lines->lines, line);
    }
  while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
}

/* ---- Lines ---- */

AnnexLines *
annex_typesetter_set (AnnexTypesetter *self, const char *text, const AnnexTypeface *face, double width)
{
  AnnexLines *lines = g_new0 (AnnexLines, 1);
  int limit = (int) (width * PANGO_SCALE);

  lines->vocabulary = annex_vocabulary_ref (get_vocabulary (self, face));
  lines->placed = g_array_new (FALSE, FALSE, sizeof (Placed));
  lines->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  if (set_words (lines, text, limit))
    align (lines, limit, face->alignment);
  else
    {
      lines->layout = get_layout (self, text, face, limit);
      take_lines (lines);
    }
  return lines;
}

void
annex_lines_free (AnnexLines *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->layout);
  annex_vocabulary_unref (self->vocabulary);
  g_array_unref (self->placed);
  g_array_unref (self->lines);
  g_free (self);
}

static const Line *
get_line (const AnnexLines *self, guint line)
{
  return &g_array_index (self->lines, Line, line);
}

guint
annex_lines_get_n_lines (const AnnexLines *self)
{
  return self->lines->len;
}

double
annex_lines_get_line_height (const AnnexLines *self, guint line)
{
  return (double) get_line (self, line)->height / PANGO_SCALE;
}

double
annex_lines_get_height (const AnnexLines *self)
{
  int height = 0;

  for (guint i = 0; i < self->lines->len; i++)
    height += get_line (self, i)->height;
  return (double) height / PANGO_SCALE;
}

double
annex_lines_get_width (const AnnexLines *self)
{
  int width = 0;

  for (guint i = 0; i < self->lines->len; i++)
    width = MAX (width, get_line (self, i)->width);
  return (double) width / PANGO_SCALE;
}

void
annex_lines_write_line (const AnnexLines *self, guint line, AnnexGlyphPen *pen, double x, double y)
{
  const Line *at = get_line (self, line);

  x += (double) at->x / PANGO_SCALE;
  y += (double) at->ascent / PANGO_SCALE;
  if (at->layout_line != NULL)
    annex_glyph_pen_write_line (pen, at->layout_line, x, y);
  for (guint i = at->first; i < at->end; i++)
    {
      const Placed *placed = &g_array_index (self->placed, Placed, i);

      annex_glyph_pen_write (pen, placed->part, x + (double) placed->x / PANGO_SCALE, y);
    }
}

void
annex_lines_write (const AnnexLines *self, AnnexGlyphPen *pen, double x, double y)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      annex_lines_write_line (self, i, pen, x, y);
      y += annex_lines_get_line_height (self, i);
    }
}
