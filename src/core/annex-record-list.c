/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-change-set.h"
#include "annex-record-list.h"
#include "annex-store-private.h"
#include "annex-worker.h"

/* Records kept once read: some screens full. */
#define MAX_CACHED 2000

/* Where a view has made all the rows it will; in milliseconds, a pause for the first frame and one between steps. */
#define REVEAL_END 240
#define REVEAL_DELAY 120
#define REVEAL_INTERVAL 16

/* With fewer records of the type a query, and one for each column of a board, takes less than a frame; and with fewer
 * of any type, to look for words. */
#define LARGE 2000

/* More changed records than that are not put into their places one by one. */
#define MAX_PLACED 24

/* Microseconds for which rows that did not change themselves are told at a time. */
#define NOTIFY_SLICE 4000

struct _AnnexRecordSlot
{
  GObject parent_instance;
  AnnexRecordList *list; /* NULL once the list is gone */
  guint position;
};

struct _AnnexRecordList
{
  GObject parent_instance;
  AnnexStore *store;
  AnnexQuery *query;
  GArray *ids;
  GArray *order;       /* what the query gives without its search; NULL when to be read again */
  guint revealed;      /* the model has no more items than this */
  guint reveal_first;
  guint reveal_step;
  guint reveal_source;
  GHashTable *slots;   /* position → slot somebody holds, not owned */
  GHashTable *records; /* id → record */
  GHashTable *unreadable; /* ids */
  GStrv field_names;   /* what records are read for; NULL for all of it */
  GPtrArray *untold;   /* slots that are still to be told that their records may be others */
  guint tell_source;
  gboolean large;      /* to order the records takes longer than a frame, and is done in a thread */
  gboolean wordy;      /* so does looking for words */
  GCancellable *reading; /* while a thread does */
  GError *failure;     /* of the last read; there are no ids then */
  gulong changed_handler;
};

enum
{
  PROP_0,
  PROP_RECORD,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint reloaded_signal;

static void annex_record_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE (AnnexRecordSlot, annex_record_slot, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexRecordList, annex_record_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, annex_record_list_model_init))

static AnnexRecord *
read_record (AnnexRecordList *self, guint position)
{
  gint64 id = annex_record_list_get_id (self, position);
  g_autoptr (GError) failure = NULL;
  AnnexRecord *record;

  if (id == 0)
    return NULL;
  record = g_hash_table_lookup (self->records, &id);
  if (record != NULL)
    return record;
  if (g_hash_table_size (self->records) >= MAX_CACHED)
    g_hash_table_remove_all (self->records);
  record = self->field_names != NULL
             ? annex_store_load_fields (self->store, id, (const char *const *) self->field_names, &failure)
             : annex_store_load (self->store, id, &failure);
  if (record != NULL)
    g_hash_table_insert (self->records, g_memdup2 (&id, sizeof id), record);
  /* One that is gone leaves the list, too. */
  if (record != NULL || g_error_matches (failure, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND))
    g_hash_table_remove (self->unreadable, &id);
  else
    g_hash_table_add (self->unreadable, g_memdup2 (&id, sizeof id));
  return record;
}

static void
annex_record_slot_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  if (property_id == PROP_RECORD)
    g_value_set_object (value, annex_record_slot_get_record (ANNEX_RECORD_SLOT (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
annex_record_slot_dispose (GObject *object)
{
  AnnexRecordSlot *self = ANNEX_RECORD_SLOT (object);

  if (self->list != NULL)
    g_hash_table_remove (self->list->slots, GUINT_TO_POINTER (self->position));
  self->list = NULL;
  G_OBJECT_CLASS (annex_record_slot_parent_class)->dispose (object);
}

static void
annex_record_slot_class_init (AnnexRecordSlotClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = annex_record_slot_get_property;
  object_class->dispose = annex_record_slot_dispose;
  properties[PROP_RECORD] =
    g_param_spec_object ("record", NULL, NULL, ANNEX_TYPE_RECORD, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
annex_record_slot_init (AnnexRecordSlot *self)
{
}

AnnexRecord *
annex_record_slot_get_record (AnnexRecordSlot *self)
{
  return self->list != NULL ? read_record (self->list, self->position) : NULL;
}

gboolean
annex_record_slot_is_unreadable (AnnexRecordSlot *self)
{
  gint64 id = self->list != NULL ? annex_record_list_get_id (self->list, self->position) : 0;

  return id != 0 && g_hash_table_contains (self->list->unreadable, &id);
}

guint
annex_record_slot_get_position (AnnexRecordSlot *self)
{
  return self->position;
}

/* Lists that stand side by side, as the columns of a board, take turns: all of them in one go would be more than a frame. */
static gboolean
tell_cb (gpointer user_data)
{
  static gint64 last_end;
  AnnexRecordList *self = user_data;
  gint64 now = g_get_monotonic_time ();
  gint64 end = now + NOTIFY_SLICE;

  if (now < last_end + NOTIFY_SLICE)
    return G_SOURCE_CONTINUE;

  while (self->untold->len > 0 && g_get_monotonic_time () < end)
    {
      g_autoptr (AnnexRecordSlot) slot = g_ptr_array_steal_index (self->untold, 0);

      g_object_notify_by_pspec (G_OBJECT (slot), properties[PROP_RECORD]);
    }
  last_end = g_get_monotonic_time ();
  if (self->untold->len > 0)
    return G_SOURCE_CONTINUE;
  self->tell_source = 0;
  return G_SOURCE_REMOVE;
}

/* Only slots that somebody holds, which is what is on screen and some more, are told: those with
 * another record, or a changed one, at once; the others, which may compute something from what
 * changed, as there is time. @ids: (nullable): before the change, by position. @changes: (nullable). */
static void
tell_slots (AnnexRecordList *self, GArray *ids, AnnexChangeSet *changes)
{
  g_autoptr (GPtrArray) first = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  AnnexRecordSlot *slot;

  g_ptr_array_set_size (self->untold, 0);
  g_hash_table_iter_init (&iter, self->slots);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &slot))
    {
      gint64 id = annex_record_list_get_id (self, slot->position);
      gboolean other = ids != NULL && (slot->position >= ids->len || g_array_index (ids, gint64, slot->position) != id);

      g_ptr_array_add (other || (changes != NULL && annex_change_set_touches (changes, id)) ? first : self->untold, g_object_ref (slot));
    }
  for (guint i = 0; i < first->len; i++)
    g_object_notify_by_pspec (first->pdata[i], properties[PROP_RECORD]);
  if (self->untold->len > 0 && self->tell_source == 0)
    self->tell_source = g_idle_add (tell_cb, self);
}

/* What the query gives, and in which order it gives what it would without its search. */
typedef struct
{
  GArray *order;
  GArray *ids;
} Listing;

static void
listing_free (Listing *listing)
{
  g_clear_pointer (&listing->order, g_array_unref);
  g_clear_pointer (&listing->ids, g_array_unref);
  g_free (listing);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Listing, listing_free)

/* While somebody types, only the words change: the order is kept and looked through.
 * @order: (nullable) (transfer full) */
static Listing *
run_query (AnnexStore *store, const AnnexQuery *query, GArray *order, GError **error)
{
  g_autoptr (Listing) listing = g_new0 (Listing, 1);

  listing->order = order;
  if (order == NULL)
    {
      g_autoptr (AnnexQuery) without_search = annex_query_copy (query);

      annex_query_set_search (without_search, NULL);
      listing->order = annex_query_run (without_search, store, error);
    }
  if (listing->order != NULL)
    listing->ids = annex_query_run_in_order (query, store, listing->order, error);
  return listing->ids != NULL ? g_steal_pointer (&listing) : NULL;
}

static guint
n_items (AnnexRecordList *self)
{
  return MIN (self->ids->len, self->revealed);
}

static void
set_revealed (AnnexRecordList *self, guint revealed)
{
  guint before = n_items (self), after;

  self->revealed = revealed;
  after = n_items (self);
  if (after > before)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, after - before);
}

static gboolean
reveal_cb (gpointer data)
{
  AnnexRecordList *self = data;

  if (self->reading != NULL)
    return G_SOURCE_CONTINUE;
  /* annex_record_list_find() may have revealed all of it meanwhile. */
  if (self->revealed < REVEAL_END && self->revealed + self->reveal_step < MIN (REVEAL_END, self->ids->len))
    {
      set_revealed (self, self->revealed + self->reveal_step);
      return G_SOURCE_CONTINUE;
    }
  self->reveal_source = 0;
  set_revealed (self, G_MAXUINT);
  return G_SOURCE_REMOVE;
}

static gboolean
start_reveal_cb (gpointer data)
{
  AnnexRecordList *self = data;

  self->reveal_source = g_timeout_add_full (G_PRIORITY_DEFAULT_IDLE, REVEAL_INTERVAL, reveal_cb, self, NULL);
  return G_SOURCE_REMOVE;
}

static gboolean
reveal_first_cb (gpointer data)
{
  AnnexRecordList *self = data;

  self->reveal_source = g_timeout_add_full (G_PRIORITY_DEFAULT_IDLE, REVEAL_DELAY, start_reveal_cb, self, NULL);
  if (self->revealed < self->reveal_first)
    set_revealed (self, self->reveal_first);
  return G_SOURCE_REMOVE;
}

/* Where a view has fewer rows than it will have, as after a search that found little, it makes them in steps, too. */
static void
reveal_growth (AnnexRecordList *self, guint before)
{
  if (self->reveal_step == 0 || self->revealed != G_MAXUINT || before >= REVEAL_END ||
      self->ids->len <= before + self->reveal_step)
    return;
  self->revealed = before + self->reveal_step;
  /* One that waits already goes on by itself. */
  if (self->reveal_source == 0)
    start_reveal_cb (self);
}

static void
take_ids (AnnexRecordList *self, GArray *ids, AnnexChangeSet *changes)
{
  guint before = n_items (self), after;
  g_autoptr (GArray) old = g_steal_pointer (&self->ids);

  self->ids = ids;
  reveal_growth (self, before);
  after = n_items (self);
  if (after != before)
    g_list_model_items_changed (G_LIST_MODEL (self), MIN (before, after), before > after ? before - after : 0,
                                after > before ? after - before : 0);
  tell_slots (self, old, changes);
  g_signal_emit (self, reloaded_signal, 0);
}

/* A list that could not be read has nothing, and says why: what stands there must be all that the query gives. */
static void
take_listing (AnnexRecordList *self, Listing *listing, GError *failure, AnnexChangeSet *changes)
{
  GArray *ids = listing != NULL ? g_steal_pointer (&listing->ids) : g_array_new (FALSE, FALSE, sizeof (gint64));

  g_clear_error (&self->failure);
  g_clear_pointer (&self->order, g_array_unref);
  if (listing != NULL)
    self->order = g_steal_pointer (&listing->order);
  else
    self->failure = g_error_copy (failure);
  take_ids (self, ids, changes);
}

typedef struct
{
  AnnexQuery *query;
  GArray *order; /* (nullable): where it is known; a copy, for the list may change its own meanwhile */
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  annex_query_free (request->query);
  g_clear_pointer (&request->order, g_array_unref);
  g_free (request);
}

static gpointer
read_worker (AnnexStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  Request *request = data;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return run_query (store, request->query, g_steal_pointer (&request->order), error);
}

static void
stop_reading (AnnexRecordList *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
}

static void
read_now (AnnexRecordList *self, AnnexChangeSet *changes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Listing) listing = NULL;

  stop_reading (self);
  listing = run_query (self->store, self->query, g_steal_pointer (&self->order), &error);
  take_listing (self, listing, error, changes);
}

/* What a thread could not read, for the file is elsewhere by now or has no other connection, the list's own may. */
static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexRecordList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Listing) listing = annex_worker_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (listing == NULL)
    {
      read_now (self, NULL);
      return;
    }
  g_clear_object (&self->reading);
  take_listing (self, listing, NULL, NULL);
}

/* What is listed stays until the new listing is there; a later request supersedes one that is under way. */
static void
read_in_background (AnnexRecordList *self)
{
  Request *request = g_new0 (Request, 1);

  stop_reading (self);
  request->query = annex_query_copy (self->query);
  request->order = self->order != NULL ? g_array_copy (self->order) : NULL;
  self->reading = g_cancellable_new ();
  annex_worker_run (self->store, read_worker, request, request_free, (GDestroyNotify) listing_free, self->reading,
                    read_cb, g_object_ref (self));
}

static void
reload (AnnexRecordList *self, AnnexChangeSet *changes)
{
  if ((self->large && self->order == NULL) || (self->wordy && annex_query_get_search (self->query) != NULL))
    read_in_background (self);
  else
    read_now (self, changes);
}

/* ---- A few changed records ---- */

/* Slots below the place stand for the same records as before, at other positions. */
static void
shift_slots (AnnexRecordList *self, guint position, gboolean removed)
{
  g_autoptr (GPtrArray) slots = g_hash_table_get_values_as_ptr_array (self->slots);

  g_hash_table_remove_all (self->slots);
  for (guint i = 0; i < slots->len; i++)
    {
      AnnexRecordSlot *slot = slots->pdata[i];

      if (removed && slot->position == position)
        {
          slot->list = NULL;
          continue;
        }
      if (slot->position >= position)
        slot->position += removed ? -1 : 1;
      g_hash_table_insert (self->slots, GUINT_TO_POINTER (slot->position), slot);
    }
}

/* While the list is revealed in steps, it has one more or less of what is revealed. */
static void
take_out (AnnexRecordList *self, guint position)
{
  gboolean shown = position < self->revealed;

  if (shown && self->revealed < self->ids->len)
    self->revealed--;
  g_array_remove_index (self->ids, position);
  shift_slots (self, position, TRUE);
  if (shown)
    g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

static void
put_in (AnnexRecordList *self, guint position, gint64 id)
{
  gboolean shown = position < self->revealed;

  if (shown && self->revealed <= self->ids->len)
    self->revealed++;
  g_array_insert_val (self->ids, position, id);
  shift_slots (self, position, FALSE);
  if (shown)
    g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
}

static gboolean
find_id (AnnexRecordList *self, gint64 id, guint *position)
{
  for (*position = 0; *position < self->ids->len; (*position)++)
    if (g_array_index (self->ids, gint64, *position) == id)
      return TRUE;
  return FALSE;
}

static gboolean
place (AnnexRecordList *self, gint64 id, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GArray) others = NULL;
  guint before, after;
  gboolean listed = find_id (self, id, &before);
  gboolean matches = annex_query_matches (self->query, self->store, id, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (!matches)
    {
      if (listed)
        take_out (self, before);
      return TRUE;
    }
  others = g_array_copy (self->ids);
  if (listed)
    g_array_remove_index (others, before);
  if (!annex_query_find_place (self->query, self->store, others, id, &after, error))
    return FALSE;
  if (listed && after == before)
    return TRUE;
  if (listed)
    take_out (self, before);
  put_in (self, after, id);
  return TRUE;
}

/* Where order and filters follow from the changed records alone, the others stay where they are. */
static gboolean
place_changed (AnnexRecordList *self, AnnexChangeSet *changes)
{
  g_autoptr (GArray) ids = annex_change_set_dup_ids (changes);

  if (ids == NULL || ids->len > MAX_PLACED || self->reading != NULL || self->failure != NULL ||
      !annex_query_is_local (self->query, self->store, changes))
    return FALSE;
  /* Until all are in their places there is no order to look through. */
  g_clear_pointer (&self->order, g_array_unref);
  for (guint i = 0; i < ids->len; i++)
    if (!place (self, g_array_index (ids, gint64, i), NULL))
      return FALSE;
  self->order = g_array_ref (self->ids);
  tell_slots (self, NULL, changes);
  g_signal_emit (self, reloaded_signal, 0);
  return TRUE;
}

static void
store_changed_cb (AnnexStore *store, AnnexChangeSet *changes, AnnexRecordList *self)
{
  if (!annex_change_set_touches_type (changes, annex_query_get_record_type (self->query)))
    return;
  g_hash_table_remove_all (self->records);
  if (place_changed (self, changes))
    return;
  g_clear_pointer (&self->order, g_array_unref);
  reload (self, changes);
}

static GType
annex_record_list_get_item_type (GListModel *model)
{
  return ANNEX_TYPE_RECORD_SLOT;
}

static guint
annex_record_list_get_n_items (GListModel *model)
{
  return n_items (ANNEX_RECORD_LIST (model));
}

static gpointer
annex_record_list_get_item (GListModel *model, guint position)
{
  AnnexRecordList *self = ANNEX_RECORD_LIST (model);
  AnnexRecordSlot *slot;

  if (position >= n_items (self))
    return NULL;
  slot = g_hash_table_lookup (self->slots, GUINT_TO_POINTER (position));
  if (slot != NULL)
    return g_object_ref (slot);
  slot = g_object_new (ANNEX_TYPE_RECORD_SLOT, NULL);
  slot->list = self;
  slot->position = position;
  g_hash_table_insert (self->slots, GUINT_TO_POINTER (position), slot);
  return slot;
}

static void
annex_record_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = annex_record_list_get_item_type;
  iface->get_n_items = annex_record_list_get_n_items;
  iface->get_item = annex_record_list_get_item;
}

static void
annex_record_list_dispose (GObject *object)
{
  AnnexRecordList *self = ANNEX_RECORD_LIST (object);
  GHashTableIter iter;
  gpointer slot;

  g_clear_handle_id (&self->reveal_source, g_source_remove);
  g_clear_handle_id (&self->tell_source, g_source_remove);
  stop_reading (self);
  g_ptr_array_set_size (self->untold, 0);
  if (self->store != NULL)
    g_clear_signal_handler (&self->changed_handler, self->store);
  g_clear_object (&self->store);
  g_hash_table_iter_init (&iter, self->slots);
  while (g_hash_table_iter_next (&iter, NULL, &slot))
    ((AnnexRecordSlot *) slot)->list = NULL;
  g_hash_table_remove_all (self->slots);
  G_OBJECT_CLASS (annex_record_list_parent_class)->dispose (object);
}

static void
annex_record_list_finalize (GObject *object)
{
  AnnexRecordList *self = ANNEX_RECORD_LIST (object);

  g_clear_pointer (&self->query, annex_query_free);
  g_clear_error (&self->failure);
  g_array_unref (self->ids);
  g_strfreev (self->field_names);
  g_clear_pointer (&self->order, g_array_unref);
  g_hash_table_unref (self->slots);
  g_hash_table_unref (self->records);
  g_hash_table_unref (self->unreadable);
  g_ptr_array_unref (self->untold);
  G_OBJECT_CLASS (annex_record_list_parent_class)->finalize (object);
}

static void
annex_record_list_class_init (AnnexRecordListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = annex_record_list_dispose;
  object_class->finalize = annex_record_list_finalize;
  reloaded_signal = g_signal_new ("reloaded", ANNEX_TYPE_RECORD_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
annex_record_list_init (AnnexRecordList *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->revealed = G_MAXUINT;
  self->slots = g_hash_table_new (NULL, NULL);
  self->untold = g_ptr_array_new_with_free_func (g_object_unref);
  self->records = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  self->unreadable = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

/* Counts no further than it must. What cannot be counted is read where its failure does not block.
 * @type: (nullable): any */
static gboolean
is_large (AnnexStore *store, const AnnexType *type)
{
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (store,
                         type != NULL ? "SELECT 1 FROM record WHERE type = ?1 LIMIT 1 OFFSET ?2"
                                      : "SELECT ?1 FROM record LIMIT 1 OFFSET ?2",
                         NULL);
  gboolean large;

  if (statement == NULL)
    return TRUE;
  annex_statement_bind_text (statement, 1, type != NULL ? type->name : NULL);
  annex_statement_bind_int64 (statement, 2, LARGE);
  large = annex_statement_next (statement);
  return !annex_statement_finish (statement, NULL) || large;
}

static AnnexRecordList *
create (AnnexStore *store, const AnnexQuery *query, gboolean background)
{
  AnnexRecordList *self = g_object_new (ANNEX_TYPE_RECORD_LIST, NULL);

  self->store = g_object_ref (store);
  self->query = annex_query_copy (query);
  self->wordy = background && is_large (store, NULL);
  self->large = self->wordy && is_large (store, annex_query_get_record_type (query));
  self->changed_handler = g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, 0);
  reload (self, NULL);
  return self;
}

AnnexRecordList *
annex_record_list_new (AnnexStore *store, const AnnexQuery *query)
{
  return create (store, query, FALSE);
}

AnnexRecordList *
annex_record_list_new_in_background (AnnexStore *store, const AnnexQuery *query)
{
  return create (store, query, TRUE);
}

gboolean
annex_record_list_is_reading (AnnexRecordList *self)
{
  return self->reading != NULL;
}

const GError *
annex_record_list_get_failure (AnnexRecordList *self)
{
  return self->failure;
}

AnnexStore *
annex_record_list_get_store (AnnexRecordList *self)
{
  return self->store;
}

const AnnexQuery *
annex_record_list_get_query (AnnexRecordList *self)
{
  return self->query;
}

void
annex_record_list_set_query (AnnexRecordList *self, const AnnexQuery *query)
{
  AnnexQuery *copy = annex_query_copy (query);

  g_return_if_fail (annex_query_get_record_type (query) == annex_query_get_record_type (self->query));
  if (!annex_query_equal_but_search (query, self->query))
    g_clear_pointer (&self->order, g_array_unref);
  annex_query_free (self->query);
  self->query = copy;
  reload (self, NULL);
}

void
annex_record_list_set_fields (AnnexRecordList *self, const char *const *field_names)
{
  g_strfreev (self->field_names);
  self->field_names = g_strdupv ((char **) field_names);
  g_hash_table_remove_all (self->records);
}

void
annex_record_list_reveal_gradually (AnnexRecordList *self, guint first, guint step, gboolean at_once)
{
  guint before = n_items (self);

  self->revealed = at_once ? first : 0;
  self->reveal_first = first;
  self->reveal_step = step;
  if (before > n_items (self))
    g_list_model_items_changed (G_LIST_MODEL (self), n_items (self), before - n_items (self), 0);
  if (self->reveal_source != 0)
    return;
  if (!at_once)
    self->reveal_source = g_idle_add (reveal_first_cb, self);
  else
    start_reveal_cb (self);
}

guint
annex_record_list_get_length (AnnexRecordList *self)
{
  return self->ids->len;
}

gint64
annex_record_list_get_id (AnnexRecordList *self, guint position)
{
  return position < self->ids->len ? g_array_index (self->ids, gint64, position) : 0;
}

gboolean
annex_record_list_find (AnnexRecordList *self, gint64 id, guint *position)
{
  if (self->reading != NULL)
    read_now (self, NULL);
  for (guint i = 0; i < self->ids->len; i++)
    if (g_array_index (self->ids, gint64, i) == id)
      {
        /* Who wants to know where it is wants to show it. */
        if (position != NULL && i >= self->revealed)
          set_revealed (self, G_MAXUINT);
        if (position != NULL)
          *position = i;
        return TRUE;
      }
  return FALSE;
}
