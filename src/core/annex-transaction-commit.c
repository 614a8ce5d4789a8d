/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "annex-chain.h"
#include "annex-row.h"
#include "annex-schema.h"
#include "annex-store-private.h"
#include "annex-transaction-private.h"

/* From as many records that go on, the search index may be rebuilt; where as many go for one that is left, it is. */
#define MANY_GONE 1000
#define GONE_FOR_LEFT 4

/* What comes at the end of a transaction: what types add, the search index, the row of the commit, and the disk. */

/* Adds to a record that was changed what follows from it, all at once. */
static gboolean
complete_changed (AnnexTransaction *self, const AnnexType *type, gint64 id, GError **error)
{
  g_autoptr (AnnexRecord) record = annex_store_load_stored (self->store, id, error);
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  AnnexDraft *draft = annex_transaction_get_draft (self, type);

  if (record == NULL)
    return FALSE;
  annex_draft_begin (draft, id, FALSE);
  for (guint i = 0; i < draft->fields->len; i++)
    annex_draft_give (draft, i, annex_record_get_value_at (record, i));
  if (!annex_draft_read_marks (draft, self->store, self->commit, g_hash_table_lookup (self->completed, &id), error) ||
      !annex_draft_complete (draft, self->store, error))
    return FALSE;
  for (guint i = 0; i < draft->fields->len; i++)
    if (g_strcmp0 (draft->values[i], annex_record_get_value_at (record, i)) != 0)
      g_hash_table_insert (values, (gpointer) ((const AnnexField *) draft->fields->pdata[i])->name, g_strdup (draft->values[i]));
  return annex_transaction_change (self, record, values, error);
}

static gboolean
follow (AnnexTransaction *self, const AnnexType *type, gint64 id, GError **error)
{
  g_autoptr (AnnexRecord) record = annex_store_load (self->store, id, error);

  return record != NULL && type->follow (self, self->store, record, error);
}

/* What is done for one record may touch another, which then waits its turn; none has two. */
static gboolean
finish_records (AnnexTransaction *self, GError **error)
{
  if (strcmp (self->kind, "edit") != 0)
    return TRUE;
  for (guint i = 0; i < self->to_finish->len; i++)
    {
      gint64 id = g_array_index (self->to_finish, gint64, i);
      g_autoptr (GError) fault = NULL;
      const AnnexType *type = annex_store_get_type_of (self->store, id, &fault);

      /* It may have been deleted since. */
      if (g_error_matches (fault, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND))
        continue;
      if (type == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&fault));
          return FALSE;
        }
      if (g_hash_table_lookup (self->finishing, &id) != NULL && !complete_changed (self, type, id, error))
        return FALSE;
      if (type->follow != NULL && !follow (self, type, id, error))
        return FALSE;
    }
  return TRUE;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  gint64 x = **(gint64 *const *) a, y = **(gint64 *const *) b;

  return (x > y) - (x < y);
}

static gboolean
index_record (AnnexTransaction *self, gint64 id, GError **error)
{
  const AnnexType *type = annex_store_get_type_of (self->store, id, error);
  g_autoptr (AnnexRow) row = type == NULL ? NULL : annex_row_read (self->store, type, id, error);

  return row != NULL && annex_row_index (self->store, type, id, row, error);
}

/* Rebuilds the search index from the records that are left. */
static gboolean
rebuild_search (AnnexTransaction *self, GError **error)
{
  g_autoptr (AnnexStatement) statement = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!annex_store_execute (self->store, "INSERT INTO search (search) VALUES ('delete-all')", error))
    return FALSE;
  statement = annex_statement_new (self->store, "SELECT id FROM record ORDER BY id", error);
  if (statement == NULL)
    return FALSE;
  while (annex_statement_next (statement))
    {
      gint64 id = annex_statement_get_int64 (statement, 0);

      g_array_append_val (ids, id);
    }
  if (!annex_statement_finish (statement, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!index_record (self, g_array_index (ids, gint64, i), error))
      return FALSE;
  return TRUE;
}

/* @rebuilds: (out): whether so much goes that it is quicker to rebuild the index */
static gboolean
find_if_most_goes (AnnexTransaction *self, gboolean *rebuilds, GError **error)
{
  GHashTableIter iter;
  gpointer is_gone;
  gint64 n_gone = 0, n_left;

  *rebuilds = FALSE;
  g_hash_table_iter_init (&iter, self->to_index);
  while (g_hash_table_iter_next (&iter, NULL, &is_gone))
    n_gone += GPOINTER_TO_INT (is_gone);
  if (n_gone < MANY_GONE)
    return TRUE;
  if (!annex_transaction_read_number (self->store, "SELECT count(*) FROM record", NULL, &n_left, error))
    return FALSE;
  *rebuilds = n_gone > n_left * GONE_FOR_LEFT;
  return TRUE;
}

static gboolean
renew_search (AnnexTransaction *self, GError **error)
{
  g_autoptr (GPtrArray) ids = g_hash_table_get_keys_as_ptr_array (self->to_index);
  gboolean rebuilds;

  if (!find_if_most_goes (self, &rebuilds, error))
    return FALSE;
  if (rebuilds)
    return rebuild_search (self, error);
  g_ptr_array_sort (ids, compare_ids);
  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = *(gint64 *) ids->pdata[i];

      if (!annex_row_unindex (self->store, id, error))
        return FALSE;
      if (g_hash_table_lookup (self->to_index, &id) == NULL && !index_record (self, id, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_sequences (AnnexTransaction *self, GError **error)
{
  GHashTableIter iter;
  const AnnexType *type;
  gint64 *next;

  g_hash_table_iter_init (&iter, self->next_numbers);
  while (g_hash_table_iter_next (&iter, (gpointer *) &type, (gpointer *) &next))
    {
      sqlite3_stmt *statement = annex_store_prepare (self->store, "INSERT OR REPLACE INTO sequence (type, last) VALUES (?1, ?2)", error);

      if (statement == NULL)
        return FALSE;
      sqlite3_bind_text (statement, 1, type->name, -1, SQLITE_STATIC);
      sqlite3_bind_int64 (statement, 2, *next - 1);
      if (!annex_transaction_write (self, statement, error))
        return FALSE;
    }
  return TRUE;
}

/* The hash covers every change in order, then the commit's own words, then the parent's hash. */
static gboolean
write_commit (AnnexTransaction *self, GError **error)
{
  g_autoptr (GDateTime) now = annex_clock_get_stamp ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%dT%H:%M:%S.%fZ");
  g_autofree char *parent = NULL;
  gint64 numbers[] = { self->commit, self->undoes, self->undo_top, self->redo_top };
  const char *texts[] = { time, self->store->author, self->label, self->kind, NULL };
  sqlite3_stmt *statement = annex_store_prepare (self->store, "SELECT hash FROM \"commit\" WHERE id = ?1", error);
  int status;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, self->commit - 1);
  status = sqlite3_step (statement);
  if (status == SQLITE_ROW)
    parent = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  else if (status == SQLITE_DONE)
    parent = g_strdup ("");
  else
    annex_store_set_error (self->store, error);
  sqlite3_reset (statement);
  if (parent == NULL)
    return FALSE;
  texts[4] = parent;

  statement = annex_store_prepare (self->store,
                                   "INSERT INTO \"commit\" (id, undoes, undo_top, redo_top, time, author, label, kind, parent, hash) "
                                   "VALUES (?1, nullif (?2, 0), nullif (?3, 0), nullif (?4, 0), ?5, ?6, ?7, ?8, ?9, ?10)",
                                   error);
  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      sqlite3_bind_int64 (statement, 1 + i, numbers[i]);
      annex_chain_add_number (self->chain, numbers[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      sqlite3_bind_text (statement, 5 + i, texts[i], -1, SQLITE_STATIC);
      annex_chain_add_text (self->chain, texts[i]);
    }
  self->hash = g_strdup (annex_chain_finish (self->chain));
  sqlite3_bind_text (statement, 10, self->hash, -1, SQLITE_STATIC);
  return annex_transaction_write (self, statement, error);
}

/* A commit that failed may be in the file all the same: the last thing that SQLite does, syncing the journal once it
 * is empty, takes nothing back when it fails. So the file is asked. */
static gboolean
settle_failed_commit (AnnexTransaction *self, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA user_version = %d", ANNEX_SCHEMA_VERSION);
  gint64 found;

  annex_transaction_roll_back (self->store);
  if (!annex_transaction_read_number (self->store, "SELECT id FROM \"commit\" WHERE hash = ?1", self->hash, &found, NULL))
    {
      g_clear_error (error);
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE,
                   _("The disk with “%s” does not answer. What was saved before is in the file; whether this change is, "
                     "shows when the file can be read again."),
                   self->store->path);
      return annex_transaction_fail (self);
    }
  if (found == 0)
    return annex_transaction_fail (self);
  /* Writing what is there already syncs file and journal once more. */
  if (annex_store_execute (self->store, sql, NULL))
    {
      g_clear_error (error);
      return TRUE;
    }
  g_clear_error (error);
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE,
               _("The change is in “%s”, but the disk did not confirm that it keeps it. Everything before it is safe. "
                 "Save a copy elsewhere."),
               self->store->path);
  annex_transaction_fail (self);
  annex_store_committed (self->store, self->changes);
  return FALSE;
}

void
annex_transaction_check_keys_again (AnnexStore *store)
{
  if (store->database != NULL)
    sqlite3_exec (store->database, "PRAGMA foreign_keys = ON", NULL, NULL, NULL);
}

/* What SQLite would have refused one by one. */
static gboolean
check_keys (AnnexTransaction *self, GError **error)
{
  g_autoptr (AnnexStatement) statement = annex_statement_new_once (self->store, "PRAGMA foreign_key_check", error);
  gboolean sound;

  if (statement == NULL)
    return FALSE;
  sound = !annex_statement_next (statement);
  if (!annex_statement_finish (statement, error))
    return FALSE;
  if (!sound)
    g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("A record that others lead to would be missing."));
  return sound;
}

gboolean
annex_transaction_commit (AnnexTransaction *self, GError **error)
{
  g_autoptr (GError) fault = NULL;

  g_return_val_if_fail (self->open, FALSE);

  if (!annex_transaction_check_usable (self, error != NULL && *error != NULL ? NULL : error))
    return FALSE;
  if (self->n_changes == 0 && strcmp (self->kind, "start") != 0)
    return TRUE;
  if (!annex_store_check_fields (self->store, error) || !finish_records (self, error) || !renew_search (self, error) ||
      !write_sequences (self, error) || (self->keys == ANNEX_KEYS_BEFORE_COMMIT && !check_keys (self, error)) ||
      !annex_transaction_check_usable (self, error) || !write_commit (self, error) ||
      (self->store->live == NULL && !annex_store_check_place (self->store, error)))
    return annex_transaction_fail (self);
  if (!annex_store_execute (self->store, self->store->opening != NULL ? "RELEASE step" : "COMMIT", &fault) &&
      !settle_failed_commit (self, &fault))
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }

  self->open = FALSE;
  self->store->transaction = NULL;
  annex_store_discard_writes (self->store);
  if (self->keys != ANNEX_KEYS_ONE_BY_ONE)
    annex_transaction_check_keys_again (self->store);
  annex_store_committed (self->store, self->changes);
  return TRUE;
}
