/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contributing-example.inc"

#include <glib/gstdio.h>

#include "core/annex-query.h"
#include "core/annex-transaction.h"

static void
test_example (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("annex-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "agreements.annex", NULL);
  g_autoptr (AnnexStore) store = annex_store_create (path, &error);
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_agreement_type);
  const char *values[] = { NULL, "With the cleaners", NULL, NULL, "2026-01-31", "2026-12-31", NULL };
  const char *reversed[] = { NULL, "Ends first", NULL, NULL, "2026-12-31", "2026-01-31", NULL };
  AnnexTransaction *transaction;

  g_assert_no_error (error);
  transaction = annex_transaction_begin (store, "Add agreement", &error);
  g_assert_cmpint (annex_transaction_create (transaction, &annex_agreement_type, values, &error), !=, 0);
  g_assert_no_error (error);
  g_assert_cmpint (annex_transaction_create (transaction, &annex_agreement_type, reversed, NULL), ==, 0);
  g_assert_true (annex_transaction_commit (transaction, &error));
  annex_transaction_free (transaction);

  annex_query_set_search (query, "cleaners");
  g_assert_cmpuint (annex_query_count (query, store, &error), ==, 1);
  g_autoptr (AnnexRecord) record = annex_store_find (store, "AG-001", &error);
  g_assert_cmpstr (annex_record_get_title (record), ==, "With the cleaners");
  g_assert_cmpstr (annex_record_get_value (record, "state"), ==, "draft");
  g_assert_cmpstr (annex_record_get_value (record, "days_left"), !=, NULL);
  annex_store_close (store);
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();
  annex_type_register (&annex_agreement_type);
  g_test_add_func ("/contributing/example-record-type", test_example);
  return g_test_run ();
}
