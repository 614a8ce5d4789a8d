/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "annex-chain.h"
#include "annex-change.h"
#include "annex-link.h"
#include "annex-content.h"
#include "annex-draft-private.h"
#include "annex-record-private.h"
#include "annex-row.h"
#include "annex-schema.h"
#include "annex-store-private.h"
#include "annex-transaction-private.h"

/* Ids rise within a transaction, which the search index needs to write in one go, and by which tables and indexes are
 * appended to, from a random start, so that two copies of an engagement do not give the same id twice. Two stretches
 * of m and n ids meet with a chance of (m + n) / 2^61: even of 10,000 imports of 100,000 records each, made apart,
 * any two meet with a chance of 1 in 230,000. */
static gint64
random_first_id (void)
{
  guint64 number;

  /* From the system, for a generator of our own would repeat itself in a forked process. */
  if (getentropy (&number, sizeof number) != 0)
    number = (guint64) g_random_int () << 32 | g_random_int ();
  return (gint64) (number >> 3) + 1;
}

void
annex_transaction_roll_back (AnnexStore *store)
{
  annex_store_discard_writes (store);
  if (store->database != NULL && !sqlite3_get_autocommit (store->database))
    sqlite3_exec (store->database, store->opening != NULL ? "ROLLBACK TO step; RELEASE step" : "ROLLBACK", NULL, NULL,
                  NULL);
}

gboolean
annex_transaction_fail (AnnexTransaction *self)
{
  self->failed = TRUE;
  return FALSE;
}

void
annex_transaction_set_over (GError **error)
{
  g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE,
                       _("An earlier step failed, so nothing of this change was saved; everything before it is safe."));
}

gboolean
annex_transaction_check_open (AnnexStore *store, GError **error)
{
  /* While another thread writes, it is the one that notices. */
  if (store->writes != NULL && !annex_write_queue_is_settled (store->writes))
    return TRUE;
  /* A store that was closed meanwhile, as by quitting, has no database. */
  if (store->database != NULL && !sqlite3_get_autocommit (store->database))
    return TRUE;
  annex_transaction_set_over (error);
  return FALSE;
}

/* Whether anything more can be done: not after a failure, nor after SQLite took everything back by itself. */
gboolean
annex_transaction_check_usable (AnnexTransaction *self, GError **error)
{
  if (!annex_transaction_check_open (self->store, error))
    return annex_transaction_fail (self);
  if (!self->failed)
    return TRUE;
  g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE,
                       _("An earlier step failed, so nothing of this change was saved; everything before it is safe."));
  return FALSE;
}

/* Steps a statement that writes. */
gboolean
annex_transaction_write (AnnexTransaction *self, sqlite3_stmt *statement, GError **error)
{
  gboolean written = annex_transaction_check_open (self->store, error) &&
                     (sqlite3_step (statement) == SQLITE_DONE || annex_store_fail (self->store, error));

  sqlite3_reset (statement);
  return written || annex_transaction_fail (self);
}

/* @number: (out): the first column of the first row, 0 where there is none */
gboolean
annex_transaction_read_number (AnnexStore *store, const char *sql, const char *text, gint64 *number, GError **error)
{
  sqlite3_stmt *statement = annex_store_prepare (store, sql, error);
  int status;

  *number = 0;
  if (statement == NULL)
    return FALSE;
  if (text != NULL)
    sqlite3_bind_text (statement, 1, text, -1, SQLITE_TRANSIENT);
  status = sqlite3_step (statement);
  if (status == SQLITE_ROW)
    *number = sqlite3_column_int64 (statement, 0);
  else if (status != SQLITE_DONE)
    annex_store_set_error (store, error);
  sqlite3_reset (statement);
  return status == SQLITE_ROW || status == SQLITE_DONE;
}

/* A new record was completed before it was made. */
static void
note_to_finish (AnnexTransaction *self, gint64 id, const AnnexType *type, const char *operation)
{
  gboolean completes = type->complete != NULL && strcmp (operation, "create") != 0;
  gpointer before = NULL;

  if ((type->follow == NULL && !completes) || strcmp (operation, "delete") == 0)
    return;
  if (!g_hash_table_lookup_extended (self->finishing, &id, NULL, &before))
    g_array_append_val (self->to_finish, id);
  else if (completes <= GPOINTER_TO_INT (before))
    return;
  g_hash_table_insert (self->finishing, g_memdup2 (&id, sizeof id), GINT_TO_POINTER (completes));
}

static gboolean
log_change (AnnexTransaction *self, gint64 id, const AnnexType *type, const char *reference, const char *operation,
            const char *field_name, const char *old_value, const char *new_value, GError **error)
{
  static const char sql[] =
    "INSERT OR FAIL INTO change (commit_id, position, record, type, reference, operation, field, old, new) VALUES";
  AnnexWriteQueue *writes = annex_store_get_writes (self->store);
  AnnexWriteKind *kind = annex_write_queue_find_kind (writes, sql);
  const char *texts[] = { type->name, reference, operation, field_name, old_value, new_value };

  if (kind == NULL)
    kind = annex_write_queue_add_kind (writes, sql, sql, 9, ANNEX_WRITE_INSERT | ANNEX_WRITE_LOG);
  if (!annex_transaction_check_open (self->store, error) || !annex_write_queue_begin_row (writes, kind, error))
    return annex_transaction_fail (self);
  annex_write_queue_add_number (writes, self->commit);
  annex_write_queue_add_number (writes, ++self->n_changes);
  annex_write_queue_add_number (writes, id);
  annex_chain_add_number (self->chain, id);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      annex_write_queue_add_text (writes, texts[i]);
      annex_chain_add_text (self->chain, texts[i]);
    }
  annex_change_set_add (self->changes, type, id);
  annex_store_forget_answers (self->store, type);
  note_to_finish (self, id, type, operation);
  return TRUE;
}

static void
mark_to_index (AnnexTransaction *self, gint64 id, gboolean is_gone)
{
  g_hash_table_insert (self->to_index, g_memdup2 (&id, sizeof id), GINT_TO_POINTER (is_gone));
}

/* Links must lead to records of the field's target type. */
static gboolean
check_targets (AnnexTransaction *self, const AnnexField *field, const char *value, GError **error)
{
  g_autoptr (GArray) ids = annex_link_ids_parse (value);

  for (guint i = 0; i < ids->len; i++)
    {
      gint64 *id = &g_array_index (ids, gint64, i);
      const AnnexType *type = g_hash_table_lookup (self->targets, id);

      if (type == NULL)
        {
          /* An import links thousands of records to the same few. */
          g_autoptr (GError) fault = NULL;

          type = annex_store_get_type_of (self->store, *id, &fault);
          if (type == NULL && !g_error_matches (fault, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND))
            {
              g_propagate_error (error, g_steal_pointer (&fault));
              return FALSE;
            }
          if (type != NULL)
            g_hash_table_insert (self->targets, g_memdup2 (id, sizeof *id), (gpointer) type);
        }
      if (type == NULL || strcmp (type->name, field->target) != 0)
        {
          g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_UNKNOWN_LINK, _("%s: the record linked to is not there (any more)."),
                       annex_field_get_label (field));
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
check_value (AnnexTransaction *self, const AnnexField *field, const char *value, GError **error)
{
  if (!annex_field_check (field, value, error))
    return FALSE;
  if (field->kind == ANNEX_FIELD_FILE)
    return annex_content_check_value (self->store, field, value, error);
  return field->kind != ANNEX_FIELD_LINK || check_targets (self, field, value, error);
}

AnnexDraft *
annex_transaction_get_draft (AnnexTransaction *self, const AnnexType *type)
{
  AnnexDraft *draft = g_hash_table_lookup (self->drafts, type);

  if (draft == NULL)
    {
      draft = annex_draft_new (self->store, type);
      g_hash_table_insert (self->drafts, (gpointer) type, draft);
    }
  return draft;
}

/* Rules between fields see the record as it would be. */
static gboolean
check_rules (AnnexTransaction *self, AnnexDraft *draft, GError **error)
{
  return draft->type->validate == NULL || draft->type->validate (self->store, draft->record, error);
}

/* Adds what follows from the values of a new record, which is then as it will be written. */
static gboolean
complete_new (AnnexTransaction *self, AnnexDraft *draft, GError **error)
{
  if (!annex_draft_complete (draft, self->store, error))
    return FALSE;
  if (!annex_draft_is_completed (draft))
    return TRUE;
  for (guint i = 0; i < draft->fields->len; i++)
    if ((draft->marks[i] & ANNEX_DRAFT_COMPLETED) != 0 && !check_value (self, draft->fields->pdata[i], draft->values[i], error))
      return FALSE;
  return check_rules (self, draft, error);
}

/* Whether a commit can follow @last: rows of the log beyond it are what a write left that broke off. */
static gboolean
check_log (AnnexStore *store, gint64 last, GError **error)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, last);
  gint64 orphan;

  if (!annex_change_check_commit (last, error) ||
      !annex_transaction_read_number (store, "SELECT commit_id FROM change WHERE commit_id > CAST (?1 AS INTEGER) LIMIT 1", number, &orphan, error))
    return FALSE;
  if (orphan == 0)
    return TRUE;
  g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED,
                       _("The history holds changes that belong to no commit: a write broke off. Nothing can be added to it. "
                         "Use “annex-cli salvage” to make a file without them."));
  return FALSE;
}

static AnnexTransaction *
begin (AnnexStore *store, const char *label, AnnexKeys keys, GError **error)
{
  AnnexTransaction *self;
  gint64 last;

  if (store->read_only)
    {
      g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_READ_ONLY, store->read_only_reason);
      return NULL;
    }
  if (store->live == NULL && !annex_store_check_place (store, error))
    return NULL;
  annex_transaction_finish_open (store);
  if (store->transaction != NULL)
    {
      g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_LOCKED, _("An import is still under way. Wait for it, or cancel it."));
      return NULL;
    }
  annex_store_read_fields_again (store);
  annex_store_forget_answers (store, NULL);
  if (keys != ANNEX_KEYS_ONE_BY_ONE && !annex_store_execute (store, "PRAGMA foreign_keys = OFF", error))
    return NULL;
  if (store->opening != NULL ? !annex_opening_begin (store, error)
                             : !annex_store_execute (store, "BEGIN IMMEDIATE", error))
    {
      annex_transaction_check_keys_again (store);
      return NULL;
    }
  if (!annex_transaction_read_number (store, "SELECT max (id) FROM \"commit\"", NULL, &last, error) || !check_log (store, last, error))
    {
      annex_transaction_roll_back (store);
      annex_transaction_check_keys_again (store);
      return NULL;
    }

  self = g_new0 (AnnexTransaction, 1);
  self->keys = keys;
  self->store = g_object_ref (store);
  self->label = g_strdup (label);
  self->kind = "edit";
  self->commit = last + 1;
  self->undo_top = self->commit;
  self->next_id = random_first_id ();
  self->chain = annex_chain_new ();
  self->next_numbers = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->targets = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->to_index = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->records_with_broken_links = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->drafts = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) annex_draft_free);
  self->row = annex_row_new_of_draft ();
  self->completed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->to_finish = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->finishing = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->changes = annex_change_set_new ();
  self->open = TRUE;
  store->transaction = self;
  return self;
}

AnnexTransaction *
annex_transaction_begin (AnnexStore *store, const char *label, GError **error)
{
  return begin (store, label, ANNEX_KEYS_ONE_BY_ONE, error);
}

AnnexTransaction *
annex_transaction_begin_in_bulk (AnnexStore *store, const char *label, GError **error)
{
  return begin (store, label, ANNEX_KEYS_BEFORE_COMMIT, error);
}

AnnexTransaction *
annex_transaction_begin_import (AnnexStore *store, const char *label, GError **error)
{
  return begin (store, label, ANNEX_KEYS_IN_CODE, error);
}

AnnexStore *
annex_transaction_get_store (AnnexTransaction *self)
{
  return self->store;
}

void
annex_transaction_set_finisher (AnnexTransaction *self, void (*finish) (gpointer data), gpointer data)
{
  self->finish = finish;
  self->finish_data = data;
}

void
annex_transaction_finish_open (AnnexStore *store)
{
  if (store->transaction != NULL && store->transaction->finish != NULL)
    store->transaction->finish (store->transaction->finish_data);
}

void
annex_transaction_set_label (AnnexTransaction *self, const char *label)
{
  g_set_str (&self->label, label);
}

gint64
annex_transaction_create (AnnexTransaction *self, const AnnexType *type, const char *const *values, GError **error)
{
  AnnexDraft *draft = annex_transaction_get_draft (self, type);
  GPtrArray *fields = draft->fields;
  AnnexRow *row = self->row;
  g_autofree char *json = NULL;
  g_autofree char *given = NULL;
  gint64 *next =
    annex_transaction_check_usable (self, error) ? annex_transaction_get_next_number (self, type, error) : NULL;
  gint64 id;

  if (next == NULL)
    return 0;
  annex_draft_begin (draft, self->next_id, TRUE);
  for (guint i = 0; i < fields->len; i++)
    {
      const AnnexField *field = fields->pdata[i];
      const char *value = values != NULL ? values[i] : NULL;

      if (!annex_field_is_stored (field))
        continue;
      if (i == 0)
        {
          if (value == NULL || *value == '\0')
            do
              {
                g_free (given);
                value = given = g_strdup_printf ("%s-%0*" G_GINT64_FORMAT, type->prefix, (int) type->digits, *next);
                (*next)++;
              }
            while (!annex_transaction_check_reference (self, value, 0, NULL) && !self->failed);
          else if (!annex_transaction_check_reference (self, value, 0, error))
            return 0;
        }
      else if (value == NULL)
        value = field->initial;
      if (!check_value (self, field, value, error))
        return 0;
      annex_draft_give (draft, i, value);
    }

  if (!check_rules (self, draft, error) || !complete_new (self, draft, error))
    return 0;
  id = self->next_id++;
  annex_row_take_draft (row, draft);
  if (given == NULL)
    *next = MAX (*next, annex_reference_number (annex_row_get (row, "reference")) + 1);
  json = annex_row_to_json (row);
  if (!annex_row_insert (self->store, type, id, row, error) || !annex_row_index (self->store, type, id, row, error))
    return annex_transaction_fail (self);
  if (annex_draft_is_completed (draft))
    g_hash_table_insert (self->completed, g_memdup2 (&id, sizeof id), annex_draft_pack (draft));
  annex_transaction_note_reference (self, annex_row_get (row, "reference"));
  return log_change (self, id, type, annex_row_get (row, "reference"), "create", NULL, NULL, json, error) ? id : 0;
}

gint64
annex_transaction_add (AnnexTransaction *self, const AnnexType *type, GError **error, ...)
{
  g_autofree const char **values = g_new0 (const char *, annex_store_get_fields (self->store, type)->len + 1);
  const char *name;
  va_list arguments;

  va_start (arguments, error);
  while ((name = va_arg (arguments, const char *)) != NULL)
    {
      int index = annex_store_find_field_index (self->store, type, name);
      const char *value = va_arg (arguments, const char *);

      g_assert (index >= 0);
      values[index] = value;
    }
  va_end (arguments);
  return annex_transaction_create (self, type, values, error);
}

/* Whether the value may be given to the field of a record, apart from the rules between fields. */
static gboolean
check_change (AnnexTransaction *self, gint64 id, const AnnexField *field, const char *value, GError **error)
{
  if (field == annex_type_get_reference_field ())
    {
      if (value == NULL)
        {
          g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("A record needs a reference."));
          return FALSE;
        }
      if (!annex_transaction_check_reference (self, value, id, error))
        return FALSE;
    }
  return check_value (self, field, value, error) &&
         ((field->flags & ANNEX_FIELD_ACYCLIC) == 0 || annex_link_check_acyclic (self->store, id, field, value, error));
}

static gboolean
write_change (AnnexTransaction *self, AnnexRecord *record, const AnnexField *field, const char *value, GError **error)
{
  const AnnexType *type = annex_record_get_record_type (record);
  gint64 id = annex_record_get_id (record);

  if (!annex_row_update (self->store, type, id, field->name, value, error))
    return annex_transaction_fail (self);
  if (annex_field_is_text (field) || field->kind == ANNEX_FIELD_FILE)
    mark_to_index (self, id, FALSE);
  if (field == annex_type_get_reference_field ())
    annex_transaction_note_reference (self, value);
  return log_change (self, id, type, annex_record_get_reference (record), "update", field->name, annex_record_get_value (record, field->name), value,
                     error);
}

gboolean
annex_transaction_change (AnnexTransaction *self, AnnexRecord *record, GHashTable *values, GError **error)
{
  const AnnexType *type = annex_record_get_record_type (record);
  AnnexDraft *draft = annex_transaction_get_draft (self, type);
  GPtrArray *fields = draft->fields;
  gint64 id = annex_record_get_id (record);
  static const char unchanged[] = "";
  g_autofree const char **changes = g_new (const char *, fields->len); /* value or NULL, what is really another */
  guint n_changes = 0;
  GHashTableIter iter;
  const char *name, *value;

  if (!annex_transaction_check_usable (self, error))
    return FALSE;
  for (guint i = 0; i < fields->len; i++)
    changes[i] = unchanged;
  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, (gpointer *) &name, (gpointer *) &value))
    {
      int index = annex_draft_find_index (draft, name);
      const AnnexField *field = index >= 0 ? fields->pdata[index] : NULL;

      if (field == NULL || !annex_field_is_stored (field))
        {
          g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND, _("%s have no field “%s” that can be set."), _(type->label_plural), name);
          return FALSE;
        }
      value = value != NULL && *value != '\0' ? value : NULL;
      if (g_strcmp0 (annex_record_get_value (record, name), value) == 0)
        continue;
      if (!check_change (self, id, field, value, error))
        return FALSE;
      changes[index] = value;
      n_changes++;
    }
  if (n_changes == 0)
    return TRUE;
  annex_draft_begin (draft, id, FALSE);
  for (guint i = 0; i < fields->len; i++)
    annex_draft_give (draft, i, changes[i] != unchanged ? changes[i] : annex_record_get_value_at (record, i));
  if (!check_rules (self, draft, error))
    return FALSE;
  /* Logged in the order of the fields, so that the same change gives the same log. */
  for (guint i = 0; i < fields->len; i++)
    if (changes[i] != unchanged && !write_change (self, record, fields->pdata[i], changes[i], error))
      return FALSE;
  return TRUE;
}

gboolean
annex_transaction_set_values (AnnexTransaction *self, gint64 id, GHashTable *values, GError **error)
{
  g_autoptr (AnnexRecord) record = annex_store_load_stored (self->store, id, error);

  return record != NULL && annex_transaction_change (self, record, values, error);
}

gboolean
annex_transaction_set (AnnexTransaction *self, gint64 id, const char *field_name, const char *value, GError **error)
{
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_insert (values, (gpointer) field_name, (gpointer) value);
  return annex_transaction_set_values (self, id, values, error);
}

/* Takes @id out of every link that leads to it, a logged change of the record at the other end. */
static gboolean
remove_incoming_links (AnnexTransaction *self, gint64 id, GError **error)
{
  g_autoptr (GArray) sources = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *statement =
    annex_store_prepare (self->store, "SELECT source, field FROM link WHERE target = ?1 AND source <> ?1 ORDER BY source, field", error);
  int status;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  while ((status = sqlite3_step (statement)) == SQLITE_ROW)
    {
      gint64 source = sqlite3_column_int64 (statement, 0);

      g_array_append_val (sources, source);
      g_ptr_array_add (names, g_strdup ((const char *) sqlite3_column_text (statement, 1)));
    }
  if (status != SQLITE_DONE)
    annex_store_set_error (self->store, error);
  sqlite3_reset (statement);
  if (status != SQLITE_DONE)
    return annex_transaction_fail (self);

  for (guint i = 0; i < sources->len; i++)
    {
      gint64 source = g_array_index (sources, gint64, i);
      const AnnexType *type = annex_store_get_type_of (self->store, source, error);
      g_autofree char *reference = type != NULL ? annex_link_dup_reference (self->store, source, error) : NULL;
      g_autoptr (GArray) targets = reference != NULL ? annex_link_read_targets (self->store, source, names->pdata[i], error) : NULL;
      g_autofree char *old_value = NULL;
      g_autofree char *new_value = NULL;

      if (targets == NULL)
        return annex_transaction_fail (self);
      old_value = annex_link_ids_format (targets);
      for (guint j = 0; j < targets->len; j++)
        if (g_array_index (targets, gint64, j) == id)
          g_array_remove_index (targets, j--);
      new_value = annex_link_ids_format (targets);
      if (!annex_row_update (self->store, type, source, names->pdata[i], new_value, error))
        return annex_transaction_fail (self);
      if (!log_change (self, source, type, reference, "update", names->pdata[i], old_value, new_value, error))
        return FALSE;
      g_hash_table_add (self->records_with_broken_links, g_memdup2 (&source, sizeof source));
    }
  return TRUE;
}

/* What is a part of the record goes first, so that no part is ever seen without its whole. */
static gboolean
delete_parts (AnnexTransaction *self, const AnnexType *type, gint64 id, GError **error)
{
  GPtrArray *types = annex_type_list ();

  for (guint i = 0; i < types->len; i++)
    {
      const AnnexType *part = types->pdata[i];

      for (guint j = 0; j < part->n_fields; j++)
        {
          g_autoptr (GPtrArray) records = NULL;

          if ((part->fields[j].flags & ANNEX_FIELD_PART) == 0 || strcmp (part->fields[j].target, type->name) != 0)
            continue;
          records = annex_store_load_linking (self->store, part, part->fields[j].name, id, error);
          if (records == NULL)
            return FALSE;
          for (guint k = 0; k < records->len; k++)
            if (!annex_transaction_delete (self, annex_record_get_id (records->pdata[k]), error))
              return FALSE;
        }
    }
  return TRUE;
}

gboolean
annex_transaction_delete (AnnexTransaction *self, gint64 id, GError **error)
{
  const AnnexType *type = annex_transaction_check_usable (self, error) ? annex_store_get_type_of (self->store, id, error) : NULL;
  g_autoptr (AnnexRow) row = NULL;
  g_autofree char *json = NULL;

  if (type == NULL)
    return FALSE;
  if (type->check_deletion != NULL)
    {
      g_autoptr (AnnexRecord) record = annex_store_load (self->store, id, error);

      if (record == NULL || !type->check_deletion (self->store, record, error))
        return FALSE;
    }
  if (!delete_parts (self, type, id, error))
    return FALSE;
  row = annex_row_read (self->store, type, id, error);
  if (row == NULL || !remove_incoming_links (self, id, error))
    return FALSE;
  json = annex_row_to_json (row);
  g_hash_table_remove (self->targets, &id);
  g_hash_table_remove (self->records_with_broken_links, &id);
  if (annex_transaction_get_next_number (self, type, error) == NULL || !annex_row_remove (self->store, type, id, error))
    return annex_transaction_fail (self);
  mark_to_index (self, id, TRUE);
  return log_change (self, id, type, annex_row_get (row, "reference"), "delete", NULL, json, NULL, error);
}

guint
annex_transaction_count_broken (AnnexTransaction *self)
{
  return g_hash_table_size (self->records_with_broken_links);
}

void
annex_transaction_set_reversal (AnnexTransaction *self, const char *kind, gint64 undoes, gint64 undo_top, gint64 redo_top)
{
  self->kind = kind;
  self->undoes = undoes;
  self->undo_top = undo_top;
  self->redo_top = redo_top;
}

/* A row of the log that does not fit what the file holds, as a planted one. It is named among few changes; many are
 * written together, and the one that failed may be an earlier one. */
static gboolean
refuse_reversal (AnnexTransaction *self, const AnnexChange *change, GError **error)
{
  if (self->keys == ANNEX_KEYS_ONE_BY_ONE)
    g_prefix_error (error, _("Change %ld of commit %ld cannot be taken back: "), (long) change->position,
                    (long) change->commit);
  else
    g_prefix_error (error, _("Commit %ld cannot be taken back: "), (long) change->commit);
  return annex_transaction_fail (self);
}

static gboolean
settle_one (AnnexTransaction *self, GError **error)
{
  return self->keys != ANNEX_KEYS_ONE_BY_ONE || annex_store_settle (self->store, error);
}

gboolean
annex_transaction_reverse (AnnexTransaction *self, const AnnexChange *change, GError **error)
{
  const AnnexType *type = change->type;
  gint64 id = change->record;

  if (!annex_transaction_check_usable (self, error))
    return FALSE;
  mark_to_index (self, id, strcmp (change->operation, "create") == 0);
  if (strcmp (change->operation, "create") == 0)
    {
      if (annex_transaction_get_next_number (self, type, error) == NULL ||
          !annex_row_remove (self->store, type, id, error) || !settle_one (self, error))
        return refuse_reversal (self, change, error);
      return log_change (self, id, type, change->reference, "delete", NULL, change->new, NULL, error);
    }
  if (strcmp (change->operation, "delete") == 0)
    {
      g_autoptr (AnnexRow) row = annex_row_from_json (change->old, error);

      if (row == NULL || !annex_row_insert (self->store, type, id, row, error) || !settle_one (self, error))
        return refuse_reversal (self, change, error);
      return log_change (self, id, type, change->reference, "create", NULL, NULL, change->old, error);
    }
  if (!annex_row_update (self->store, type, id, change->field, change->old, error))
    return refuse_reversal (self, change, error);
  return log_change (self, id, type, change->reference, "update", change->field, change->new, change->old, error);
}

/* What cannot be read fails the transaction. ?1 is the record, ?2 this commit, ?3 the field where there is one. */
static gboolean
has_row (AnnexTransaction *self, const char *sql, gint64 id, const char *field_name)
{
  sqlite3_stmt *statement = annex_store_prepare (self->store, sql, NULL);
  int status;

  if (statement == NULL)
    return annex_transaction_fail (self);
  sqlite3_bind_int64 (statement, 1, id);
  sqlite3_bind_int64 (statement, 2, self->commit);
  if (field_name != NULL)
    sqlite3_bind_text (statement, 3, field_name, -1, SQLITE_STATIC);
  status = sqlite3_step (statement);
  sqlite3_reset (statement);
  return status == SQLITE_ROW || (status != SQLITE_DONE && annex_transaction_fail (self));
}

gboolean
annex_transaction_is_new (AnnexTransaction *self, gint64 id)
{
  return has_row (self, "SELECT 1 FROM change INDEXED BY change_by_record WHERE record = ?1 AND commit_id = ?2 AND operation = 'create'", id, NULL);
}

gboolean
annex_transaction_has_changed (AnnexTransaction *self, gint64 id, const char *field_name)
{
  return has_row (self,
                  "SELECT 1 FROM change INDEXED BY change_by_record WHERE record = ?1 AND commit_id = ?2 AND (field = ?3 OR "
                  "(operation = 'create' AND new ->> ?3 IS NOT NULL)) LIMIT 1",
                  id, field_name);
}

/* A link that is gone though its end is there, or one that was not there before, is a change of another kind. */
gboolean
annex_transaction_has_only_lost (AnnexTransaction *self, gint64 id, const char *field_name)
{
#define CHANGE "FROM change c INDEXED BY change_by_record JOIN json_each ('[' || replace (coalesce ("
#define OF_FIELD "WHERE c.record = ?1 AND c.commit_id = ?2 AND c.field = ?3 AND instr (' ' || coalesce ("
  return annex_transaction_has_changed (self, id, field_name) && !annex_transaction_is_new (self, id) &&
         !has_row (self,
                   "SELECT 1 " CHANGE "c.old, ''), ' ', ',') || ']') e JOIN record x ON x.id = e.value " OF_FIELD
                   "c.new, '') || ' ', ' ' || e.value || ' ') = 0 UNION ALL SELECT 1 " CHANGE "c.new, ''), ' ', ',') || ']') e " OF_FIELD
                   "c.old, '') || ' ', ' ' || e.value || ' ') = 0",
                   id, field_name);
#undef CHANGE
#undef OF_FIELD
}

guint64
annex_transaction_get_n_changes (AnnexTransaction *self)
{
  return self->n_changes;
}

void
annex_transaction_free (AnnexTransaction *self)
{
  if (self == NULL)
    return;
  if (self->open)
    {
      self->store->transaction = NULL;
      annex_transaction_roll_back (self->store);
      annex_store_forget_answers (self->store, NULL);
    }
  if (self->keys != ANNEX_KEYS_ONE_BY_ONE)
    annex_transaction_check_keys_again (self->store);
  g_hash_table_unref (self->next_numbers);
  g_clear_pointer (&self->references, g_hash_table_unref);
  g_hash_table_unref (self->targets);
  g_hash_table_unref (self->to_index);
  g_hash_table_unref (self->records_with_broken_links);
  g_hash_table_unref (self->drafts);
  annex_row_free (self->row);
  g_hash_table_unref (self->completed);
  g_array_unref (self->to_finish);
  g_hash_table_unref (self->finishing);
  annex_chain_free (self->chain);
  annex_change_set_unref (self->changes);
  g_free (self->label);
  g_free (self->hash);
  g_object_unref (self->store);
  g_free (self);
}
