/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "core/annex-query.h"
#include "core/annex-transaction.h"
#include "isms/annex-isms.h"

/* The example of CONTRIBUTING.md: it must compile and do what is said there. */
static const AnnexField fields[] = {
  { .name = "name", .kind = ANNEX_FIELD_TEXT, .label = N_("Name"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN },
  { .name = "keeper", .kind = ANNEX_FIELD_LINK, .label = N_("Keeper"), .target = "person", .inverse = N_("Keys kept"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER },
  { .name = "returned_on", .kind = ANNEX_FIELD_DATE, .label = N_("Returned on") },
};

static const AnnexType key_type = {
  .name = "door_key", .label = N_("Door key"), .label_plural = N_("Door keys"),
  .description = N_("Who holds which key."), .prefix = "K", .digits = 4, .icon = "changes-prevent-symbolic",
  .phase = ANNEX_PHASE_DO, .fields = fields, .n_fields = G_N_ELEMENTS (fields),
};

static void
test_example (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("annex-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "keys.annex", NULL);
  g_autoptr (AnnexStore) store = annex_store_create (path, &error);
  g_autoptr (AnnexQuery) query = annex_query_new (&key_type);
  const char *values[] = { NULL, "Server room", NULL, NULL };
  AnnexTransaction *transaction;

  g_assert_no_error (error);
  transaction = annex_transaction_begin (store, "Add key", &error);
  g_assert_cmpint (annex_transaction_create (transaction, &key_type, values, &error), !=, 0);
  g_assert_true (annex_transaction_commit (transaction, &error));
  annex_transaction_free (transaction);

  annex_query_set_search (query, "server");
  g_assert_cmpuint (annex_query_count (query, store, &error), ==, 1);
  g_autoptr (AnnexRecord) record = annex_store_find (store, "K-0001", &error);
  g_assert_cmpstr (annex_record_get_title (record), ==, "Server room");
  annex_store_close (store);
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();
  annex_type_register (&key_type);
  g_test_add_func ("/contributing/example-record-type", test_example);
  return g_test_run ();
}
