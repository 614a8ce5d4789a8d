/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-salvage.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "annex-content.h"
#include "annex-log-replay.h"
#include "annex-log-verify.h"
#include "annex-ruin.h"
#include "annex-statement-private.h"
#include "annex-store-private.h"
#include "annex-transaction-private.h"

/* What a record that is not as the kept history has it becomes. */
typedef struct
{
  const AnnexType *type;
  AnnexRow *before; /* (nullable): in the new file */
  AnnexRow *after;  /* (nullable): NULL when it goes */
} Change;

typedef struct
{
  AnnexSalvage *salvage;
  AnnexRuin *ruin;
  AnnexStore *out;
  gboolean history_whole;
  GHashTable *changes;    /* id → Change */
  GHashTable *references; /* in small letters, of all records as they will be */
} Job;

static void
change_free (gpointer data)
{
  Change *change = data;

  annex_row_free (change->before);
  annex_row_free (change->after);
  g_free (change);
}

G_GNUC_PRINTF (2, 3)
static void
add (GPtrArray *sentences, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (sentences, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

/* ---- The history, as far as it holds ---- */

/* Asks for no more rows than were found to hold, for what comes after them may not be readable. */
static gboolean
copy_rows (Job *job, AnnexStatement *rows, gint64 commit, const char *insert, GError **error)
{
  sqlite3_stmt *from = annex_statement_get_handle (rows);
  sqlite3_stmt *to = annex_store_prepare (job->out, insert, error);

  if (to == NULL)
    return FALSE;
  annex_statement_bind_int64 (rows, 1, commit);
  while (annex_statement_next (rows))
    {
      gboolean written;

      for (int column = 0; column < sqlite3_column_count (from); column++)
        sqlite3_bind_value (to, column + 1, sqlite3_column_value (from, column));
      written = sqlite3_step (to) == SQLITE_DONE || annex_store_fail (job->out, error);
      sqlite3_reset (to);
      if (!written)
        return FALSE;
    }
  sqlite3_clear_bindings (to);
  return annex_statement_finish (rows, error);
}

static gboolean
copy_history (Job *job, GError **error)
{
  AnnexStore *from = annex_ruin_get_store (job->ruin);
  g_autoptr (AnnexStatement) changes = NULL;
  g_autoptr (AnnexStatement) commits = NULL;

  /* There may not even be the tables. */
  if (job->salvage->n_commits == 0)
    return TRUE;
  commits =
    annex_statement_new (from, "SELECT id, time, author, label, kind, undoes, undo_top, redo_top, parent, hash FROM \"commit\" WHERE id = ?1", error);
  changes =
    commits != NULL ? annex_statement_new (from, "SELECT " ANNEX_CHANGE_COLUMNS " FROM change WHERE commit_id = ?1 ORDER BY position", error) : NULL;

  if (changes == NULL)
    return FALSE;
  for (gint64 commit = 1; commit <= job->salvage->n_commits; commit++)
    if (!copy_rows (job, commits, commit,
                    "INSERT INTO \"commit\" (id, time, author, label, kind, undoes, undo_top, redo_top, parent, hash) "
                    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                    error) ||
        !copy_rows (job, changes, commit, "INSERT INTO change (" ANNEX_CHANGE_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)", error))
      return FALSE;
  return TRUE;
}

/* A record that does not fit leaves nothing behind. */
static gboolean
insert_record (const AnnexReplayed *replayed, gpointer data, GError **error)
{
  Job *job = data;
  g_autoptr (GError) fault = NULL;

  if (replayed->fault != NULL)
    add (job->salvage->lost, "%s: %s", replayed->reference != NULL ? replayed->reference : _("The history"), replayed->fault);
  if (replayed->row == NULL)
    return TRUE;
  if (!annex_store_execute (job->out, "SAVEPOINT record", error))
    return FALSE;
  if (annex_row_insert (job->out, replayed->type, replayed->record, replayed->row, &fault) &&
      annex_row_index (job->out, replayed->type, replayed->record, replayed->row, &fault) &&
      annex_store_settle (job->out, &fault))
    return annex_store_execute (job->out, "RELEASE record", error);
  /* What the new file's disk refuses is no loss of the old one. */
  if (sqlite3_get_autocommit (job->out->database) || (sqlite3_errcode (job->out->database) & 0xff) != SQLITE_CONSTRAINT)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  add (job->salvage->lost, "%s: %s", replayed->reference, fault->message);
  annex_store_discard_writes (job->out);
  return annex_store_execute (job->out, "ROLLBACK TO record; RELEASE record", error);
}

static gboolean
remove_dangling_links (Job *job, GError **error)
{
  g_autoptr (AnnexStatement) statement =
    annex_statement_new_once (job->out,
                              "SELECT x.reference, l.field FROM link l JOIN record x ON x.id = l.source "
                              "WHERE NOT EXISTS (SELECT 1 FROM record t WHERE t.id = l.target)",
                              error);

  if (statement == NULL)
    return FALSE;
  while (annex_statement_next (statement))
    add (job->salvage->lost, _("%s: a link “%s” led to a record that is not there."), annex_statement_get_string (statement, 0),
         annex_statement_get_string (statement, 1));
  return annex_statement_finish (statement, error) &&
         annex_store_execute (job->out, "DELETE FROM link WHERE NOT EXISTS (SELECT 1 FROM record t WHERE t.id = link.target)", error);
}

static gboolean
keep_history (Job *job, GError **error)
{
  return annex_store_execute (job->out, "BEGIN IMMEDIATE", error) && copy_history (job, error) &&
         annex_log_replay (job->out, job->salvage->n_commits, NULL, insert_record, job, NULL, error) && remove_dangling_links (job, error) &&
         annex_store_execute (job->out, "COMMIT", error);
}

/* ---- What the tables hold besides ---- */

static char *
fold (const char *reference)
{
  return g_ascii_strdown (reference, -1);
}

static gboolean
keep_replayed (const AnnexReplayed *replayed, gpointer data, GError **error)
{
  AnnexRow **row = data;

  if (replayed->fault == NULL && replayed->row != NULL)
    {
      annex_row_free (*row);
      *row = annex_row_copy (replayed->row);
    }
  return TRUE;
}

/* What all of the old history says, beyond what holds; NULL where it cannot be read. */
static AnnexRow *
ask_history (Job *job, gint64 id)
{
  g_autofree char *one = g_strdup_printf ("(SELECT %" G_GINT64_FORMAT " AS id)", id);
  AnnexRow *row = NULL;

  if (!annex_log_replay (annex_ruin_get_store (job->ruin), G_MAXINT64, one, keep_replayed, &row, NULL, NULL))
    g_clear_pointer (&row, annex_row_free);
  return row;
}

static gboolean
is_link (const AnnexType *type, const char *name)
{
  const AnnexField *field = annex_type_find_field (type, name);

  return field != NULL && field->kind == ANNEX_FIELD_LINK;
}

/* Puts what the history says in the place of what the tables do not give any more. */
static void
fill_gaps (Job *job, AnnexRuinRecord *record, AnnexRow *kept, gint64 id)
{
  g_autoptr (AnnexRow) asked = ask_history (job, id);
  const AnnexRow *history = asked != NULL ? asked : kept;
  const char *reference;

  if (record->reference == NULL)
    {
      g_autofree char *made = g_strdup_printf ("%s-X%" G_GINT64_FORMAT, record->type->prefix, id);

      reference = history != NULL ? annex_row_get (history, "reference") : made;
      annex_row_set (record->row, "reference", reference);
      record->reference = g_strdup (reference);
      add (job->salvage->repaired, history != NULL ? _("%s: the reference comes from the history.") : _("%s: the reference was lost; this is a new one."), reference);
    }
  for (guint i = 0; i < record->unreadable->len; i++)
    {
      const char *name = record->unreadable->pdata[i];
      const AnnexField *field = annex_type_find_field (record->type, name);
      const char *label = field != NULL ? annex_field_get_label (field) : _("Fields of this engagement");
      const char *value = history != NULL ? annex_row_get (history, name) : NULL;

      /* The engagement's own fields are one column in the table, and stand each for itself in the history. */
      if (field == NULL && history != NULL)
        {
          for (guint j = 0; j < history->names->len; j++)
            if (g_str_has_prefix (history->names->pdata[j], "custom_"))
              annex_row_set (record->row, history->names->pdata[j], history->values->pdata[j]);
          add (job->salvage->repaired, _("%s: “%s” comes from the history."), record->reference, label);
          continue;
        }
      if (value != NULL)
        add (job->salvage->repaired, _("%s: “%s” comes from the history."), record->reference, label);
      else
        add (job->salvage->lost, _("%s: “%s” could not be read."), record->reference, label);
      annex_row_set (record->row, name, value);
    }
  if (!record->links_whole)
    {
      for (guint i = 0; history != NULL && i < history->names->len; i++)
        if (is_link (record->type, history->names->pdata[i]))
          annex_row_set (record->row, history->names->pdata[i], history->values->pdata[i]);
      if (asked == NULL)
        add (job->salvage->lost, _("%s: not all of its links could be read."), record->reference);
    }
  if (asked != NULL && g_strcmp0 (annex_row_get (asked, "reference"), record->reference) != 0)
    add (job->salvage->lost, _("%s: “%s” is not what the history says. What the table holds was kept."), record->reference, _("Reference"));
  for (guint i = 0; asked != NULL && i < record->type->n_fields; i++)
    {
      const AnnexField *field = &record->type->fields[i];

      /* Neither of the two is known to be right. */
      if (annex_field_is_stored (field) && g_strcmp0 (annex_row_get (asked, field->name), annex_row_get (record->row, field->name)) != 0)
        add (job->salvage->lost, _("%s: “%s” is not what the history says. What the table holds was kept."), record->reference,
             annex_field_get_label (field));
    }
}

static gboolean
is_same (const AnnexType *type, const AnnexRow *a, const AnnexRow *b)
{
  if (a->names->len != b->names->len)
    return FALSE;
  for (guint i = 0; i < a->names->len; i++)
    if (g_strcmp0 (annex_row_get (b, a->names->pdata[i]), a->values->pdata[i]) != 0)
      return FALSE;
  return TRUE;
}

/* What people see of the difference between the tables and a history that holds. */
static void
tell_of_history (Job *job, const AnnexRuinRecord *record, const AnnexRow *kept, const AnnexType *type)
{
  if (kept == NULL)
    {
      if (record->row != NULL)
        add (job->salvage->repaired, _("%s was there without a word in the history, as a write that broke off leaves it, and was left out."),
             record->reference != NULL ? record->reference : _(record->type->label));
      return;
    }
  if (record->row == NULL)
    {
      add (job->salvage->repaired, _("%s could not be read from its table and comes from the history."), annex_row_get (kept, "reference"));
      return;
    }
  for (guint i = 0; i < type->n_fields; i++)
    {
      const AnnexField *field = &type->fields[i];

      if (annex_field_is_stored (field) && (record->links_whole || field->kind != ANNEX_FIELD_LINK) &&
          g_strcmp0 (annex_row_get (kept, field->name), annex_row_get (record->row, field->name)) != 0)
        add (job->salvage->repaired, _("%s: “%s” was not what the history says, and follows the history."), annex_row_get (kept, "reference"),
             annex_field_get_label (field));
    }
}

static void
note_change (Job *job, gint64 id, const AnnexType *type, AnnexRow *before, AnnexRow *after)
{
  Change *change = g_new0 (Change, 1);

  change->type = type;
  change->before = before;
  change->after = after;
  g_hash_table_replace (job->changes, g_memdup2 (&id, sizeof id), change);
}

/* @kept: (transfer full) (nullable): what the new file holds of the record so far */
static void
decide (Job *job, AnnexRuinRecord *record, AnnexRow *kept, const AnnexType *kept_type, gint64 id)
{
  AnnexRow *after = NULL;
  const AnnexType *type = kept_type != NULL ? kept_type : record->type;

  if (record->row != NULL)
    {
      fill_gaps (job, record, kept, id);
      after = g_steal_pointer (&record->row);
      type = record->type;
    }
  else if (record->type != NULL || (kept != NULL && !annex_ruin_is_whole (job->ruin)))
    {
      after = ask_history (job, id);
      if (after != NULL || kept != NULL)
        {
          if (after == NULL)
            after = annex_row_copy (kept);
          add (job->salvage->repaired, _("%s could not be read from its table and comes from the history."), annex_row_get (after, "reference"));
        }
      else
        add (job->salvage->lost, _("%s: the record could not be read."), record->reference != NULL ? record->reference : _(record->type->label));
    }
  if (kept != NULL && after != NULL && kept_type == type && is_same (type, kept, after))
    {
      annex_row_free (kept);
      annex_row_free (after);
    }
  else if (kept != NULL || after != NULL)
    note_change (job, id, type, kept, after);
}

static gboolean
is_stored (AnnexStore *store, gint64 id, const AnnexType **type, GError **error)
{
  g_autoptr (GError) fault = NULL;

  *type = annex_store_get_type_of (store, id, &fault);
  if (*type != NULL || g_error_matches (fault, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

static gboolean
look_at_record (Job *job, gint64 id, GError **error)
{
  g_autoptr (AnnexRuinRecord) record = annex_ruin_read (job->ruin, id);
  g_autoptr (AnnexRow) kept = NULL;
  const AnnexType *type;

  if (!is_stored (job->out, id, &type, error))
    return FALSE;
  if (type != NULL)
    {
      kept = annex_row_read (job->out, type, id, error);
      if (kept == NULL)
        return FALSE;
    }
  if (job->history_whole)
    tell_of_history (job, record, kept, type);
  else
    decide (job, record, g_steal_pointer (&kept), type, id);
  return TRUE;
}

static gboolean
collect_ids (AnnexStore *store, GHashTable *ids, GError **error)
{
  g_autoptr (AnnexStatement) statement = annex_statement_new (store, "SELECT id FROM record", error);

  if (statement == NULL)
    return FALSE;
  while (annex_statement_next (statement))
    {
      gint64 id = annex_statement_get_int64 (statement, 0);

      g_hash_table_add (ids, g_memdup2 (&id, sizeof id));
    }
  return annex_statement_finish (statement, error);
}

static gboolean
look_at_records (Job *job, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) all = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GArray) known = annex_ruin_list_ids (job->ruin);
  GHashTableIter iter;
  gint64 *id;

  for (guint i = 0; i < known->len; i++)
    g_hash_table_add (all, g_memdup2 (&g_array_index (known, gint64, i), sizeof (gint64)));
  if (!collect_ids (job->out, all, error))
    return FALSE;
  g_hash_table_iter_init (&iter, all);
  while (g_hash_table_iter_next (&iter, (gpointer *) &id, NULL))
    if (g_cancellable_set_error_if_cancelled (cancellable, error) || !look_at_record (job, *id, error))
      return FALSE;
  return TRUE;
}

/* ---- One commit for what is not as the kept history has it ---- */

static const AnnexType *
find_final_type (Job *job, gint64 id)
{
  const Change *change = g_hash_table_lookup (job->changes, &id);

  if (change != NULL)
    return change->after != NULL ? change->type : NULL;
  return annex_store_get_type_of (job->out, id, NULL);
}

static void
cut_links (Job *job, Change *change)
{
  for (guint i = 0; change->after != NULL && i < change->type->n_fields; i++)
    {
      const AnnexField *field = &change->type->fields[i];
      const char *value = field->kind == ANNEX_FIELD_LINK ? annex_row_get (change->after, field->name) : NULL;
      g_autoptr (GArray) ids = annex_link_ids_parse (value);
      g_autofree char *cut = NULL;
      guint n = ids->len;

      for (guint j = ids->len; j-- > 0;)
        {
          const AnnexType *type = find_final_type (job, g_array_index (ids, gint64, j));

          if (type == NULL || strcmp (type->name, field->target) != 0)
            g_array_remove_index (ids, j);
        }
      if (ids->len == n)
        continue;
      cut = annex_link_ids_format (ids);
      annex_row_set (change->after, field->name, cut);
      add (job->salvage->lost, _("%s: a link “%s” led to a record that is not there."), annex_row_get (change->after, "reference"),
           annex_field_get_label (field));
    }
}

/* The rest of the history, which nothing vouches for, may be damaged in a value, too. */
static void
drop_invalid (Job *job, Change *change)
{
  for (guint i = 0; change->after != NULL && i < change->type->n_fields; i++)
    {
      const AnnexField *field = &change->type->fields[i];
      const char *value = annex_field_is_stored (field) ? annex_row_get (change->after, field->name) : NULL;

      if (value == NULL || annex_field_check (field, value, NULL))
        continue;
      annex_row_set (change->after, field->name, NULL);
      add (job->salvage->lost, _("%s: “%s” could not be read."), annex_row_get (change->after, "reference"), annex_field_get_label (field));
    }
}

/* Records that stay and lead to one that goes change, too. */
static gboolean
follow_links (Job *job, GError **error)
{
  g_autoptr (GArray) sources = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (AnnexStatement) statement = annex_statement_new (job->out, "SELECT source, target FROM link", error);

  if (statement == NULL)
    return FALSE;
  while (annex_statement_next (statement))
    {
      gint64 source = annex_statement_get_int64 (statement, 0), target = annex_statement_get_int64 (statement, 1);
      const Change *change = g_hash_table_lookup (job->changes, &target);

      if (change != NULL && change->after == NULL && !g_hash_table_contains (job->changes, &source))
        g_array_append_val (sources, source);
    }
  if (!annex_statement_finish (statement, error))
    return FALSE;
  for (guint i = 0; i < sources->len; i++)
    {
      gint64 id = g_array_index (sources, gint64, i);
      const AnnexType *type = annex_store_get_type_of (job->out, id, error);
      AnnexRow *before = type != NULL ? annex_row_read (job->out, type, id, error) : NULL;
      AnnexRow *after = before != NULL ? annex_row_read (job->out, type, id, error) : NULL;

      if (after == NULL)
        return FALSE;
      note_change (job, id, type, before, after);
    }
  return TRUE;
}

static gboolean
collect_references (Job *job, GError **error)
{
  g_autoptr (AnnexStatement) statement = annex_statement_new (job->out, "SELECT id, reference FROM record", error);

  if (statement == NULL)
    return FALSE;
  while (annex_statement_next (statement))
    {
      gint64 id = annex_statement_get_int64 (statement, 0);

      if (!g_hash_table_contains (job->changes, &id))
        g_hash_table_add (job->references, fold (annex_statement_get_string (statement, 1)));
    }
  return annex_statement_finish (statement, error);
}

static void
make_reference_unique (Job *job, Change *change)
{
  g_autofree char *reference = g_strdup (annex_row_get (change->after, "reference"));
  g_autofree char *made = g_strdup (reference);

  for (guint i = 2; !g_hash_table_add (job->references, fold (made)); i++)
    {
      g_free (made);
      made = g_strdup_printf ("%s-%u", reference, i);
    }
  if (strcmp (made, reference) == 0)
    return;
  annex_row_set (change->after, "reference", made);
  add (job->salvage->repaired, _("%s: another record had the same reference, so this one got a new one: %s."), reference, made);
}

/* As an undo of the opposite, for no rule is to be asked: what was kept once is kept. */
static gboolean
write_operation (AnnexTransaction *transaction, const Change *change, gint64 id, const char *opposite, const char *field, const char *now,
                 const char *then, GError **error)
{
  const char *reference = annex_row_get (change->before != NULL ? change->before : change->after, "reference");
  AnnexChange row = { .position = 1, .record = id, .type = change->type, .reference = reference, .operation = opposite, .field = field, .old = then, .new = now };

  return annex_transaction_reverse (transaction, &row, error);
}

static gboolean
write_updates (AnnexTransaction *transaction, const Change *change, gint64 id, GError **error)
{
  for (guint i = 0; i < change->before->names->len; i++)
    {
      const char *name = change->before->names->pdata[i];

      if (annex_row_get (change->after, name) == NULL &&
          !write_operation (transaction, change, id, "update", name, change->before->values->pdata[i], NULL, error))
        return FALSE;
    }
  for (guint i = 0; i < change->after->names->len; i++)
    {
      const char *name = change->after->names->pdata[i], *now = annex_row_get (change->before, name);

      if (g_strcmp0 (now, change->after->values->pdata[i]) != 0 &&
          !write_operation (transaction, change, id, "update", name, now, change->after->values->pdata[i], error))
        return FALSE;
    }
  return TRUE;
}

/* A reference that is given to another record is free before that one gets it, in whatever order they come. */
static gboolean
free_reference (Job *job, const Change *change, gint64 id, GError **error)
{
  g_autofree char *sql = NULL;

  if (g_strcmp0 (annex_row_get (change->before, "reference"), annex_row_get (change->after, "reference")) == 0)
    return TRUE;
  sql = g_strdup_printf ("UPDATE record SET reference = '~' || id WHERE id = %" G_GINT64_FORMAT, id);
  return annex_store_execute (job->out, sql, error);
}

static gboolean
write_changes (Job *job, AnnexTransaction *transaction, GError **error)
{
  GHashTableIter iter;
  const gint64 *id;
  Change *change;

  /* What goes makes room for the references of the others. */
  g_hash_table_iter_init (&iter, job->changes);
  while (g_hash_table_iter_next (&iter, (gpointer *) &id, (gpointer *) &change))
    if (change->after == NULL)
      {
        g_autofree char *json = annex_row_to_json (change->before);

        if (!write_operation (transaction, change, *id, "create", NULL, json, NULL, error))
          return FALSE;
      }
    else if (change->before != NULL && !free_reference (job, change, *id, error))
      return FALSE;
  g_hash_table_iter_init (&iter, job->changes);
  while (g_hash_table_iter_next (&iter, (gpointer *) &id, (gpointer *) &change))
    {
      g_autofree char *json = change->after != NULL && change->before == NULL ? annex_row_to_json (change->after) : NULL;

      if (json != NULL && !write_operation (transaction, change, *id, "delete", NULL, NULL, json, error))
        return FALSE;
      if (change->after != NULL && change->before != NULL && !write_updates (transaction, change, *id, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
commit_rest (Job *job, const char *path, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *label = g_strdup_printf (_("Take over what could be read of “%s”"), name);
  g_autoptr (AnnexTransaction) transaction = NULL;
  GHashTableIter iter;
  Change *change;

  if (!follow_links (job, error) || !collect_references (job, error))
    return FALSE;
  g_hash_table_iter_init (&iter, job->changes);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &change))
    {
      drop_invalid (job, change);
      cut_links (job, change);
      if (change->after != NULL)
        make_reference_unique (job, change);
    }
  transaction = annex_transaction_begin (job->out, label, error);
  if (transaction == NULL)
    return FALSE;
  annex_transaction_set_reversal (transaction, "start", 0, 0, 0);
  return write_changes (job, transaction, error) && annex_transaction_commit (transaction, error);
}

/* ---- The rest ---- */

static void
take_setting (sqlite3_stmt *row, gpointer data)
{
  sqlite3_stmt *statement = annex_store_prepare (data, "INSERT OR IGNORE INTO setting (key, value) VALUES (?1, ?2)", NULL);

  if (statement == NULL)
    return;
  for (int column = 0; column < 2; column++)
    sqlite3_bind_value (statement, column + 1, sqlite3_column_value (row, column));
  sqlite3_step (statement);
  sqlite3_reset (statement);
}

static void
take_sequence (sqlite3_stmt *row, gpointer data)
{
  sqlite3_stmt *statement = annex_store_prepare (data,
                                                 "INSERT INTO sequence (type, last) VALUES (?1, ?2) ON CONFLICT (type) DO "
                                                 "UPDATE SET last = max (last, excluded.last)",
                                                 NULL);
  const AnnexType *type = annex_type_find ((const char *) sqlite3_column_text (row, 0));

  if (statement == NULL || type == NULL)
    return;
  sqlite3_bind_text (statement, 1, type->name, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 2, CLAMP (sqlite3_column_int64 (row, 1), 0, G_GINT64_CONSTANT (1) << 50));
  sqlite3_step (statement);
  sqlite3_reset (statement);
}

/* Numbers go on from the greatest that the log knows, even if their table is lost. */
static gboolean
count_on (const AnnexReplayed *replayed, gpointer data, GError **error)
{
  sqlite3_stmt *statement = annex_store_prepare (data,
                                                 "INSERT INTO sequence (type, last) VALUES (?1, ?2) ON CONFLICT (type) DO "
                                                 "UPDATE SET last = max (last, excluded.last)",
                                                 error);
  gboolean written;

  if (statement == NULL)
    return FALSE;
  if (replayed->type == NULL)
    return TRUE;
  sqlite3_bind_text (statement, 1, replayed->type->name, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 2, MAX (replayed->number, 0));
  written = sqlite3_step (statement) == SQLITE_DONE || annex_store_fail (data, error);
  sqlite3_reset (statement);
  return written;
}

static gboolean
take_rest (Job *job, GCancellable *cancellable, GError **error)
{
  if (!annex_store_execute (job->out, "BEGIN IMMEDIATE", error) ||
      !annex_content_take_over (job->out, annex_ruin_get_store (job->ruin), job->salvage->lost, &job->salvage->n_files, cancellable, error))
    return FALSE;
  if (!annex_ruin_scan (job->ruin, "SELECT key, value FROM setting ORDER BY key", "SELECT key, value FROM setting ORDER BY key DESC", take_setting,
                        job->out))
    add (job->salvage->lost, _("Not all of the view state (widths of columns and the like) could be read."));
  annex_ruin_scan (job->ruin, "SELECT type, last FROM sequence ORDER BY type", "SELECT type, last FROM sequence ORDER BY type DESC", take_sequence,
                   job->out);
  return annex_log_replay (job->out, G_MAXINT64, NULL, count_on, job->out, NULL, error) && annex_store_execute (job->out, "COMMIT", error);
}

static void
tell_of_log (Job *job)
{
  AnnexStore *ruin = annex_ruin_get_store (job->ruin);
  gint64 orphans = annex_store_read_number (ruin, "SELECT count (*) FROM change WHERE commit_id NOT IN (SELECT id FROM \"commit\")", NULL, 0, NULL);

  if (job->history_whole && orphans > 0)
    add (job->salvage->repaired, _("Changes that belong to no commit, which a write left that broke off, were taken out of the history (%ld)."), (long) orphans);
  if (!job->history_whole)
    add (job->salvage->lost,
         _("The history could be kept up to commit %ld. What came after it, or does not hold, is left out; one more commit brings "
           "the records to what was read."),
         (long) job->salvage->n_commits);
}

static gboolean
run (Job *job, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  job->salvage->n_commits = annex_log_count_sound (annex_ruin_get_store (job->ruin), &job->history_whole);
  job->history_whole = job->history_whole && job->salvage->n_commits > 0;
  if (annex_ruin_get_remark (job->ruin) != NULL)
    add (job->salvage->repaired, "%s", annex_ruin_get_remark (job->ruin));
  tell_of_log (job);
  if (!keep_history (job, error) || !look_at_records (job, cancellable, error) || (!job->history_whole && !commit_rest (job, path, error)) ||
      !take_rest (job, cancellable, error) || !collect_ids (job->out, ids, error))
    return FALSE;
  job->salvage->n_records = g_hash_table_size (ids);
  if (job->salvage->n_records > 0 || job->salvage->n_commits > 0)
    return TRUE;
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED, _("Nothing of “%s” can be read. Go back to a backup."), path);
  return FALSE;
}

void
annex_salvage_free (AnnexSalvage *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->repaired);
  g_ptr_array_unref (self->lost);
  g_free (self);
}

AnnexSalvage *
annex_salvage_run (const char *path, const char *out, GCancellable *cancellable, GError **error)
{
  g_autoptr (AnnexSalvage) salvage = g_new0 (AnnexSalvage, 1);
  g_autoptr (AnnexRuin) ruin = annex_ruin_open (path, error);
  g_autoptr (AnnexStore) store = ruin != NULL ? annex_store_create (out, error) : NULL;
  g_autoptr (GHashTable) changes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, change_free);
  g_autoptr (GHashTable) references = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Job job = { salvage, ruin, store, FALSE, changes, references };
  gboolean done;

  salvage->repaired = g_ptr_array_new_with_free_func (g_free);
  salvage->lost = g_ptr_array_new_with_free_func (g_free);
  if (store == NULL)
    return NULL;
  done = run (&job, path, cancellable, error);
  annex_store_close (store);
  if (!done)
    g_unlink (out);
  return done ? g_steal_pointer (&salvage) : NULL;
}
