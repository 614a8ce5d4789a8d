/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-draft-private.h"

#include <string.h>

#include "annex-record-private.h"
#include "annex-row.h"
#include "annex-statement.h"

#define IS_SET ANNEX_DRAFT_COMPLETED /* while the log is read: by this transaction, after the record was made */

int
annex_draft_find_index (AnnexDraft *self, const char *field_name)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (self->positions, field_name)) - 1;
}

/* Takes back what the type added when the record was made, for it is asked again; what was set since stays. */
static void
unpack (AnnexDraft *self, const guint8 *bytes)
{
  guint16 n, index;

  memcpy (&n, bytes, sizeof n);
  bytes += sizeof n;
  for (guint i = 0; i < n; i++)
    {
      const char *given = (const char *) bytes + sizeof index;

      memcpy (&index, bytes, sizeof index);
      /* Who sets it to what was given before finds it as if nothing had been added. */
      if ((self->marks[index] & IS_SET) == 0 || g_strcmp0 (self->values[index], *given != '\0' ? given : NULL) == 0)
        {
          annex_draft_give (self, index, given);
          self->marks[index] = self->values[index] != NULL ? ANNEX_DRAFT_CHANGED : 0;
        }
      bytes += sizeof index + strlen (given) + 1;
    }
}

/* Marks the fields of one row of the log: of the whole record where it was made, else of the one called @name. */
static gboolean
mark (AnnexDraft *self, const char *name, const char *new_value, GError **error)
{
  g_autoptr (AnnexRow) row = NULL;

  if (name == NULL)
    {
      row = annex_row_from_json (new_value, error);
      if (row == NULL)
        return FALSE;
      self->is_new = TRUE;
    }
  for (guint i = 0; i < self->fields->len; i++)
    {
      const AnnexField *field = self->fields->pdata[i];

      if (name != NULL && strcmp (name, field->name) == 0)
        self->marks[i] |= ANNEX_DRAFT_CHANGED | IS_SET;
      else if (name == NULL && annex_row_get (row, field->name) != NULL)
        self->marks[i] |= ANNEX_DRAFT_CHANGED;
    }
  return TRUE;
}

AnnexDraft *
annex_draft_new (AnnexStore *store, const AnnexType *type)
{
  AnnexDraft *self = g_new0 (AnnexDraft, 1);
  guint n;

  self->type = type;
  self->fields = g_ptr_array_ref (annex_store_get_fields (store, type));
  n = self->fields->len;
  self->values = g_new0 (const char *, n);
  self->given = g_new0 (const char *, n);
  self->own = g_new0 (char *, n);
  self->marks = g_new0 (guint8, n);
  self->positions = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < n; i++)
    g_hash_table_insert (self->positions, (gpointer) ((const AnnexField *) self->fields->pdata[i])->name,
                         GUINT_TO_POINTER (i + 1));
  self->record = annex_record_new_view (type, self->fields, self->values);
  return self;
}

void
annex_draft_begin (AnnexDraft *self, gint64 id, gboolean is_new)
{
  guint n = self->fields->len;

  for (guint i = 0; i < n; i++)
    g_clear_pointer (&self->own[i], g_free);
  memset (self->values, 0, n * sizeof *self->values);
  memset (self->given, 0, n * sizeof *self->given);
  memset (self->marks, 0, n);
  self->is_new = is_new;
  annex_record_set_view_id (self->record, id);
}

void
annex_draft_give (AnnexDraft *self, guint index, const char *value)
{
  value = value != NULL && *value != '\0' ? value : NULL;
  self->values[index] = self->given[index] = value;
}

gboolean
annex_draft_is_completed (AnnexDraft *self)
{
  for (guint i = 0; i < self->fields->len; i++)
    if ((self->marks[i] & ANNEX_DRAFT_COMPLETED) != 0)
      return TRUE;
  return FALSE;
}

gboolean
annex_draft_read_marks (AnnexDraft *self, AnnexStore *store, gint64 commit, gconstpointer completed, GError **error)
{
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (store,
                         "SELECT field, new FROM change INDEXED BY change_by_record "
                         "WHERE record = ?1 AND commit_id = ?2 AND operation <> 'delete'",
                         error);

  if (statement == NULL)
    return FALSE;
  annex_statement_bind_int64 (statement, 1, annex_record_get_id (self->record));
  annex_statement_bind_int64 (statement, 2, commit);
  while (annex_statement_next (statement))
    if (!mark (self, annex_statement_get_text (statement, 0), annex_statement_get_text (statement, 1), error))
      return FALSE;
  if (!annex_statement_finish (statement, error))
    return FALSE;
  if (completed != NULL)
    unpack (self, completed);
  for (guint i = 0; i < self->fields->len; i++)
    self->marks[i] &= ~IS_SET;
  return TRUE;
}

gboolean
annex_draft_complete (AnnexDraft *self, AnnexStore *store, GError **error)
{
  if (self->type->complete == NULL)
    return TRUE;
  for (guint i = 0; self->is_new && i < self->fields->len; i++)
    if (self->values[i] != NULL)
      self->marks[i] |= ANNEX_DRAFT_CHANGED;
  return self->type->complete (self, store, self->record, error);
}

gpointer
annex_draft_pack (AnnexDraft *self)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint16 n = 0;

  g_byte_array_append (bytes, (const guint8 *) &n, sizeof n);
  for (guint16 i = 0; i < self->fields->len; i++)
    if ((self->marks[i] & ANNEX_DRAFT_COMPLETED) != 0)
      {
        const char *given = self->given[i] != NULL ? self->given[i] : "";

        g_byte_array_append (bytes, (const guint8 *) &i, sizeof i);
        g_byte_array_append (bytes, (const guint8 *) given, strlen (given) + 1);
        n++;
      }
  memcpy (bytes->data, &n, sizeof n);
  return g_memdup2 (bytes->data, bytes->len);
}

void
annex_draft_free (AnnexDraft *self)
{
  for (guint i = 0; i < self->fields->len; i++)
    g_free (self->own[i]);
  g_object_unref (self->record);
  g_hash_table_unref (self->positions);
  g_free (self->own);
  g_free (self->values);
  g_free (self->given);
  g_free (self->marks);
  g_ptr_array_unref (self->fields);
  g_free (self);
}

gboolean
annex_draft_is_new (AnnexDraft *self)
{
  return self->is_new;
}

gboolean
annex_draft_has_changed (AnnexDraft *self, const char *field_name)
{
  int index = annex_draft_find_index (self, field_name);

  g_return_val_if_fail (index >= 0, FALSE);
  return (self->marks[index] & ANNEX_DRAFT_CHANGED) != 0;
}

const char *
annex_draft_get (AnnexDraft *self, const char *field_name)
{
  int index = annex_draft_find_index (self, field_name);

  g_return_val_if_fail (index >= 0, NULL);
  return self->values[index];
}

void
annex_draft_set (AnnexDraft *self, const char *field_name, const char *value)
{
  int index = annex_draft_find_index (self, field_name);
  char *own;

  g_return_if_fail (index >= 0 && annex_field_is_stored (self->fields->pdata[index]));
  value = value != NULL && *value != '\0' ? value : NULL;
  if (g_strcmp0 (self->values[index], value) == 0)
    return;
  own = g_strdup (value);
  g_free (self->own[index]);
  self->own[index] = own;
  self->values[index] = own;
  self->marks[index] |= ANNEX_DRAFT_CHANGED | ANNEX_DRAFT_COMPLETED;
}

AnnexRecord *
annex_draft_get_record (AnnexDraft *self)
{
  return self->record;
}
