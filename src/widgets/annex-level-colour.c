/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-level-colour.h"

#include "core/annex-change-set.h"
#include "core/annex-query.h"
#include "report/annex-contrast.h"

#define KEY "annex-level-looks"

typedef struct
{
  GdkRGBA fill;
  gboolean has_fill;
  const char *mark; /* interned */
} LevelLook;

static gboolean
add_level (AnnexRecord *record, gpointer looks)
{
  const char *colour = annex_record_get_value (record, "colour");
  const char *level = annex_record_get_value (record, "level");
  g_autofree char *text = g_strconcat ("#", colour, NULL);
  LevelLook *look;

  if (level == NULL)
    return TRUE;

  look = g_new0 (LevelLook, 1);
  look->has_fill = colour != NULL && gdk_rgba_parse (&look->fill, text);
  look->mark = g_intern_string (annex_record_get_value (record, "mark"));
  g_hash_table_insert (looks, GINT_TO_POINTER ((int) g_ascii_strtod (level, NULL)), look);

  return TRUE;
}

static void
store_changed_cb (AnnexStore *store, AnnexChangeSet *changes, gpointer user_data)
{
  if (annex_change_set_touches_type (changes, annex_type_find ("scale_level")))
    g_object_set_data (G_OBJECT (store), KEY, NULL);
}

/* Read once and again after a change of the scale: a table asks for each of its cells. */
static GHashTable *
get_looks (AnnexStore *store)
{
  GHashTable *looks = g_object_get_data (G_OBJECT (store), KEY);
  g_autoptr (AnnexQuery) query = NULL;

  if (looks != NULL)
    return looks;

  query = annex_query_new (annex_type_find ("scale_level"));
  annex_query_add_filter (query, "scale", ANNEX_FILTER_IS, "risk_level");
  looks = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  annex_query_foreach (query, store, add_level, looks, ANNEX_TOLD_BY_STORE);
  g_object_set_data_full (G_OBJECT (store), KEY, looks, (GDestroyNotify) g_hash_table_unref);
  g_signal_handlers_disconnect_by_func (store, store_changed_cb, NULL);
  g_signal_connect (store, "changed", G_CALLBACK (store_changed_cb), NULL);

  return looks;
}

gboolean
annex_level_colour_get (AnnexStore *store, int level, GdkRGBA *fill, GdkRGBA *text)
{
  const LevelLook *look = g_hash_table_lookup (get_looks (store), GINT_TO_POINTER (level));
  float shade;

  if (look == NULL || !look->has_fill)
    return FALSE;

  shade = annex_contrast_is_dark (look->fill.red, look->fill.green, look->fill.blue) ? 1 : 0;
  if (fill != NULL)
    *fill = look->fill;
  if (text != NULL)
    *text = (GdkRGBA) { shade, shade, shade, 1 };

  return TRUE;
}

const char *
annex_level_colour_get_mark (AnnexStore *store, int level)
{
  const LevelLook *look = g_hash_table_lookup (get_looks (store), GINT_TO_POINTER (level));

  return look != NULL ? look->mark : NULL;
}

PangoAttrList *
annex_level_colour_new_attributes (AnnexStore *store, int level)
{
  PangoAttrList *attributes;
  GdkRGBA fill, text;

  if (!annex_level_colour_get (store, level, &fill, &text))
    return NULL;

  attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_background_new (fill.red * 65535, fill.green * 65535, fill.blue * 65535));
  pango_attr_list_insert (attributes, pango_attr_foreground_new (text.red * 65535, text.green * 65535, text.blue * 65535));

  return attributes;
}
