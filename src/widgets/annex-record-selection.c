/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-record-selection.h"

#include "annex-record-node.h"
#include "core/annex-record-list.h"

struct _AnnexRecordSelection
{
  GObject parent_instance;

  GListModel *model;
  GHashTable *ids;
};

static void list_model_iface_init (GListModelInterface *iface);
static void selection_model_iface_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexRecordSelection, annex_record_selection, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init)
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL, selection_model_iface_init))

static guint
count_items (AnnexRecordSelection *self)
{
  return self->model != NULL ? g_list_model_get_n_items (self->model) : 0;
}

static gboolean
holds (AnnexRecordSelection *self, guint position)
{
  gint64 id;

  if (g_hash_table_size (self->ids) == 0)
    return FALSE;

  id = annex_record_selection_get_id_at (self, position);

  return id != 0 && g_hash_table_contains (self->ids, &id);
}

static void
items_changed_cb (AnnexRecordSelection *self, guint position, guint removed, guint added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static void
reloaded_cb (AnnexRecordSelection *self)
{
  guint n = count_items (self);

  if (n > 0)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), 0, n);
}

static GType
annex_record_selection_get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
annex_record_selection_get_n_items (GListModel *model)
{
  return count_items (ANNEX_RECORD_SELECTION (model));
}

static gpointer
annex_record_selection_get_item (GListModel *model, guint position)
{
  AnnexRecordSelection *self = ANNEX_RECORD_SELECTION (model);

  return self->model != NULL ? g_list_model_get_item (self->model, position) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = annex_record_selection_get_item_type;
  iface->get_n_items = annex_record_selection_get_n_items;
  iface->get_item = annex_record_selection_get_item;
}

static gboolean
annex_record_selection_is_selected (GtkSelectionModel *model, guint position)
{
  return holds (ANNEX_RECORD_SELECTION (model), position);
}

static GtkBitset *
annex_record_selection_get_selection_in_range (GtkSelectionModel *model, guint position, guint n_items)
{
  AnnexRecordSelection *self = ANNEX_RECORD_SELECTION (model);
  GtkBitset *selected = gtk_bitset_new_empty ();

  if (g_hash_table_size (self->ids) == 0)
    return selected;

  for (guint i = position; i < position + n_items && i < count_items (self); i++)
    if (holds (self, i))
      gtk_bitset_add (selected, i);

  return selected;
}

static gboolean
annex_record_selection_set_selection (GtkSelectionModel *model, GtkBitset *selected, GtkBitset *mask)
{
  AnnexRecordSelection *self = ANNEX_RECORD_SELECTION (model);
  guint n = count_items (self);
  GtkBitsetIter iter;
  guint position;

  /* "Only these" must also drop what is selected and not listed. */
  if (n > 0 && gtk_bitset_get_size_in_range (mask, 0, n - 1) >= n)
    g_hash_table_remove_all (self->ids);
  else if (gtk_bitset_iter_init_first (&iter, mask, &position))
    do
      {
        gint64 id = annex_record_selection_get_id_at (self, position);

        if (!gtk_bitset_contains (selected, position))
          g_hash_table_remove (self->ids, &id);
      }
    while (gtk_bitset_iter_next (&iter, &position));

  if (gtk_bitset_iter_init_first (&iter, selected, &position))
    do
      {
        gint64 id = annex_record_selection_get_id_at (self, position);

        if (id != 0 && gtk_bitset_contains (mask, position))
          g_hash_table_add (self->ids, g_memdup2 (&id, sizeof id));
      }
    while (gtk_bitset_iter_next (&iter, &position));

  reloaded_cb (self);

  return TRUE;
}

static void
selection_model_iface_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = annex_record_selection_is_selected;
  iface->get_selection_in_range = annex_record_selection_get_selection_in_range;
  iface->set_selection = annex_record_selection_set_selection;
}

static void
drop_model (AnnexRecordSelection *self)
{
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->model);
}

static void
annex_record_selection_dispose (GObject *object)
{
  AnnexRecordSelection *self = ANNEX_RECORD_SELECTION (object);

  drop_model (self);
  g_clear_pointer (&self->ids, g_hash_table_unref);

  G_OBJECT_CLASS (annex_record_selection_parent_class)->dispose (object);
}

static void
annex_record_selection_class_init (AnnexRecordSelectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_record_selection_dispose;
}

static void
annex_record_selection_init (AnnexRecordSelection *self)
{
  self->ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

AnnexRecordSelection *
annex_record_selection_new (GListModel *model)
{
  AnnexRecordSelection *self = g_object_new (ANNEX_TYPE_RECORD_SELECTION, NULL);

  annex_record_selection_set_model (self, model);

  return self;
}

GListModel *
annex_record_selection_get_model (AnnexRecordSelection *self)
{
  return self->model;
}

void
annex_record_selection_set_model (AnnexRecordSelection *self, GListModel *model)
{
  guint before = count_items (self);

  if (self->model == model)
    return;

  drop_model (self);
  if (model != NULL)
    {
      self->model = g_object_ref (model);
      g_signal_connect_swapped (model, "items-changed", G_CALLBACK (items_changed_cb), self);
      if (ANNEX_IS_RECORD_LIST (model))
        g_signal_connect_swapped (model, "reloaded", G_CALLBACK (reloaded_cb), self);
    }

  /* Two steps: GtkListItemManager looks for widgets to keep among all items of a replacement. */
  if (before > 0)
    {
      GListModel *shown = g_steal_pointer (&self->model);

      g_list_model_items_changed (G_LIST_MODEL (self), 0, before, 0);
      self->model = shown;
    }
  if (count_items (self) > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, count_items (self));
}

GArray *
annex_record_selection_dup_ids (AnnexRecordSelection *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint n = count_items (self);

  if (g_hash_table_size (self->ids) == 1)
    {
      GHashTableIter iter;
      gpointer key;

      g_hash_table_iter_init (&iter, self->ids);
      g_hash_table_iter_next (&iter, &key, NULL);
      if (annex_record_selection_find (self, *(gint64 *) key, NULL))
        g_array_append_vals (ids, key, 1);
    }
  else if (g_hash_table_size (self->ids) > 1)
    {
      g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

      for (guint i = 0; i < n; i++)
        {
          gint64 id = annex_record_selection_get_id_at (self, i);

          if (g_hash_table_contains (self->ids, &id) && g_hash_table_add (seen, g_memdup2 (&id, sizeof id)))
            g_array_append_val (ids, id);
        }
    }

  return ids;
}

void
annex_record_selection_select (AnnexRecordSelection *self, gint64 id)
{
  g_hash_table_remove_all (self->ids);
  if (id != 0)
    g_hash_table_add (self->ids, g_memdup2 (&id, sizeof id));
  reloaded_cb (self);
}

void
annex_record_selection_select_many (AnnexRecordSelection *self, GArray *ids)
{
  g_hash_table_remove_all (self->ids);
  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (self->ids, g_memdup2 (&g_array_index (ids, gint64, i), sizeof (gint64)));
  reloaded_cb (self);
}

gint64
annex_record_selection_get_id_at (AnnexRecordSelection *self, guint position)
{
  g_autoptr (GtkTreeListRow) row = NULL;
  g_autoptr (AnnexRecordNode) node = NULL;

  if (ANNEX_IS_RECORD_LIST (self->model))
    return annex_record_list_get_id (ANNEX_RECORD_LIST (self->model), position);

  if (!GTK_IS_TREE_LIST_MODEL (self->model))
    return 0;

  row = gtk_tree_list_model_get_row (GTK_TREE_LIST_MODEL (self->model), position);
  node = row != NULL ? gtk_tree_list_row_get_item (row) : NULL;

  return node != NULL ? annex_record_node_get_id (node) : 0;
}

gboolean
annex_record_selection_find (AnnexRecordSelection *self, gint64 id, guint *position)
{
  if (ANNEX_IS_RECORD_LIST (self->model))
    return annex_record_list_find (ANNEX_RECORD_LIST (self->model), id, position);

  for (guint i = 0; i < count_items (self); i++)
    if (annex_record_selection_get_id_at (self, i) == id)
      {
        if (position != NULL)
          *position = i;
        return TRUE;
      }

  return FALSE;
}

AnnexRecord *
annex_record_selection_get_record (gpointer item)
{
  if (ANNEX_IS_RECORD (item))
    return item;
  if (ANNEX_IS_RECORD_SLOT (item))
    return annex_record_slot_get_record (item);
  if (ANNEX_IS_RECORD_NODE (item))
    return annex_record_node_get_record (item);
  if (GTK_IS_TREE_LIST_ROW (item))
    {
      g_autoptr (GObject) inner = gtk_tree_list_row_get_item (item);

      return annex_record_selection_get_record (inner);
    }

  return NULL;
}

gboolean
annex_record_selection_is_unreadable (gpointer item)
{
  if (ANNEX_IS_RECORD_SLOT (item))
    return annex_record_slot_is_unreadable (item);
  if (ANNEX_IS_RECORD_NODE (item))
    return annex_record_node_is_unreadable (item);
  if (GTK_IS_TREE_LIST_ROW (item))
    {
      g_autoptr (GObject) inner = gtk_tree_list_row_get_item (item);

      return annex_record_selection_is_unreadable (inner);
    }

  return FALSE;
}
