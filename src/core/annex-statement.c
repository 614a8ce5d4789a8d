/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-statement.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "annex-statement-private.h"
#include "annex-store-private.h"

struct _AnnexStatement
{
  AnnexStore *store;
  sqlite3_stmt *handle;
  int status;        /* of the last step; SQLITE_OK before the first */
  gboolean is_kept;  /* by the store, when it is given back */
  gboolean is_lent;  /* kept, and handed out */
  GError *failure;   /* what annex_statement_finish() has not told yet */
  GPtrArray *spared; /* (element-type utf8) (nullable): texts of this row that were made valid */
};

static AnnexStatement *
prepare (AnnexStore *store, const char *sql, gboolean is_kept, GError **error)
{
  AnnexStatement *self;
  sqlite3_stmt *handle = NULL;

  if (sqlite3_prepare_v3 (store->database, sql, -1, is_kept ? SQLITE_PREPARE_PERSISTENT : 0, &handle, NULL) != SQLITE_OK)
    {
      g_autoptr (GError) failure = NULL;

      /* A text that SQLite does not understand is the program's fault and not the file's. */
      if (sqlite3_errcode (store->database) == SQLITE_ERROR)
        annex_store_set_error (store, &failure);
      else
        annex_store_set_read_error (store, &failure);
      annex_store_keep_failure (store, failure);
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  self = g_new0 (AnnexStatement, 1);
  self->store = store;
  self->handle = handle;
  self->is_kept = is_kept;
  return self;
}

static void
rewind_rows (AnnexStatement *self)
{
  annex_store_settle (self->store, NULL);
  sqlite3_reset (self->handle);
  self->status = SQLITE_OK;
  g_clear_pointer (&self->spared, g_ptr_array_unref);
}

static void
destroy (AnnexStatement *self)
{
  annex_store_settle (self->store, NULL);
  sqlite3_finalize (self->handle);
  g_clear_pointer (&self->spared, g_ptr_array_unref);
  g_clear_error (&self->failure);
  g_free (self);
}

AnnexStatement *
annex_statement_keep (AnnexStore *store, const char *sql, GError **error)
{
  /* Most texts are the program's own, and stand where they stood the last time. */
  AnnexRecentStatement *recent = &store->recent[((gsize) sql >> 4) % ANNEX_N_RECENT_STATEMENTS];
  AnnexStatement *self;
  char *text;

  if (recent->sql == sql && strcmp (recent->text, sql) == 0)
    return recent->statement;
  if (!g_hash_table_lookup_extended (store->statements, sql, (gpointer *) &text, (gpointer *) &self))
    {
      self = prepare (store, sql, TRUE, error);
      if (self == NULL)
        return NULL;
      text = g_strdup (sql);
      g_hash_table_insert (store->statements, text, self);
    }
  *recent = (AnnexRecentStatement) { sql, text, self };
  return self;
}

void
annex_statement_drop (gpointer data)
{
  AnnexStatement *self = data;

  self->is_kept = FALSE;
  if (!self->is_lent)
    destroy (self);
}

sqlite3_stmt *
annex_statement_get_handle (AnnexStatement *self)
{
  return self->handle;
}

AnnexStatement *
annex_statement_new (AnnexStore *store, const char *sql, GError **error)
{
  AnnexStatement *self;

  g_return_val_if_fail (ANNEX_IS_STORE (store), NULL);
  g_return_val_if_fail (sql != NULL, NULL);

  self = annex_store_settle (store, error) ? annex_statement_keep (store, sql, error) : NULL;
  if (self == NULL)
    return NULL;
  if (self->is_lent || sqlite3_stmt_busy (self->handle))
    {
      /* The other reader would lose its place. */
      g_critical ("The statement is being read already: %s", sql);
      return prepare (store, sql, FALSE, error);
    }
  self->is_lent = TRUE;
  g_object_ref (store);
  return self;
}

AnnexStatement *
annex_statement_new_once (AnnexStore *store, const char *sql, GError **error)
{
  g_return_val_if_fail (ANNEX_IS_STORE (store), NULL);
  g_return_val_if_fail (sql != NULL, NULL);

  return annex_store_settle (store, error) ? prepare (store, sql, FALSE, error) : NULL;
}

void
annex_statement_free (AnnexStatement *self)
{
  if (self == NULL)
    return;
  g_clear_error (&self->failure);
  if (!self->is_lent)
    {
      destroy (self);
      return;
    }

  g_autoptr (AnnexStore) store = self->store;

  self->is_lent = FALSE;
  if (!self->is_kept)
    {
      destroy (self);
      return;
    }
  rewind_rows (self);
  sqlite3_clear_bindings (self->handle);
}

void
annex_statement_bind_int64 (AnnexStatement *self, int parameter, gint64 value)
{
  g_return_if_fail (self->status == SQLITE_OK);
  sqlite3_bind_int64 (self->handle, parameter, value);
}

void
annex_statement_bind_double (AnnexStatement *self, int parameter, double value)
{
  g_return_if_fail (self->status == SQLITE_OK);
  sqlite3_bind_double (self->handle, parameter, value);
}

void
annex_statement_bind_text (AnnexStatement *self, int parameter, const char *text)
{
  g_return_if_fail (self->status == SQLITE_OK);
  sqlite3_bind_text (self->handle, parameter, text, -1, SQLITE_TRANSIENT);
}

void
annex_statement_bind_null (AnnexStatement *self, int parameter)
{
  g_return_if_fail (self->status == SQLITE_OK);
  sqlite3_bind_null (self->handle, parameter);
}

gboolean
annex_statement_next (AnnexStatement *self)
{
  g_return_val_if_fail (self->status == SQLITE_OK || self->status == SQLITE_ROW, FALSE);

  g_clear_pointer (&self->spared, g_ptr_array_unref);
  /* What could not be written may have ended the transaction, and this read with it: that is no damage. */
  if (!annex_store_settle (self->store, self->failure == NULL ? &self->failure : NULL))
    {
      self->status = SQLITE_ABORT;
      return FALSE;
    }
  self->status = sqlite3_step (self->handle);
  if (self->status == SQLITE_ROW)
    return TRUE;
  if (self->status != SQLITE_DONE && self->failure == NULL)
    {
      annex_store_set_read_error (self->store, &self->failure);
      annex_store_keep_failure (self->store, self->failure);
    }
  return FALSE;
}

gboolean
annex_statement_finish (AnnexStatement *self, GError **error)
{
  rewind_rows (self);
  if (self->failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->failure));
  return FALSE;
}

gint64
annex_statement_read_number (AnnexStatement *self, GError **error)
{
  gint64 number = annex_statement_next (self) ? annex_statement_get_int64 (self, 0) : 0;

  return annex_statement_finish (self, error) ? number : 0;
}

int
annex_statement_get_n_columns (AnnexStatement *self)
{
  return sqlite3_column_count (self->handle);
}

gboolean
annex_statement_is_null (AnnexStatement *self, int column)
{
  return sqlite3_column_type (self->handle, column) == SQLITE_NULL;
}

gint64
annex_statement_get_int64 (AnnexStatement *self, int column)
{
  return sqlite3_column_int64 (self->handle, column);
}

int
annex_statement_get_int (AnnexStatement *self, int column)
{
  return (int) CLAMP (sqlite3_column_int64 (self->handle, column), G_MININT, G_MAXINT);
}

gboolean
annex_statement_get_boolean (AnnexStatement *self, int column)
{
  return sqlite3_column_int64 (self->handle, column) != 0;
}

double
annex_statement_get_double (AnnexStatement *self, int column)
{
  return sqlite3_column_double (self->handle, column);
}

/* Everything that shows text relies on it being UTF-8; SQLite does not look. */
static const char *
spare (AnnexStatement *self, const char *text)
{
  char *valid = g_utf8_make_valid (text, -1);

  if (self->spared == NULL)
    self->spared = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->spared, valid);
  if (self->failure == NULL)
    {
      self->failure = g_error_new (ANNEX_ERROR, ANNEX_ERROR_DAMAGED, _("“%s” is damaged: “%s” is no valid text. %s"),
                                   annex_store_get_path (self->store), valid, annex_store_get_damage_advice ());
      annex_store_keep_failure (self->store, self->failure);
    }
  return valid;
}

const char *
annex_statement_get_text (AnnexStatement *self, int column)
{
  const char *text = (const char *) sqlite3_column_text (self->handle, column);

  return text == NULL || g_utf8_validate (text, -1, NULL) ? text : spare (self, text);
}

const char *
annex_statement_get_string (AnnexStatement *self, int column)
{
  const char *text = annex_statement_get_text (self, column);

  return text != NULL ? text : "";
}

char *
annex_statement_dup_text (AnnexStatement *self, int column)
{
  return g_strdup (annex_statement_get_text (self, column));
}
