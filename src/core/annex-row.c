/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "annex-attachment.h"
#include "annex-draft-private.h"
#include "annex-row.h"
#include "annex-store-private.h"
#include "annex-transaction-private.h"

#define DOTTED_PARTS 3
#define DOTTED_BASE G_GINT64_CONSTANT (1000000)

static gboolean
is_custom (const char *name)
{
  return g_str_has_prefix (name, "custom_");
}

/* What cannot stand in a JSON string as it is, and the NUL that ends a text. */
static const guint8 is_special[256] = { [0 ... 0x1f] = TRUE, ['"'] = TRUE, ['\\'] = TRUE, [0x7f] = TRUE };

static void
append_json_string (GString *json, const char *text)
{
  g_string_append_c (json, '"');
  while (*text != '\0')
    {
      const char *end = text;

      while (!is_special[(guchar) *end])
        end++;
      g_string_append_len (json, text, end - text);
      text = end;
      if (*text == '\0')
        break;
      if (*text == '"' || *text == '\\')
        {
          g_string_append_c (json, '\\');
          g_string_append_c (json, *text);
        }
      else if (*text == '\n')
        g_string_append (json, "\\n");
      else
        g_string_append_printf (json, "\\u%04x", (guchar) *text);
      text++;
    }
  g_string_append_c (json, '"');
}

AnnexRow *
annex_row_new (void)
{
  AnnexRow *self = g_new0 (AnnexRow, 1);

  self->names = g_ptr_array_new_with_free_func (g_free);
  self->values = g_ptr_array_new_with_free_func (g_free);
  return self;
}

AnnexRow *
annex_row_new_of_draft (void)
{
  AnnexRow *self = g_new0 (AnnexRow, 1);

  self->names = g_ptr_array_new ();
  self->values = g_ptr_array_new ();
  self->is_of_draft = TRUE;
  return self;
}

void
annex_row_take_draft (AnnexRow *self, AnnexDraft *draft)
{
  g_ptr_array_set_size (self->names, 0);
  g_ptr_array_set_size (self->values, 0);
  for (guint i = 0; i < draft->fields->len; i++)
    if (draft->values[i] != NULL)
      {
        g_ptr_array_add (self->names, (gpointer) ((const AnnexField *) draft->fields->pdata[i])->name);
        g_ptr_array_add (self->values, (gpointer) draft->values[i]);
      }
}

void
annex_row_free (AnnexRow *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->values);
  g_free (self);
}

void
annex_row_add (AnnexRow *self, const char *name, const char *value)
{
  if (value == NULL || *value == '\0')
    return;
  g_ptr_array_add (self->names, g_strdup (name));
  g_ptr_array_add (self->values, g_strdup (value));
}

AnnexRow *
annex_row_copy (const AnnexRow *self)
{
  AnnexRow *copy = annex_row_new ();

  for (guint i = 0; i < self->names->len; i++)
    annex_row_add (copy, self->names->pdata[i], self->values->pdata[i]);
  return copy;
}

void
annex_row_set (AnnexRow *self, const char *name, const char *value)
{
  for (guint i = 0; i < self->names->len; i++)
    if (strcmp (self->names->pdata[i], name) == 0)
      {
        if (value != NULL && *value != '\0')
          g_set_str ((char **) &self->values->pdata[i], value);
        else
          {
            g_ptr_array_remove_index (self->names, i);
            g_ptr_array_remove_index (self->values, i);
          }
        return;
      }
  annex_row_add (self, name, value);
}

const char *
annex_row_get (const AnnexRow *self, const char *name)
{
  for (guint i = 0; i < self->names->len; i++)
    if (strcmp (self->names->pdata[i], name) == 0)
      return self->values->pdata[i];
  return NULL;
}

/* As annex_row_get() for one field after the other; a draft's row has them in that order. @position begins at 1, behind the reference. */
static const char *
get_next (const AnnexRow *self, guint *position, const AnnexField *field)
{
  if (!self->is_of_draft)
    return annex_row_get (self, field->name);
  return *position < self->names->len && self->names->pdata[*position] == field->name ? self->values->pdata[(*position)++] : NULL;
}

char *
annex_row_to_json (const AnnexRow *self)
{
  GString *json = g_string_sized_new (256);

  g_string_append_c (json, '{');
  for (guint i = 0; i < self->names->len; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      append_json_string (json, self->names->pdata[i]);
      g_string_append_c (json, ':');
      append_json_string (json, self->values->pdata[i]);
    }
  g_string_append_c (json, '}');
  return g_string_free_and_steal (json);
}

static const char *
skip_blanks (const char *json)
{
  while (*json == ' ' || *json == '\t' || *json == '\n' || *json == '\r')
    json++;
  return json;
}

/* Four hexadecimal digits; -1 where there are not. */
static int
read_hexadecimal (const char *json)
{
  int number = 0;

  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (json[i]);

      if (digit < 0)
        return -1;
      number = number << 4 | digit;
    }
  return number;
}

/* What stands after "\u". @json: (inout). Returns: whether it is a character that a text can have. */
static gboolean
read_character (const char **json, GString *text)
{
  int first = read_hexadecimal (*json);
  gunichar character = (gunichar) first;

  if (first <= 0)
    return FALSE;
  *json += 4;
  if (first >= 0xd800 && first <= 0xdbff && (*json)[0] == '\\' && (*json)[1] == 'u')
    {
      int second = read_hexadecimal (*json + 2);

      if (second < 0xdc00 || second > 0xdfff)
        return FALSE;
      character = 0x10000 + ((gunichar) (first - 0xd800) << 10) + (gunichar) (second - 0xdc00);
      *json += 6;
    }
  if (!g_unichar_validate (character))
    return FALSE;
  g_string_append_unichar (text, character);
  return TRUE;
}

/* @json: (inout): at the opening quote. Returns: whether @text is a string that ends. */
static gboolean
read_string (const char **json, GString *text)
{
  static const char escapes[] = "\"\\/bfnrt", characters[] = "\"\\/\b\f\n\r\t";

  g_string_truncate (text, 0);
  if (*(*json)++ != '"')
    return FALSE;
  for (;;)
    {
      gsize plain = strcspn (*json, "\"\\");
      const char *escape;

      g_string_append_len (text, *json, (gssize) plain);
      *json += plain;
      if (**json == '\0')
        return FALSE;
      if (*(*json)++ == '"')
        return TRUE;
      if (**json == 'u')
        {
          (*json)++;
          if (!read_character (json, text))
            return FALSE;
          continue;
        }
      escape = **json != '\0' ? strchr (escapes, **json) : NULL;
      if (escape == NULL)
        return FALSE;
      g_string_append_c (text, characters[escape - escapes]);
      (*json)++;
    }
}

/* Only what annex_row_to_json() writes is read: a flat object of strings. A parser that goes deeper could be sent
 * deeper than the stack is. */
AnnexRow *
annex_row_parse (const char *json)
{
  g_autoptr (AnnexRow) self = annex_row_new ();
  g_autoptr (GString) name = g_string_new (NULL);
  g_autoptr (GString) value = g_string_new (NULL);
  const char *at = skip_blanks (json);
  gboolean whole = *at++ == '{';

  at = whole ? skip_blanks (at) : at;
  while (whole && *at == '"')
    {
      whole = read_string (&at, name) && *(at = skip_blanks (at)) == ':';
      if (!whole)
        break;
      at = skip_blanks (at + 1);
      whole = read_string (&at, value);
      if (!whole)
        break;
      annex_row_add (self, name->str, value->str);
      at = skip_blanks (at);
      if (*at != ',')
        break;
      at = skip_blanks (at + 1);
      whole = *at == '"';
    }
  return whole && *at == '}' && *skip_blanks (at + 1) == '\0' ? g_steal_pointer (&self) : NULL;
}

AnnexRow *
annex_row_from_json (const char *json, GError **error)
{
  g_autoptr (AnnexRow) self = annex_row_parse (json);

  if (self != NULL && annex_row_get (self, "reference") != NULL)
    return g_steal_pointer (&self);
  g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED, _("The history is damaged: a record in it cannot be read."));
  return NULL;
}

AnnexRow *
annex_row_read (AnnexStore *store, const AnnexType *type, gint64 id, GError **error)
{
  g_autoptr (AnnexRecord) record = annex_store_load_stored (store, id, error);
  GPtrArray *fields = annex_store_get_fields (store, type);
  AnnexRow *row;

  if (record == NULL)
    return NULL;
  row = annex_row_new ();
  for (guint i = 0; i < fields->len; i++)
    {
      const AnnexField *field = fields->pdata[i];

      if (annex_field_is_stored (field))
        annex_row_add (row, field->name, annex_record_get_value_at (record, i));
    }
  return row;
}

static gboolean
step (AnnexStore *store, sqlite3_stmt *statement, GError **error)
{
  gboolean done = annex_transaction_check_open (store, error) && (sqlite3_step (statement) == SQLITE_DONE || annex_store_fail (store, error));

  sqlite3_reset (statement);
  return done;
}

/* Whether the last statement met the row that it was for. */
static gboolean
check_changed (AnnexStore *store, GError **error)
{
  if (sqlite3_changes (store->database) == 1)
    return TRUE;
  g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND, _("That record is not there any more."));
  return FALSE;
}

static void
bind_text (sqlite3_stmt *statement, int index, const char *text)
{
  if (text == NULL || *text == '\0')
    sqlite3_bind_null (statement, index);
  else
    sqlite3_bind_text (statement, index, text, -1, SQLITE_STATIC);
}

/* NULL for an empty text. */
static void
add_text (AnnexWriteQueue *writes, const char *text)
{
  annex_write_queue_add_text (writes, text != NULL && *text != '\0' ? text : NULL);
}

static AnnexWriteKind *
get_kind (AnnexWriteQueue *writes, const char *sql, guint n_columns, AnnexWriteFlags flags)
{
  AnnexWriteKind *kind = annex_write_queue_find_kind (writes, sql);

  return kind != NULL ? kind : annex_write_queue_add_kind (writes, sql, sql, n_columns, flags);
}

static gboolean
insert_links (AnnexWriteQueue *writes, gint64 id, const char *field_name, const char *value, GError **error)
{
  static const char sql[] = "INSERT OR FAIL INTO link (source, field, target) VALUES";
  g_autoptr (GArray) targets = NULL;

  if (value == NULL || *value == '\0')
    return TRUE;
  targets = annex_link_ids_parse (value);
  for (guint i = 0; i < targets->len; i++)
    {
      if (!annex_write_queue_begin_row (writes, get_kind (writes, sql, 3, ANNEX_WRITE_INSERT), error))
        return FALSE;
      annex_write_queue_add_number (writes, id);
      annex_write_queue_add_text (writes, field_name);
      annex_write_queue_add_number (writes, g_array_index (targets, gint64, i));
    }
  return TRUE;
}

static gboolean
has_column (const AnnexField *field)
{
  return field->kind != ANNEX_FIELD_LINK && field->kind != ANNEX_FIELD_COMPUTED;
}

/* The kind of rows that hold the content of a record of @type. */
static AnnexWriteKind *
get_content_kind (AnnexWriteQueue *writes, const AnnexType *type)
{
  AnnexWriteKind *kind = annex_write_queue_find_kind (writes, type);
  g_autoptr (GString) sql = NULL;
  guint n = 2;

  if (kind != NULL)
    return kind;
  sql = g_string_new (NULL);
  g_string_printf (sql, "INSERT OR FAIL INTO %s (id", type->name);
  for (guint i = 0; i < type->n_fields; i++)
    if (has_column (&type->fields[i]))
      {
        g_string_append_printf (sql, ", %s", type->fields[i].name);
        n++;
      }
  g_string_append (sql, ", extra) VALUES");
  return annex_write_queue_add_kind (writes, type, sql->str, n, ANNEX_WRITE_INSERT);
}

/* What the engagement's own fields hold; NULL where there are none. */
static char *
dup_extra (const AnnexRow *row)
{
  g_autoptr (AnnexRow) custom = NULL;

  for (guint i = 0; i < row->names->len; i++)
    if (is_custom (row->names->pdata[i]))
      {
        if (custom == NULL)
          custom = annex_row_new ();
        annex_row_add (custom, row->names->pdata[i], row->values->pdata[i]);
      }
  return custom != NULL ? annex_row_to_json (custom) : NULL;
}

gboolean
annex_row_insert (AnnexStore *store, const AnnexType *type, gint64 id, const AnnexRow *row, GError **error)
{
  static const char sql[] = "INSERT OR FAIL INTO record (id, type, reference, number, title) VALUES";
  AnnexWriteQueue *writes = annex_store_get_writes (store);
  const char *title = annex_row_get (row, annex_type_get_title_field (type)->name);
  const char *reference = annex_row_get (row, "reference");
  g_autofree char *extra = NULL;
  guint position = 1;

  if (reference == NULL)
    {
      g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("A record needs a reference."));
      return FALSE;
    }
  if (!annex_write_queue_begin_row (writes, get_kind (writes, sql, 5, ANNEX_WRITE_INSERT), error))
    return FALSE;
  annex_write_queue_add_number (writes, id);
  annex_write_queue_add_text (writes, type->name);
  annex_write_queue_add_text (writes, reference);
  annex_write_queue_add_number (writes, annex_reference_number (reference));
  annex_write_queue_add_text (writes, title != NULL ? title : "");

  if (!annex_write_queue_begin_row (writes, get_content_kind (writes, type), error))
    return FALSE;
  annex_write_queue_add_number (writes, id);
  for (guint i = 0; i < type->n_fields; i++)
    {
      const char *value = get_next (row, &position, &type->fields[i]);

      if (has_column (&type->fields[i]))
        add_text (writes, value);
    }
  extra = dup_extra (row);
  annex_write_queue_add_text (writes, extra);

  position = 1;
  for (guint i = 0; i < type->n_fields; i++)
    {
      const AnnexField *field = &type->fields[i];
      const char *value = get_next (row, &position, field);

      if (field->kind == ANNEX_FIELD_LINK && !insert_links (writes, id, field->name, value, error))
        return FALSE;
    }
  return TRUE;
}

/* @key: some address of its own; @table: where rows are deleted; @column: what names them */
static gboolean
remove_by_id (AnnexWriteQueue *writes,
              gconstpointer key,
              const char *table,
              const char *column,
              AnnexWriteFlags flags,
              gint64 id,
              GError **error)
{
  AnnexWriteKind *kind = annex_write_queue_find_kind (writes, key);

  if (kind == NULL)
    {
      g_autofree char *sql = g_strdup_printf ("DELETE FROM %s WHERE %s IN", table, column);

      kind = annex_write_queue_add_kind (writes, key, sql, 1, ANNEX_WRITE_DELETE | flags);
    }
  if (!annex_write_queue_begin_row (writes, kind, error))
    return FALSE;
  annex_write_queue_add_number (writes, id);
  return TRUE;
}

gboolean
annex_row_remove (AnnexStore *store, const AnnexType *type, gint64 id, GError **error)
{
  static const char of_links, of_records;
  AnnexWriteQueue *writes = annex_store_get_writes (store);

  return remove_by_id (writes, &of_links, "link", "source", 0, id, error) &&
         remove_by_id (writes, &type->fields, type->name, "id", ANNEX_WRITE_EACH, id, error) &&
         remove_by_id (writes, &of_records, "record", "id", ANNEX_WRITE_EACH, id, error);
}

static gboolean
update_sql (AnnexStore *store, const char *sql, gint64 id, const char *text, const char *name, GError **error)
{
  sqlite3_stmt *statement = annex_store_prepare (store, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  bind_text (statement, 2, text);
  if (name != NULL)
    sqlite3_bind_text (statement, 3, name, -1, SQLITE_STATIC);
  return step (store, statement, error);
}

gboolean
annex_row_update (AnnexStore *store, const AnnexType *type, gint64 id, const char *name, const char *value, GError **error)
{
  const AnnexField *field = annex_type_find_field (type, name);
  g_autofree char *sql = NULL;

  if (is_custom (name))
    {
      /* An empty value leaves no key behind, so that content compares equal after an undo. */
      sql = g_strdup_printf ("UPDATE %s SET extra = nullif (CASE WHEN ?2 IS NULL THEN json_remove (extra, '$.' || ?3) "
                             "ELSE json_set (ifnull (extra, '{}'), '$.' || ?3, ?2) END, '{}') WHERE id = ?1",
                             type->name);
      return update_sql (store, sql, id, value, name, error) && check_changed (store, error);
    }
  if (field == NULL || !annex_field_is_stored (field))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND, _("%s have no field “%s” that can be set."), _(type->label_plural), name);
      return FALSE;
    }
  if (strcmp (name, "reference") == 0)
    {
      if (value == NULL || *value == '\0')
        {
          g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("A record needs a reference."));
          return FALSE;
        }
      sql = g_strdup_printf ("UPDATE record SET reference = ?2, number = %" G_GINT64_FORMAT " WHERE id = ?1",
                             annex_reference_number (value));
      return update_sql (store, sql, id, value, NULL, error) && check_changed (store, error);
    }
  if (field->kind == ANNEX_FIELD_LINK)
    {
      return update_sql (store, "DELETE FROM link WHERE source = ?1 AND field = ?2", id, name, NULL, error) &&
             insert_links (annex_store_get_writes (store), id, name, value, error);
    }
  sql = g_strdup_printf ("UPDATE %s SET %s = ?2 WHERE id = ?1", type->name, name);
  if (!update_sql (store, sql, id, value, NULL, error) || !check_changed (store, error))
    return FALSE;
  return (field->flags & ANNEX_FIELD_TITLE) == 0 ||
         update_sql (store, "UPDATE record SET title = ifnull (?2, '') WHERE id = ?1", id, value, NULL, error);
}

static void
append_words (GString *words, const char *text)
{
  if (text == NULL)
    return;
  if (words->len > 0)
    g_string_append_c (words, ' ');
  g_string_append (words, text);
}

gboolean
annex_row_index (AnnexStore *store, const AnnexType *type, gint64 id, const AnnexRow *row, GError **error)
{
  static const char sql[] = "INSERT OR FAIL INTO search (rowid, words) VALUES";
  AnnexWriteQueue *writes = annex_store_get_writes (store);
  g_autoptr (GString) words = g_string_sized_new (128);
  guint position = 1;

  append_words (words, annex_row_get (row, "reference"));
  for (guint i = 0; i < type->n_fields; i++)
    {
      const char *value = get_next (row, &position, &type->fields[i]);

      if (annex_field_is_text (&type->fields[i]))
        append_words (words, value);
      else if (type->fields[i].kind == ANNEX_FIELD_FILE)
        {
          g_autofree char *names = annex_attachment_format_names (value);

          append_words (words, names);
        }
    }
  for (guint i = 0; i < row->names->len; i++)
    if (is_custom (row->names->pdata[i]))
      append_words (words, row->values->pdata[i]);
  if (!annex_write_queue_begin_row (writes, get_kind (writes, sql, 2, ANNEX_WRITE_INSERT | ANNEX_WRITE_SINGLY), error))
    return FALSE;
  annex_write_queue_add_number (writes, id);
  annex_write_queue_add_text (writes, words->str);
  return TRUE;
}

gboolean
annex_row_unindex (AnnexStore *store, gint64 id, GError **error)
{
  static const char of_words;

  return remove_by_id (annex_store_get_writes (store), &of_words, "search", "rowid", ANNEX_WRITE_SINGLY, id, error);
}

/* "A.5.10" as 5, 10 and 0, counted from the least there is: before all that a type counts itself. */
static gint64
get_dotted_number (const char *numbers)
{
  gint64 number = 0;

  for (guint part = 0; part < DOTTED_PARTS; part++)
    {
      gint64 value = g_ascii_strtoll (numbers + (*numbers == '.'), (char **) &numbers, 10);

      number = number * DOTTED_BASE + MIN (value, DOTTED_BASE - 1);
    }
  return G_MININT64 + number;
}

gint64
annex_reference_number (const char *reference)
{
  gsize end = strlen (reference);
  gsize start = end;
  gboolean dotted = FALSE;

  while (start > 0 && (g_ascii_isdigit (reference[start - 1]) || reference[start - 1] == '.'))
    dotted |= reference[--start] == '.';
  if (dotted)
    return get_dotted_number (reference + start);
  return g_ascii_strtoll (reference + MAX (start, end > 15 ? end - 15 : 0), NULL, 10);
}
