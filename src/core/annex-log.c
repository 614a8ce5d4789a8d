/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "annex-change.h"
#include "annex-log.h"
#include "annex-statement.h"
#include "annex-store-private.h"
#include "annex-transaction-private.h"

/* From here on it costs less to look through the whole file once than through all tables for each record. */
#define MANY_CHANGES 1000

/* Changes that are reversed between two words of progress: some milliseconds. */
#define CHANGES_A_STEP 100

/* Changes that are in memory at a time. */
#define CHANGES_A_READ 500

typedef struct
{
  gint64 id;
  gint64 undo_top;
  gint64 redo_top;
} Top;

static gboolean
refuse_commit (gint64 commit, GError **error)
{
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED,
               _("The history is damaged or was altered at commit %ld."),
               (long) commit);
  return FALSE;
}

/* The tops of the stacks after @commit, the last one where that is 0; all 0 where there is no commit yet. */
static gboolean
read_top (AnnexStore *store, gint64 commit, Top *top, GError **error)
{
  sqlite3_stmt *statement =
    annex_store_prepare (store,
                         "SELECT id, undo_top, redo_top FROM \"commit\" WHERE ?1 = 0 OR id = ?1 ORDER BY id DESC LIMIT 1", error);
  int status;

  memset (top, 0, sizeof *top);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, commit);
  status = sqlite3_step (statement);
  if (status == SQLITE_ROW)
    {
      top->id = sqlite3_column_int64 (statement, 0);
      top->undo_top = sqlite3_column_int64 (statement, 1);
      top->redo_top = sqlite3_column_int64 (statement, 2);
    }
  else if (status != SQLITE_DONE)
    annex_store_set_error (store, error);
  sqlite3_reset (statement);
  if (status == SQLITE_DONE)
    return commit == 0 || refuse_commit (commit, error);
  if (status != SQLITE_ROW || !annex_change_check_commit (top->id, error))
    return FALSE;
  /* A commit can only lead back. */
  return (top->undo_top >= 0 && top->undo_top <= top->id && top->redo_top >= 0 && top->redo_top <= top->id) ||
         refuse_commit (top->id, error);
}

static gboolean
count_changes (AnnexStore *store, gint64 commit, guint *n_changes, GError **error)
{
  sqlite3_stmt *statement = annex_store_prepare (store, "SELECT count(*) FROM change WHERE commit_id = ?1", error);
  gboolean counted;

  *n_changes = 0;
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, commit);
  counted = sqlite3_step (statement) == SQLITE_ROW || annex_store_fail (store, error);
  if (counted)
    *n_changes = (guint) sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return counted;
}

typedef struct
{
  AnnexChange change;
  char *texts[4]; /* what it points to */
} KeptChange;

static void
clear_kept (gpointer data)
{
  KeptChange *kept = data;

  for (guint i = 0; i < G_N_ELEMENTS (kept->texts); i++)
    g_free (kept->texts[i]);
}

static void
keep_change (GArray *changes, const AnnexChange *change)
{
  KeptChange kept = {
    *change, { g_strdup (change->reference), g_strdup (change->field), g_strdup (change->old), g_strdup (change->new) }
  };

  kept.change.operation = g_intern_string (change->operation);
  kept.change.reference = kept.texts[0];
  kept.change.field = kept.texts[1];
  kept.change.old = kept.texts[2];
  kept.change.new = kept.texts[3];
  g_array_append_val (changes, kept);
}

/* Reads the last changes of commit @commit up to @position, as many as are reversed in one go, into @changes. */
static gboolean
read_changes (AnnexStore *store, gint64 commit, gint64 position, GArray *changes, GError **error)
{
  sqlite3_stmt *statement =
    annex_store_prepare (store,
                         "SELECT " ANNEX_CHANGE_COLUMNS " FROM change WHERE commit_id = ?1 AND position <= ?2 "
                         "ORDER BY position DESC LIMIT ?3",
                         error);
  gboolean done = TRUE;
  int status = SQLITE_DONE;

  g_array_set_size (changes, 0);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, commit);
  sqlite3_bind_int64 (statement, 2, position);
  sqlite3_bind_int64 (statement, 3, CHANGES_A_READ);
  while (done && (status = sqlite3_step (statement)) == SQLITE_ROW)
    {
      AnnexChange change;

      done = annex_change_read (statement, &change, error);
      if (done)
        keep_change (changes, &change);
    }
  if (done && status != SQLITE_DONE)
    done = annex_store_fail (store, error);
  sqlite3_reset (statement);
  return done;
}

/* Runs the rows of commit @commit backwards. They are read some hundred at a time, for no statement can be open while
 * another thread writes. */
static gboolean
reverse_commit (AnnexStore *store,
                AnnexTransaction *transaction,
                gint64 commit,
                AnnexLogProgress progress,
                gpointer data,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (KeptChange));
  guint n_changes = 0, n_reversed = 0;
  gint64 position = G_MAXINT64;

  g_array_set_clear_func (changes, clear_kept);
  if (progress != NULL && !count_changes (store, commit, &n_changes, error))
    return FALSE;
  do
    {
      if (!read_changes (store, commit, position, changes, error))
        return FALSE;
      for (guint i = 0; i < changes->len; i++)
        {
          const AnnexChange *change = &g_array_index (changes, KeptChange, i).change;

          if (!annex_transaction_reverse (transaction, change, error))
            return FALSE;
          position = change->position;
          if (progress != NULL && ++n_reversed % CHANGES_A_STEP == 0)
            progress ((double) n_reversed / n_changes, data);
          if (g_cancellable_set_error_if_cancelled (cancellable, error))
            return FALSE;
        }
    }
  while (changes->len == CHANGES_A_READ && position-- > G_MININT64);
  return TRUE;
}

static char *
dup_label (AnnexStore *store, gint64 commit, GError **error)
{
  sqlite3_stmt *statement = annex_store_prepare (store, "SELECT label FROM \"commit\" WHERE id = ?1", error);
  const char *text;
  char *label = NULL;
  int status;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, commit);
  status = sqlite3_step (statement);
  if (status == SQLITE_ROW && annex_change_read_text (statement, 0, &text) && text != NULL)
    label = g_strdup (text);
  else if (status == SQLITE_ROW || status == SQLITE_DONE)
    refuse_commit (commit, error);
  else
    annex_store_set_error (store, error);
  sqlite3_reset (statement);
  return label;
}

/* Undo and redo are one thing: the top of one stack is reversed and lands on the other. What lies
 * below a commit in its stack is what the commit before it had on top. */
static gboolean
reverse (AnnexStore *store, gboolean undo, AnnexLogProgress progress, gpointer data, GCancellable *cancellable, char **label_out, GError **error)
{
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autofree char *label = NULL;
  Top now, below;
  gint64 target;
  guint n_changes;

  /* What is being attached in steps is a commit of its own, and comes before. */
  annex_transaction_finish_open (store);
  if (!read_top (store, 0, &now, error))
    return FALSE;
  target = undo ? now.undo_top : now.redo_top;
  if (target == 0)
    {
      g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_NOTHING_TO_DO, undo ? _("There is nothing to undo.") : _("There is nothing to redo."));
      return FALSE;
    }
  if (target == 1)
    memset (&below, 0, sizeof below);
  else if (!read_top (store, target - 1, &below, error))
    return FALSE;

  label = dup_label (store, target, error);
  if (label == NULL || !count_changes (store, target, &n_changes, error))
    return FALSE;
  transaction = n_changes < MANY_CHANGES ? annex_transaction_begin (store, label, error)
                                         : annex_transaction_begin_in_bulk (store, label, error);
  if (transaction == NULL)
    return FALSE;
  if (undo)
    annex_transaction_set_reversal (transaction, "undo", target, below.undo_top, now.id + 1);
  else
    annex_transaction_set_reversal (transaction, "redo", target, now.id + 1, below.redo_top);
  if (!reverse_commit (store, transaction, target, progress, data, cancellable, error))
    return FALSE;
  if (!annex_transaction_commit (transaction, error))
    {
      g_prefix_error (error, _("Commit %ld cannot be taken back: "), (long) target);
      return FALSE;
    }
  if (label_out != NULL)
    *label_out = g_steal_pointer (&label);
  return TRUE;
}

gboolean
annex_log_reverse (AnnexStore *store, gboolean undo, AnnexLogProgress progress, gpointer data, GCancellable *cancellable, char **label_out,
                   GError **error)
{
  g_autoptr (GError) fault = NULL;

  if (reverse (store, undo, progress, data, cancellable, label_out, &fault))
    return TRUE;
  if (g_error_matches (fault, ANNEX_ERROR, ANNEX_ERROR_DAMAGED) && strstr (fault->message, annex_store_get_damage_advice ()) == NULL)
    {
      char *message = g_strconcat (fault->message, " ", annex_store_get_damage_advice (), NULL);

      g_free (fault->message);
      fault->message = message;
    }
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

guint
annex_log_count_reversal (AnnexStore *store, gboolean undo)
{
  guint n_changes = 0;
  Top now;

  if (read_top (store, 0, &now, NULL))
    count_changes (store, undo ? now.undo_top : now.redo_top, &n_changes, NULL);
  return n_changes;
}

void
annex_log_entry_free (AnnexLogEntry *entry)
{
  g_free (entry->time);
  g_free (entry->author);
  g_free (entry->label);
  g_free (entry->kind);
  g_free (entry->reference);
  g_free (entry->operation);
  g_free (entry->field);
  g_free (entry->old);
  g_free (entry->new);
  g_free (entry);
}

/* What a log has to have and a planted one lacks reads as empty. */
static AnnexLogEntry *
read_entry (AnnexStatement *statement)
{
  AnnexLogEntry *entry = g_new0 (AnnexLogEntry, 1);

  entry->commit = annex_statement_get_int64 (statement, 0);
  entry->time = g_strdup (annex_statement_get_string (statement, 1));
  entry->author = g_strdup (annex_statement_get_string (statement, 2));
  entry->label = g_strdup (annex_statement_get_string (statement, 3));
  entry->kind = g_strdup (annex_statement_get_string (statement, 4));
  return entry;
}

GPtrArray *
annex_log_list (AnnexStore *store, guint limit, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) annex_log_entry_free);
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (store, "SELECT id, time, author, label, kind FROM \"commit\" ORDER BY id DESC LIMIT ?1", error);

  if (statement == NULL)
    return NULL;
  annex_statement_bind_int64 (statement, 1, limit);
  while (annex_statement_next (statement))
    g_ptr_array_add (entries, read_entry (statement));
  return annex_statement_finish (statement, error) ? g_steal_pointer (&entries) : NULL;
}

static char *
dup_value (AnnexStore *store, const AnnexField *field, const char *value)
{
  return field != NULL ? annex_store_format (store, field, value) : g_strdup (value);
}

GPtrArray *
annex_log_list_record (AnnexStore *store, gint64 id, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) annex_log_entry_free);
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (store,
                         "SELECT c.id, c.time, c.author, c.label, c.kind, h.reference, h.operation, h.field, h.old, h.new, h.type "
                         "FROM change h JOIN \"commit\" c ON c.id = h.commit_id WHERE h.record = ?1 "
                         "ORDER BY h.commit_id DESC, h.position DESC",
                         error);

  if (statement == NULL)
    return NULL;
  annex_statement_bind_int64 (statement, 1, id);
  while (annex_statement_next (statement))
    {
      AnnexLogEntry *entry = read_entry (statement);
      const AnnexType *type = annex_type_find (annex_statement_get_string (statement, 10));
      const AnnexField *field = type != NULL ? annex_store_find_field (store, type, annex_statement_get_text (statement, 7)) : NULL;

      entry->reference = g_strdup (annex_statement_get_string (statement, 5));
      entry->operation = g_strdup (annex_statement_get_string (statement, 6));
      entry->field = annex_statement_dup_text (statement, 7);
      if (entry->field != NULL)
        {
          entry->old = dup_value (store, field, annex_statement_get_text (statement, 8));
          entry->new = dup_value (store, field, annex_statement_get_text (statement, 9));
        }
      g_ptr_array_add (entries, entry);
    }
  return annex_statement_finish (statement, error) ? g_steal_pointer (&entries) : NULL;
}

gboolean
annex_log_undo (AnnexStore *store, char **label, GError **error)
{
  return annex_log_reverse (store, TRUE, NULL, NULL, NULL, label, error);
}

gboolean
annex_log_redo (AnnexStore *store, char **label, GError **error)
{
  return annex_log_reverse (store, FALSE, NULL, NULL, NULL, label, error);
}

gboolean
annex_log_mark_start (AnnexStore *store, const char *label, GError **error)
{
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, label, error);

  if (transaction == NULL)
    return FALSE;
  annex_transaction_set_reversal (transaction, "start", 0, 0, 0);
  return annex_transaction_commit (transaction, error);
}

gint64
annex_log_get_last (AnnexStore *store)
{
  Top top;

  return read_top (store, 0, &top, NULL) ? top.id : 0;
}

gboolean
annex_log_mark_aside (AnnexStore *store, gint64 since, const char *label, GError **error)
{
  g_autoptr (AnnexTransaction) transaction = NULL;
  Top before = { 0 };

  if (since > 0 && !read_top (store, since, &before, error))
    return FALSE;
  transaction = annex_transaction_begin (store, label, error);
  if (transaction == NULL)
    return FALSE;
  annex_transaction_set_reversal (transaction, "start", 0, before.undo_top, before.redo_top);
  return annex_transaction_commit (transaction, error);
}
