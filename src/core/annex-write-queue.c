/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-write-queue.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "annex-store-private.h"
#include "annex-transaction-private.h"

/* Rows that one statement writes: SQLite opens tables and indexes once for all of them. */
#define GROUP 32

/* A block goes to the thread as soon as it has as many rows of one kind, or as much text. */
#define MAX_ROWS (4 * GROUP)
#define MAX_TEXT (256 * 1024)

/* Blocks that wait, so that the caller is not far ahead and memory is bounded. */
#define MAX_WAITING 4

#define IS_NULL (-1)
#define IS_NUMBER (-2)

typedef struct
{
  gint64 number; /* or where the text begins in the block */
  gint32 length; /* of the text, IS_NULL or IS_NUMBER */
} Value;

struct _AnnexWriteKind
{
  char *sql;
  guint n_columns;
  AnnexWriteFlags flags;
  guint index;
  sqlite3_stmt *single; /* NULL until there is a row */
  sqlite3_stmt *group;  /* NULL until there are enough */
};

typedef struct
{
  GPtrArray *values; /* a kind: GArray of Value */
  GPtrArray *order;  /* the kinds, by their first row */
  GString *text;
  AnnexWriteFlags flags; /* what kinds of writes are in it */
} Block;

struct _AnnexWriteQueue
{
  AnnexStore *store;
  GHashTable *kinds_by_key;
  GPtrArray *kinds;
  Block *block; /* that is being filled */
  Value *next;  /* where the next value of the row goes */
  gboolean is_settled; /* nothing was added since all was written */

  GThread *thread; /* NULL until there is enough for one */
  GMutex mutex;    /* for what follows */
  GCond changed;
  GQueue waiting;
  GQueue spare;
  guint n_unwritten; /* blocks that wait, and the one that is being written */
  gboolean stopping;
  int status; /* of the first failure, in SQLite's codes */
  char *message;
  gint failed; /* atomic */
};

static Block *
block_new (void)
{
  Block *block = g_new0 (Block, 1);

  block->values = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  block->order = g_ptr_array_new ();
  block->text = g_string_sized_new (4096);
  return block;
}

static void
block_free (Block *block)
{
  g_ptr_array_unref (block->values);
  g_ptr_array_unref (block->order);
  g_string_free (block->text, TRUE);
  g_free (block);
}

static void
block_clear (Block *block)
{
  for (guint i = 0; i < block->order->len; i++)
    g_array_set_size (block->values->pdata[((AnnexWriteKind *) block->order->pdata[i])->index], 0);
  g_ptr_array_set_size (block->order, 0);
  g_string_truncate (block->text, 0);
  block->flags = 0;
}

static void
kind_free (gpointer data)
{
  AnnexWriteKind *kind = data;

  sqlite3_finalize (kind->single);
  sqlite3_finalize (kind->group);
  g_free (kind->sql);
  g_free (kind);
}

AnnexWriteQueue *
annex_write_queue_new (AnnexStore *store)
{
  AnnexWriteQueue *self = g_new0 (AnnexWriteQueue, 1);

  self->store = store;
  self->kinds_by_key = g_hash_table_new (NULL, NULL);
  self->kinds = g_ptr_array_new_with_free_func (kind_free);
  self->block = block_new ();
  self->is_settled = TRUE;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  g_queue_init (&self->waiting);
  g_queue_init (&self->spare);
  return self;
}

AnnexWriteKind *
annex_write_queue_find_kind (AnnexWriteQueue *self, gconstpointer key)
{
  return g_hash_table_lookup (self->kinds_by_key, key);
}

AnnexWriteKind *
annex_write_queue_add_kind (AnnexWriteQueue *self,
                            gconstpointer key,
                            const char *sql,
                            guint n_columns,
                            AnnexWriteFlags flags)
{
  AnnexWriteKind *kind = g_new0 (AnnexWriteKind, 1);

  kind->sql = g_strdup (sql);
  kind->n_columns = n_columns;
  kind->flags = flags;
  kind->index = self->kinds->len;
  g_ptr_array_add (self->kinds, kind);
  g_hash_table_insert (self->kinds_by_key, (gpointer) key, kind);
  return kind;
}

/* ---- Writing, in either thread ---- */

static void
note_failure (AnnexWriteQueue *self, int status, const char *message)
{
  g_mutex_lock (&self->mutex);
  self->status = status;
  g_set_str (&self->message, message);
  g_atomic_int_set (&self->failed, TRUE);
  g_mutex_unlock (&self->mutex);
}

static char *
dup_sql (const AnnexWriteKind *kind, guint n_rows)
{
  gboolean is_list = (kind->flags & ANNEX_WRITE_DELETE) != 0;
  GString *sql = g_string_new (kind->sql);

  g_string_append (sql, is_list ? " (" : " ");
  for (guint i = 0; i < n_rows; i++)
    {
      g_string_append (sql, i > 0 ? ", " : "");
      for (guint j = 0; !is_list && j < kind->n_columns; j++)
        g_string_append (sql, j > 0 ? ", ?" : "(?");
      g_string_append (sql, is_list ? "?" : ")");
    }
  if (is_list)
    g_string_append_c (sql, ')');
  return g_string_free_and_steal (sql);
}

/* The statement that writes @n_rows rows at once. */
static sqlite3_stmt *
prepare (AnnexWriteQueue *self, AnnexWriteKind *kind, guint n_rows)
{
  sqlite3_stmt **statement = n_rows == GROUP ? &kind->group : &kind->single;
  g_autofree char *sql = NULL;

  if (*statement != NULL)
    return *statement;
  sql = dup_sql (kind, n_rows);
  sqlite3_prepare_v3 (self->store->database, sql, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL);
  return *statement;
}

static void
bind_values (const Block *block, sqlite3_stmt *statement, const Value *values, guint n_values)
{
  for (guint i = 0; i < n_values; i++)
    {
      const Value *value = &values[i];

      if (value->length >= 0)
        sqlite3_bind_text (statement, (int) i + 1, block->text->str + value->number, value->length, SQLITE_STATIC);
      else if (value->length == IS_NUMBER)
        sqlite3_bind_int64 (statement, (int) i + 1, value->number);
      else
        sqlite3_bind_null (statement, (int) i + 1);
    }
}

static gboolean
write_rows (AnnexWriteQueue *self, const Block *block, AnnexWriteKind *kind, const Value *values, guint n_rows)
{
  sqlite3 *database = self->store->database;
  sqlite3_stmt *statement = prepare (self, kind, n_rows);
  int status = sqlite3_extended_errcode (database);

  if (statement != NULL)
    {
      bind_values (block, statement, values, n_rows * kind->n_columns);
      /* After some failures SQLite takes all back by itself, and what is written then would be in the file at once. */
      status = sqlite3_get_autocommit (database) ? SQLITE_MISUSE : sqlite3_step (statement);
      if (status == SQLITE_DONE && (kind->flags & ANNEX_WRITE_EACH) != 0 &&
          (guint) sqlite3_changes (database) != n_rows)
        status = SQLITE_NOTFOUND;
    }
  if (status != SQLITE_DONE)
    note_failure (self, status, sqlite3_errmsg (database));
  sqlite3_reset (statement);
  return status == SQLITE_DONE;
}

static void
write_block (AnnexWriteQueue *self, const Block *block)
{
  for (guint i = 0; i < block->order->len; i++)
    {
      AnnexWriteKind *kind = block->order->pdata[i];
      const GArray *values = block->values->pdata[kind->index];
      const Value *next = (const Value *) values->data;
      guint n_rows = values->len / kind->n_columns;

      while (n_rows > 0)
        {
          guint n = n_rows >= GROUP && (kind->flags & ANNEX_WRITE_SINGLY) == 0 ? GROUP : 1;

          if (!write_rows (self, block, kind, next, n))
            return;
          next += n * kind->n_columns;
          n_rows -= n;
        }
    }
}

static gpointer
write_blocks (gpointer data)
{
  AnnexWriteQueue *self = data;

  g_mutex_lock (&self->mutex);
  for (;;)
    {
      Block *block = g_queue_pop_head (&self->waiting);

      if (block == NULL)
        {
          if (self->stopping)
            break;
          g_cond_wait (&self->changed, &self->mutex);
          continue;
        }
      g_mutex_unlock (&self->mutex);
      if (!g_atomic_int_get (&self->failed))
        write_block (self, block);
      block_clear (block);
      g_mutex_lock (&self->mutex);
      g_queue_push_tail (&self->spare, block);
      self->n_unwritten--;
      g_cond_broadcast (&self->changed);
    }
  g_mutex_unlock (&self->mutex);
  return NULL;
}

/* ---- Filling, in the caller's thread ---- */

static gboolean
tell_failure (AnnexWriteQueue *self, GError **error)
{
  g_autofree char *message = NULL;
  int status;

  /* A handler that is told of a lost file may call this again. */
  g_mutex_lock (&self->mutex);
  status = self->status;
  message = g_strdup (self->message);
  g_mutex_unlock (&self->mutex);

  if (status == SQLITE_MISUSE)
    annex_transaction_set_over (error);
  else if (status == SQLITE_NOTFOUND)
    g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND, _("That record is not there any more."));
  else
    annex_store_set_error_by_code (self->store, status, message, error);
  return FALSE;
}

/* Hands the block to the thread. */
static void
send_block (AnnexWriteQueue *self)
{
  if (self->thread == NULL)
    self->thread = g_thread_new ("write", write_blocks, self);
  g_mutex_lock (&self->mutex);
  while (self->n_unwritten >= MAX_WAITING)
    g_cond_wait (&self->changed, &self->mutex);
  g_queue_push_tail (&self->waiting, self->block);
  self->n_unwritten++;
  self->block = g_queue_pop_head (&self->spare);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
  if (self->block == NULL)
    self->block = block_new ();
}

/* Within a block all rows of a kind come together, so that nothing in it may depend on the order of kinds. */
static gboolean
mixes (const Block *block, const AnnexWriteKind *kind)
{
  AnnexWriteFlags both = ANNEX_WRITE_INSERT | ANNEX_WRITE_DELETE;

  return (kind->flags & ANNEX_WRITE_LOG) == 0 && ((block->flags | kind->flags) & both) == both;
}

static GArray *
get_values (AnnexWriteQueue *self, const AnnexWriteKind *kind)
{
  GPtrArray *values = self->block->values;

  while (values->len <= kind->index)
    g_ptr_array_add (values, g_array_new (FALSE, FALSE, sizeof (Value)));
  return values->pdata[kind->index];
}

gboolean
annex_write_queue_begin_row (AnnexWriteQueue *self, AnnexWriteKind *kind, GError **error)
{
  GArray *values;

  if (g_atomic_int_get (&self->failed))
    return tell_failure (self, error);
  if (self->block->text->len >= MAX_TEXT || get_values (self, kind)->len == MAX_ROWS * kind->n_columns ||
      mixes (self->block, kind))
    send_block (self);
  values = get_values (self, kind);
  self->is_settled = FALSE;
  if (values->len == 0)
    g_ptr_array_add (self->block->order, kind);
  if ((kind->flags & ANNEX_WRITE_LOG) == 0)
    self->block->flags |= kind->flags;
  g_array_set_size (values, values->len + kind->n_columns);
  self->next = &g_array_index (values, Value, values->len - kind->n_columns);
  return TRUE;
}

void
annex_write_queue_add_number (AnnexWriteQueue *self, gint64 number)
{
  *self->next++ = (Value) { number, IS_NUMBER };
}

void
annex_write_queue_add_text (AnnexWriteQueue *self, const char *text)
{
  GString *all = self->block->text;
  gsize length;

  if (text == NULL)
    {
      *self->next++ = (Value) { 0, IS_NULL };
      return;
    }
  length = MIN (strlen (text), G_MAXINT32);
  *self->next++ = (Value) { (gint64) all->len, (gint32) length };
  g_string_append_len (all, text, (gssize) length);
}

gboolean
annex_write_queue_settle (AnnexWriteQueue *self, GError **error)
{
  if (!self->is_settled)
    {
      g_mutex_lock (&self->mutex);
      while (self->n_unwritten > 0)
        g_cond_wait (&self->changed, &self->mutex);
      g_mutex_unlock (&self->mutex);
      /* The thread has nothing to do, so the rest is written here. */
      if (!g_atomic_int_get (&self->failed))
        write_block (self, self->block);
      block_clear (self->block);
      self->is_settled = TRUE;
    }
  return !g_atomic_int_get (&self->failed) || tell_failure (self, error);
}

gboolean
annex_write_queue_is_settled (AnnexWriteQueue *self)
{
  return self->is_settled;
}

gboolean
annex_write_queue_has_failed (AnnexWriteQueue *self)
{
  return g_atomic_int_get (&self->failed);
}

void
annex_write_queue_discard (AnnexWriteQueue *self)
{
  g_atomic_int_set (&self->failed, TRUE); /* so that blocks that wait are not written */
  if (self->thread != NULL)
    {
      g_mutex_lock (&self->mutex);
      self->stopping = TRUE;
      g_cond_broadcast (&self->changed);
      g_mutex_unlock (&self->mutex);
      g_thread_join (g_steal_pointer (&self->thread));
    }
  g_queue_clear_full (&self->spare, (GDestroyNotify) block_free);
  self->stopping = FALSE;
  self->status = SQLITE_OK;
  g_clear_pointer (&self->message, g_free);
  block_clear (self->block);
  self->is_settled = TRUE;
  g_atomic_int_set (&self->failed, FALSE);
}

void
annex_write_queue_drop_statements (AnnexWriteQueue *self)
{
  annex_write_queue_discard (self);
  for (guint i = 0; i < self->kinds->len; i++)
    {
      AnnexWriteKind *kind = self->kinds->pdata[i];

      g_clear_pointer (&kind->single, sqlite3_finalize);
      g_clear_pointer (&kind->group, sqlite3_finalize);
    }
}

void
annex_write_queue_free (AnnexWriteQueue *self)
{
  annex_write_queue_discard (self);
  g_hash_table_unref (self->kinds_by_key);
  g_ptr_array_unref (self->kinds);
  block_free (self->block);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_free (self);
}
