/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/annex-check.h"
#include "core/annex-connection.h"
#include "core/annex-transaction.h"
#include "engagement-fixture.h"
#include "isms/annex-isms.h"

#define N_LARGE_ASSETS 400

/* For how many milliseconds an edit waits for others before it is tried again, and how often that may be for each
 * check. */
#define PATIENCE 100
#define MOST_TRIES 3

/* 40 megabytes in the table, and as many in the log. */
static void
add_large_assets (AnnexStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, "Fill", &error);
  g_autofree const char **values = g_new0 (const char *, annex_store_get_fields (store, &annex_asset_type)->len);
  g_autofree char *text = g_strnfill (100000, 'x');

  g_assert_no_error (error);
  values[annex_store_find_field_index (store, &annex_asset_type, "name")] = "Large";
  values[annex_store_find_field_index (store, &annex_asset_type, "description")] = text;
  for (guint i = 0; i < N_LARGE_ASSETS; i++)
    g_assert_cmpint (annex_transaction_create (transaction, &annex_asset_type, values, &error), !=, 0);
  g_assert_true (annex_transaction_commit (transaction, &error));
  g_assert_no_error (error);
}

/* Microseconds between two edits. */
#define PAUSE 200

typedef struct
{
  const char *path;
  int n_left;
} Checks;

static gpointer
check_again_and_again (gpointer data)
{
  Checks *checks = data;

  while (g_atomic_int_get (&checks->n_left) > 0)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AnnexStore) store = annex_store_open (checks->path, ANNEX_STORE_WORKER, &error);
      g_autoptr (GPtrArray) findings = NULL;

      g_assert_no_error (error);
      findings = annex_check_integrity (store, NULL, &error);
      g_assert_no_error (error);
      for (guint j = 0; j < findings->len; j++)
        g_test_message ("%s", (const char *) findings->pdata[j]);
      g_assert_cmpuint (findings->len, ==, 0);
      g_atomic_int_add (&checks->n_left, -1);
    }
  return NULL;
}

/* Returns: how often somebody else kept the file. */
static guint
edit (AnnexStore *store, gint64 id, const char *name)
{
  for (guint n_tries = 0;; n_tries++)
    {
      g_autoptr (GError) error = NULL;

      if (fixture_set (store, id, "name", name, &error))
        return n_tries;
      g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_LOCKED);
    }
}

/* None of the edits is taken for something that was altered, and none waits long. */
static void
edit_during_checks (Fixture *fixture, int n_checks, gulong pause)
{
  Checks checks = { annex_store_get_path (fixture->store), n_checks };
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexStore) store = NULL;
  gint64 id = fixture_add (fixture->store, &annex_asset_type, "name", "Another", NULL);
  guint n_edits = 0, n_tries = 0;
  GThread *thread;

  annex_store_close (fixture->store);
  annex_connection_set_patience (PATIENCE);
  store = annex_store_open (checks.path, ANNEX_STORE_DEFAULT, &error);
  annex_connection_set_patience (5000);
  g_assert_no_error (error);
  thread = g_thread_new ("checks", check_again_and_again, &checks);
  for (; g_atomic_int_get (&checks.n_left) > 0; n_edits++)
    {
      n_tries += edit (store, id, n_edits % 2 == 0 ? "Changed" : "Another");
      g_usleep (pause);
    }
  g_thread_join (thread);
  g_test_message ("%u edits, %u times in vain", n_edits, n_tries);
  g_assert_cmpuint (n_edits, >, (guint) n_checks);
  g_assert_cmpuint (n_tries, <=, MOST_TRIES * (guint) n_checks);
}

static void
test_edits_go_on_during_checks (Fixture *fixture, gconstpointer data)
{
  edit_during_checks (fixture, 40, 0);
}

static void
test_edits_go_on_during_checks_of_a_large_file (Fixture *fixture, gconstpointer data)
{
  add_large_assets (fixture->store);
  edit_during_checks (fixture, 3, 2000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();

#define ADD(path, function) g_test_add ("/checking/" path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("edits-go-on-during-checks", test_edits_go_on_during_checks);
  ADD ("edits-go-on-during-checks-of-a-large-file", test_edits_go_on_during_checks_of_a_large_file);
  return g_test_run ();
}
