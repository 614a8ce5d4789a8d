/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-log-verify.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "annex-chain.h"
#include "annex-change.h"
#include "annex-log-order.h"
#include "annex-statement-private.h"

/* Columns of "commit" as they are hashed: numbers first, then texts; the hash itself comes last. */
#define COMMIT_COLUMNS "id, undoes, undo_top, redo_top, time, author, label, kind, parent, hash"
#define N_COMMIT_NUMBERS 4
#define N_COMMIT_TEXTS 5
#define HASH_COLUMN 9

/* Problems of one kind beyond which a log is told once for all. */
#define MOST_PROBLEMS 100

/* Adds a column that Annex writes as text. Returns whether it is one. */
static gboolean
hash_text (AnnexChain *chain, sqlite3_stmt *row, int column, gboolean nullable)
{
  int type = sqlite3_column_type (row, column);
  const char *text = type == SQLITE_NULL ? NULL : (const char *) sqlite3_column_text (row, column);

  if (text != NULL)
    annex_chain_add_bytes (chain, text, (gsize) sqlite3_column_bytes (row, column));
  else
    annex_chain_add_text (chain, NULL);
  return type == SQLITE_TEXT || (nullable && type == SQLITE_NULL);
}

/* Returns whether the changes of the commit are of the types that Annex writes; they are hashed even if not. */
static gboolean
hash_changes (AnnexChain *chain, AnnexStatement *changes, gint64 commit, gboolean *typed, GError **error)
{
  sqlite3_stmt *row = annex_statement_get_handle (changes);
  gint64 position = 0;

  annex_statement_bind_int64 (changes, 1, commit);
  while (annex_statement_next (changes))
    {
      /* The order is hashed, the positions are not: they are counted. */
      *typed = *typed && sqlite3_column_type (row, 0) == SQLITE_INTEGER && sqlite3_column_int64 (row, 7) == ++position;
      annex_chain_add_number (chain, sqlite3_column_int64 (row, 0));
      for (int column = 1; column <= 6; column++)
        *typed = hash_text (chain, row, column, column > 3) && *typed;
    }
  return annex_statement_finish (changes, error);
}

/* Empty numbers are stored as NULL and hashed as 0, so that a 0 in their place would read the same. */
static gboolean
hash_commit (AnnexChain *chain, sqlite3_stmt *row)
{
  gboolean typed = TRUE;

  for (int column = 0; column < N_COMMIT_NUMBERS; column++)
    {
      int type = sqlite3_column_type (row, column);
      gint64 number = sqlite3_column_int64 (row, column);

      typed = typed && (type == SQLITE_INTEGER ? number != 0 : type == SQLITE_NULL);
      annex_chain_add_number (chain, number);
    }
  for (int column = N_COMMIT_NUMBERS; column < N_COMMIT_NUMBERS + N_COMMIT_TEXTS; column++)
    typed = hash_text (chain, row, column, FALSE) && typed;
  return typed && sqlite3_column_type (row, HASH_COLUMN) == SQLITE_TEXT;
}

static gboolean
column_is (sqlite3_stmt *row, int column, const char *text)
{
  const char *stored = (const char *) sqlite3_column_text (row, column);

  return stored != NULL && (gsize) sqlite3_column_bytes (row, column) == strlen (text) && strcmp (stored, text) == 0;
}

G_GNUC_PRINTF (2, 3)
static void
add_problem (AnnexLogVerdict *self, const char *format, ...)
{
  va_list arguments;

  if (self->problems->len == MOST_PROBLEMS)
    g_ptr_array_add (self->problems, g_strdup (_("There is more of this kind in the history.")));
  if (self->problems->len >= MOST_PROBLEMS)
    return;
  va_start (arguments, format);
  g_ptr_array_add (self->problems, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

static gboolean
verify_commits (AnnexLogVerdict *self, AnnexStore *store, GCancellable *cancellable, GError **error)
{
  g_autoptr (AnnexStatement) changes =
    annex_statement_new (store, "SELECT record, type, reference, operation, field, old, new, position FROM change WHERE commit_id = ?1 ORDER BY position",
                         error);
  g_autoptr (AnnexStatement) commits =
    changes != NULL ? annex_statement_new (store, "SELECT " COMMIT_COLUMNS " FROM \"commit\" ORDER BY id", error) : NULL;
  sqlite3_stmt *row = commits != NULL ? annex_statement_get_handle (commits) : NULL;
  gint64 expected = 1;

  if (commits == NULL)
    return FALSE;
  while (annex_statement_next (commits))
    {
      g_autoptr (AnnexChain) chain = annex_chain_new ();
      gint64 id = sqlite3_column_int64 (row, 0);
      guint n_before = self->problems->len;
      gboolean typed = TRUE;

      if (g_cancellable_set_error_if_cancelled (cancellable, error) || !annex_change_check_commit (id, error) ||
          !hash_changes (chain, changes, id, &typed, error))
        return FALSE;
      typed = hash_commit (chain, row) && typed;
      if (id != expected)
        add_problem (self, _("The history has a gap: commit %ld is missing."), (long) expected);
      else if (!column_is (row, 8, self->head))
        add_problem (self, _("Commit %ld does not follow from the one before it."), (long) id);
      if (!typed || !column_is (row, HASH_COLUMN, annex_chain_finish (chain)))
        {
          const char *text = (const char *) sqlite3_column_text (row, 6);
          g_autofree char *label = g_utf8_make_valid (text != NULL ? text : "", -1);

          add_problem (self, _("Commit %ld (%s) was altered afterwards."), (long) id, label);
        }
      if (self->problems->len == n_before && self->n_sound == self->n_commits)
        self->n_sound++;
      self->n_commits++;
      g_free (self->head);
      self->head = g_utf8_make_valid (sqlite3_column_text (row, HASH_COLUMN) != NULL ? (const char *) sqlite3_column_text (row, HASH_COLUMN) : "", -1);
      expected = id + 1;
    }
  return annex_statement_finish (commits, error);
}

/* Values can only have been written without a commit where a transaction broke; each commit costs one look at the index. */
static gboolean
find_orphans (AnnexLogVerdict *self, AnnexStore *store, GError **error)
{
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (store,
                         "WITH RECURSIVE c (id) AS (SELECT min (commit_id) FROM change UNION ALL "
                         "SELECT (SELECT min (commit_id) FROM change WHERE commit_id > c.id) FROM c WHERE c.id IS NOT NULL) "
                         "SELECT id FROM c WHERE id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM \"commit\" k WHERE k.id = c.id)",
                         error);

  if (statement == NULL)
    return FALSE;
  while (annex_statement_next (statement))
    add_problem (self,
                 _("Changes were left in the history that belong to no commit (%ld): a write broke off, or the commit was removed. "
                   "“annex-cli salvage” makes a file without them."),
                 (long) annex_statement_get_int64 (statement, 0));
  return annex_statement_finish (statement, error);
}

void
annex_log_verdict_free (AnnexLogVerdict *self)
{
  if (self == NULL)
    return;
  g_free (self->head);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_clear_pointer (&self->remarks, g_ptr_array_unref);
  g_free (self);
}

AnnexLogVerdict *
annex_log_verify (AnnexStore *store, GCancellable *cancellable, GError **error)
{
  g_autoptr (AnnexLogVerdict) self = g_new0 (AnnexLogVerdict, 1);
  g_autoptr (AnnexLogOrder) order = NULL;

  self->head = g_strdup ("");
  self->problems = g_ptr_array_new_with_free_func (g_free);
  self->remarks = g_ptr_array_new_with_free_func (g_free);
  if (!verify_commits (self, store, cancellable, error) || !find_orphans (self, store, error))
    return NULL;
  order = annex_log_order_read (store, error);
  if (order == NULL)
    return NULL;
  if (annex_log_order_get_n_misdated (order) > 0)
    g_ptr_array_add (self->remarks, annex_log_order_dup_remark (order));
  return g_steal_pointer (&self);
}

gint64
annex_log_count_sound (AnnexStore *store, gboolean *all)
{
  g_autoptr (AnnexLogVerdict) verdict = g_new0 (AnnexLogVerdict, 1);

  verdict->head = g_strdup ("");
  verdict->problems = g_ptr_array_new_with_free_func (g_free);
  verdict->remarks = g_ptr_array_new_with_free_func (g_free);
  *all = verify_commits (verdict, store, NULL, NULL) && verdict->n_sound == verdict->n_commits;
  return verdict->n_sound;
}

gint64
annex_log_find_hash (AnnexStore *store, const char *hash, GError **error)
{
  g_autoptr (AnnexStatement) statement = annex_statement_new (store, "SELECT id FROM \"commit\" WHERE hash = ?1", error);
  gint64 id;

  if (statement == NULL)
    return 0;
  annex_statement_bind_text (statement, 1, hash);
  id = annex_statement_next (statement) ? annex_statement_get_int64 (statement, 0) : 0;
  return annex_statement_finish (statement, error) ? id : 0;
}

char *
annex_log_dup_head (AnnexStore *store, gint64 *n_commits, GError **error)
{
  g_autoptr (AnnexStatement) statement = annex_statement_new (store, "SELECT id, hash FROM \"commit\" ORDER BY id DESC LIMIT 1", error);
  g_autofree char *head = NULL;
  gint64 id = 0;

  if (statement == NULL)
    return NULL;
  if (annex_statement_next (statement))
    {
      id = annex_statement_get_int64 (statement, 0);
      head = annex_statement_dup_text (statement, 1);
    }
  if (!annex_statement_finish (statement, error))
    return NULL;
  if (n_commits != NULL)
    *n_commits = id;
  return head != NULL ? g_steal_pointer (&head) : g_strdup ("");
}
