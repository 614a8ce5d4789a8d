/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/annex-check.h"
#include "core/annex-log-verify.h"
#include "core/annex-log.h"
#include "core/annex-salvage.h"
#include "core/annex-transaction.h"
#include "engagement-fixture.h"
#include "isms/annex-isms.h"

#define N_DAMAGED 8

/* A closed file in the folder, of which copies are damaged. */
static char *
read_whole (Fixture *fixture, gsize *length)
{
  g_autoptr (GError) error = NULL;
  char *contents;

  annex_store_close (fixture->store);
  g_file_get_contents (annex_store_get_path (fixture->store), &contents, length, &error);
  g_assert_no_error (error);
  return contents;
}

static void
write_file (const char *path, const char *contents, gsize length)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents_full (path, contents, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

/* All that people entered. */
static char *
dump (const char *path)
{
  GString *content = g_string_new (NULL);
  GPtrArray *types = annex_type_list ();
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &database, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  for (guint i = 0; i < types->len + 3; i++)
    {
      static const char *const others[] = { "record", "link", "file" };
      const char *table = i < types->len ? ((const AnnexType *) types->pdata[i])->name : others[i - types->len];
      g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s ORDER BY 1, 2, 3", table);
      sqlite3_stmt *statement = NULL;

      g_assert_cmpint (sqlite3_prepare_v2 (database, sql, -1, &statement, NULL), ==, SQLITE_OK);
      while (sqlite3_step (statement) == SQLITE_ROW)
        for (int column = 0; column < sqlite3_column_count (statement); column++)
          g_string_append_printf (content, "%s|", (const char *) sqlite3_column_text (statement, column));
      sqlite3_finalize (statement);
    }
  sqlite3_close (database);
  return g_string_free_and_steal (content);
}

static AnnexSalvage *
salvage (const char *path, const char *out)
{
  g_autoptr (GError) error = NULL;
  AnnexSalvage *salvaged;

  g_unlink (out);
  salvaged = annex_salvage_run (path, out, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < salvaged->repaired->len; i++)
    g_test_message ("repaired: %s", (const char *) salvaged->repaired->pdata[i]);
  for (guint i = 0; i < salvaged->lost->len; i++)
    g_test_message ("lost: %s", (const char *) salvaged->lost->pdata[i]);
  return salvaged;
}

/* The new file can be edited; what is wrong with it is no more than that something is not there. */
static void
assert_usable (const char *path, gboolean whole)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexStore) store = annex_store_open (path, ANNEX_STORE_DEFAULT, &error);
  g_autoptr (GPtrArray) findings = NULL;

  g_assert_no_error (error);
  g_assert_false (annex_store_is_read_only (store));
  findings = annex_check_integrity (store, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    {
      g_test_message ("%s", (const char *) findings->pdata[i]);
      g_assert_true (!whole && (g_str_has_suffix (findings->pdata[i], "content of this file is missing.") ||
                                g_str_has_suffix (findings->pdata[i], "may not be empty.")));
    }
  fixture_add (store, &annex_asset_type, "name", "Added afterwards", NULL);
}

static void
test_sound_file_stays_as_it_is (Fixture *fixture, gconstpointer data)
{
  const char *path = annex_store_get_path (fixture->store);
  g_autofree char *out = g_build_filename (fixture->folder, "out.annex", NULL);
  g_autofree char *head = annex_log_dup_head (fixture->store, NULL, NULL);
  g_autofree char *content = dump (path);
  g_autoptr (AnnexSalvage) salvaged = NULL;
  g_autoptr (AnnexStore) store = NULL;
  g_autofree char *new_head = NULL;
  g_autofree char *new_content = NULL;
  g_autoptr (GError) error = NULL;
  gsize length, length_after;
  g_autofree char *before = read_whole (fixture, &length);
  g_autofree char *after = NULL;

  salvaged = salvage (path, out);
  g_assert_cmpuint (salvaged->lost->len + salvaged->repaired->len, ==, 0);
  g_assert_cmpuint (salvaged->n_files, ==, 4);
  new_content = dump (out);
  g_assert_cmpstr (new_content, ==, content);
  store = annex_store_open (out, ANNEX_STORE_READ_ONLY, NULL);
  new_head = annex_log_dup_head (store, NULL, NULL);
  g_assert_cmpstr (new_head, ==, head);

  g_assert_null (annex_salvage_run (path, out, NULL, &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE);
  g_clear_error (&error);
  g_assert_null (annex_salvage_run (path, path, NULL, &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE);
  g_assert_true (g_file_get_contents (path, &after, &length_after, NULL));
  g_assert_cmpmem (before, length, after, length_after);
  g_clear_object (&store);
  assert_usable (out, TRUE);
}

/* A program that ends in the middle of a transaction, with a good part of it in the file. */
static void
crash (const char *path)
{
  pid_t child = fork ();
  int status;

  if (child == 0)
    {
      sqlite3 *database = NULL;

      _exit (sqlite3_open (path, &database) == SQLITE_OK &&
                 sqlite3_exec (database,
                               "PRAGMA cache_size = 5; BEGIN; UPDATE asset SET name = name || hex (zeroblob (400));"
                               "UPDATE record SET title = title || 'x'; DELETE FROM link",
                               NULL, NULL, NULL) == SQLITE_OK
               ? 0
               : 1);
    }
  waitpid (child, &status, 0);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
}

/* Half of an edit is in the file, and a journal that takes it back beside it. */
static void
test_edit_that_was_cut_off_is_taken_back (Fixture *fixture, gconstpointer data)
{
  const char *path = annex_store_get_path (fixture->store);
  g_autofree char *out = g_build_filename (fixture->folder, "out.annex", NULL);
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);
  g_autofree char *content = dump (path);
  g_autofree char *crashed = NULL, *left = NULL, *after = NULL, *new_content = NULL;
  g_autoptr (AnnexSalvage) salvaged = NULL;
  gsize length, length_after;

  annex_store_close (fixture->store);
  crash (path);
  crashed = read_whole (fixture, &length);
  g_assert_true (g_file_get_contents (journal, &left, NULL, NULL));
  salvaged = salvage (path, out);
  g_assert_cmpuint (salvaged->lost->len, ==, 0);
  g_assert_cmpuint (salvaged->repaired->len, ==, 1);
  new_content = dump (out);
  g_assert_cmpstr (new_content, ==, content);
  assert_usable (out, TRUE);
  after = read_whole (fixture, &length_after);
  g_assert_cmpmem (after, length_after, crashed, length);
  g_assert_true (g_file_test (journal, G_FILE_TEST_EXISTS));
}

/* One of a backup that was put in the place of the file. */
static void
test_journal_of_another_time_is_left_out (Fixture *fixture, gconstpointer data)
{
  const char *path = annex_store_get_path (fixture->store);
  g_autofree char *out = g_build_filename (fixture->folder, "out.annex", NULL);
  g_autofree char *backup = NULL, *content = NULL, *new_content = NULL;
  g_autoptr (AnnexSalvage) salvaged = NULL;
  gsize length;

  fixture_add (fixture->store, &annex_asset_type, "name", "In the backup", NULL);
  content = dump (path);
  backup = read_whole (fixture, &length);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (AnnexStore) store = annex_store_open (path, ANNEX_STORE_DEFAULT, NULL);

      fixture_add (store, &annex_asset_type, "name", "After the backup", NULL);
    }
  crash (path);
  write_file (path, backup, length);
  salvaged = salvage (path, out);
  g_assert_cmpuint (salvaged->lost->len, ==, 0);
  g_assert_cmpuint (salvaged->repaired->len, ==, 1);
  new_content = dump (out);
  g_assert_cmpstr (new_content, ==, content);
}

/* What a write left that broke off: values and rows of the log without a commit. */
static void
test_torn_write_is_repaired (Fixture *fixture, gconstpointer data)
{
  const char *path = annex_store_get_path (fixture->store);
  g_autofree char *out = g_build_filename (fixture->folder, "out.annex", NULL);
  g_autofree char *content = dump (path);
  g_autofree char *new_content = NULL;
  g_autoptr (AnnexSalvage) salvaged = NULL;
  g_autoptr (GError) error = NULL;
  gboolean told = FALSE;
  gsize length;

  fixture_run_sql (fixture->store, "UPDATE asset SET location = 'Nowhere' WHERE id = (SELECT id FROM record WHERE reference = 'A-0001')");
  fixture_run_sql (fixture->store,
                   "INSERT INTO change SELECT (SELECT max (id) + 1 FROM \"commit\"), 1, id, 'asset', reference, 'update', 'location', '', 'Nowhere' "
                   "FROM record WHERE reference = 'A-0001'");
  g_assert_null (annex_transaction_begin (fixture->store, "Try", &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "annex-cli salvage"));
  g_free (read_whole (fixture, &length));
  salvaged = salvage (path, out);
  g_assert_cmpuint (salvaged->lost->len, ==, 0);
  g_assert_cmpuint (salvaged->repaired->len, ==, 2);
  for (guint i = 0; i < salvaged->repaired->len; i++)
    told |= g_str_has_prefix (salvaged->repaired->pdata[i], "A-0001: “Location”");
  g_assert_true (told);
  new_content = dump (out);
  g_assert_cmpstr (new_content, ==, content);
  assert_usable (out, TRUE);
}

/* References that two records exchanged after the last commit that holds: each is free when the other one gets it. */
static void
test_references_that_were_exchanged (Fixture *fixture, gconstpointer data)
{
  const char *path = annex_store_get_path (fixture->store);
  g_autofree char *out = g_build_filename (fixture->folder, "out.annex", NULL);
  gint64 first = fixture_find (fixture->store, "A-0001"), second = fixture_find (fixture->store, "A-0002");
  gint64 last = annex_log_get_last (fixture->store);
  g_autofree char *content = NULL, *new_content = NULL, *sql = NULL;
  g_autoptr (AnnexSalvage) salvaged = NULL;
  gsize length;

  fixture_assert_set (fixture->store, first, "reference", "A-9999");
  fixture_assert_set (fixture->store, second, "reference", "A-0001");
  fixture_assert_set (fixture->store, first, "reference", "A-0002");
  content = dump (path);
  sql = g_strdup_printf ("UPDATE \"commit\" SET label = 'Altered' WHERE id = %" G_GINT64_FORMAT, last + 1);
  fixture_run_sql (fixture->store, sql);
  g_free (read_whole (fixture, &length));
  salvaged = salvage (path, out);
  new_content = dump (out);
  g_assert_true (strcmp (new_content, content) == 0);
  assert_usable (out, TRUE);
}

/* One damaged page leaves the tables or the log, and from one of them all records come back. */
static void
test_damaged_page (Fixture *fixture, gconstpointer data)
{
  g_autofree char *damaged = g_build_filename (fixture->folder, "damaged.annex", NULL);
  g_autofree char *out = g_build_filename (fixture->folder, "out.annex", NULL);
  g_autofree char *content = dump (annex_store_get_path (fixture->store));
  gsize length;
  g_autofree char *whole = read_whole (fixture, &length);
  gsize page_size = (gsize) ((guint8) whole[16] << 8 | (guint8) whole[17]);

  for (guint i = 0; i < N_DAMAGED; i++)
    {
      g_autofree char *contents = g_memdup2 (whole, length);
      gsize page = (gsize) g_test_rand_int_range (1, (gint32) (length / page_size));
      g_autoptr (AnnexSalvage) salvaged = NULL;
      g_autofree char *new_content = NULL;

      g_test_message ("page %" G_GSIZE_FORMAT, page);
      if (i % 2 == 0)
        memset (contents + page * page_size, 0, page_size);
      else
        for (gsize j = 0; j < page_size; j++)
          contents[page * page_size + j] = (char) g_test_rand_int_range (0, 256);
      write_file (damaged, contents, length);
      /* The second page may be one of the list of tables. */
      if (page < 8)
        continue;
      salvaged = salvage (damaged, out);
      new_content = dump (out);
      /* Of a damaged attached file its record stays, and says what is missing. */
      if (salvaged->n_files == 4)
        g_assert_cmpstr (new_content, ==, content);
      else
        g_assert_cmpuint (salvaged->lost->len, >, 0);
      assert_usable (out, salvaged->lost->len == 0);
    }
}

/* With tables and log damaged, what is missing is told. */
static void
test_damaged_at_many_places (Fixture *fixture, gconstpointer data)
{
  g_autofree char *damaged = g_build_filename (fixture->folder, "damaged.annex", NULL);
  g_autofree char *out = g_build_filename (fixture->folder, "out.annex", NULL);
  gsize length;
  g_autofree char *whole = read_whole (fixture, &length);
  gsize page_size = (gsize) ((guint8) whole[16] << 8 | (guint8) whole[17]);

  for (guint i = 0; i < N_DAMAGED / 4; i++)
    {
      g_autofree char *contents = g_memdup2 (whole, length);
      g_autoptr (AnnexSalvage) salvaged = NULL;
      g_autoptr (GError) error = NULL;
      gsize there = i % 3 == 2 ? length / 3 * 2 : length;

      for (guint j = 0; j < 12; j++)
        {
          gsize page = (gsize) g_test_rand_int_range (1, (gint32) (length / page_size));

          memset (contents + page * page_size + (j % 2) * page_size / 2, j * 17, page_size / 2);
        }
      write_file (damaged, contents, there);
      g_unlink (out);
      salvaged = annex_salvage_run (damaged, out, NULL, &error);
      if (salvaged == NULL)
        {
          /* Where the list of tables is gone, nothing is left to go by. */
          g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED);
          g_assert_false (g_file_test (out, G_FILE_TEST_EXISTS));
          continue;
        }
      assert_usable (out, salvaged->lost->len == 0);
    }
}

static void
test_what_is_none_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_build_filename (fixture->folder, "text.annex", NULL);
  g_autofree char *missing = g_build_filename (fixture->folder, "missing.annex", NULL);
  g_autofree char *out = g_build_filename (fixture->folder, "out.annex", NULL);
  g_autoptr (GError) error = NULL;

  write_file (text, "No engagement at all", 20);
  g_assert_null (annex_salvage_run (text, out, NULL, &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_AN_ENGAGEMENT);
  g_clear_error (&error);
  g_assert_null (annex_salvage_run (missing, out, NULL, &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND);
  g_assert_false (g_file_test (out, G_FILE_TEST_EXISTS));
}

int
main (int argc, char *argv[])
{
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();

#define ADD(path, function) g_test_add ("/salvage/" path, Fixture, NULL, fixture_set_up_sample, function, fixture_tear_down)
  ADD ("sound-file-stays-as-it-is", test_sound_file_stays_as_it_is);
  ADD ("torn-write-is-repaired", test_torn_write_is_repaired);
  ADD ("edit-that-was-cut-off-is-taken-back", test_edit_that_was_cut_off_is_taken_back);
  ADD ("journal-of-another-time-is-left-out", test_journal_of_another_time_is_left_out);
  ADD ("references-that-were-exchanged", test_references_that_were_exchanged);
  ADD ("damaged-page", test_damaged_page);
  ADD ("damaged-at-many-places", test_damaged_at_many_places);
  ADD ("what-is-none-is-refused", test_what_is_none_is_refused);
  return g_test_run ();
}
