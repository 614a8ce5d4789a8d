/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include <string.h>

#include "annex-export-columns.h"

typedef struct
{
  const AnnexField *field;
  guint index;
  char *heading;
  AnnexLinkNames *names;
  gboolean by_title;
} Column;

struct _AnnexExportColumns
{
  AnnexStore *store;
  GArray *columns;
  GHashTable *names; /* AnnexType → AnnexLinkNames */
  char *scratch;
};

static void
clear_column (gpointer data)
{
  g_free (((Column *) data)->heading);
}

static AnnexLinkNames *
get_names (AnnexExportColumns *self, const AnnexType *type, GError **error)
{
  AnnexLinkNames *names = g_hash_table_lookup (self->names, type);

  if (names == NULL)
    {
      names = annex_link_names_new (self->store, type, error);
      if (names != NULL)
        g_hash_table_insert (self->names, (gpointer) type, names);
    }
  return names;
}

static gboolean
heading_is_taken (AnnexExportColumns *self, const char *heading)
{
  for (guint i = 0; i < self->columns->len; i++)
    if (strcmp (g_array_index (self->columns, Column, i).heading, heading) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
add_column (AnnexExportColumns *self, const AnnexType *type, guint index, GError **error)
{
  const AnnexField *field = g_ptr_array_index (annex_store_get_fields (self->store, type), index);
  Column column = { .field = field, .index = index };
  const char *label = annex_field_get_label (field);

  if (field->kind == ANNEX_FIELD_LINK)
    {
      const AnnexType *target = annex_type_find (field->target);

      column.names = get_names (self, target, error);
      if (column.names == NULL)
        return FALSE;
      column.by_title = target != type;
    }
  column.heading = heading_is_taken (self, label) ? g_strdup_printf ("%s (%s)", label, field->name) : g_strdup (label);
  g_array_append_val (self->columns, column);
  return TRUE;
}

/* What the program keeps for itself only goes out when it is asked for by name. */
static gboolean
is_exported (const AnnexField *field)
{
  return annex_field_is_stored (field) && (field->flags & ANNEX_FIELD_INTERNAL) == 0;
}

AnnexExportColumns *
annex_export_columns_new (AnnexStore *store, const AnnexType *type, const char *const *field_names, GError **error)
{
  g_autoptr (AnnexExportColumns) self = g_new0 (AnnexExportColumns, 1);
  GPtrArray *fields = annex_store_get_fields (store, type);

  self->store = g_object_ref (store);
  self->columns = g_array_new (FALSE, FALSE, sizeof (Column));
  g_array_set_clear_func (self->columns, clear_column);
  self->names = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) annex_link_names_free);
  if (!add_column (self, type, 0, error))
    return NULL;
  for (guint i = 1; field_names == NULL && i < fields->len; i++)
    if (is_exported (fields->pdata[i]) && !add_column (self, type, i, error))
      return NULL;
  for (guint i = 0; field_names != NULL && field_names[i] != NULL; i++)
    {
      int index = annex_store_find_field_index (store, type, field_names[i]);

      if (index < 0)
        {
          g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND, _("%s have no field “%s”."), _(type->label_plural), field_names[i]);
          return NULL;
        }
      if (index > 0 && !add_column (self, type, index, error))
        return NULL;
    }
  return g_steal_pointer (&self);
}

guint
annex_export_columns_get_n (AnnexExportColumns *self)
{
  return self->columns->len;
}

const AnnexField *
annex_export_columns_get_field (AnnexExportColumns *self, guint column)
{
  return g_array_index (self->columns, Column, column).field;
}

const char *
annex_export_columns_get_heading (AnnexExportColumns *self, guint column)
{
  return g_array_index (self->columns, Column, column).heading;
}

const char *
annex_export_columns_get_text (AnnexExportColumns *self, AnnexRecord *record, guint column)
{
  Column *at = &g_array_index (self->columns, Column, column);

  if (at->names == NULL)
    return annex_record_get_text_at (record, at->index);
  g_free (self->scratch);
  self->scratch = annex_link_names_format (at->names, annex_record_get_value_at (record, at->index), at->by_title);
  return self->scratch;
}

const char *
annex_export_columns_get_value (AnnexExportColumns *self, AnnexRecord *record, guint column)
{
  Column *at = &g_array_index (self->columns, Column, column);
  const char *value = annex_record_get_value_at (record, at->index);

  if (at->names == NULL || value == NULL)
    return value;
  g_free (self->scratch);
  self->scratch = annex_link_names_format (at->names, value, FALSE);
  return self->scratch;
}

gboolean
annex_export_columns_is_guarded (AnnexExportColumns *self, guint column, const char *text)
{
  char *end;

  switch (g_array_index (self->columns, Column, column).field->kind)
    {
    case ANNEX_FIELD_NUMBER:
    case ANNEX_FIELD_MONEY:
    case ANNEX_FIELD_DATE:
    case ANNEX_FIELD_TIME:
    case ANNEX_FIELD_BOOLEAN:
      return FALSE;
    case ANNEX_FIELD_COMPUTED:
      g_ascii_strtod (text, &end);
      return end == text || *end != '\0';
    default:
      return TRUE;
    }
}

void
annex_export_columns_free (AnnexExportColumns *self)
{
  g_clear_object (&self->store);
  g_clear_pointer (&self->columns, g_array_unref);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_free (self->scratch);
  g_free (self);
}
