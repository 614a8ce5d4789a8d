/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <linux/capability.h>
#include <unistd.h>

#include "core/annex-file-handle.h"
#include "core/annex-store-opening.h"
#include "core/annex-transaction.h"
#include "engagement-folder.h"
#include "isms/annex-engagement-setup.h"
#include "isms/annex-isms.h"

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = engagement_folder_new (&fixture->path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  engagement_folder_remove (fixture->folder);
  g_free (fixture->path);
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
  g_autofree const char **values = g_new0 (const char *, annex_store_get_fields (store, type)->len);
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, "Add", error);

  values[annex_store_find_field_index (store, type, "name")] = name;
  return transaction != NULL && annex_transaction_create (transaction, type, values, error) != 0 &&
         annex_transaction_commit (transaction, error);
}

static guint
count (AnnexStore *store, const char *type)
{
  return annex_store_count (store, annex_type_find (type), NULL);
}

static void
execute (const char *path, const char *sql)
{
  sqlite3 *database;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
}

/* One of an older Annex, without an index and some registers, and large enough that a migration does not stay in
 * memory. */
static void
make_older (const char *path)
{
  execute (path, "DROP TABLE supplier; DROP TABLE audit_question; ALTER TABLE asset DROP COLUMN location;"
                 "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000) "
                 "INSERT INTO setting SELECT 'key ' || i, hex (randomblob (120)) FROM n; PRAGMA user_version = 0");
}

/* What is in the folder, one name a line, and what is in the file. */
static char *
describe_folder (Fixture *fixture)
{
  g_autoptr (GDir) folder = g_dir_open (fixture->folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *content = NULL, *list = NULL, *sum = NULL;
  const char *name;
  gsize length;

  while ((name = g_dir_read_name (folder)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort_values (names, (GCompareFunc) g_strcmp0);
  g_ptr_array_add (names, NULL);
  list = g_strjoinv ("\n", (char **) names->pdata);
  g_assert_true (g_file_get_contents (fixture->path, &content, &length, NULL));
  sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) content, length);
  return g_strconcat (list, "\n", sum, NULL);
}

/* What is awaited, and at which report of its progress it is cancelled (0: at none). */
typedef struct
{
  GCancellable *cancellable;
  guint cancel_at;
  guint n_steps;
  double last_share;
  GString *steps;
  gboolean done;
  AnnexStore *store;
  GError *fault;
  GError *error;
} Wait;

static void
wait_clear (Wait *wait)
{
  g_clear_object (&wait->cancellable);
  g_clear_object (&wait->store);
  g_clear_error (&wait->fault);
  g_clear_error (&wait->error);
  g_string_free (wait->steps, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wait, wait_clear)

static void
progress_cb (const char *step, double share, gpointer user_data)
{
  Wait *wait = user_data;

  g_assert_false (wait->done);
  g_assert_false (g_cancellable_is_cancelled (wait->cancellable));
  g_assert_cmpfloat (share, <=, 1);
  if (strstr (wait->steps->str, step) == NULL)
    g_string_append (wait->steps, step);
  if (++wait->n_steps == wait->cancel_at)
    g_cancellable_cancel (wait->cancellable);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Wait *wait = user_data;

  wait->store = annex_store_open_finish (result, &wait->fault, &wait->error);
  wait->done = TRUE;
}

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Wait *wait = user_data;

  annex_store_try_writing_finish (ANNEX_STORE (source), result, &wait->fault, &wait->error);
  wait->done = TRUE;
}

static void
created_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Wait *wait = user_data;

  annex_store_create_finish (result, &wait->error);
  wait->done = TRUE;
}

static void
wait_begin (Wait *wait)
{
  wait->cancellable = g_cancellable_new ();
  wait->steps = g_string_new (NULL);
}

static void
wait_end (Wait *wait)
{
  while (!wait->done)
    g_main_context_iteration (NULL, TRUE);
}

static void
open_in_thread (Fixture *fixture, Wait *wait, AnnexStorePrepareFunc prepare)
{
  annex_store_open_async (fixture->path, "Somebody", prepare, wait->cancellable, progress_cb, opened_cb, wait);
}

static void
test_cancelled_opening_changes_nothing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = NULL, *backup = in_folder (fixture, "test.annex.format-0.backup");
  g_autoptr (AnnexStore) store = annex_store_open (fixture->path, ANNEX_STORE_DEFAULT, NULL);
  gint64 begin, took;
  guint n_steps = 0;

  g_assert_true (add (store, "Kept", NULL));
  g_clear_object (&store);
  make_older (fixture->path);
  before = describe_folder (fixture);
  begin = g_get_monotonic_time ();
  for (guint cancel_at = 1; n_steps == 0; cancel_at++)
    {
      g_auto (Wait) wait = { .cancel_at = cancel_at };

      wait_begin (&wait);
      open_in_thread (fixture, &wait, annex_engagement_bring_up_to_date);
      wait_end (&wait);
      if (wait.store == NULL)
        {
          g_autofree char *after = describe_folder (fixture);

          g_assert_error (wait.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
          g_assert_cmpstr (after, ==, before);
          begin = g_get_monotonic_time ();
          continue;
        }
      n_steps = wait.n_steps;
      g_assert_no_error (wait.error);
      g_assert_no_error (wait.fault);
      /* Short steps are overtaken by what follows. */
      g_assert_nonnull (strstr (wait.steps->str, "catalogues"));
    }
  took = g_get_monotonic_time () - begin;

  /* The copy is of the file as it was, but for how often it was written. At any other moment, too. */
  g_assert_cmpint (g_rename (backup, fixture->path), ==, 0);
  g_clear_pointer (&before, g_free);
  before = describe_folder (fixture);
  for (guint i = 0; i < 40; i++)
    {
      g_auto (Wait) wait = { 0 };
      g_autofree char *after = NULL;

      wait_begin (&wait);
      open_in_thread (fixture, &wait, annex_engagement_bring_up_to_date);
      g_usleep ((gulong) (took * i / 40));
      g_cancellable_cancel (wait.cancellable);
      wait_end (&wait);
      /* Too late, and nobody is told that nothing was changed. */
      if (wait.store != NULL)
        {
          g_assert_no_error (wait.error);
          g_assert_true (g_file_test (backup, G_FILE_TEST_EXISTS));
          break;
        }
      g_assert_error (wait.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      after = describe_folder (fixture);
      g_assert_cmpstr (after, ==, before);
    }
  store = annex_store_open (fixture->path, ANNEX_STORE_DEFAULT, NULL);
  g_assert_false (annex_store_is_read_only (store));
  g_assert_cmpuint (count (store, "asset"), ==, 1);
  engagement_assert_whole (store);
}

static gboolean
add_and_fail (AnnexStore *store, GError **error)
{
  g_assert_true (add (store, "Whole", NULL));
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "No");
  return FALSE;
}

/* A migration stays, and what was whole of the rest, where the rest fails. */
static void
test_failed_preparation_leaves_the_file_open (Fixture *fixture, gconstpointer data)
{
  g_auto (Wait) wait = { 0 };
  g_autoptr (GError) error = NULL;

  make_older (fixture->path);
  wait_begin (&wait);
  open_in_thread (fixture, &wait, add_and_fail);
  wait_end (&wait);
  g_assert_no_error (wait.error);
  g_assert_error (wait.fault, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_cmpstr (annex_store_get_author (wait.store), ==, "Somebody");
  g_assert_true (add (wait.store, "Afterwards", &error));
  engagement_assert_whole (wait.store);
  g_clear_object (&wait.store);
  wait.store = annex_store_open (fixture->path, ANNEX_STORE_DEFAULT, &error);
  g_assert_cmpuint (count (wait.store, "asset"), ==, 2);
}

static gboolean
fill (AnnexStore *store, gpointer data, GError **error)
{
  annex_store_report_step (store, "Filling");
  for (guint i = 0; i < GPOINTER_TO_UINT (data); i++)
    if (!add (store, "New", error))
      return FALSE;
  return TRUE;
}

static void
test_new_file_is_whole_or_not_there (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = describe_folder (fixture), *link = in_folder (fixture, "link.annex");

  for (guint cancelled = 0; cancelled <= 1; cancelled++)
    {
      g_auto (Wait) wait = { .cancel_at = 1 - cancelled };
      g_autofree char *after = NULL;

      wait_begin (&wait);
      annex_store_create_async (fixture->path, NULL, fill, GUINT_TO_POINTER (200), NULL, wait.cancellable, progress_cb,
                                created_cb, &wait);
      wait_end (&wait);
      after = describe_folder (fixture);
      if (cancelled == 0)
        {
          g_assert_error (wait.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
          g_assert_cmpstr (after, ==, before);
          continue;
        }
      g_assert_no_error (wait.error);
      wait.store = annex_store_open (fixture->path, ANNEX_STORE_DEFAULT, NULL);
      g_assert_cmpuint (count (wait.store, "asset"), ==, 200);
      engagement_assert_whole (wait.store);
    }
  g_assert_cmpint (symlink (fixture->path, link), ==, 0);
  g_auto (Wait) wait = { 0 };
  wait_begin (&wait);
  annex_store_create_async (link, NULL, fill, GUINT_TO_POINTER (3), NULL, wait.cancellable, NULL, created_cb, &wait);
  wait_end (&wait);
  g_assert_no_error (wait.error);
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  wait.store = annex_store_open (fixture->path, ANNEX_STORE_DEFAULT, NULL);
  g_assert_cmpuint (count (wait.store, "asset"), ==, 3);
}

/* A lock that is gone, or a store that is closed while it is tried. */
static void
test_writing_is_tried_in_a_thread (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (AnnexStore) first = annex_store_open (fixture->path, ANNEX_STORE_DEFAULT, NULL);
      g_autoptr (AnnexStore) second = annex_store_open (fixture->path, ANNEX_STORE_DEFAULT, NULL);
      g_auto (Wait) wait = { 0 };

      g_assert_true (annex_store_is_read_only (second));
      wait_begin (&wait);
      if (i > 0)
        g_clear_object (&first);
      annex_store_try_writing_async (second, annex_engagement_bring_up_to_date, wait.cancellable, tried_cb, &wait);
      if (i == 2)
        annex_store_close (second);
      wait_end (&wait);
      switch (i)
        {
        case 0:
          g_assert_error (wait.error, ANNEX_ERROR, ANNEX_ERROR_LOCKED);
          g_assert_true (annex_store_is_read_only (second));
          break;
        case 1:
          g_assert_no_error (wait.error);
          g_assert_false (annex_store_is_read_only (second));
          g_assert_true (add (second, "Here", NULL));
          engagement_assert_whole (second);
          break;
        default:
          g_assert_error (wait.error, ANNEX_ERROR, ANNEX_ERROR_READ_ONLY);
        }
    }
}

/* A file becomes writable while some window reads it, and another is open. */
static void
test_permission_that_comes_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexStore) first = NULL, second = NULL;

  g_assert_cmpint (g_chmod (fixture->path, 0400), ==, 0);
  first = annex_store_open (fixture->path, ANNEX_STORE_DEFAULT, NULL);
  second = annex_store_open (fixture->path, ANNEX_STORE_DEFAULT, NULL);
  g_assert_true (annex_store_is_read_only (first));
  g_assert_false (annex_store_try_writing (first, &error));
  g_clear_error (&error);
  g_assert_cmpint (g_chmod (fixture->path, 0600), ==, 0);
  g_assert_true (annex_store_try_writing (first, &error));
  g_assert_no_error (error);
  g_assert_true (add (first, "Written", &error));
  g_assert_false (annex_store_try_writing (second, &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_LOCKED);
  g_assert_cmpuint (count (second, "asset"), ==, 1);
}

static void
iterate_until_told (AnnexStore *store, const char *words)
{
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (strstr (annex_store_get_read_only_reason (store) ?: "", words) == NULL && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (annex_store_get_read_only_reason (store), words));
}

/* Copies that are kept elsewhere, or nowhere, because there is no room where they usually are. */
static void
test_private_copy_finds_another_folder (Fixture *fixture, gconstpointer data)
{
  const char *usual = g_get_tmp_dir ();

  for (guint n_full = 1; n_full <= 3; n_full++)
    {
      const char *folders[] = { usual, g_get_user_cache_dir (), fixture->folder };
      static const char *const says[] = { "", "kept in", "kept in", "save a copy before" };
      g_autoptr (GError) error = NULL;
      g_autoptr (AnnexStore) store = annex_store_open (fixture->path, ANNEX_STORE_DEFAULT, &error);

      g_assert_no_error (error);
      add (store, "Kept", &error);
      g_assert_no_error (error);
      g_assert_cmpint (g_unlink (fixture->path), ==, 0);
      for (guint i = 0; i < n_full; i++)
        g_assert_cmpint (g_chmod (folders[i], 0500), ==, 0);
      iterate_until_told (store, says[n_full]);
      if (n_full == 1 || n_full == 2)
        g_assert_nonnull (strstr (annex_store_get_read_only_reason (store), folders[n_full]));
      for (guint i = 0; i < n_full; i++)
        g_assert_cmpint (g_chmod (folders[i], 0700), ==, 0);
      engagement_assert_whole (store);
      g_assert_true (annex_store_save_copy (store, fixture->path, NULL, &error));
      /* A copy may still be under way, which keeps it. */
      annex_store_close (store);
    }
}

/* As above with what a crash left, which is tried on a copy. */
static void
test_leftover_journal_finds_another_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *journal = g_strconcat (fixture->path, "-journal", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexStore) store = NULL;
  sqlite3 *database;
  g_autofree char *content = NULL;
  gsize length;

  g_assert_cmpint (sqlite3_open (fixture->path, &database), ==, SQLITE_OK);
  g_assert_cmpint (
    sqlite3_exec (
      database,
      "PRAGMA cache_size = 5; BEGIN; WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) "
      "INSERT INTO setting SELECT 'key ' || i, hex (randomblob (100)) FROM n",
      NULL, NULL, NULL),
    ==, SQLITE_OK);
  /* As if the program had ended here. */
  g_assert_true (g_file_get_contents (journal, &content, &length, NULL));
  {
    g_autofree char *half = NULL;
    gsize half_length;

    g_assert_true (g_file_get_contents (fixture->path, &half, &half_length, NULL));
    sqlite3_close (database);
    g_assert_true (g_file_set_contents (fixture->path, half, (gssize) half_length, NULL));
    g_assert_true (g_file_set_contents (journal, content, (gssize) length, NULL));
  }
  g_assert_cmpint (g_chmod (g_get_tmp_dir (), 0500), ==, 0);
  store = annex_store_open (fixture->path, ANNEX_STORE_READ_ONLY, &error);
  g_assert_cmpint (g_chmod (g_get_tmp_dir (), 0700), ==, 0);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (annex_store_get_read_only_reason (store), g_get_user_cache_dir ()));
  engagement_assert_whole (store);
}

/* Damage and loss are both told, whichever comes first. */
static void
test_damage_and_loss_are_both_told (Fixture *fixture, gconstpointer data)
{
  g_autofree char *moved = in_folder (fixture, "moved.annex");
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexStore) store = NULL;
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (fixture->path, &content, &length, NULL));
  memset (content + length - 4096 * 3, 0xff, 4096);
  g_assert_true (g_file_set_contents (fixture->path, content, (gssize) length, NULL));
  store = annex_store_open (fixture->path, ANNEX_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  g_assert_true (annex_store_is_damaged (store));
  g_assert_cmpint (g_rename (fixture->path, moved), ==, 0);
  g_assert_false (annex_store_check_place (store, NULL));
  g_assert_nonnull (strstr (annex_store_get_read_only_reason (store), "is damaged"));
  g_assert_nonnull (strstr (annex_store_get_read_only_reason (store), "was moved to"));
}

static void
test_links_are_followed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *link = in_folder (fixture, "link.annex"), *other = in_folder (fixture, "other.annex");
  g_autofree char *moved = in_folder (fixture, "moved.annex");
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexStore) store = NULL, source = NULL;

  g_object_unref (annex_store_create (other, NULL));
  g_assert_cmpint (symlink (fixture->path, link), ==, 0);
  store = annex_store_open (other, ANNEX_STORE_DEFAULT, &error);
  g_assert_true (add (store, "Kept", &error));
  g_assert_true (annex_store_save_copy (store, link, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_clear_object (&store);

  store = annex_store_open (link, ANNEX_STORE_DEFAULT, &error);
  g_assert_cmpuint (count (store, "asset"), ==, 1);
  g_assert_cmpint (g_rename (fixture->path, moved), ==, 0);
  g_assert_false (annex_store_check_place (store, &error));
  g_assert_nonnull (strstr (error->message, "was moved to"));
  g_clear_error (&error);
  g_clear_object (&store);

  /* What a crash left lies beside the file and not beside the link. */
  g_assert_cmpint (g_rename (moved, fixture->path), ==, 0);
  make_older (fixture->path);
  {
    sqlite3 *database;
    g_autofree char *journal = g_strconcat (fixture->path, "-journal", NULL), *half = NULL, *content = NULL;
    gsize half_length, length;

    g_assert_cmpint (sqlite3_open (fixture->path, &database), ==, SQLITE_OK);
    g_assert_cmpint (
      sqlite3_exec (
        database, "PRAGMA cache_size = 5; BEGIN; UPDATE setting SET value = hex (randomblob (200)); DELETE FROM asset",
        NULL, NULL, NULL),
      ==, SQLITE_OK);
    g_assert_true (g_file_get_contents (journal, &content, &length, NULL));
    g_assert_true (g_file_get_contents (fixture->path, &half, &half_length, NULL));
    sqlite3_close (database);
    g_assert_true (g_file_set_contents (fixture->path, half, (gssize) half_length, NULL));
    g_assert_true (g_file_set_contents (journal, content, (gssize) length, NULL));
  }
  source = annex_store_open_source (link, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count (source, "asset"), ==, 1);
}

/* Root may write everywhere, unless it gives that up. */
static void
heed_permissions (void)
{
  struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
  struct __user_cap_data_struct sets[2] = { 0 };

  if (syscall (SYS_capget, &header, sets) != 0)
    return;
  for (guint i = 0; i < 2; i++)
    {
      guint32 kept = i == 0 ? ~(1u << CAP_DAC_OVERRIDE | 1u << CAP_DAC_READ_SEARCH) : ~0u;

      sets[i].effective &= kept;
      sets[i].permitted &= kept;
      sets[i].inheritable &= kept;
    }
  syscall (SYS_capset, &header, sets);
}

int
main (int argc, char *argv[])
{
  char usual[] = "/tmp/annex-opening-thread-XXXXXX", cache[] = "/tmp/annex-opening-cache-XXXXXX";
  int status;

  heed_permissions ();
  g_setenv ("TMPDIR", g_mkdtemp (usual), TRUE);
  g_setenv ("XDG_CACHE_HOME", g_mkdtemp (cache), TRUE);
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();

#define ADD(path, function) g_test_add ("/opening-thread/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("cancelled-opening-changes-nothing", test_cancelled_opening_changes_nothing);
  ADD ("failed-preparation-leaves-the-file-open", test_failed_preparation_leaves_the_file_open);
  ADD ("new-file-is-whole-or-not-there", test_new_file_is_whole_or_not_there);
  ADD ("writing-is-tried-in-a-thread", test_writing_is_tried_in_a_thread);
  ADD ("permission-that-comes-back", test_permission_that_comes_back);
  ADD ("private-copy-finds-another-folder", test_private_copy_finds_another_folder);
  ADD ("leftover-journal-finds-another-folder", test_leftover_journal_finds_another_folder);
  ADD ("damage-and-loss-are-both-told", test_damage_and_loss_are_both_told);
  ADD ("links-are-followed", test_links_are_followed);
  status = g_test_run ();
  /* Nothing is left in them. */
  g_assert_cmpint (g_rmdir (usual), ==, 0);
  g_assert_cmpint (g_rmdir (cache), ==, 0);
  return status;
}
