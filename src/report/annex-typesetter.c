/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-typesetter.h"

#include <cairo-pdf.h>
#include <string.h>

/* Of text; a layout takes some forty times the bytes of its text. */
#define MAX_KEPT (1024 * 1024)

struct _AnnexTypesetter
{
  PangoContext *context;
  GHashTable *layouts; /* of Setting: to PangoLayout */
  gsize kept;          /* bytes of text in @layouts */
};

typedef struct
{
  AnnexTypeface face;
  int width; /* in Pango units */
  char *text;
} Setting;

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

static PangoLayout *
make_layout (AnnexTypesetter *self, const Setting *setting)
{
  PangoLayout *layout = pango_layout_new (self->context);
  PangoFontDescription *font = pango_font_description_new ();
  g_autofree char *valid = g_utf8_make_valid (setting->text, -1);

  pango_font_description_set_family_static (font, "Sans");
  pango_font_description_set_absolute_size (font, setting->face.size * PANGO_SCALE);
  pango_font_description_set_weight (font, setting->face.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_alignment (layout, setting->face.alignment);
  pango_layout_set_width (layout, setting->width);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, valid, -1);
  return layout;
}

AnnexTypesetter *
annex_typesetter_new (void)
{
  AnnexTypesetter *self = g_new0 (AnnexTypesetter, 1);
  cairo_surface_t *surface = cairo_pdf_surface_create (NULL, 1, 1);
  cairo_t *cairo = cairo_create (surface);

  self->context = pango_cairo_create_context (cairo);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
  self->layouts = g_hash_table_new_full (hash_setting, equal_settings, free_setting, g_object_unref);
  return self;
}

void
annex_typesetter_free (AnnexTypesetter *self)
{
  g_hash_table_unref (self->layouts);
  g_object_unref (self->context);
  g_free (self);
}

PangoLayout *
annex_typesetter_set (AnnexTypesetter *self, const char *text, const AnnexTypeface *face, double width)
{
  Setting sought = { *face, (int) (width * PANGO_SCALE), (char *) text };
  PangoLayout *layout = g_hash_table_lookup (self->layouts, &sought);

  if (layout != NULL)
    return g_object_ref (layout);
  layout = make_layout (self, &sought);
  if (self->kept > MAX_KEPT)
    {
      g_hash_table_remove_all (self->layouts);
      self->kept = 0;
    }
  self->kept += strlen (text);
  sought.text = g_strdup (text);
  g_hash_table_insert (self->layouts, g_memdup2 (&sought, sizeof sought), g_object_ref (layout));
  return layout;
}

double
annex_typesetter_get_height (PangoLayout *layout)
{
  int height;

  pango_layout_get_size (layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}
