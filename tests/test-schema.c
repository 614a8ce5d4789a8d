/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "core/annex-schema.h"
#include "core/annex-store.h"
#include "engagement-folder.h"
#include "isms/annex-isms.h"

typedef struct
{
  char *folder;
  char *path;
  sqlite3 *database; /* of the file, without any of Annex's care */
} Fixture;

static void
execute (sqlite3 *database, const char *sql)
{
  char *message = NULL;

  if (sqlite3_exec (database, sql, NULL, NULL, &message) != SQLITE_OK)
    g_error ("%s: %s", sql, message);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = engagement_folder_new (&fixture->path);
  g_assert_cmpint (sqlite3_open (fixture->path, &fixture->database), ==, SQLITE_OK);
  execute (fixture->database, "PRAGMA synchronous = OFF; PRAGMA writable_schema = ON");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  sqlite3_close (fixture->database);
  engagement_folder_remove (fixture->folder);
  g_free (fixture->path);
}

/* Neither for writing nor for reading, and whatever format it says to have; and nothing of it changes. */
static void
assert_refused (Fixture *fixture, const char *what, guint version)
{
  g_autofree char *pragma = g_strdup_printf ("PRAGMA user_version = %u", version);
  g_autofree char *before = NULL, *after = NULL;
  gsize before_length, after_length;

  execute (fixture->database, pragma);
  g_assert_true (g_file_get_contents (fixture->path, &before, &before_length, NULL));
  for (int flags = ANNEX_STORE_DEFAULT; flags <= ANNEX_STORE_READ_ONLY; flags++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AnnexStore) store = annex_store_open (fixture->path, flags, &error);
      gboolean older = version < ANNEX_SCHEMA_VERSION && flags == ANNEX_STORE_READ_ONLY;

      if (store != NULL || (!g_error_matches (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED) &&
                            !(older && g_error_matches (error, ANNEX_ERROR, ANNEX_ERROR_READ_ONLY))))
        g_error ("format %u, %s: %s", version, what, store != NULL ? "was opened" : error->message);
    }
  g_assert_true (g_file_get_contents (fixture->path, &after, &after_length, NULL));
  g_assert_cmpmem (before, before_length, after, after_length);
}

static void
assert_opens (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *pragma = g_strdup_printf ("PRAGMA user_version = %u", ANNEX_SCHEMA_VERSION);
  g_autoptr (AnnexStore) store = NULL;

  execute (fixture->database, pragma);
  store = annex_store_open (fixture->path, ANNEX_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  g_assert_false (annex_store_is_read_only (store));
}

static void
declare (Fixture *fixture, const char *name, const char *sql)
{
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (fixture->database, "UPDATE sqlite_schema SET sql = ?2 WHERE name = ?1", -1, &statement, NULL), ==,
                   SQLITE_OK);
  sqlite3_bind_text (statement, 1, name, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 2, sql, -1, SQLITE_STATIC);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_DONE);
  sqlite3_finalize (statement);
}

static const char *const alterations[][2] = {
  { " TEXT", " TEXT UNIQUE ON CONFLICT REPLACE" },
  { " TEXT", " TEXT COLLATE NOCASE" },
  { " TEXT", " TEXT NOT NULL" },
  { " TEXT", " TEXT DEFAULT 'planted'" },
  { " TEXT", " TEXT check (length (name) < 3)" },
  { " TEXT", " text" },
  { " TEXT", " ANY" },
  { " TEXT", " TEXT, planted TEXT" },
  { " REAL", " TEXT" },
  { " NOT NULL", "" },
  { " NOT NULL", " NOT NULL ON CONFLICT IGNORE" },
  { "(id)", "(id) ON DELETE CASCADE" },
  { "(hash)", "(hash) ON UPDATE SET NULL" },
  { " DEFERRABLE INITIALLY DEFERRED", "" },
  { "PRIMARY KEY", "PRIMARY KEY ON CONFLICT REPLACE" },
  { "PRIMARY KEY (", "UNIQUE (" },
  { " COLLATE NOCASE", "" },
  { " UNIQUE", "" },
  { " UNIQUE", " UNIQUE ON CONFLICT REPLACE" },
  { ") STRICT", ")" },
  { ") STRICT", ", CHECK (1)) STRICT" },
  { ") STRICT", ", FOREIGN KEY (id) REFERENCES record (id) ON DELETE CASCADE) STRICT" },
  { ") STRICT", ") STRICT /* CHECK */" },
  { ", WITHOUT ROWID", "" },
  { "CREATE INDEX", "CREATE UNIQUE INDEX" },
  { "TABLE ", "TABLE IF NOT EXISTS " },
  { "detail=none", "detail=full" },
  { "content=''", "content='record'" },
  { "segid, term, pgno,", "segid, term COLLATE NOCASE, pgno," },
  { "block BLOB", "block BLOB UNIQUE ON CONFLICT REPLACE" },
  { "v)", "v DEFAULT 3)" },
};

static void
test_each_altered_statement_is_refused (Fixture *fixture, gconstpointer data)
{
  sqlite3_stmt *statement = NULL;
  guint n_altered = 0;

  g_assert_cmpint (sqlite3_prepare_v2 (fixture->database, "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL", -1, &statement, NULL), ==,
                   SQLITE_OK);
  g_autoptr (GPtrArray) declared = g_ptr_array_new_with_free_func (g_free);
  while (sqlite3_step (statement) == SQLITE_ROW)
    for (int column = 0; column < 2; column++)
      g_ptr_array_add (declared, g_strdup ((const char *) sqlite3_column_text (statement, column)));
  sqlite3_finalize (statement);
  g_assert_cmpuint (declared->len, >, 100);

  assert_opens (fixture);
  for (guint i = 0; i < declared->len; i += 2)
    {
      const char *name = declared->pdata[i], *sql = declared->pdata[i + 1];
      guint n_here = 0;

      for (guint j = 0; j < G_N_ELEMENTS (alterations); j++)
        {
          g_autoptr (GString) altered = g_string_new (sql);

          if (g_string_replace (altered, alterations[j][0], alterations[j][1], 1) == 0)
            continue;
          declare (fixture, name, altered->str);
          assert_refused (fixture, altered->str, ANNEX_SCHEMA_VERSION - n_altered++ % 2);
          n_here++;
        }
      /* An index whose key is another: a part of the rows, an expression. */
      if (g_str_has_prefix (sql, "CREATE INDEX"))
        {
          g_autofree char *partial = g_strconcat (sql, " WHERE 0", NULL);
          g_autoptr (GString) expression = g_string_new (sql);

          g_string_replace (expression, " (", " (abs (1), ", 1);
          declare (fixture, name, partial);
          assert_refused (fixture, partial, ANNEX_SCHEMA_VERSION);
          declare (fixture, name, expression->str);
          assert_refused (fixture, expression->str, ANNEX_SCHEMA_VERSION);
        }
      g_assert_cmpuint (n_here, >, 0);
      declare (fixture, name, sql);
    }
  assert_opens (fixture);
  g_assert_cmpuint (n_altered, >, 500);
}

static void
test_each_missing_index_is_refused (Fixture *fixture, gconstpointer data)
{
  sqlite3_stmt *statement = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  g_assert_cmpint (sqlite3_prepare_v2 (fixture->database, "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL", -1,
                                       &statement, NULL), ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    g_ptr_array_add (names, g_strdup ((const char *) sqlite3_column_text (statement, 0)));
  sqlite3_finalize (statement);
  g_assert_cmpuint (names->len, >, 3);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *hide = g_strdup_printf ("CREATE TEMP TABLE hidden AS SELECT * FROM sqlite_schema WHERE name = '%s';"
                                               "DELETE FROM sqlite_schema WHERE name = '%s'",
                                               (const char *) names->pdata[i], (const char *) names->pdata[i]);

      execute (fixture->database, hide);
      assert_refused (fixture, names->pdata[i], ANNEX_SCHEMA_VERSION);
      execute (fixture->database, "INSERT INTO sqlite_schema SELECT * FROM hidden; DROP TABLE hidden");
    }
  assert_opens (fixture);
}

static void
test_what_is_too_much_is_refused (Fixture *fixture, gconstpointer data)
{
  static const char *const planted[][2] = {
    { "CREATE INDEX planted ON asset (name)", "DROP INDEX planted" },
    { "CREATE UNIQUE INDEX planted ON asset (location)", "DROP INDEX planted" },
    { "CREATE TABLE search_content (a)", "DROP TABLE search_content" },
    { "CREATE TABLE planted (a)", "DROP TABLE planted" },
    { "CREATE TRIGGER planted AFTER INSERT ON record BEGIN DELETE FROM change; END", "DROP TRIGGER planted" },
    { "INSERT INTO sqlite_schema VALUES ('trigger', 'sqlite_planted', 'asset', 0, "
      "'CREATE TRIGGER sqlite_planted AFTER INSERT ON record BEGIN DELETE FROM change; END')",
      "DELETE FROM sqlite_schema WHERE name = 'sqlite_planted'" },
    { "INSERT INTO sqlite_schema SELECT * FROM sqlite_schema WHERE name = 'asset'",
      "DELETE FROM sqlite_schema WHERE rowid = (SELECT max (rowid) FROM sqlite_schema)" },
    { "UPDATE sqlite_schema SET rootpage = rootpage + 1000000 WHERE name = 'asset';"
      "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'risk') WHERE name = 'asset'", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (planted); i++)
    for (guint version = ANNEX_SCHEMA_VERSION - 1; version <= ANNEX_SCHEMA_VERSION; version++)
      {
        execute (fixture->database, planted[i][0]);
        assert_refused (fixture, planted[i][0], version);
        if (planted[i][1] == NULL)
          return;
        execute (fixture->database, planted[i][1]);
      }
}

/* Statistics do no harm, and columns that came later stand behind the others. */
static void
test_what_annex_or_sqlite_writes_is_opened (Fixture *fixture, gconstpointer data)
{
  g_autofree char *backup = g_strdup_printf ("%s.format-%d.backup", fixture->path, ANNEX_SCHEMA_VERSION - 1);
  g_autofree char *older = g_strdup_printf ("ALTER TABLE asset DROP COLUMN location; ALTER TABLE asset DROP COLUMN extra;"
                                            "ALTER TABLE asset ADD COLUMN extra TEXT; PRAGMA user_version = %d",
                                            ANNEX_SCHEMA_VERSION - 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexStore) store = NULL;

  execute (fixture->database, "ANALYZE; VACUUM");
  assert_opens (fixture);
  execute (fixture->database, older);
  store = annex_store_open (fixture->path, ANNEX_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_test (backup, G_FILE_TEST_EXISTS));
  g_clear_object (&store);
  assert_opens (fixture);
}

int
main (int argc, char *argv[])
{
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();

#define ADD(path, function) g_test_add ("/schema/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("each-altered-statement-is-refused", test_each_altered_statement_is_refused);
  ADD ("each-missing-index-is-refused", test_each_missing_index_is_refused);
  ADD ("what-is-too-much-is-refused", test_what_is_too_much_is_refused);
  ADD ("what-annex-or-sqlite-writes-is-opened", test_what_annex_or_sqlite_writes_is_opened);
  return g_test_run ();
}
