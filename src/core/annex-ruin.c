/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-ruin.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "annex-change.h"
#include "annex-connection.h"
#include "annex-journal.h"
#include "annex-schema.h"
#include "annex-store-private.h"

/* What is known of a record before its own tables are asked. */
typedef struct
{
  const AnnexType *type;
  char *reference;
  GString *links; /* "field target" lines */
} Trace;

struct _AnnexRuin
{
  AnnexStore *store;
  GHashTable *traces;  /* id → Trace */
  GHashTable *selects; /* AnnexType → GPtrArray of the columns that its table has here */
  char *remark;
  gboolean records_whole;
  gboolean links_whole;
};

static void
trace_free (gpointer data)
{
  Trace *trace = data;

  g_free (trace->reference);
  if (trace->links != NULL)
    g_string_free (trace->links, TRUE);
  g_free (trace);
}

static Trace *
get_trace (AnnexRuin *self, gint64 id)
{
  Trace *trace = g_hash_table_lookup (self->traces, &id);

  if (trace == NULL && id > 0)
    g_hash_table_insert (self->traces, g_memdup2 (&id, sizeof id), trace = g_new0 (Trace, 1));
  return trace;
}

static gboolean
run_scan (AnnexRuin *self, const char *sql, AnnexRuinFunc func, gpointer data)
{
  sqlite3_stmt *statement = NULL;
  int status = SQLITE_ERROR;

  if (sqlite3_prepare_v2 (self->store->database, sql, -1, &statement, NULL) == SQLITE_OK)
    while ((status = sqlite3_step (statement)) == SQLITE_ROW)
      func (statement, data);
  sqlite3_finalize (statement);
  return status == SQLITE_DONE;
}

gboolean
annex_ruin_scan (AnnexRuin *self, const char *forward, const char *backward, AnnexRuinFunc func, gpointer data)
{
  if (run_scan (self, forward, func, data))
    return TRUE;
  if (backward != NULL)
    run_scan (self, backward, func, data);
  return FALSE;
}

static void
note_record (sqlite3_stmt *statement, gpointer data)
{
  Trace *trace = sqlite3_column_type (statement, 0) == SQLITE_INTEGER ? get_trace (data, sqlite3_column_int64 (statement, 0)) : NULL;
  const char *type, *reference;

  if (trace == NULL || !annex_change_read_text (statement, 1, &type) || type == NULL)
    return;
  if (trace->type == NULL)
    trace->type = annex_type_find (type);
  if (trace->reference == NULL && annex_change_read_text (statement, 2, &reference))
    trace->reference = g_strdup (reference);
}

static void
note_link (sqlite3_stmt *statement, gpointer data)
{
  Trace *trace = get_trace (data, sqlite3_column_int64 (statement, 0));
  g_autofree char *line = NULL;
  const char *field;

  if (trace == NULL || !annex_change_read_text (statement, 1, &field) || field == NULL)
    return;
  line = g_strdup_printf ("\n%s %" G_GINT64_FORMAT "\n", field, (gint64) sqlite3_column_int64 (statement, 2));
  if (trace->links == NULL)
    trace->links = g_string_new ("\n");
  /* Told from both ends, it is one link. */
  if (strstr (trace->links->str, line) == NULL)
    g_string_append (trace->links, line + 1);
}

static void
add_column (sqlite3_stmt *statement, gpointer data)
{
  g_ptr_array_add (data, g_strdup ((const char *) sqlite3_column_text (statement, 0)));
}

static void
look_around (AnnexRuin *self)
{
  GPtrArray *types = annex_type_list ();

  self->records_whole = annex_ruin_scan (self, "SELECT id, type, reference FROM record NOT INDEXED ORDER BY id",
                                         "SELECT id, type, reference FROM record NOT INDEXED ORDER BY id DESC", note_record, self);
  if (!self->records_whole)
    annex_ruin_scan (self, "SELECT id, type, reference FROM record INDEXED BY record_by_type ORDER BY type, number, reference",
                     "SELECT id, type, reference FROM record INDEXED BY record_by_type ORDER BY type DESC, number DESC, reference DESC", note_record,
                     self);
  for (guint i = 0; i < types->len; i++)
    {
      const AnnexType *type = types->pdata[i];
      GPtrArray *columns = g_ptr_array_new_with_free_func (g_free);
      g_autofree char *columns_sql = g_strdup_printf ("SELECT name FROM pragma_table_info ('%s')", type->name);
      g_autofree char *forward = g_strdup_printf ("SELECT id, '%1$s' FROM %1$s NOT INDEXED ORDER BY id", type->name);
      g_autofree char *backward = g_strdup_printf ("SELECT id, '%1$s' FROM %1$s NOT INDEXED ORDER BY id DESC", type->name);

      run_scan (self, columns_sql, add_column, columns);
      g_hash_table_insert (self->selects, (gpointer) type, columns);
      /* A type that the file is too old for is no loss. */
      if (columns->len > 0 && !annex_ruin_scan (self, forward, backward, note_record, self))
        self->records_whole = FALSE;
    }
  self->links_whole = annex_ruin_scan (self, "SELECT source, field, target FROM link NOT INDEXED ORDER BY source, field, target",
                                       "SELECT source, field, target FROM link NOT INDEXED ORDER BY source DESC, field DESC, target DESC", note_link,
                                       self);
  if (!self->links_whole)
    self->links_whole = annex_ruin_scan (self, "SELECT source, field, target FROM link INDEXED BY link_by_target ORDER BY target, field, source",
                                         "SELECT source, field, target FROM link INDEXED BY link_by_target ORDER BY target DESC, field DESC, source DESC",
                                         note_link, self);
}

static sqlite3 *
open_database (const char *path)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *escaped = g_uri_escape_string (absolute, "/", FALSE);
  g_autofree char *uri = g_strdup_printf ("file:%s?immutable=1", escaped);
  sqlite3 *database = NULL;

  if (sqlite3_open_v2 (uri, &database, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
    {
      sqlite3_close (database);
      return NULL;
    }
  annex_connection_prepare (database, NULL);
  /* So that SQLite reads a file that is cut short, and a list of tables that is damaged in part. Nothing can be written. */
  sqlite3_db_config (database, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
  sqlite3_exec (database, "PRAGMA writable_schema = ON; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0", NULL, NULL, NULL);
  return database;
}

/* What a journal beside the file brings back is tried on a copy, as when a file is opened; of one that fits neither
 * way, what came of the journal is more. */
static gboolean
apply_journal (AnnexRuin *self, const char *path, GError **error)
{
  g_autoptr (AnnexFileHandle) handle = annex_file_handle_open (path, error);
  g_autofree char *real = realpath (path, NULL);
  AnnexJournal journal =
    handle != NULL && real != NULL ? annex_journal_find_left_behind (handle, real) : ANNEX_JOURNAL_NONE;

  if (handle == NULL)
    return FALSE;
  if (annex_file_handle_is_written (handle))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_LOCKED,
                   _("Another program is writing to “%s”. Wait until it is done and try again."), path);
      return FALSE;
    }
  if (journal == ANNEX_JOURNAL_UNKNOWN)
    annex_journal_set_unknown (path, error);
  if (journal == ANNEX_JOURNAL_UNKNOWN)
    return FALSE;
  if (journal == ANNEX_JOURNAL_OWN)
    {
      g_autoptr (AnnexPrivateCopy) alone = NULL;

      self->store->copy = annex_private_copy_new (handle, real, TRUE, NULL, NULL, NULL, error);
      if (self->store->copy == NULL)
        return FALSE;
      if (!annex_private_copy_recover (self->store->copy, NULL, NULL))
        {
          alone = annex_private_copy_new (handle, real, FALSE, NULL, NULL, NULL, error);
          if (alone == NULL)
            return FALSE;
        }
      if (alone != NULL && annex_private_copy_recover (alone, NULL, NULL))
        journal = ANNEX_JOURNAL_FOREIGN;
      else
        self->remark = g_strdup (_("An edit that was cut off was taken back, by the journal beside the file."));
    }
  if (journal == ANNEX_JOURNAL_FOREIGN)
    {
      g_clear_pointer (&self->store->copy, annex_private_copy_free);
      self->remark =
        g_strdup (_("The journal beside the file belongs to another file or to an earlier time, and was left out."));
    }
  return TRUE;
}

static int
read_pragma (sqlite3 *database, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  int value = -1;

  if (sqlite3_prepare_v2 (database, sql, -1, &statement, NULL) == SQLITE_OK && sqlite3_step (statement) == SQLITE_ROW)
    value = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  return value;
}

AnnexRuin *
annex_ruin_open (const char *path, GError **error)
{
  g_autoptr (AnnexRuin) self = g_new0 (AnnexRuin, 1);
  int version;

  self->store = g_object_new (ANNEX_TYPE_STORE, NULL);
  self->traces = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, trace_free);
  self->selects = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->store->path = g_strdup (path);
  self->store->database_path = g_strdup (path);
  self->store->read_only = TRUE;
  self->store->read_only_reason = g_strdup (_("The engagement was opened for reading only."));
  if (!apply_journal (self, path, error))
    return NULL;
  self->store->database = open_database (annex_store_get_readable_path (self->store));
  if (self->store->database == NULL)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("“%s” cannot be opened."), path);
      return NULL;
    }
  if (read_pragma (self->store->database, "PRAGMA application_id") != ANNEX_SCHEMA_APPLICATION_ID)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_AN_ENGAGEMENT,
                   _("“%s” is not an Annex engagement, or its first page is damaged. Nothing of it can be read."), path);
      return NULL;
    }
  version = read_pragma (self->store->database, "PRAGMA user_version");
  if (version > ANNEX_SCHEMA_VERSION)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_TOO_NEW,
                   _("“%s” was written by a newer version of Annex (file format %d, this version knows %d). Use a newer Annex."), path, version,
                   ANNEX_SCHEMA_VERSION);
      return NULL;
    }
  look_around (self);
  return g_steal_pointer (&self);
}

void
annex_ruin_free (AnnexRuin *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->store);
  g_free (self->remark);
  g_hash_table_unref (self->traces);
  g_hash_table_unref (self->selects);
  g_free (self);
}

AnnexStore *
annex_ruin_get_store (AnnexRuin *self)
{
  return self->store;
}

const char *
annex_ruin_get_remark (AnnexRuin *self)
{
  return self->remark;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

GArray *
annex_ruin_list_ids (AnnexRuin *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gint64 *id;

  g_hash_table_iter_init (&iter, self->traces);
  while (g_hash_table_iter_next (&iter, (gpointer *) &id, NULL))
    g_array_append_val (ids, *id);
  g_array_sort (ids, compare_ids);
  return ids;
}

gboolean
annex_ruin_is_whole (AnnexRuin *self)
{
  return self->records_whole && self->links_whole;
}

/* What a column holds, as the log would write it. Returns whether the field takes it. */
static gboolean
read_value (sqlite3_stmt *statement, int column, const AnnexField *field, char **value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  const char *text;

  *value = NULL;
  switch (sqlite3_column_type (statement, column))
    {
    case SQLITE_NULL:
      /* Where a value has to be, its loss shows. */
      return annex_field_check (field, NULL, NULL);
    case SQLITE_INTEGER:
      *value = g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) sqlite3_column_int64 (statement, column));
      break;
    case SQLITE_FLOAT:
      *value = g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.15g", sqlite3_column_double (statement, column)));
      break;
    default:
      if (!annex_change_read_text (statement, column, &text))
        return FALSE;
      *value = g_strdup (text);
    }
  return annex_field_check (field, *value, NULL);
}

static void
add_value (AnnexRuinRecord *record, sqlite3_stmt *statement, int column, const AnnexField *field)
{
  g_autofree char *value = NULL;

  if (read_value (statement, column, field, &value))
    annex_row_add (record->row, field->name, value);
  else
    g_ptr_array_add (record->unreadable, g_strdup (field->name));
}

static void
add_extra (AnnexRuinRecord *record, sqlite3_stmt *statement, int column)
{
  g_autoptr (AnnexRow) extra = NULL;
  const char *text;

  if (sqlite3_column_type (statement, column) == SQLITE_NULL)
    return;
  if (annex_change_read_text (statement, column, &text))
    extra = annex_row_parse (text);
  for (guint i = 0; extra != NULL && i < extra->names->len; i++)
    if (g_str_has_prefix (extra->names->pdata[i], "custom_"))
      annex_row_add (record->row, extra->names->pdata[i], extra->values->pdata[i]);
  if (extra == NULL)
    g_ptr_array_add (record->unreadable, g_strdup ("extra"));
}

static void
add_links (AnnexRuinRecord *record, const Trace *trace)
{
  g_auto (GStrv) lines = trace->links != NULL ? g_strsplit (trace->links->str, "\n", -1) : NULL;

  for (char **line = lines; line != NULL && *line != NULL; line++)
    {
      char *space = strchr (*line, ' ');
      const AnnexField *field;
      g_autofree char *targets = NULL;
      g_autoptr (GArray) ids = NULL;
      g_autofree char *sorted = NULL;

      if (space == NULL)
        continue;
      *space = '\0';
      field = annex_type_find_field (record->type, *line);
      if (field == NULL || field->kind != ANNEX_FIELD_LINK)
        continue;
      targets = g_strdup_printf ("%s %s", space + 1, annex_row_get (record->row, field->name) != NULL ? annex_row_get (record->row, field->name) : "");
      ids = annex_link_ids_parse (targets);
      sorted = annex_link_ids_format (ids);
      annex_row_set (record->row, field->name, sorted);
    }
}

static gboolean
has_column (GPtrArray *columns, const char *name)
{
  return g_ptr_array_find_with_equal_func (columns, name, g_str_equal, NULL);
}

static void
read_content (AnnexRuin *self, AnnexRuinRecord *record, gint64 id)
{
  GPtrArray *columns = g_hash_table_lookup (self->selects, record->type);
  g_autoptr (GString) sql = g_string_new ("SELECT id");
  sqlite3_stmt *statement = NULL;
  int column = 1;

  for (guint i = 0; i < record->type->n_fields; i++)
    if (has_column (columns, record->type->fields[i].name))
      g_string_append_printf (sql, ", %s", record->type->fields[i].name);
  g_string_append_printf (sql, ", %s FROM %s NOT INDEXED WHERE id = ?1", has_column (columns, "extra") ? "extra" : "NULL", record->type->name);
  if (sqlite3_prepare_v2 (self->store->database, sql->str, -1, &statement, NULL) == SQLITE_OK)
    {
      sqlite3_bind_int64 (statement, 1, id);
      if (sqlite3_step (statement) == SQLITE_ROW)
        {
          record->row = annex_row_new ();
          if (record->reference != NULL)
            annex_row_add (record->row, "reference", record->reference);
          for (guint i = 0; i < record->type->n_fields; i++)
            if (has_column (columns, record->type->fields[i].name))
              add_value (record, statement, column++, &record->type->fields[i]);
          add_extra (record, statement, column);
        }
    }
  sqlite3_finalize (statement);
}

AnnexRuinRecord *
annex_ruin_read (AnnexRuin *self, gint64 id)
{
  AnnexRuinRecord *record = g_new0 (AnnexRuinRecord, 1);
  const Trace *trace = g_hash_table_lookup (self->traces, &id);

  record->unreadable = g_ptr_array_new_with_free_func (g_free);
  record->links_whole = self->links_whole;
  if (trace == NULL || trace->type == NULL)
    return record;
  record->type = trace->type;
  record->reference = g_strdup (trace->reference);
  read_content (self, record, id);
  if (record->row != NULL)
    add_links (record, trace);
  return record;
}

void
annex_ruin_record_free (AnnexRuinRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->reference);
  annex_row_free (record->row);
  g_ptr_array_unref (record->unreadable);
  g_free (record);
}
