/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-vocabulary.h"

#include <string.h>

typedef struct
{
  const char *text; /* not terminated */
  gsize length;
  guint hash;
} Key;

/* In the table, the key is the entry. */
typedef struct
{
  Key key;
  AnnexWord word;
  AnnexGlyph *glyphs;
  char *text;
} Entry;

struct _AnnexVocabulary
{
  PangoLayout *layout;
  GHashTable *entries; /* of Key: to the Entry that it begins */
  gsize size;
};

static guint
hash_key (gconstpointer key)
{
  return ((const Key *) key)->hash;
}

static gboolean
equal_keys (gconstpointer a, gconstpointer b)
{
  const Key *one = a, *other = b;

  return one->length == other->length && memcmp (one->text, other->text, one->length) == 0;
}

static void
free_entry (gpointer data)
{
  Entry *self = data;

  for (guint i = 0; i < self->word.n_parts; i++)
    cairo_scaled_font_destroy (self->word.parts[i].font);
  g_free (self->word.parts);
  g_free (self->glyphs);
  g_free (self->text);
  g_free (self);
}

static void
free_vocabulary (gpointer data)
{
  AnnexVocabulary *self = data;

  g_hash_table_unref (self->entries);
  g_object_unref (self->layout);
}

AnnexVocabulary *
annex_vocabulary_new (PangoContext *context, const PangoFontDescription *font)
{
  AnnexVocabulary *self = g_rc_box_new0 (AnnexVocabulary);

  self->layout = pango_layout_new (context);
  pango_layout_set_font_description (self->layout, font);
  self->entries = g_hash_table_new_full (hash_key, equal_keys, free_entry, NULL);
  return self;
}

AnnexVocabulary *
annex_vocabulary_ref (AnnexVocabulary *self)
{
  return g_rc_box_acquire (self);
}

void
annex_vocabulary_unref (AnnexVocabulary *self)
{
  g_rc_box_release_full (self, free_vocabulary);
}

gsize
annex_vocabulary_get_size (const AnnexVocabulary *self)
{
  return self->size;
}

/* ---- Shaping ---- */

/* Letters on both sides, so that it is broken and drawn as it is among other words. */
#define BEFORE "x "
#define AFTER " x"

typedef struct
{
  GArray *parts;  /* AnnexWordPart */
  GArray *glyphs; /* AnnexGlyph */
  gsize start;    /* of the word in the layout's text */
  gsize end;
} Shaping;

static void
begin_part (Shaping *shaping, PangoFont *font, gboolean may_break_before)
{
  PangoRectangle extents;
  AnnexWordPart part = {
    .font = cairo_scaled_font_reference (pango_cairo_font_get_scaled_font (PANGO_CAIRO_FONT (font))),
    .may_break_before = may_break_before,
  };

  pango_font_get_glyph_extents (font, PANGO_GLYPH_EMPTY, NULL, &extents);
  part.ascent = PANGO_ASCENT (extents);
  part.descent = PANGO_DESCENT (extents);
  g_array_append_val (shaping->parts, part);
}

/* Returns: FALSE if it does not stand alone. */
static gboolean
add_cluster (Shaping *shaping, const PangoGlyphItemIter *cluster)
{
  AnnexWordPart *part = &g_array_index (shaping->parts, AnnexWordPart, shaping->parts->len - 1);

  for (int i = cluster->start_glyph; i < cluster->end_glyph; i++)
    {
      const PangoGlyphInfo *info = &cluster->glyph_item->glyphs->glyphs[i];
      gboolean first = i == cluster->start_glyph;
      const AnnexGlyph glyph = {
        .index = info->glyph,
        .x = part->width + info->geometry.x_offset,
        .y = info->geometry.y_offset,
        .n_bytes = first ? cluster->end_index - cluster->start_index : 0,
        .n_glyphs = first ? cluster->end_glyph - cluster->start_glyph : 0,
      };

      if (info->glyph == PANGO_GLYPH_EMPTY || info->glyph & PANGO_GLYPH_UNKNOWN_FLAG)
        return FALSE;
      g_array_append_val (shaping->glyphs, glyph);
      part->width += info->geometry.width;
      part->n_glyphs++;
    }
  part->n_bytes += cluster->end_index - cluster->start_index;
  return TRUE;
}

/* @attributes: of its characters. Returns: FALSE if a word in it does not stand alone. */
static gboolean
add_item (Shaping *shaping, PangoGlyphItem *item, const char *text, const PangoLogAttr *attributes)
{
  PangoGlyphItemIter cluster;
  gboolean begun = FALSE;

  for (gboolean more = pango_glyph_item_iter_init_start (&cluster, item, text); more; more = pango_glyph_item_iter_next_cluster (&cluster))
    {
      const PangoLogAttr *attribute = &attributes[cluster.start_char];

      if ((gsize) cluster.start_index < shaping->start || (gsize) cluster.start_index >= shaping->end)
        continue;
      if (item->item->analysis.level != 0 || attribute->is_mandatory_break || (attribute->is_line_break && attribute->break_inserts_hyphen))
        return FALSE;
      if (!begun || attribute->is_line_break)
        begin_part (shaping, item->item->analysis.font, attribute->is_line_break);
      begun = TRUE;
      if (!add_cluster (shaping, &cluster))
        return FALSE;
    }
  return TRUE;
}

/* Returns: FALSE if it does not stand alone; then what was added is of no use. */
static gboolean
shape (AnnexVocabulary *self, Shaping *shaping, const char *text)
{
  PangoLayoutLine *line;
  const PangoLogAttr *attributes;
  int n;

  pango_layout_set_text (self->layout, text, -1);
  if (pango_layout_get_line_count (self->layout) != 1)
    return FALSE;
  line = pango_layout_get_line_readonly (self->layout, 0);
  attributes = pango_layout_get_log_attrs_readonly (self->layout, &n);
  for (GSList *i = line->runs; i != NULL; i = i->next)
    {
      PangoGlyphItem *item = i->data;

      if (!add_item (shaping, item, text, attributes))
        return FALSE;
      attributes += item->item->num_chars;
    }
  return TRUE;
}

static void
fill_word (AnnexVocabulary *self, Entry *entry)
{
  AnnexWord *word = &entry->word;
  g_autofree char *text = g_strconcat (BEFORE, entry->text, AFTER, NULL);
  Shaping shaping = {
    .parts = g_array_new (FALSE, FALSE, sizeof (AnnexWordPart)),
    .glyphs = g_array_new (FALSE, FALSE, sizeof (AnnexGlyph)),
    .start = strlen (BEFORE),
    .end = strlen (BEFORE) + entry->key.length,
  };
  const AnnexGlyph *glyph;
  const char *c = entry->text;

  word->stands_alone = g_utf8_validate (text, -1, NULL) && shape (self, &shaping, text);
  word->n_parts = shaping.parts->len;
  word->parts = (AnnexWordPart *) g_array_free (shaping.parts, FALSE);
  glyph = entry->glyphs = (AnnexGlyph *) g_array_free (shaping.glyphs, FALSE);
  for (guint i = 0; i < word->n_parts; i++)
    {
      word->parts[i].glyphs = glyph;
      word->parts[i].text = c;
      glyph += word->parts[i].n_glyphs;
      c += word->parts[i].n_bytes;
    }
  /* A mark that begins it may have gone to the space before. */
  word->stands_alone &= c == entry->text + entry->key.length;
  if (word->stands_alone)
    {
      int n;
      const PangoLogAttr *attributes = pango_layout_get_log_attrs_readonly (self->layout, &n);

      /* The last letter, and the end behind it. */
      word->may_break_after = attributes[n - 2].is_line_break;
    }
  self->size += sizeof *entry + entry->key.length + word->n_parts * sizeof *word->parts + (glyph - entry->glyphs) * sizeof *glyph;
}

static guint
hash_text (const char *text, gsize length)
{
  guint hash = 5381;

  for (gsize i = 0; i < length; i++)
    hash = hash * 33 + (guchar) text[i];
  return hash;
}

const AnnexWord *
annex_vocabulary_look_up (AnnexVocabulary *self, const char *text, gsize length)
{
  const Key key = { text, length, hash_text (text, length) };
  Entry *entry = g_hash_table_lookup (self->entries, &key);

  if (entry != NULL)
    return &entry->word;
  entry = g_new0 (Entry, 1);
  entry->text = g_strndup (text, length);
  entry->key = (Key) { entry->text, length, key.hash };
  g_hash_table_insert (self->entries, entry, entry);
  fill_word (self, entry);
  return &entry->word;
}
