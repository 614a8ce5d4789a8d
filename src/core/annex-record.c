/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "annex-record-private.h"

typedef struct
{
  gint64 id;
  GPtrArray *fields;
  char **values;
  char **texts; /* NULL in a view, to which nothing belongs */
} AnnexRecordPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (AnnexRecord, annex_record, G_TYPE_OBJECT)

static void
annex_record_finalize (GObject *object)
{
  AnnexRecordPrivate *priv = annex_record_get_instance_private (ANNEX_RECORD (object));

  for (guint i = 0; priv->texts != NULL && i < priv->fields->len; i++)
    {
      g_free (priv->values[i]);
      g_free (priv->texts[i]);
    }
  if (priv->texts != NULL)
    g_free (priv->values);
  g_free (priv->texts);
  g_ptr_array_unref (priv->fields);
  G_OBJECT_CLASS (annex_record_parent_class)->finalize (object);
}

static void
annex_record_class_init (AnnexRecordClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annex_record_finalize;
}

static void
annex_record_init (AnnexRecord *self)
{
}

static int
find_index (AnnexRecordPrivate *priv, const char *field_name)
{
  for (guint i = 0; i < priv->fields->len; i++)
    {
      const AnnexField *field = priv->fields->pdata[i];

      /* Most names differ at once. */
      if (field->name[0] == field_name[0] && strcmp (field->name, field_name) == 0)
        return i;
    }
  return -1;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

AnnexRecord *
annex_record_new (const AnnexType *type, GPtrArray *fields, gint64 id, char **values, char **texts)
{
  AnnexRecord *self = g_object_new (annex_type_get_gtype (type), NULL);
  AnnexRecordPrivate *priv = annex_record_get_instance_private (self);

  priv->id = id;
  priv->fields = g_ptr_array_ref (fields);
  priv->values = values;
  priv->texts = texts;
  return self;
}

AnnexRecord *
annex_record_new_view (const AnnexType *type, GPtrArray *fields, const char **values)
{
  return annex_record_new (type, fields, 0, (char **) values, NULL);
}

void
annex_record_set_view_id (AnnexRecord *self, gint64 id)
{
  AnnexRecordPrivate *priv = annex_record_get_instance_private (self);

  priv->id = id;
}

gint64
annex_record_get_id (AnnexRecord *self)
{
  AnnexRecordPrivate *priv = annex_record_get_instance_private (self);

  return priv->id;
}

const AnnexType *
annex_record_get_record_type (AnnexRecord *self)
{
  return ANNEX_RECORD_GET_CLASS (self)->type;
}

const char *
annex_record_get_reference (AnnexRecord *self)
{
  return annex_record_get_text_at (self, 0);
}

const char *
annex_record_get_title (AnnexRecord *self)
{
  const AnnexField *field = annex_type_get_title_field (annex_record_get_record_type (self));
  const char *title = annex_record_get_text (self, field->name);

  return *title != '\0' ? title : annex_record_get_reference (self);
}

const char *
annex_record_get_value (AnnexRecord *self, const char *field_name)
{
  AnnexRecordPrivate *priv = annex_record_get_instance_private (self);
  int index = find_index (priv, field_name);

  g_return_val_if_fail (index >= 0, NULL);
  return priv->values[index];
}

const char *
annex_record_get_text (AnnexRecord *self, const char *field_name)
{
  AnnexRecordPrivate *priv = annex_record_get_instance_private (self);
  int index = find_index (priv, field_name);

  g_return_val_if_fail (index >= 0, "");
  return annex_record_get_text_at (self, index);
}

const char *
annex_record_get_value_at (AnnexRecord *self, guint index)
{
  AnnexRecordPrivate *priv = annex_record_get_instance_private (self);

  g_return_val_if_fail (index < priv->fields->len, NULL);
  return priv->values[index];
}

const char *
annex_record_get_text_at (AnnexRecord *self, guint index)
{
  AnnexRecordPrivate *priv = annex_record_get_instance_private (self);

  g_return_val_if_fail (index < priv->fields->len, "");
  if (priv->texts != NULL && priv->texts[index] != NULL)
    return priv->texts[index];
  return priv->values[index] != NULL ? priv->values[index] : "";
}

GArray *
annex_record_dup_link_ids (AnnexRecord *self, const char *field_name)
{
  return annex_link_ids_parse (annex_record_get_value (self, field_name));
}

gint64
annex_record_get_link (AnnexRecord *self, const char *field_name)
{
  g_autoptr (GArray) ids = annex_record_dup_link_ids (self, field_name);

  return ids->len > 0 ? g_array_index (ids, gint64, 0) : 0;
}

GArray *
annex_link_ids_parse (const char *value)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  while (value != NULL && *value != '\0')
    {
      char *end;
      gint64 id = g_ascii_strtoll (value, &end, 10);

      if (end == value)
        break;
      g_array_append_val (ids, id);
      value = *end == ' ' ? end + 1 : end;
    }
  return ids;
}

char *
annex_link_ids_format (GArray *ids)
{
  GString *value = g_string_new (NULL);

  g_array_sort (ids, compare_ids);
  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);

      if (i > 0 && id == g_array_index (ids, gint64, i - 1))
        continue;
      g_string_append_printf (value, "%s%" G_GINT64_FORMAT, value->len > 0 ? " " : "", id);
    }
  if (value->len == 0)
    {
      g_string_free (value, TRUE);
      return NULL;
    }
  return g_string_free_and_steal (value);
}
