/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-change-set.h"

#define MAX_RECORDS 1000

struct _AnnexChangeSet
{
  gatomicrefcount references;
  GHashTable *types;
  GHashTable *records; /* NULL once there were too many to name */
  gboolean everything;
};

G_DEFINE_BOXED_TYPE (AnnexChangeSet, annex_change_set, annex_change_set_ref, annex_change_set_unref)

AnnexChangeSet *
annex_change_set_new (void)
{
  AnnexChangeSet *self = g_new0 (AnnexChangeSet, 1);

  g_atomic_ref_count_init (&self->references);
  self->types = g_hash_table_new (NULL, NULL);
  self->records = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return self;
}

AnnexChangeSet *
annex_change_set_ref (AnnexChangeSet *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
annex_change_set_unref (AnnexChangeSet *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_hash_table_unref (self->types);
  g_clear_pointer (&self->records, g_hash_table_unref);
  g_free (self);
}

void
annex_change_set_add (AnnexChangeSet *self, const AnnexType *type, gint64 id)
{
  if (type != NULL)
    g_hash_table_add (self->types, (gpointer) type);
  if (self->records == NULL)
    return;
  if (g_hash_table_size (self->records) >= MAX_RECORDS)
    g_clear_pointer (&self->records, g_hash_table_unref);
  else
    g_hash_table_add (self->records, g_memdup2 (&id, sizeof id));
}

void
annex_change_set_add_everything (AnnexChangeSet *self)
{
  self->everything = TRUE;
}

gboolean
annex_change_set_touches_type (AnnexChangeSet *self, const AnnexType *type)
{
  if (self->everything || g_hash_table_contains (self->types, type))
    return TRUE;

  /* What is linked to is shown by its title, so a list changes with the types its links name. */
  for (guint i = 0; i < type->n_fields; i++)
    {
      if (type->fields[i].kind != ANNEX_FIELD_LINK)
        continue;
      if (g_hash_table_contains (self->types, annex_type_find (type->fields[i].target)))
        return TRUE;
    }
  return FALSE;
}

gboolean
annex_change_set_touches_only (AnnexChangeSet *self, const AnnexType *type)
{
  return !self->everything && g_hash_table_size (self->types) == 1 && g_hash_table_contains (self->types, type);
}

gboolean
annex_change_set_touches (AnnexChangeSet *self, gint64 id)
{
  return self->everything || self->records == NULL || g_hash_table_contains (self->records, &id);
}

GArray *
annex_change_set_dup_ids (AnnexChangeSet *self)
{
  GArray *ids;
  GHashTableIter iter;
  gpointer id;

  if (self->everything || self->records == NULL)
    return NULL;
  ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_hash_table_iter_init (&iter, self->records);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_array_append_vals (ids, id, 1);
  return ids;
}
