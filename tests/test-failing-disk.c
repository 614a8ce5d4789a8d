/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "core/annex-attaching.h"
#include "core/annex-check.h"
#include "core/annex-log.h"
#include "core/annex-store-private.h"
#include "engagement-fixture.h"
#include "engagement-folder.h"
#include "exchange/annex-import.h"
#include "failing-vfs.h"
#include "isms/annex-isms.h"

/* What the steps of a session are told. */
typedef struct
{
  AnnexStore *store;
  const char *csv;
  guint n_confirmed;
  guint n_failed;
  guint n_unsure; /* failed, and the message says that the change may be in the file all the same */
} Session;

typedef gboolean (*Step) (Session *session, GError **error);

static gint64
find_base (Session *session)
{
  return annex_store_find_id (session->store, &annex_asset_type, "Base 1", NULL);
}

static gboolean
create_step (Session *session, GError **error)
{
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (session->store, "Create", error);

  return transaction != NULL && annex_transaction_add (transaction, &annex_asset_type, error, "name", "New", NULL) != 0 &&
         annex_transaction_commit (transaction, error);
}

static gboolean
set_step (Session *session, GError **error)
{
  static guint counter;
  g_autofree char *place = g_strdup_printf ("Room %u", ++counter);
  g_autofree char *words = g_strnfill (1200, 'a' + counter % 26);
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (session->store, "Set two fields", error);

  return transaction != NULL && annex_transaction_set (transaction, find_base (session), "location", place, error) &&
         annex_transaction_set (transaction, find_base (session), "description", words, error) && annex_transaction_commit (transaction, error);
}

static gboolean
import_step (Session *session, GError **error)
{
  g_autoptr (AnnexImport) import = annex_import_new (session->store, &annex_asset_type, session->csv, NULL, error);

  return import != NULL && annex_import_apply (import, NULL, NULL, NULL, NULL, error);
}

static gboolean
undo_step (Session *session, GError **error)
{
  return annex_log_undo (session->store, NULL, error);
}

static gboolean
delete_step (Session *session, GError **error)
{
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (session->store, "Delete", error);
  gint64 id = annex_store_find_id (session->store, &annex_asset_type, "Base 2", NULL);

  return transaction != NULL && annex_transaction_delete (transaction, id, error) && annex_transaction_commit (transaction, error);
}

static gboolean
attach_step (Session *session, GError **error)
{
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (session->store, "Attach", error);
  g_autoptr (GBytes) bytes = g_bytes_new ("What was seen", 13);
  gint64 id = transaction != NULL ? annex_transaction_add (transaction, &annex_evidence_type, error, "title", "Seen", NULL) : 0;

  return id != 0 && annex_attaching_add_bytes (transaction, id, "files", "seen.txt", bytes, error) &&
         annex_transaction_commit (transaction, error);
}

static void
run_step (Session *session, Step step)
{
  g_autoptr (GError) error = NULL;

  if (step (session, &error))
    {
      g_assert_no_error (error);
      session->n_confirmed++;
      return;
    }
  g_assert_nonnull (error);
  g_test_message ("%s", error->message);
  session->n_failed++;
  if (strstr (error->message, "shows when the file can be read again") != NULL || strstr (error->message, "The change is in") != NULL)
    session->n_unsure++;
}

static void
run_session (Session *session)
{
  static const Step steps[] = { create_step, set_step, import_step, undo_step, set_step, delete_step, attach_step };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    run_step (session, steps[i]);
}

static void
copy_file (const char *from, const char *to)
{
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (from, &contents, &length, &error);
  g_assert_no_error (error);
  g_file_set_contents_full (to, contents, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

static AnnexStore *
open_copy (Fixture *fixture, const char *path)
{
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);
  g_autoptr (GError) error = NULL;
  AnnexStore *store;

  g_unlink (journal);
  copy_file (annex_store_get_path (fixture->store), path);
  store = annex_store_open (path, ANNEX_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  g_assert_false (annex_store_is_read_only (store));
  return store;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture_set_up_empty (fixture, data);
  fixture_add (fixture->store, &annex_asset_type, "name", "Base 1", NULL);
  fixture_add (fixture->store, &annex_asset_type, "name", "Base 2", "depends_on", "Base 1", NULL);
  annex_store_close (fixture->store);
}

/* Whatever fails, and whenever: what was confirmed is in the file, what was not is not, and all goes on with the disk. */
static void
run_with_failures (Fixture *fixture, FailingCalls calls, gboolean full, gboolean for_good, guint first, guint stride)
{
  g_autofree char *path = g_build_filename (fixture->folder, "session.annex", NULL);
  g_autofree char *csv = g_build_filename (fixture->folder, "rows.csv", NULL);
  gboolean reached = TRUE;

  g_assert_true (g_file_set_contents (csv, "Asset,Location\nRow 1,Here\nRow 2,There\nRow 3,Elsewhere\n", -1, NULL));
  for (guint nth = first; reached; nth += stride)
    {
      Session session = { open_copy (fixture, path), csv };
      gint64 before = annex_log_get_last (session.store), after;
      g_autoptr (AnnexStore) again = NULL;
      g_autoptr (GError) error = NULL;

      failing_vfs_arm (calls, nth, full, for_good);
      run_session (&session);
      reached = failing_vfs_disarm () >= nth;
      g_test_message ("call %u: %u steps done, %u failed", nth, session.n_confirmed, session.n_failed);
      if (!for_good)
        g_assert_cmpuint (session.n_failed, <=, reached ? 1 : 0);

      /* The disk answers again, and so does the open file. */
      run_step (&session, create_step);
      g_assert_cmpuint (session.n_failed, <=, for_good ? 7 : 1);
      annex_store_close (session.store);
      g_object_unref (session.store);

      again = annex_store_open (path, ANNEX_STORE_DEFAULT, &error);
      g_assert_no_error (error);
      g_assert_false (annex_store_is_read_only (again));
      engagement_assert_whole (again);
      after = annex_log_get_last (again);
      g_assert_cmpint (after, >=, before + session.n_confirmed);
      g_assert_cmpint (after, <=, before + session.n_confirmed + session.n_unsure);
    }
}

static void
test_write_fails_once (Fixture *fixture, gconstpointer data)
{
  run_with_failures (fixture, FAILING_ANY_CHANGE, FALSE, FALSE, 1, 1);
}

static void
test_disk_full_once (Fixture *fixture, gconstpointer data)
{
  run_with_failures (fixture, FAILING_ANY_CHANGE, TRUE, FALSE, 1, 9);
}

static void
test_write_fails_for_good (Fixture *fixture, gconstpointer data)
{
  run_with_failures (fixture, FAILING_ANY_CHANGE, FALSE, TRUE, 2, 9);
}

static void
test_disk_full_for_good (Fixture *fixture, gconstpointer data)
{
  run_with_failures (fixture, FAILING_ANY_CHANGE, TRUE, TRUE, 3, 9);
}

static void
test_read_fails (Fixture *fixture, gconstpointer data)
{
  run_with_failures (fixture, FAILING_READ, FALSE, FALSE, 1, 1);
}

/* Of many rows, which another thread writes, either all come in or none, and what went wrong is told by who began it. */
static void
test_large_import_fails (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "session.annex", NULL);
  g_autofree char *csv = g_build_filename (fixture->folder, "rows.csv", NULL);
  g_autoptr (GString) table = g_string_new ("Asset,Location\n");
  gboolean reached = TRUE;
  guint n_refused = 0;

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (table, "Row %u,Here\n", i);
  g_assert_true (g_file_set_contents (csv, table->str, -1, NULL));
  for (guint nth = 1; reached; nth += 17)
    {
      Session session = { open_copy (fixture, path), csv };
      g_autoptr (GError) error = NULL;
      gboolean done;

      /* Pages go to the disk long before the commit, as in a large file. */
      sqlite3_exec (annex_store_get_database (session.store), "PRAGMA cache_size = 20", NULL, NULL, NULL);
      failing_vfs_arm (FAILING_WRITE, nth, nth % 2 == 0, FALSE);
      done = import_step (&session, &error);
      reached = failing_vfs_disarm () >= nth;
      g_assert_true (done == (error == NULL));
      if (!done)
        g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE);
      n_refused += !done;
      g_assert_cmpuint (fixture_count (session.store, "asset"), ==, done ? 1002 : 2);
      run_step (&session, create_step);
      g_assert_cmpuint (session.n_failed, ==, 0);
      engagement_assert_whole (session.store);
      annex_store_close (session.store);
      g_object_unref (session.store);
    }
  g_assert_cmpuint (n_refused, >, 10);
}

/* A check that cannot read says so, and accuses nobody. */
static void
test_check_names_disk (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "session.annex", NULL);
  gboolean reached = TRUE;
  guint n_refused = 0;

  for (guint nth = 1; reached; nth++)
    {
      g_autoptr (AnnexStore) store = open_copy (fixture, path);
      g_autoptr (GPtrArray) findings = NULL;
      g_autoptr (GError) error = NULL;

      sqlite3_db_release_memory (annex_store_get_database (store));
      failing_vfs_arm (FAILING_READ, nth, FALSE, FALSE);
      findings = annex_check_integrity (store, NULL, &error);
      reached = failing_vfs_disarm () >= nth;
      if (findings == NULL)
        g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE);
      for (guint i = 0; findings != NULL && i < findings->len; i++)
        g_test_message ("read %u: %s", nth, (const char *) findings->pdata[i]);
      for (guint i = 0; findings != NULL && i < findings->len; i++)
        g_assert_nonnull (strstr (findings->pdata[i], "disk I/O error"));
      n_refused += findings == NULL;
    }
  /* A page may be read again, and then there was nothing to tell. */
  g_assert_cmpuint (n_refused, >, 20);
}

/* Whoever waits for a lock asks ten times a second. */
static void
test_look_at_a_lock_reads_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexStore) holder = annex_store_open (annex_store_get_path (fixture->store), ANNEX_STORE_DEFAULT, NULL);
  g_autoptr (AnnexStore) store = annex_store_open (annex_store_get_path (fixture->store), ANNEX_STORE_DEFAULT, &error);

  g_assert_no_error (error);
  g_assert_true (annex_store_is_locked_elsewhere (store));
  failing_vfs_arm (FAILING_READ, G_MAXUINT, FALSE, FALSE);
  g_assert_false (annex_store_try_writing (store, &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_LOCKED);
  g_assert_cmpuint (failing_vfs_disarm (), ==, 0);
  g_clear_error (&error);
  annex_store_close (holder);
  g_assert_true (annex_store_try_writing (store, &error));
  g_assert_no_error (error);
  g_assert_false (annex_store_is_locked_elsewhere (store));
}

int
main (int argc, char *argv[])
{
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  g_test_init (&argc, &argv, NULL);
  failing_vfs_register ();
  annex_isms_register_types ();

#define ADD(path, function) g_test_add ("/failing-disk/" path, Fixture, NULL, set_up, function, fixture_tear_down)
  ADD ("write-fails-once", test_write_fails_once);
  ADD ("disk-full-once", test_disk_full_once);
  ADD ("write-fails-for-good", test_write_fails_for_good);
  ADD ("disk-full-for-good", test_disk_full_for_good);
  ADD ("read-fails", test_read_fails);
  ADD ("large-import-fails", test_large_import_fails);
  ADD ("check-names-disk", test_check_names_disk);
  ADD ("look-at-a-lock-reads-nothing", test_look_at_a_lock_reads_nothing);
  return g_test_run ();
}
