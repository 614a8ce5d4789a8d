/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-record-node.h"

#include "core/annex-query.h"

struct _AnnexRecordNode
{
  GObject parent_instance;

  AnnexStore *store;
  const char *field_name;
  gint64 id;
  AnnexRecord *record;
  gboolean unreadable;
};

enum
{
  PROP_0,
  PROP_RECORD,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (AnnexRecordNode, annex_record_node, G_TYPE_OBJECT)

static AnnexRecordNode *
make_node (AnnexStore *store, const char *field_name, gint64 id)
{
  AnnexRecordNode *self = g_object_new (ANNEX_TYPE_RECORD_NODE, NULL);

  self->store = g_object_ref (store);
  self->field_name = field_name;
  self->id = id;

  return self;
}

static GListStore *
list_nodes (AnnexStore *store, const char *field_name, GArray *ids)
{
  GListStore *list = g_list_store_new (ANNEX_TYPE_RECORD_NODE);

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (AnnexRecordNode) node = make_node (store, field_name, g_array_index (ids, gint64, i));

      g_list_store_append (list, node);
    }

  return list;
}

static GListModel *
create_children_cb (gpointer item, gpointer user_data)
{
  AnnexRecordNode *self = item;
  AnnexRecord *record = annex_record_node_get_record (self);
  g_autoptr (GArray) ids = NULL;

  if (record == NULL)
    return NULL;

  ids = annex_record_dup_link_ids (record, self->field_name);
  if (ids == NULL || ids->len == 0)
    return NULL;

  return G_LIST_MODEL (list_nodes (self->store, self->field_name, ids));
}

/* What links to a record is not a field of it, so the roots are what no link of the field names. */
static GArray *
find_roots (AnnexStore *store, const AnnexType *type, const char *field_name)
{
  g_autoptr (AnnexQuery) query = annex_query_new (type);
  g_autoptr (GArray) ids = annex_query_run (query, store, ANNEX_TOLD_BY_STORE);
  g_autoptr (GHashTable) linked = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  GArray *roots = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (ids == NULL)
    return roots;

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (AnnexRecord) record = annex_store_load (store, g_array_index (ids, gint64, i), ANNEX_TOLD_BY_STORE);
      g_autoptr (GArray) targets = record != NULL ? annex_record_dup_link_ids (record, field_name) : NULL;

      for (guint j = 0; targets != NULL && j < targets->len; j++)
        g_hash_table_add (linked, g_memdup2 (&g_array_index (targets, gint64, j), sizeof (gint64)));
    }

  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);

      if (!g_hash_table_contains (linked, &id))
        g_array_append_val (roots, id);
    }

  return roots;
}

static void
annex_record_node_dispose (GObject *object)
{
  AnnexRecordNode *self = ANNEX_RECORD_NODE (object);

  g_clear_object (&self->record);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (annex_record_node_parent_class)->dispose (object);
}

static void
annex_record_node_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AnnexRecordNode *self = ANNEX_RECORD_NODE (object);

  if (id == PROP_RECORD)
    g_value_set_object (value, annex_record_node_get_record (self));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
annex_record_node_class_init (AnnexRecordNodeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = annex_record_node_dispose;
  object_class->get_property = annex_record_node_get_property;

  properties[PROP_RECORD] =
    g_param_spec_object ("record", NULL, NULL, ANNEX_TYPE_RECORD, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
annex_record_node_init (AnnexRecordNode *self)
{
}

GtkTreeListModel *
annex_record_node_new_tree (AnnexStore *store, const AnnexType *type, const char *field_name)
{
  g_autoptr (GArray) ids = find_roots (store, type, field_name);

  return gtk_tree_list_model_new (G_LIST_MODEL (list_nodes (store, field_name, ids)), FALSE, FALSE,
                                  create_children_cb, NULL, NULL);
}

gint64
annex_record_node_get_id (AnnexRecordNode *self)
{
  return self->id;
}

AnnexRecord *
annex_record_node_get_record (AnnexRecordNode *self)
{
  g_autoptr (GError) failure = NULL;

  if (self->record == NULL)
    self->record = annex_store_load (self->store, self->id, &failure);
  self->unreadable = failure != NULL && !g_error_matches (failure, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND);
  return self->record;
}

gboolean
annex_record_node_is_unreadable (AnnexRecordNode *self)
{
  return self->unreadable;
}

void
annex_record_node_forget (AnnexRecordNode *self)
{
  g_clear_object (&self->record);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECORD]);
}
