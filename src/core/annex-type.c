/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "annex-record.h"
#include "annex-type.h"

static const AnnexField reference_field = {
  .name = "reference",
  .kind = ANNEX_FIELD_TEXT,
  .label = N_("Reference"),
  .help = N_("Unique in the engagement; Annex gives the next free one"),
  .flags = ANNEX_FIELD_COLUMN,
};

static GPtrArray *registered_types;
static GHashTable *gtypes;

static GPtrArray *
get_registered_types (void)
{
  if (registered_types == NULL)
    {
      registered_types = g_ptr_array_new ();
      gtypes = g_hash_table_new (NULL, NULL);
    }
  return registered_types;
}

/* "depends_on" as the property "depends-on". */
static char *
property_name (const char *field_name)
{
  return g_strdelimit (g_strdup (field_name), "_", '-');
}

/* One getter serves every field of every type: the property's id is the field's position, 1 the reference. */
static void
get_field_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  g_value_set_string (value, annex_record_get_text_at (ANNEX_RECORD (object), property_id - 1));
}

static void
record_subclass_init (gpointer klass, gpointer class_data)
{
  AnnexRecordClass *record_class = klass;
  GObjectClass *object_class = klass;
  const AnnexType *type = class_data;

  record_class->type = type;
  object_class->get_property = get_field_property;
  for (guint i = 0; i <= type->n_fields; i++)
    {
      const AnnexField *field = i == 0 ? &reference_field : &type->fields[i - 1];
      g_autofree char *name = property_name (field->name);

      g_object_class_install_property (object_class, i + 1,
                                       g_param_spec_string (name, NULL, NULL, NULL,
                                                            G_PARAM_READABLE | G_PARAM_STATIC_NICK | G_PARAM_STATIC_BLURB));
    }
}

static char *
class_name (const char *type_name)
{
  GString *name = g_string_new ("Annex");
  gboolean upper = TRUE;

  for (const char *c = type_name; *c != '\0'; c++)
    {
      if (*c == '_')
        upper = TRUE;
      else
        {
          g_string_append_c (name, upper ? g_ascii_toupper (*c) : *c);
          upper = FALSE;
        }
    }
  g_string_append (name, "Record");
  return g_string_free_and_steal (name);
}

void
annex_type_register (const AnnexType *type)
{
  GPtrArray *types = get_registered_types ();
  GTypeQuery query;
  GTypeInfo info = { 0 };
  g_autofree char *name = class_name (type->name);
  GType gtype;

  g_return_if_fail (annex_type_find (type->name) == NULL);
  g_return_if_fail (annex_type_get_title_field (type) != NULL);

  g_type_query (ANNEX_TYPE_RECORD, &query);
  info.class_size = query.class_size;
  info.class_init = record_subclass_init;
  info.class_data = type;
  info.instance_size = query.instance_size;
  gtype = g_type_register_static (ANNEX_TYPE_RECORD, name, &info, 0);
  g_ptr_array_add (types, (gpointer) type);
  g_hash_table_insert (gtypes, (gpointer) type, GSIZE_TO_POINTER (gtype));
}

const AnnexType *
annex_type_find (const char *name)
{
  GPtrArray *types = get_registered_types ();

  for (guint i = 0; name != NULL && i < types->len; i++)
    {
      const AnnexType *type = types->pdata[i];

      if (strcmp (type->name, name) == 0)
        return type;
    }
  return NULL;
}

GPtrArray *
annex_type_list (void)
{
  return get_registered_types ();
}

GType
annex_type_get_gtype (const AnnexType *type)
{
  return GPOINTER_TO_SIZE (g_hash_table_lookup (gtypes, type));
}

const AnnexField *
annex_type_get_reference_field (void)
{
  return &reference_field;
}

const AnnexField *
annex_type_get_title_field (const AnnexType *type)
{
  for (guint i = 0; i < type->n_fields; i++)
    if ((type->fields[i].flags & ANNEX_FIELD_TITLE) != 0)
      return &type->fields[i];
  return NULL;
}

char *
annex_type_complete_reference (const AnnexType *type, const char *text)
{
  if (!type->natural_order || !g_ascii_isdigit (*text) || strchr (text, '.') == NULL)
    return NULL;
  return g_strdup_printf ("%s.%s", type->prefix, text);
}

const AnnexField *
annex_type_find_field (const AnnexType *type, const char *name)
{
  if (g_strcmp0 (name, reference_field.name) == 0)
    return &reference_field;
  for (guint i = 0; name != NULL && i < type->n_fields; i++)
    if (strcmp (type->fields[i].name, name) == 0)
      return &type->fields[i];
  return NULL;
}
