/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-attention.h"

#include "core/annex-change-set.h"
#include "core/annex-worker.h"

struct _AnnexAttention
{
  GObject parent_instance;

  AnnexStore *store; /* not owned: it owns this */
  GHashTable *counts; /* AnnexType → AnnexAttentionCounts */
  gboolean counting;
  gboolean again;
};

G_DEFINE_FINAL_TYPE (AnnexAttention, annex_attention, G_TYPE_OBJECT)

static guint changed_signal;

/* What is over or kept aside needs nobody. */
static AnnexQuery *
new_query (const AnnexType *type)
{
  AnnexQuery *query = annex_query_new (type);

  for (const char *const *state = type->over_states; state != NULL && *state != NULL; state++)
    annex_query_add_filter (query, type->state_field, ANNEX_FILTER_IS_NOT, *state);
  if (type->aside_field != NULL)
    annex_query_add_filter (query, type->aside_field, ANNEX_FILTER_IS_NOT, type->aside_key);
  return query;
}

/* @query: (transfer full) (nullable). */
static gboolean
count (AnnexStore *store, AnnexQuery *query, guint *n, GError **error)
{
  g_autoptr (AnnexQuery) owned = query;
  g_autoptr (GError) failure = NULL;

  *n = owned != NULL ? annex_query_count (owned, store, &failure) : 0;
  return !annex_error_pass (&failure, error);
}

guint
annex_attention_count (AnnexStore *store, const AnnexType *type, GError **error)
{
  g_autofree char *sql = NULL;
  guint unowned, overdue;

  if (type->attention == NULL)
    return count (store, annex_attention_query_unowned (type), &unowned, error) &&
               count (store, annex_attention_query_overdue (type), &overdue, error)
             ? unowned + overdue
             : 0;
  sql = g_strdup_printf ("SELECT count (*) FROM %s r WHERE %s", type->name, type->attention);
  return (guint) annex_store_read_number (store, sql, NULL, 0, error);
}

static gboolean
count_type (AnnexStore *store, const AnnexType *type, AnnexAttentionCounts *counts, GError **error)
{
  g_autoptr (GError) failure = NULL;

  counts->all = annex_store_count (store, type, &failure);
  if (failure == NULL)
    counts->total = annex_attention_count (store, type, &failure);
  return !annex_error_pass (&failure, error) && count (store, annex_attention_query_unowned (type), &counts->unowned, error) &&
         count (store, annex_attention_query_overdue (type), &counts->overdue, error);
}

static gpointer
count_worker (AnnexStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) counts = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  GPtrArray *types = annex_type_list ();

  for (guint i = 0; i < types->len; i++)
    {
      const AnnexType *type = types->pdata[i];
      AnnexAttentionCounts *of_type = g_new0 (AnnexAttentionCounts, 1);

      g_hash_table_insert (counts, (gpointer) type, of_type);
      if (!count_type (store, type, of_type, error))
        return NULL;
    }
  return g_steal_pointer (&counts);
}

static void start_counting (AnnexAttention *self);

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexAttention) self = user_data;
  GHashTable *counts = annex_worker_finish (result, ANNEX_TOLD_BY_STORE);

  self->counting = FALSE;
  if (counts != NULL)
    {
      g_hash_table_unref (self->counts);
      self->counts = counts;
      g_signal_emit (self, changed_signal, 0);
    }
  if (self->again && self->store != NULL)
    start_counting (self);
}

/* Changes that come while it counts are counted once, afterwards. */
static void
start_counting (AnnexAttention *self)
{
  self->again = self->counting;
  if (self->counting)
    return;
  self->counting = TRUE;
  annex_worker_run (self->store, count_worker, NULL, NULL, (GDestroyNotify) g_hash_table_unref, NULL, counted_cb, g_object_ref (self));
}

static void
store_changed_cb (AnnexStore *store, AnnexChangeSet *changes, AnnexAttention *self)
{
  start_counting (self);
}

static gboolean
first_count_cb (gpointer user_data)
{
  AnnexAttention *self = user_data;

  if (self->store != NULL)
    start_counting (self);
  return G_SOURCE_REMOVE;
}

static void
annex_attention_finalize (GObject *object)
{
  g_hash_table_unref (ANNEX_ATTENTION (object)->counts);
  G_OBJECT_CLASS (annex_attention_parent_class)->finalize (object);
}

static void
annex_attention_class_init (AnnexAttentionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annex_attention_finalize;
  changed_signal = g_signal_new ("changed", ANNEX_TYPE_ATTENTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
annex_attention_init (AnnexAttention *self)
{
  self->counts = g_hash_table_new_full (NULL, NULL, NULL, g_free);
}

AnnexAttention *
annex_attention_get (AnnexStore *store)
{
  AnnexAttention *self = g_object_get_data (G_OBJECT (store), "annex-attention");

  if (self != NULL)
    return self;
  self = g_object_new (ANNEX_TYPE_ATTENTION, NULL);
  g_set_weak_pointer (&self->store, store);
  g_object_set_data_full (G_OBJECT (store), "annex-attention", self, g_object_unref);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, 0);
  /* The first frame comes first. */
  g_idle_add_full (G_PRIORITY_LOW, first_count_cb, g_object_ref (self), g_object_unref);
  return self;
}

gboolean
annex_attention_is_ready (AnnexAttention *self)
{
  return g_hash_table_size (self->counts) > 0;
}

AnnexAttentionCounts
annex_attention_get_counts (AnnexAttention *self, const AnnexType *type)
{
  AnnexAttentionCounts *counts = g_hash_table_lookup (self->counts, type);

  return counts != NULL ? *counts : (AnnexAttentionCounts) { 0 };
}

AnnexQuery *
annex_attention_query_unowned (const AnnexType *type)
{
  AnnexQuery *query;

  if (annex_type_find_field (type, "owner") == NULL)
    return NULL;
  query = new_query (type);
  annex_query_add_filter (query, "owner", ANNEX_FILTER_IS_EMPTY, NULL);
  return query;
}

AnnexQuery *
annex_attention_query_overdue (const AnnexType *type)
{
  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i].kind == ANNEX_FIELD_DATE && (type->fields[i].flags & ANNEX_FIELD_FILTER) != 0)
      {
        AnnexQuery *query = new_query (type);

        annex_query_add_filter (query, type->fields[i].name, ANNEX_FILTER_BELOW, "today");
        if (type->fields[i].settled_by != NULL)
          annex_query_add_filter (query, type->fields[i].settled_by, ANNEX_FILTER_IS_EMPTY, NULL);
        return query;
      }
  return NULL;
}
