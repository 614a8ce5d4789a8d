/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "annex-error.h"
#include "annex-schema.h"

/* The search table keeps only words, not where they stand: no phrase is ever asked for, and an
 * import would pay for positions. */
static const struct
{
  const char *name;
  const char *sql;
} fixed_objects[] = {
  { "record",
    "CREATE TABLE record (id INTEGER PRIMARY KEY, type TEXT NOT NULL, reference TEXT NOT NULL COLLATE NOCASE UNIQUE, "
    "number INTEGER NOT NULL, title TEXT NOT NULL) STRICT" },
  { "link",
    "CREATE TABLE link (source INTEGER NOT NULL REFERENCES record (id) DEFERRABLE INITIALLY DEFERRED, "
    "field TEXT NOT NULL, "
    "target INTEGER NOT NULL REFERENCES record (id) DEFERRABLE INITIALLY DEFERRED, "
    "PRIMARY KEY (source, field, target)) STRICT, WITHOUT ROWID" },
  { "commit",
    "CREATE TABLE \"commit\" (id INTEGER PRIMARY KEY, time TEXT NOT NULL, author TEXT NOT NULL, label TEXT NOT NULL, "
    "kind TEXT NOT NULL, undoes INTEGER, undo_top INTEGER, redo_top INTEGER, parent TEXT NOT NULL, hash TEXT NOT NULL) STRICT" },
  { "change",
    "CREATE TABLE change (commit_id INTEGER NOT NULL, position INTEGER NOT NULL, record INTEGER NOT NULL, "
    "type TEXT NOT NULL, reference TEXT NOT NULL, operation TEXT NOT NULL, field TEXT, old TEXT, new TEXT, "
    "PRIMARY KEY (commit_id, position)) STRICT, WITHOUT ROWID" },
  { "file", "CREATE TABLE file (hash TEXT PRIMARY KEY, size INTEGER NOT NULL, type TEXT NOT NULL) STRICT, WITHOUT ROWID" },
  { "file_chunk",
    "CREATE TABLE file_chunk (file TEXT NOT NULL REFERENCES file (hash), position INTEGER NOT NULL, data BLOB NOT NULL, "
    "PRIMARY KEY (file, position)) STRICT" },
  { "sequence", "CREATE TABLE sequence (type TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID" },
  { "setting", "CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID" },
  { "search",
    "CREATE VIRTUAL TABLE search USING fts5 (words, content='', contentless_delete=1, detail=none, "
    "tokenize=\"unicode61 remove_diacritics 2\")" },
  { "record_by_type", "CREATE INDEX record_by_type ON record (type, number, reference)" },
  { "link_by_target", "CREATE INDEX link_by_target ON link (target, field, source)" },
  { "change_by_record", "CREATE INDEX change_by_record ON change (record, commit_id)" },
};

static const char *
sql_type (const AnnexField *field)
{
  switch (field->kind)
    {
    case ANNEX_FIELD_NUMBER:
    case ANNEX_FIELD_MONEY:
      return "REAL";
    case ANNEX_FIELD_SCALE:
    case ANNEX_FIELD_BOOLEAN:
      return "INTEGER";
    default:
      return "TEXT";
    }
}

static gboolean
has_column (const AnnexField *field)
{
  return field->kind != ANNEX_FIELD_LINK && field->kind != ANNEX_FIELD_COMPUTED;
}

static char *
type_table_sql (const AnnexType *type)
{
  GString *sql = g_string_new (NULL);

  g_string_append_printf (sql, "CREATE TABLE %s (id INTEGER PRIMARY KEY REFERENCES record (id) DEFERRABLE INITIALLY DEFERRED",
                          type->name);
  for (guint i = 0; i < type->n_fields; i++)
    if (has_column (&type->fields[i]))
      g_string_append_printf (sql, ", %s %s", type->fields[i].name, sql_type (&type->fields[i]));
  g_string_append (sql, ", extra TEXT) STRICT");
  return g_string_free_and_steal (sql);
}

/* Named by the table and the first column, which differs between the indexes of a type. */
static char *
index_name (const AnnexType *type, const char *columns)
{
  return g_strdup_printf ("%s_by_%.*s", type->name, (int) strcspn (columns, ", "), columns);
}

static char *
index_sql (const AnnexType *type, const char *columns)
{
  g_autofree char *name = index_name (type, columns);

  return g_strdup_printf ("CREATE INDEX %s ON %s (%s)", name, type->name, columns);
}

static gboolean
execute (sqlite3 *database, const char *sql, GError **error)
{
  if (sqlite3_exec (database, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("The tables of the engagement could not be made: %s"),
               sqlite3_errmsg (database));
  return FALSE;
}

/* name → sql of everything the file declares, SQLite's own and the search index's inner tables left out. */
static GHashTable *
read_declared (sqlite3 *database, GError **error)
{
  g_autoptr (GHashTable) declared = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  sqlite3_stmt *statement = NULL;
  int status;

  if (sqlite3_prepare_v2 (database, "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
                          -1, &statement, NULL) != SQLITE_OK)
    goto damaged;
  while ((status = sqlite3_step (statement)) == SQLITE_ROW)
    {
      const char *name = (const char *) sqlite3_column_text (statement, 0);
      const char *sql = (const char *) sqlite3_column_text (statement, 1);
      static const char *const inner[] = { "search_data", "search_idx", "search_docsize", "search_config", "search_content", NULL };

      if (name == NULL || g_strv_contains (inner, name))
        continue;
      g_hash_table_replace (declared, g_strdup (name), g_strdup (sql != NULL ? sql : ""));
    }
  if (status != SQLITE_DONE)
    goto damaged;
  sqlite3_finalize (statement);
  return g_steal_pointer (&declared);

damaged:
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED, _("The file is damaged: its list of tables cannot be read (%s)."),
               sqlite3_errmsg (database));
  sqlite3_finalize (statement);
  return NULL;
}

/* The columns of a table with their types; a default, generated or hidden column shows as a name nobody expects. */
static GHashTable *
read_columns (sqlite3 *database, const char *table)
{
  GHashTable *columns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (database, "SELECT name, type, dflt_value IS NOT NULL OR hidden <> 0 FROM pragma_table_xinfo (?1)",
                          -1, &statement, NULL) == SQLITE_OK)
    {
      sqlite3_bind_text (statement, 1, table, -1, SQLITE_STATIC);
      while (sqlite3_step (statement) == SQLITE_ROW)
        {
          gboolean odd = sqlite3_column_int (statement, 2);
          const char *name = (const char *) sqlite3_column_text (statement, 0);

          g_hash_table_replace (columns, odd ? g_strconcat ("!", name, NULL) : g_strdup (name),
                                g_strdup ((const char *) sqlite3_column_text (statement, 1)));
        }
    }
  sqlite3_finalize (statement);
  return columns;
}

static gboolean
check_type_table (sqlite3 *database, const AnnexType *type, const char *sql, GError **error)
{
  g_autoptr (GHashTable) columns = read_columns (database, type->name);
  guint expected = 2;

  for (guint i = 0; i < type->n_fields; i++)
    {
      const AnnexField *field = &type->fields[i];

      if (!has_column (field))
        continue;
      expected++;
      if (g_strcmp0 (g_hash_table_lookup (columns, field->name), sql_type (field)) != 0)
        {
          g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED,
                       _("The file is damaged or was altered: table “%s” has no proper column “%s”."), type->name, field->name);
          return FALSE;
        }
    }
  if (g_hash_table_size (columns) != expected || !g_hash_table_contains (columns, "extra") ||
      strstr (sql, "CHECK") != NULL || !g_str_has_suffix (sql, "STRICT"))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED,
                   _("The file was altered: table “%s” is not as Annex makes it."), type->name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
create_indexes (sqlite3 *database, GHashTable *declared, const AnnexType *type, GError **error)
{
  for (const char *const *columns = type->indexes; columns != NULL && *columns != NULL; columns++)
    {
      g_autofree char *name = index_name (type, *columns);
      g_autofree char *sql = index_sql (type, *columns);

      if (!g_hash_table_contains (declared, name) && !execute (database, sql, error))
        return FALSE;
    }
  return TRUE;
}

/* Takes the indexes that belong to the type out of @declared. */
static gboolean
check_indexes (GHashTable *declared, const AnnexType *type, GError **error)
{
  for (const char *const *columns = type->indexes; columns != NULL && *columns != NULL; columns++)
    {
      g_autofree char *name = index_name (type, *columns);
      g_autofree char *sql = index_sql (type, *columns);

      if (g_strcmp0 (g_hash_table_lookup (declared, name), sql) != 0)
        {
          g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED,
                       _("The file is damaged or was altered: “%s” is missing or not as Annex makes it."), name);
          return FALSE;
        }
      g_hash_table_remove (declared, name);
    }
  return TRUE;
}

gboolean
annex_schema_create (sqlite3 *database, GError **error)
{
  g_autofree char *pragmas = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d;",
                                              ANNEX_SCHEMA_APPLICATION_ID, ANNEX_SCHEMA_VERSION);

  return execute (database, pragmas, error) && annex_schema_migrate (database, error);
}

gboolean
annex_schema_migrate (sqlite3 *database, GError **error)
{
  g_autoptr (GHashTable) declared = read_declared (database, error);
  g_autofree char *version = g_strdup_printf ("PRAGMA user_version = %d", ANNEX_SCHEMA_VERSION);
  GPtrArray *types = annex_type_list ();

  if (declared == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (fixed_objects); i++)
    if (!g_hash_table_contains (declared, fixed_objects[i].name) && !execute (database, fixed_objects[i].sql, error))
      return FALSE;

  for (guint i = 0; i < types->len; i++)
    {
      const AnnexType *type = types->pdata[i];

      if (!g_hash_table_contains (declared, type->name))
        {
          g_autofree char *sql = type_table_sql (type);

          if (!execute (database, sql, error) || !create_indexes (database, declared, type, error))
            return FALSE;
          continue;
        }

      g_autoptr (GHashTable) columns = read_columns (database, type->name);
      for (guint j = 0; j < type->n_fields; j++)
        {
          const AnnexField *field = &type->fields[j];
          g_autofree char *sql = NULL;

          if (!has_column (field) || g_hash_table_contains (columns, field->name))
            continue;
          sql = g_strdup_printf ("ALTER TABLE %s ADD COLUMN %s %s", type->name, field->name, sql_type (field));
          if (!execute (database, sql, error))
            return FALSE;
        }
      if (!create_indexes (database, declared, type, error))
        return FALSE;
    }
  return execute (database, version, error);
}

gboolean
annex_schema_check (sqlite3 *database, GError **error)
{
  g_autoptr (GHashTable) declared = read_declared (database, error);
  GPtrArray *types = annex_type_list ();
  GHashTableIter iter;
  const char *name;

  if (declared == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (fixed_objects); i++)
    {
      if (g_strcmp0 (g_hash_table_lookup (declared, fixed_objects[i].name), fixed_objects[i].sql) != 0)
        {
          g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED,
                       _("The file is damaged or was altered: “%s” is missing or not as Annex makes it."), fixed_objects[i].name);
          return FALSE;
        }
      g_hash_table_remove (declared, fixed_objects[i].name);
    }
  for (guint i = 0; i < types->len; i++)
    {
      const AnnexType *type = types->pdata[i];
      const char *sql = g_hash_table_lookup (declared, type->name);

      if (sql == NULL || !g_str_has_prefix (sql, "CREATE TABLE "))
        {
          g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED, _("The file is damaged: table “%s” is missing."), type->name);
          return FALSE;
        }
      if (!check_type_table (database, type, sql, error))
        return FALSE;
      g_hash_table_remove (declared, type->name);
      if (!check_indexes (declared, type, error))
        return FALSE;
    }
  g_hash_table_iter_init (&iter, declared);
  if (g_hash_table_iter_next (&iter, (gpointer *) &name, NULL))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED,
                   _("The file was altered: it holds “%s”, which Annex did not put there. Nothing of it was run."), name);
      return FALSE;
    }
  return TRUE;
}
