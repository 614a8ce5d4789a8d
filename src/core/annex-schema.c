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

#define EXTRA_COLUMN "extra TEXT"
#define TABLE_END ") STRICT"

static char *
table_beginning (const AnnexType *type)
{
  return g_strdup_printf ("CREATE TABLE %s (id INTEGER PRIMARY KEY REFERENCES record (id) DEFERRABLE INITIALLY DEFERRED", type->name);
}

static char *
column_sql (const AnnexField *field)
{
  return g_strdup_printf ("%s %s", field->name, sql_type (field));
}

static char *
type_table_sql (const AnnexType *type)
{
  g_autofree char *beginning = table_beginning (type);
  GString *sql = g_string_new (beginning);

  for (guint i = 0; i < type->n_fields; i++)
    if (has_column (&type->fields[i]))
      g_string_append_printf (sql, ", %s %s", type->fields[i].name, sql_type (&type->fields[i]));
  g_string_append (sql, ", " EXTRA_COLUMN TABLE_END);
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

/* What SQLite itself declares: the inner tables of the search index, and the statistics of an ANALYZE that somebody ran. */
static const struct
{
  const char *name;
  const char *sql;
} inner_objects[] = {
  { "search_data", "CREATE TABLE 'search_data'(id INTEGER PRIMARY KEY, block BLOB)" },
  { "search_idx", "CREATE TABLE 'search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID" },
  { "search_docsize", "CREATE TABLE 'search_docsize'(id INTEGER PRIMARY KEY, sz BLOB, origin INTEGER)" },
  { "search_config", "CREATE TABLE 'search_config'(k PRIMARY KEY, v) WITHOUT ROWID" },
  { "sqlite_stat1", "CREATE TABLE sqlite_stat1(tbl,idx,stat)" },
  { "sqlite_stat4", "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)" },
};

static gboolean
fail_unreadable (sqlite3 *database, GError **error)
{
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED, _("The file is damaged: its list of tables cannot be read (%s)."),
               sqlite3_errmsg (database));
  return FALSE;
}

static gboolean
fail_altered (const char *name, GError **error)
{
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED,
               _("The file is damaged or was altered: “%s” is missing or not as Annex makes it. Nothing of it was run."), name);
  return FALSE;
}

/* An index that a key implies has no text; which of them there are follows from the table's own. */
static gboolean
is_implied_index (const char *kind, const char *name, const char *sql)
{
  return sql == NULL && g_str_equal (kind, "index") && g_str_has_prefix (name, "sqlite_autoindex_");
}

static gboolean
take_declared (GHashTable *declared, const char *kind, const char *name, const char *sql, GError **error)
{
  if (kind == NULL || name == NULL)
    return fail_altered (name != NULL ? name : "sqlite_schema", error);
  if (is_implied_index (kind, name, sql))
    return TRUE;
  if (sql == NULL || g_hash_table_contains (declared, name))
    return fail_altered (name, error);
  for (guint i = 0; i < G_N_ELEMENTS (inner_objects); i++)
    if (g_str_equal (inner_objects[i].name, name))
      return g_str_equal (inner_objects[i].sql, sql) || fail_altered (name, error);
  g_hash_table_insert (declared, g_strdup (name), g_strdup (sql));
  return TRUE;
}

/* Two tables on one page would change each other. */
static gboolean
take_root (GHashTable *roots, sqlite3_stmt *statement, int column, GError **error)
{
  gint64 root = sqlite3_column_int64 (statement, column);

  if (root == 0 || (root > 1 && root <= G_MAXUINT32 && g_hash_table_add (roots, GSIZE_TO_POINTER ((gsize) root))))
    return TRUE;
  return fail_altered ((const char *) sqlite3_column_text (statement, 1), error);
}

/* Returns: (nullable) (transfer full): name → SQL of everything that the file declares, what SQLite itself declares left out. */
static GHashTable *
read_declared (sqlite3 *database, GError **error)
{
  g_autoptr (GHashTable) declared = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) roots = g_hash_table_new (NULL, NULL);
  sqlite3_stmt *statement = NULL;
  int status = SQLITE_ROW;
  gboolean proper = TRUE;

  if (sqlite3_prepare_v2 (database, "SELECT type, name, sql, rootpage FROM sqlite_schema", -1, &statement, NULL) != SQLITE_OK)
    {
      fail_unreadable (database, error);
      return NULL;
    }
  while (proper && (status = sqlite3_step (statement)) == SQLITE_ROW)
    proper = take_root (roots, statement, 3, error) &&
             take_declared (declared, (const char *) sqlite3_column_text (statement, 0),
                            (const char *) sqlite3_column_text (statement, 1), (const char *) sqlite3_column_text (statement, 2), error);
  if (proper && status != SQLITE_DONE)
    proper = fail_unreadable (database, error);
  sqlite3_finalize (statement);
  return proper ? g_steal_pointer (&declared) : NULL;
}

/* Returns: (nullable) (transfer full): the columns of a type's table after its id, each as "name TYPE", when @sql is as Annex
 * writes it. Their order is free: a column that came later stands behind those of its day, where ALTER TABLE puts it. */
static GHashTable *
read_columns (const AnnexType *type, const char *sql)
{
  g_autofree char *beginning = table_beginning (type);
  g_autoptr (GHashTable) columns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *list = NULL;
  g_auto (GStrv) parts = NULL;

  if (!g_str_has_prefix (sql, beginning) || !g_str_has_suffix (sql, TABLE_END) ||
      strlen (sql) < strlen (beginning) + strlen (TABLE_END))
    return NULL;
  list = g_strndup (sql + strlen (beginning), strlen (sql) - strlen (beginning) - strlen (TABLE_END));
  parts = g_strsplit (list, ", ", -1);
  /* The list begins with a comma, for the id stands before it. */
  if (parts[0] == NULL || *parts[0] != '\0')
    return NULL;
  for (char **part = parts + 1; *part != NULL; part++)
    if (!g_hash_table_add (columns, g_strdup (*part)))
      return NULL;
  return g_steal_pointer (&columns);
}

/* @older: whether columns may be missing that a later Annex added */
static gboolean
check_type_table (const AnnexType *type, const char *sql, gboolean older, GError **error)
{
  g_autoptr (GHashTable) columns = read_columns (type, sql);

  if (columns == NULL || !g_hash_table_remove (columns, EXTRA_COLUMN))
    return fail_altered (type->name, error);
  for (guint i = 0; i < type->n_fields; i++)
    {
      const AnnexField *field = &type->fields[i];
      g_autofree char *column = NULL;

      if (!has_column (field))
        continue;
      column = column_sql (field);
      if (!g_hash_table_remove (columns, column) && !older)
        {
          g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED,
                       _("The file is damaged or was altered: table “%s” has no proper column “%s”. Nothing of it was run."), type->name,
                       field->name);
          return FALSE;
        }
    }
  return g_hash_table_size (columns) == 0 || fail_altered (type->name, error);
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

/* Takes an object out of @declared. @older: whether it may be missing */
static gboolean
check_object (GHashTable *declared, const char *name, const char *expected, gboolean older, GError **error)
{
  const char *sql = g_hash_table_lookup (declared, name);

  if (sql == NULL ? !older : !g_str_equal (sql, expected))
    return fail_altered (name, error);
  g_hash_table_remove (declared, name);
  return TRUE;
}

static gboolean
check_indexes (GHashTable *declared, const AnnexType *type, gboolean older, GError **error)
{
  for (const char *const *columns = type->indexes; columns != NULL && *columns != NULL; columns++)
    {
      g_autofree char *name = index_name (type, *columns);
      g_autofree char *sql = index_sql (type, *columns);

      if (!check_object (declared, name, sql, older, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_type (GHashTable *declared, const AnnexType *type, gboolean older, GError **error)
{
  const char *sql = g_hash_table_lookup (declared, type->name);

  if (sql == NULL && !older)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED, _("The file is damaged: table “%s” is missing."), type->name);
      return FALSE;
    }
  if (sql != NULL && !check_type_table (type, sql, older, error))
    return FALSE;
  g_hash_table_remove (declared, type->name);
  return check_indexes (declared, type, older, error);
}

gboolean
annex_schema_create (sqlite3 *database, GError **error)
{
  g_autofree char *pragmas = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d;",
                                              ANNEX_SCHEMA_APPLICATION_ID, ANNEX_SCHEMA_VERSION);

  return execute (database, pragmas, error) && annex_schema_migrate (database, NULL, NULL, error);
}

gboolean
annex_schema_migrate (sqlite3 *database, AnnexSchemaProgress progress, gpointer user_data, GError **error)
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

      if (progress != NULL)
        progress (user_data, (double) i / types->len);
      if (!g_hash_table_contains (declared, type->name))
        {
          g_autofree char *sql = type_table_sql (type);

          if (!execute (database, sql, error) || !create_indexes (database, declared, type, error))
            return FALSE;
          continue;
        }

      g_autoptr (GHashTable) columns = read_columns (type, g_hash_table_lookup (declared, type->name));
      if (columns == NULL)
        return fail_altered (type->name, error);
      for (guint j = 0; j < type->n_fields; j++)
        {
          const AnnexField *field = &type->fields[j];
          g_autofree char *column = has_column (field) ? column_sql (field) : NULL;
          g_autofree char *sql = NULL;

          if (column == NULL || g_hash_table_contains (columns, column))
            continue;
          sql = g_strdup_printf ("ALTER TABLE %s ADD COLUMN %s", type->name, column);
          if (!execute (database, sql, error))
            return FALSE;
        }
      if (!create_indexes (database, declared, type, error))
        return FALSE;
    }
  return execute (database, version, error);
}

gboolean
annex_schema_check (sqlite3 *database, gboolean older, GError **error)
{
  g_autoptr (GHashTable) declared = read_declared (database, error);
  GPtrArray *types = annex_type_list ();
  GHashTableIter iter;
  const char *name;

  if (declared == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (fixed_objects); i++)
    if (!check_object (declared, fixed_objects[i].name, fixed_objects[i].sql, older, error))
      return FALSE;
  for (guint i = 0; i < types->len; i++)
    if (!check_type (declared, types->pdata[i], older, error))
      return FALSE;
  g_hash_table_iter_init (&iter, declared);
  if (g_hash_table_iter_next (&iter, (gpointer *) &name, NULL))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED,
                   _("The file was altered: it holds “%s”, which Annex did not put there. Nothing of it was run."), name);
      return FALSE;
    }
  return TRUE;
}
