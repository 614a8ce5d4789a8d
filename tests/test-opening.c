/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/annex-check.h"
#include "core/annex-transaction.h"
#include "core/annex-worker.h"
#include "engagement-folder.h"
#include "isms/annex-isms.h"

#define N_BACKUPS 19

typedef struct
{
  char *folder;
  char *path;
  char *journal;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = engagement_folder_new (&fixture->path);
  fixture->journal = g_strconcat (fixture->path, "-journal", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  engagement_folder_remove (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->journal);
}

/* Copies in the folder for temporary files that are not put away. */
static guint
count_private_copies (void)
{
  g_autoptr (GDir) folder = g_dir_open (g_getenv ("TMPDIR") != NULL ? g_get_tmp_dir () : "/var/tmp", 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (folder)) != NULL)
    n += g_pattern_match_simple ("annex-??????", name);
  return n;
}

static char *
in_folder (Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static gboolean
add (AnnexStore *store, const char *name, GError **error)
{
  const AnnexType *type = annex_type_find ("asset");
  GPtrArray *fields = annex_store_get_fields (store, type);
  g_autofree const char **values = g_new0 (const char *, fields->len);
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, "Add", error);

  values[annex_store_find_field_index (store, type, "name")] = name;
  return transaction != NULL && annex_transaction_create (transaction, type, values, error) != 0 && annex_transaction_commit (transaction, error);
}

static AnnexStore *
open_file (const char *path, AnnexStoreOpenFlags flags)
{
  g_autoptr (GError) error = NULL;
  AnnexStore *store = annex_store_open (path, flags, &error);

  g_assert_no_error (error);
  return store;
}

static void
add_to_file (const char *path, const char *name)
{
  g_autoptr (AnnexStore) store = open_file (path, ANNEX_STORE_DEFAULT);
  g_autoptr (GError) error = NULL;

  g_assert_true (add (store, name, &error));
  g_assert_no_error (error);
}

static void
assert_holds (AnnexStore *store, guint n_assets)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = annex_check_integrity (store, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    g_test_message ("%s", (const char *) findings->pdata[i]);
  g_assert_cmpuint (findings->len, ==, 0);
  g_assert_cmpuint (annex_store_count (store, annex_type_find ("asset"), NULL), ==, n_assets);
}

static void
copy_file (const char *from, const char *to)
{
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (from, &content, &length, NULL));
  g_assert_true (g_file_set_contents (to, content, (gssize) length, NULL));
}

static GBytes *
read_file (const char *path)
{
  char *content;
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  return g_bytes_new_take (content, length);
}

static void
assert_unchanged (const char *path, GBytes *before)
{
  g_autoptr (GBytes) now = read_file (path);

  g_assert_true (g_bytes_equal (before, now));
}

/* A program that ends in the middle of a transaction, with a part of it in the file already where @spills says so. */
static void
crash (const char *path, const char *sql, gboolean spills)
{
  pid_t child = fork ();
  int status;

  if (child == 0)
    {
      sqlite3 *database = NULL;

      if (sqlite3_open (path, &database) != SQLITE_OK ||
          sqlite3_exec (database, spills ? "PRAGMA cache_size = 5" : "PRAGMA cache_size = 10000", NULL, NULL, NULL) != SQLITE_OK ||
          sqlite3_exec (database, "BEGIN", NULL, NULL, NULL) != SQLITE_OK || sqlite3_exec (database, sql, NULL, NULL, NULL) != SQLITE_OK)
        _exit (1);
      _exit (0);
    }
  waitpid (child, &status, 0);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

/* Fills pages and changes rows all over the file. */
#define LARGE_EDIT                                                                                                            \
  "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) "                                          \
  "INSERT INTO setting SELECT 'key ' || i, hex (randomblob (100)) FROM n; UPDATE asset SET name = name || hex (zeroblob (400));" \
  "UPDATE change SET new = new || hex (zeroblob (400)); UPDATE record SET title = title || 'x'"

static void
test_crash_is_recovered (Fixture *fixture, gconstpointer data)
{
  for (int spills = 0; spills <= 1; spills++)
    {
      g_autoptr (GBytes) file = NULL, journal = NULL;
      g_autoptr (AnnexStore) reader = NULL, writer = NULL;

      for (guint i = 0; i < 10; i++)
        add_to_file (fixture->path, "An asset with a name of some length");
      crash (fixture->path, LARGE_EDIT, spills);
      g_assert_true (g_file_test (fixture->journal, G_FILE_TEST_EXISTS));
      file = read_file (fixture->path);
      journal = read_file (fixture->journal);

      reader = open_file (fixture->path, ANNEX_STORE_READ_ONLY);
      assert_holds (reader, 10 + 10 * (guint) spills);
      g_clear_object (&reader);
      assert_unchanged (fixture->path, file);
      assert_unchanged (fixture->journal, journal);

      writer = open_file (fixture->path, ANNEX_STORE_DEFAULT);
      g_assert_false (annex_store_is_read_only (writer));
      assert_holds (writer, 10 + 10 * (guint) spills);
      g_clear_object (&writer);
      g_assert_false (g_file_test (fixture->journal, G_FILE_TEST_EXISTS));
    }
}

/* A backup of any earlier time, put in the place of the file that a crash left, is read and edited as it was saved. */
static void
test_backup_beside_a_journal_is_whole (Fixture *fixture, gconstpointer data)
{
  g_autofree char *crashed = in_folder (fixture, "crashed"), *left = in_folder (fixture, "left");
  g_autofree char *aside = in_folder (fixture, "test.annex-journal.foreign-1");

  for (guint i = 0; i < N_BACKUPS; i++)
    {
      g_autofree char *backup = g_strdup_printf ("%s.%u", fixture->path, i);

      add_to_file (fixture->path, "An asset with a name of some length");
      copy_file (fixture->path, backup);
    }
  for (int spills = 0; spills <= 1; spills++)
    {
      add_to_file (fixture->path, "The last one");
      crash (fixture->path, LARGE_EDIT, spills);
      copy_file (fixture->journal, left);
      copy_file (fixture->path, crashed);
      for (guint i = 0; i < N_BACKUPS; i++)
        {
          g_autofree char *backup = g_strdup_printf ("%s.%u", fixture->path, i);
          g_autoptr (GBytes) file = read_file (backup), journal = read_file (left);
          g_autoptr (AnnexStore) reader = NULL, writer = NULL;
          g_autofree char *remark = NULL;
          g_autoptr (GError) error = NULL;

          copy_file (backup, fixture->path);
          copy_file (left, fixture->journal);
          reader = open_file (fixture->path, ANNEX_STORE_READ_ONLY);
          g_assert_true (!spills || strstr (annex_store_get_opening_remark (reader), fixture->journal) != NULL);
          assert_holds (reader, i + 1);
          g_clear_object (&reader);
          assert_unchanged (fixture->path, file);
          assert_unchanged (fixture->journal, journal);

          writer = open_file (fixture->path, ANNEX_STORE_DEFAULT);
          g_assert_false (annex_store_is_read_only (writer));
          assert_holds (writer, i + 1);
          g_assert_true (add (writer, "After going back", &error));
          assert_holds (writer, i + 2);
          remark = g_strdup (annex_store_get_opening_remark (writer));
          g_clear_object (&writer);
          /* One that had no page yet is harmless. */
          if (spills)
            {
              assert_unchanged (aside, journal);
              g_assert_nonnull (strstr (remark, aside));
            }
          g_unlink (aside);
        }
      copy_file (crashed, fixture->path);
      copy_file (left, fixture->journal);
      g_object_unref (open_file (fixture->path, ANNEX_STORE_DEFAULT));
    }
}

/* Two copies that were edited apart, with as many edits each: the counters agree, the pages do not. */
static void
test_journal_of_the_other_copy_is_not_applied (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = in_folder (fixture, "other.annex"), *other_journal = in_folder (fixture, "other.annex-journal");

  for (guint i = 0; i < 10; i++)
    add_to_file (fixture->path, "An asset with a name of some length");
  copy_file (fixture->path, other);
  for (guint i = 0; i < 4; i++)
    {
      add_to_file (fixture->path, "Here");
      add_to_file (other, "There, with a longer name, and so other pages");
    }
  crash (other, LARGE_EDIT, TRUE);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GBytes) file = read_file (fixture->path);
      g_autoptr (AnnexStore) store = NULL;

      copy_file (other_journal, fixture->journal);
      store = open_file (fixture->path, i == 0 ? ANNEX_STORE_READ_ONLY : ANNEX_STORE_DEFAULT);
      /* Either it is told from ours, or nothing is written. */
      if (annex_store_is_read_only (store))
        assert_unchanged (fixture->path, file);
      else
        assert_holds (store, 14);
      g_clear_object (&store);
      g_unlink (fixture->journal);
    }
}

static void
assert_refused (const char *path, int code)
{
  for (int flags = ANNEX_STORE_DEFAULT; flags <= ANNEX_STORE_READ_ONLY; flags++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AnnexStore) store = annex_store_open (path, flags, &error);

      g_assert_error (error, ANNEX_ERROR, code);
      g_assert_null (store);
    }
}

static void
test_journal_beside_a_foreign_file_is_left_alone (Fixture *fixture, gconstpointer data)
{
  g_autofree char *foreign = in_folder (fixture, "foreign.db"), *journal = in_folder (fixture, "foreign.db-journal");
  g_autoptr (GBytes) file = NULL, left = NULL;
  sqlite3 *database;

  g_assert_cmpint (sqlite3_open (foreign, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, "CREATE TABLE setting (key, value); CREATE TABLE asset (name);"
                                           "CREATE TABLE change (new); CREATE TABLE record (title)", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
  crash (foreign, LARGE_EDIT, TRUE);
  for (guint i = 0; i < 2; i++)
    {
      file = read_file (foreign);
      left = read_file (journal);
      assert_refused (foreign, ANNEX_ERROR_NOT_AN_ENGAGEMENT);
      assert_unchanged (foreign, file);
      assert_unchanged (journal, left);
      g_clear_pointer (&file, g_bytes_unref);
      g_clear_pointer (&left, g_bytes_unref);
      /* And with a journal of an engagement. */
      crash (fixture->path, LARGE_EDIT, TRUE);
      copy_file (fixture->journal, journal);
    }
}

/* SQLite would look for the file that the end of a journal names, and delete it. */
static void
test_journal_that_names_another_deletes_nothing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *victim = in_folder (fixture, "victim.txt");
  const guint8 magic[] = { 0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7 };
  guint32 sum = 0, length = GUINT32_TO_BE ((guint32) strlen (victim)), first = GUINT32_TO_BE (0x40000000 / 4096 + 1);
  FILE *journal;

  for (const char *c = victim; *c != '\0'; c++)
    sum += (guint32) *c;
  sum = GUINT32_TO_BE (sum);
  g_assert_true (g_file_set_contents (victim, "Dear to somebody\n", -1, NULL));
  crash (fixture->path, LARGE_EDIT, TRUE);
  journal = g_fopen (fixture->journal, "a");
  fwrite (&first, 4, 1, journal);
  fwrite (victim, strlen (victim), 1, journal);
  fwrite (&length, 4, 1, journal);
  fwrite (&sum, 4, 1, journal);
  fwrite (magic, sizeof magic, 1, journal);
  fclose (journal);

  g_autoptr (GBytes) file = read_file (fixture->path);
  assert_refused (fixture->path, ANNEX_ERROR_DAMAGED);
  assert_unchanged (fixture->path, file);
  g_assert_true (g_file_test (victim, G_FILE_TEST_EXISTS));
}

static void
test_write_ahead_log_of_another_is_not_applied (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = in_folder (fixture, "other.annex"), *other_log = in_folder (fixture, "other.annex-wal");
  g_autofree char *log = in_folder (fixture, "test.annex-wal"), *aside = in_folder (fixture, "test.annex-wal.foreign-1");
  sqlite3 *database;

  add_to_file (fixture->path, "Kept");
  copy_file (fixture->path, other);
  g_assert_cmpint (sqlite3_open (other, &database), ==, SQLITE_OK);
  sqlite3_exec (database, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
  crash (other, LARGE_EDIT "; COMMIT; BEGIN", FALSE);
  copy_file (other_log, log);
  sqlite3_close (database);

  g_autoptr (GBytes) file = read_file (fixture->path);
  g_autoptr (AnnexStore) store = open_file (fixture->path, ANNEX_STORE_READ_ONLY);
  assert_holds (store, 1);
  g_clear_object (&store);
  assert_unchanged (fixture->path, file);
  store = open_file (fixture->path, ANNEX_STORE_DEFAULT);
  g_assert_false (annex_store_is_read_only (store));
  assert_holds (store, 1);
  g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
}

/* Ends the test, should anything wait for the other end of a pipe. */
static void
test_only_files_are_opened (Fixture *fixture, gconstpointer data)
{
  g_autofree char *pipe = in_folder (fixture, "pipe"), *link = in_folder (fixture, "link"), *place = in_folder (fixture, "socket");
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, SOCK_STREAM, 0);
  g_autoptr (AnnexStore) store = NULL;

  g_strlcpy (address.sun_path, place, sizeof address.sun_path);
  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_cmpint (symlink (pipe, link), ==, 0);
  alarm (60);
  assert_refused (pipe, ANNEX_ERROR_NOT_AN_ENGAGEMENT);
  assert_refused (link, ANNEX_ERROR_NOT_AN_ENGAGEMENT);
  assert_refused (place, ANNEX_ERROR_NOT_AN_ENGAGEMENT);
  assert_refused (fixture->folder, ANNEX_ERROR_NOT_AN_ENGAGEMENT);
  assert_refused ("/dev/null", ANNEX_ERROR_NOT_AN_ENGAGEMENT);
  assert_refused ("/dev/zero", ANNEX_ERROR_NOT_AN_ENGAGEMENT);
  /* Nor is one waited for that has the journal's name. */
  g_assert_cmpint (mkfifo (fixture->journal, 0600), ==, 0);
  store = open_file (fixture->path, ANNEX_STORE_READ_ONLY);
  g_clear_object (&store);
  store = open_file (fixture->path, ANNEX_STORE_DEFAULT);
  g_assert_false (annex_store_is_read_only (store));
  alarm (0);
  close (fd);
}

static void
test_no_name_means_something_else (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { ":memory:", "file:a.annex?mode=memory", "file::memory:?cache=shared", "a?mode=ro#.annex" };
  g_autofree char *before = g_get_current_dir ();

  g_assert_cmpint (g_chdir (fixture->folder), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = in_folder (fixture, names[i]);
      g_autoptr (AnnexStore) store = annex_store_create (names[i], &error);

      g_assert_no_error (error);
      g_assert_true (add (store, "Kept", &error));
      g_clear_object (&store);
      store = open_file (names[i], ANNEX_STORE_READ_ONLY);
      assert_holds (store, 1);
      g_clear_object (&store);
      store = open_file (path, ANNEX_STORE_READ_ONLY);
      assert_holds (store, 1);
    }
  g_assert_cmpint (g_chdir (before), ==, 0);
}

static void
test_one_writer_by_whatever_path (Fixture *fixture, gconstpointer data)
{
  g_autoptr (AnnexStore) first = open_file (fixture->path, ANNEX_STORE_DEFAULT);
  g_autofree char *hard = in_folder (fixture, "hard.annex"), *soft = in_folder (fixture, "soft.annex"), *moved = in_folder (fixture, "moved.annex");
  const char *paths[] = { fixture->path, hard, soft, moved };

  g_assert_cmpint (link (fixture->path, hard), ==, 0);
  g_assert_cmpint (symlink (hard, soft), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (AnnexStore) second = NULL;

      if (i == 3)
        g_assert_cmpint (g_rename (fixture->path, moved), ==, 0);
      second = open_file (paths[i], ANNEX_STORE_DEFAULT);
      g_assert_true (annex_store_is_read_only (second));
      g_assert_nonnull (strstr (annex_store_get_read_only_reason (second), "open elsewhere"));
      g_assert_true (annex_store_can_try_writing (second));
    }
}

static void
test_writing_goes_on_when_the_lock_is_gone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexStore) first = open_file (fixture->path, ANNEX_STORE_DEFAULT);
  g_autoptr (AnnexStore) second = open_file (fixture->path, ANNEX_STORE_DEFAULT);

  g_assert_false (annex_store_try_writing (second, &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_true (add (first, "Written meanwhile", &error));
  g_clear_object (&first);
  g_assert_true (annex_store_try_writing (second, &error));
  g_assert_no_error (error);
  g_assert_false (annex_store_is_read_only (second));
  g_assert_null (annex_store_get_read_only_reason (second));
  g_assert_true (add (second, "Here", &error));
  assert_holds (second, 2);
  /* And it has the lock now. */
  first = open_file (fixture->path, ANNEX_STORE_DEFAULT);
  g_assert_true (annex_store_is_read_only (first));
}

static gpointer
count_worker (AnnexStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return GUINT_TO_POINTER (annex_store_count (store, annex_type_find ("asset"), error));
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  guint *n_assets = user_data;

  *n_assets = GPOINTER_TO_UINT (annex_worker_finish (result, &error));
  if (error != NULL)
    *n_assets = G_MAXUINT - 1;
}

static guint
count_in_thread (AnnexStore *store)
{
  guint n_assets = G_MAXUINT;

  annex_worker_run (store, count_worker, NULL, NULL, NULL, NULL, counted_cb, &n_assets);
  while (n_assets == G_MAXUINT)
    g_main_context_iteration (NULL, TRUE);
  return n_assets;
}

typedef enum
{
  DELETED,
  MOVED,
  REPLACED
} Loss;

static void
test_lost_file_is_told (Fixture *fixture, gconstpointer data)
{
  static const char *const says[] = { "was deleted", "was moved to", "was replaced by another version" };
  g_autofree char *copy_path = in_folder (fixture, "copy.annex"), *moved = in_folder (fixture, "moved.annex"), *other = in_folder (fixture, "other");

  for (Loss loss = DELETED; loss <= REPLACED; loss++)
    for (int noticed_first = 0; noticed_first <= 1; noticed_first++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (AnnexStore) store = NULL, copy = NULL;
        g_autoptr (GBytes) there = NULL;

        g_unlink (fixture->path);
        g_unlink (copy_path);
        g_unlink (other);
        g_object_unref (annex_store_create (fixture->path, NULL));
        g_object_unref (annex_store_create (other, NULL));
        store = open_file (fixture->path, ANNEX_STORE_DEFAULT);
        g_assert_true (add (store, "Ours", &error) && add (store, "Ours, too", &error));
        if (loss == DELETED)
          g_unlink (fixture->path);
        else
          g_assert_cmpint (g_rename (loss == MOVED ? fixture->path : other, loss == MOVED ? moved : fixture->path), ==, 0);
        if (loss == REPLACED)
          there = read_file (fixture->path);

        /* The window sees it by itself after a while; an edit before that is not said to be safe. */
        while (noticed_first && !annex_store_is_read_only (store))
          g_main_context_iteration (NULL, TRUE);
        if (!noticed_first)
          g_assert_cmpuint (count_in_thread (store), ==, loss == REPLACED || loss == DELETED || loss == MOVED ? G_MAXUINT - 1 : 2);
        g_assert_false (add (store, "Lost", &error));
        g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_READ_ONLY);
        g_assert_nonnull (strstr (error->message, says[loss]));
        g_assert_nonnull (strstr (annex_store_get_read_only_reason (store), says[loss]));
        g_clear_error (&error);
        /* Other threads read the copy, as soon as it is there. */
        while (count_in_thread (store) != 2)
          g_main_context_iteration (NULL, TRUE);
        assert_holds (store, 2);

        /* What is shown is what is saved. */
        g_assert_true (annex_store_save_copy (store, copy_path, NULL, &error));
        copy = open_file (copy_path, ANNEX_STORE_DEFAULT);
        assert_holds (copy, 2);
        if (loss == REPLACED)
          assert_unchanged (fixture->path, there);
        g_assert_cmpint (annex_store_can_try_writing (store), ==, loss == MOVED);
        if (loss != MOVED)
          continue;
        g_assert_true (annex_store_try_writing (store, &error));
        g_assert_cmpstr (annex_store_get_path (store), ==, moved);
        g_assert_true (add (store, "At the new place", &error));
        g_clear_object (&store);
        store = open_file (moved, ANNEX_STORE_READ_ONLY);
        assert_holds (store, 3);
      }
  g_assert_cmpuint (count_private_copies (), ==, 0);
}

static void
assert_mode (const char *path, guint mode)
{
  struct stat status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 07777, ==, mode);
}

static void
test_files_are_their_owners (Fixture *fixture, gconstpointer data)
{
  mode_t before = umask (0);
  g_autofree char *new = in_folder (fixture, "new.annex"), *copy = in_folder (fixture, "copy.annex");
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexStore) store = annex_store_create (new, &error);

  g_assert_no_error (error);
  assert_mode (new, 0600);
  g_assert_true (annex_store_save_copy (store, copy, NULL, &error));
  assert_mode (copy, 0600);
  annex_store_close (store);

  /* A backup before the format changes is no wider than the engagement, and stands beside those that were there. */
  for (guint i = 0; i < 2; i++)
    {
      sqlite3 *database;
      g_autofree char *backup = in_folder (fixture, i == 0 ? "new.annex.format-0.backup" : "new.annex.format-0-2.backup");
      g_autofree char *first = in_folder (fixture, "new.annex.format-0.backup");
      g_autoptr (GBytes) earlier = i > 0 ? read_file (first) : NULL;

      g_assert_cmpint (g_chmod (new, i == 0 ? 0600 : 0640), ==, 0);
      g_assert_cmpint (sqlite3_open (new, &database), ==, SQLITE_OK);
      g_assert_cmpint (sqlite3_exec (database, "DROP TABLE supplier; PRAGMA user_version = 0", NULL, NULL, NULL), ==, SQLITE_OK);
      sqlite3_close (database);
      g_object_unref (open_file (new, ANNEX_STORE_DEFAULT));
      assert_mode (backup, i == 0 ? 0600 : 0640);
      if (earlier != NULL)
        assert_unchanged (first, earlier);
    }
  umask (before);
}

static void
test_copy_does_not_replace_an_open_engagement (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = in_folder (fixture, "other.annex"), *link_path = in_folder (fixture, "link.annex");
  g_autoptr (AnnexStore) store = open_file (fixture->path, ANNEX_STORE_DEFAULT);
  g_autoptr (AnnexStore) open = annex_store_create (other, NULL);
  const char *paths[] = { other, link_path, fixture->path };

  g_assert_cmpint (symlink (other, link_path), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (annex_store_save_copy (store, paths[i], NULL, &error));
      g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE);
    }
}

int
main (int argc, char *argv[])
{
  char temporary[] = "/tmp/annex-opening-XXXXXX";
  int status;

  /* Of its own, so that what is left there can be counted. */
  g_setenv ("TMPDIR", g_mkdtemp (temporary), TRUE);
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();

#define ADD(path, function) g_test_add ("/opening/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("crash-is-recovered", test_crash_is_recovered);
  ADD ("backup-beside-a-journal-is-whole", test_backup_beside_a_journal_is_whole);
  ADD ("journal-of-the-other-copy-is-not-applied", test_journal_of_the_other_copy_is_not_applied);
  ADD ("journal-beside-a-foreign-file-is-left-alone", test_journal_beside_a_foreign_file_is_left_alone);
  ADD ("journal-that-names-another-deletes-nothing", test_journal_that_names_another_deletes_nothing);
  ADD ("write-ahead-log-of-another-is-not-applied", test_write_ahead_log_of_another_is_not_applied);
  ADD ("only-files-are-opened", test_only_files_are_opened);
  ADD ("no-name-means-something-else", test_no_name_means_something_else);
  ADD ("one-writer-by-whatever-path", test_one_writer_by_whatever_path);
  ADD ("writing-goes-on-when-the-lock-is-gone", test_writing_goes_on_when_the_lock_is_gone);
  ADD ("lost-file-is-told", test_lost_file_is_told);
  ADD ("files-are-their-owners", test_files_are_their_owners);
  ADD ("copy-does-not-replace-an-open-engagement", test_copy_does_not_replace_an_open_engagement);
  status = g_test_run ();
  g_rmdir (temporary);
  return status;
}
