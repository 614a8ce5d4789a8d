/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/annex-attaching.h"
#include "core/annex-check.h"
#include "core/annex-log-verify.h"
#include "core/annex-log.h"
#include "core/annex-store-private.h"
#include "engagement-fixture.h"
#include "isms/annex-isms.h"

/* What of a file the history does not vouch for: view state, and the search index, which is made anew from the rest. */
static gboolean
is_vouched_for (const char *table)
{
  return strcmp (table, "setting") != 0 && !g_str_has_prefix (table, "search") && !g_str_has_prefix (table, "sqlite_");
}

static void
run (AnnexStore *store, const char *sql)
{
  sqlite3 *database = annex_store_get_database (store);

  if (sqlite3_exec (database, sql, NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (database));
}

/* The first column of @sql. */
static GPtrArray *
read_texts (AnnexStore *store, const char *sql)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (annex_store_get_database (store), sql, -1, &statement, NULL), ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    g_ptr_array_add (texts, g_strdup ((const char *) sqlite3_column_text (statement, 0)));
  g_assert_cmpint (sqlite3_finalize (statement), ==, SQLITE_OK);
  return texts;
}

static GPtrArray *
list_tables (AnnexStore *store)
{
  return read_texts (store, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
}

static GPtrArray *
list_columns (AnnexStore *store, const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT name FROM pragma_table_info ('%s')", table);

  return read_texts (store, sql);
}

/* An expression for another value of the same type in a column. */
static char *
other_value (const char *table, const char *column)
{
  /* Numbers of references are only counted on, and some may have been passed over. */
  if (strcmp (table, "sequence") == 0 && strcmp (column, "last") == 0)
    return g_strdup ("last - 1");
  if (strcmp (column, "extra") == 0)
    return g_strdup ("'{\"custom_1\":\"x\"}'");
  return g_strdup_printf ("CASE typeof (\"%1$s\") WHEN 'integer' THEN \"%1$s\" + 1000 WHEN 'real' THEN \"%1$s\" + 0.5 "
                          "WHEN 'blob' THEN CAST ('x' || substr (\"%1$s\", 2) AS BLOB) WHEN 'text' THEN \"%1$s\" || 'x' ELSE 7 END",
                          column);
}

static GPtrArray *
check (AnnexStore *store)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *findings = annex_check_integrity (store, NULL, &error);

  g_assert_no_error (error);
  return findings;
}

static void
assert_whole (AnnexStore *store)
{
  g_autoptr (GPtrArray) findings = check (store);

  for (guint i = 0; i < findings->len; i++)
    g_test_message ("%s", (const char *) findings->pdata[i]);
  g_assert_cmpuint (findings->len, ==, 0);
}

static gboolean
is_named (GPtrArray *findings, const char *reference)
{
  for (guint i = 0; i < findings->len; i++)
    if (g_str_has_prefix (findings->pdata[i], reference))
      return TRUE;
  return FALSE;
}

/* The change is undone in the end. */
static void
assert_found (AnnexStore *store, const char *sql)
{
  g_autoptr (GPtrArray) findings = NULL;

  run (store, "BEGIN");
  run (store, sql);
  findings = check (store);
  if (findings->len == 0)
    g_test_message ("not found: %s", sql);
  g_assert_cmpuint (findings->len, >, 0);
  run (store, "ROLLBACK");
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new ("What was seen", 13);
  gint64 evidence;

  fixture_set_up_empty (fixture, data);
  fixture_add (fixture->store, &annex_asset_type, "name", "First", NULL);
  fixture_add (fixture->store, &annex_asset_type, "name", "Second", "depends_on", "First", NULL);
  fixture_assert_set (fixture->store, fixture_find (fixture->store, "A-0001"), "location", "Here");
  evidence = fixture_add (fixture->store, &annex_evidence_type, "title", "Seen", NULL);
  transaction = annex_transaction_begin (fixture->store, "Attach", &error);
  g_assert_true (annex_attaching_add_bytes (transaction, evidence, "files", "seen.txt", bytes, &error));
  g_assert_true (annex_transaction_commit (transaction, &error));
  g_assert_true (annex_log_undo (fixture->store, NULL, &error));
  g_assert_true (annex_log_redo (fixture->store, NULL, &error));
  g_assert_no_error (error);
  /* Whoever tampers heeds no keys. */
  run (fixture->store, "PRAGMA foreign_keys = OFF");
}

static void
test_each_row_and_column (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) tables = list_tables (fixture->store);
  guint n_altered = 0;

  assert_whole (fixture->store);
  for (guint i = 0; i < tables->len; i++)
    {
      const char *table = tables->pdata[i];
      g_autoptr (GPtrArray) columns = list_columns (fixture->store, table);
      g_autofree char *key = g_strcmp0 (columns->pdata[0], "id") == 0 ? g_strdup ("id") : NULL;
      g_autofree char *keys_sql = NULL;
      g_autoptr (GPtrArray) keys = NULL;

      if (!is_vouched_for (table))
        continue;
      if (key == NULL && (strcmp (table, "link") == 0 || strcmp (table, "change") == 0))
        key = g_strdup (strcmp (table, "link") == 0 ? "source || ' ' || field || ' ' || target" : "commit_id || ' ' || position");
      else if (key == NULL)
        key = g_strdup_printf ("\"%s\"", (const char *) columns->pdata[0]);
      keys_sql = g_strdup_printf ("SELECT %s FROM \"%s\"", key, table);
      keys = read_texts (fixture->store, keys_sql);
      for (guint j = 0; j < keys->len; j++)
        {
          g_autofree char *where = g_strdup_printf ("WHERE %s = '%s'", key, (const char *) keys->pdata[j]);
          g_autofree char *removal = g_strdup_printf ("DELETE FROM \"%s\" %s", table, where);

          assert_found (fixture->store, removal);
          for (guint k = 0; k < columns->len; k++)
            {
              const char *column = columns->pdata[k];
              g_autofree char *value = other_value (table, column);
              g_autofree char *sql = g_strdup_printf ("UPDATE \"%s\" SET \"%s\" = %s %s", table, column, value, where);

              /* Tables of types have their own test. */
              if (annex_type_find (table) != NULL && strcmp (column, "id") != 0)
                continue;
              assert_found (fixture->store, sql);
              n_altered++;
            }
        }
    }
  g_assert_cmpuint (n_altered, >, 100);
  assert_whole (fixture->store);
}

/* What reads the same to people and programs, and is not. */
static void
test_likenesses (Fixture *fixture, gconstpointer data)
{
  static const char *const tampers[] = {
    "UPDATE asset SET name = name || char (0) || 'more' WHERE name = 'First'",
    "UPDATE record SET title = title || char (0) || 'more' WHERE title = 'First'",
    "UPDATE change SET new = new || char (0) || 'more' WHERE field = 'location'",
    "UPDATE \"commit\" SET label = label || char (0) || 'more' WHERE id = 2",
    "UPDATE \"commit\" SET undoes = 0 WHERE id = 2",
    "UPDATE asset SET description = '' WHERE name = 'First'",
    "INSERT INTO link SELECT source, 'owner', target FROM link",
    "INSERT INTO sequence VALUES ('nothing', 3)",
    "INSERT INTO file_chunk SELECT file, 1, data FROM file_chunk",
    "INSERT INTO record (id, type, reference, number, title) VALUES (77, 'asset', 'A-0077', 77, 'Third'); INSERT INTO asset (id, name) VALUES (77, 'Third')",
    "INSERT INTO change SELECT commit_id + 50, position, record, type, reference, operation, field, old, new FROM change WHERE commit_id = 3",
    "DELETE FROM change; DELETE FROM \"commit\"",
  };

  for (guint i = 0; i < G_N_ELEMENTS (tampers); i++)
    assert_found (fixture->store, tampers[i]);
  assert_whole (fixture->store);
}

/* One column after the other, in a record of each type of the sample. */
static void
test_each_field_of_each_type (Fixture *fixture, gconstpointer data)
{
  GPtrArray *types = annex_type_list ();
  gboolean more = TRUE;

  assert_whole (fixture->store);
  run (fixture->store, "PRAGMA foreign_keys = OFF");
  for (guint k = 1; more; k++)
    {
      g_autoptr (GPtrArray) altered = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GPtrArray) findings = NULL;

      more = FALSE;
      run (fixture->store, "BEGIN");
      for (guint i = 0; i < types->len; i++)
        {
          const char *type = ((const AnnexType *) types->pdata[i])->name;
          g_autoptr (GPtrArray) columns = list_columns (fixture->store, type);
          g_autofree char *one = g_strdup_printf ("SELECT x.reference FROM record x JOIN %s r ON r.id = x.id ORDER BY x.id LIMIT 1 OFFSET %u", type, k % 3);
          g_autoptr (GPtrArray) references = read_texts (fixture->store, one);
          g_autofree char *value = NULL;
          g_autofree char *sql = NULL;

          if (k >= columns->len || references->len == 0)
            continue;
          more = TRUE;
          value = other_value (type, columns->pdata[k]);
          sql = g_strdup_printf ("UPDATE %s SET \"%s\" = %s WHERE id = (SELECT id FROM record WHERE reference = '%s')", type, (const char *) columns->pdata[k],
                                 value, (const char *) references->pdata[0]);
          run (fixture->store, sql);
          g_ptr_array_add (altered, g_strdup (references->pdata[0]));
        }
      findings = check (fixture->store);
      for (guint i = 0; i < altered->len; i++)
        {
          if (!is_named (findings, altered->pdata[i]))
            g_test_message ("column %u of %s is not found", k, (const char *) altered->pdata[i]);
          g_assert_true (is_named (findings, altered->pdata[i]));
        }
      run (fixture->store, "ROLLBACK");
    }
  assert_whole (fixture->store);
}

static void
test_noted_hash (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *noted = annex_log_dup_head (fixture->store, NULL, &error);
  g_autoptr (AnnexIntegrity) integrity = annex_check_history (fixture->store, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (integrity->head, ==, noted);
  g_assert_true (annex_check_expect (integrity, fixture->store, noted, &error));
  g_assert_cmpuint (integrity->findings->len, ==, 0);
  fixture_add (fixture->store, &annex_asset_type, "name", "Third", NULL);

  g_clear_pointer (&integrity, annex_integrity_free);
  integrity = annex_check_history (fixture->store, NULL, &error);
  g_assert_true (annex_check_expect (integrity, fixture->store, noted, &error));
  g_assert_cmpuint (integrity->findings->len, ==, 1);
  g_assert_nonnull (strstr (integrity->findings->pdata[0], "1 came after it"));
}

static void
edit (AnnexStore *store, gint64 id)
{
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, "Edit", NULL);

  if (transaction != NULL && annex_transaction_set (transaction, id, "name", "Edited", NULL))
    annex_transaction_commit (transaction, NULL);
}

/* A log that is written by hand, to harm whoever reads it, is refused and names the commit. */
static void
test_planted_history (Fixture *fixture, gconstpointer data)
{
  static const char *const plants[] = {
    "UPDATE change SET operation = 'update', field = NULL WHERE commit_id = 3",
    "UPDATE change SET operation = 'remove' WHERE commit_id = 3",
    "UPDATE change SET operation = 'delete' WHERE commit_id = 3",
    "UPDATE change SET operation = 'delete', field = NULL, new = NULL, old = printf ('%.*c', 1000000, '[') WHERE commit_id = 3",
    "UPDATE change SET operation = 'delete', field = NULL, new = NULL, old = '{\"reference\":\"\\ud800\"}' WHERE commit_id = 3",
    "UPDATE change SET operation = 'delete', field = NULL, new = NULL, old = '{\"name\":\"x\"}' WHERE commit_id = 3",
    "UPDATE change SET operation = 'create', field = NULL, old = NULL, new = '' WHERE commit_id = 3",
    "UPDATE change SET field = 'reference', old = NULL WHERE commit_id = 3",
    "UPDATE change SET field = 'nothing' WHERE commit_id = 3",
    "UPDATE change SET field = 'value', old = 'abc' WHERE commit_id = 3",
    "UPDATE change SET reference = '' WHERE commit_id = 3",
    "UPDATE change SET record = -9223372036854775808 WHERE commit_id = 3",
    "UPDATE change SET record = 9223372036854775807 WHERE commit_id = 3",
    "UPDATE change SET type = 'nothing' WHERE commit_id = 3",
    "UPDATE change SET type = 'risk' WHERE commit_id = 3",
    "UPDATE change SET old = 'a' || char (0) || 'b' WHERE commit_id = 3",
    "UPDATE change SET old = CAST (x'ff' AS TEXT) WHERE commit_id = 3",
    "UPDATE change SET position = 9223372036854775807 WHERE commit_id = 3",
    "UPDATE change SET position = -9223372036854775808, field = 'nothing' WHERE commit_id = 3",
    "UPDATE change SET commit_id = 9223372036854775807 WHERE commit_id = 3; UPDATE \"commit\" SET id = 9223372036854775807 WHERE id = 3; "
    "DELETE FROM \"commit\" WHERE id BETWEEN 4 AND 100",
    "UPDATE \"commit\" SET undo_top = 9223372036854775807 WHERE id = (SELECT max (id) FROM \"commit\")",
    "UPDATE \"commit\" SET undo_top = -5 WHERE id = (SELECT max (id) FROM \"commit\")",
    "UPDATE \"commit\" SET redo_top = 9223372036854775807 WHERE id = (SELECT max (id) FROM \"commit\")",
    "UPDATE \"commit\" SET time = '', label = CAST (x'ff' AS TEXT), author = 'a' || char (0)",
    "UPDATE \"commit\" SET time = '99999999999999999999-12-31T00:00:00Z'",
    "UPDATE record SET number = 9223372036854775807",
    "UPDATE sequence SET last = 9223372036854775807",
  };
  gint64 id = fixture_find (fixture->store, "A-0001");

  /* Commit 3 is what the next undo takes back. */
  run (fixture->store, "UPDATE \"commit\" SET undo_top = 3, redo_top = 3 WHERE id = (SELECT max (id) FROM \"commit\")");
  for (guint i = 0; i < G_N_ELEMENTS (plants); i++)
    {
      g_autofree char *copy = g_strdup_printf ("%s-%u.annex", annex_store_get_path (fixture->store), i);
      g_autoptr (GError) error = NULL;
      g_autoptr (AnnexStore) store = NULL;
      g_autoptr (GPtrArray) list = NULL;
      g_autoptr (GPtrArray) entries = NULL;
      g_autoptr (GPtrArray) findings = NULL;

      g_test_message ("%s", plants[i]);
      g_assert_true (annex_store_save_copy (fixture->store, copy, NULL, &error));
      store = annex_store_open (copy, ANNEX_STORE_DEFAULT, &error);
      g_assert_no_error (error);
      run (store, "PRAGMA foreign_keys = OFF");
      run (store, plants[i]);
      run (store, "PRAGMA foreign_keys = ON");

      findings = check (store);
      g_assert_cmpuint (findings->len, >, 0);
      list = annex_log_list (store, 100, NULL);
      entries = annex_log_list_record (store, id, NULL);
      annex_log_count_reversal (store, TRUE);
      if (annex_log_begin_as_of (store, "2020-01-01", NULL))
        annex_log_end_as_of (store);
      if (!annex_log_undo (store, NULL, &error))
        {
          g_test_message ("%s", error->message);
          g_clear_error (&error);
        }
      if (!annex_log_redo (store, NULL, &error))
        g_clear_error (&error);
      /* An edit is refused or whole. */
      edit (store, id);
    }
}

int
main (int argc, char *argv[])
{
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();

#define ADD(path, function) g_test_add ("/tampering/" path, Fixture, NULL, set_up, function, fixture_tear_down)
  ADD ("each-row-and-column", test_each_row_and_column);
  ADD ("likenesses", test_likenesses);
  ADD ("noted-hash", test_noted_hash);
  ADD ("planted-history", test_planted_history);
  g_test_add ("/tampering/each-field-of-each-type", Fixture, NULL, fixture_set_up_sample, test_each_field_of_each_type, fixture_tear_down);
  return g_test_run ();
}
