/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/annex-check.h"
#include "core/annex-log.h"
#include "core/annex-query.h"
#include "core/annex-record-list.h"
#include "core/annex-schema.h"
#include "core/annex-store-private.h"
#include "core/annex-transaction.h"
#include "engagement-folder.h"
#include "isms/annex-isms.h"

typedef struct
{
  char *folder;
  char *path;
  AnnexStore *store;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("annex-test-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "test.annex", NULL);
  fixture->store = annex_store_create (fixture->path, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->store);
  engagement_folder_remove (fixture->folder);
  g_free (fixture->path);
}

/* @count records of that title in one step; returns the last. */
static gint64
add_many (AnnexStore *store, const char *type_name, const char *title, guint count)
{
  const AnnexType *type = annex_type_find (type_name);
  GPtrArray *fields = annex_store_get_fields (store, type);
  g_autofree const char **values = g_new0 (const char *, fields->len);
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, "Add", &error);
  gint64 id = 0;

  g_assert_no_error (error);
  values[annex_store_find_field_index (store, type, annex_type_get_title_field (type)->name)] = title;
  for (guint i = 0; i < count; i++)
    {
      id = annex_transaction_create (transaction, type, values, &error);
      g_assert_no_error (error);
    }
  g_assert_true (annex_transaction_commit (transaction, &error));
  g_assert_no_error (error);
  return id;
}

static gint64
add (AnnexStore *store, const char *type_name, const char *title)
{
  return add_many (store, type_name, title, 1);
}

static gboolean
set (AnnexStore *store, gint64 id, const char *field, const char *value, GError **error)
{
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, "Change", error);

  return transaction != NULL && annex_transaction_set (transaction, id, field, value, error) &&
         annex_transaction_commit (transaction, error);
}

static void
set_link (AnnexStore *store, gint64 id, const char *field, gint64 target, GError **error)
{
  g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, target);

  set (store, id, field, value, error);
}

static void
remove_record (AnnexStore *store, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, "Delete", &error);

  g_assert_true (annex_transaction_delete (transaction, id, &error));
  g_assert_true (annex_transaction_commit (transaction, &error));
  g_assert_no_error (error);
}

/* All that people entered, as text; the log, the search index and view state are not content. */
static char *
dump_content (AnnexStore *store)
{
  GString *content = g_string_new (NULL);
  GPtrArray *types = annex_type_list ();
  g_autoptr (GPtrArray) tables = g_ptr_array_new ();

  g_ptr_array_add (tables, (gpointer) "record");
  g_ptr_array_add (tables, (gpointer) "link");
  for (guint i = 0; i < types->len; i++)
    g_ptr_array_add (tables, (gpointer) ((const AnnexType *) types->pdata[i])->name);
  for (guint i = 0; i < tables->len; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s ORDER BY 1, 2, 3", (const char *) tables->pdata[i]);
      sqlite3_stmt *statement = NULL;

      g_assert_cmpint (sqlite3_prepare_v2 (annex_store_get_database (store), sql, -1, &statement, NULL), ==, SQLITE_OK);
      while (sqlite3_step (statement) == SQLITE_ROW)
        {
          g_string_append (content, tables->pdata[i]);
          for (int column = 0; column < sqlite3_column_count (statement); column++)
            {
              const char *text = (const char *) sqlite3_column_text (statement, column);
              g_string_append_printf (content, "|%s", text != NULL ? text : "∅");
            }
          g_string_append_c (content, '\n');
        }
      sqlite3_finalize (statement);
    }
  return g_string_free_and_steal (content);
}

static void
test_create_and_reopen (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexRecord) record = NULL;
  gint64 id = add (fixture->store, "asset", "Backup server");

  g_assert_true (set (fixture->store, id, "kind", "hardware", &error));
  g_clear_object (&fixture->store);
  fixture->store = annex_store_open (fixture->path, ANNEX_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  g_assert_false (annex_store_is_read_only (fixture->store));
  record = annex_store_find (fixture->store, "a-0001", &error);
  g_assert_no_error (error);
  g_assert_cmpint (annex_record_get_id (record), ==, id);
  g_assert_cmpstr (annex_record_get_title (record), ==, "Backup server");
  g_assert_cmpstr (annex_record_get_value (record, "kind"), ==, "hardware");
  engagement_assert_whole (fixture->store);
}

static void
test_property_of_each_field (Fixture *fixture, gconstpointer data)
{
  g_autoptr (AnnexRecord) record = annex_store_load (fixture->store, add (fixture->store, "asset", "Wiki"), NULL);
  g_autofree char *name = NULL;

  g_object_get (record, "name", &name, NULL);
  g_assert_cmpstr (name, ==, "Wiki");
  g_assert_nonnull (g_object_class_find_property (G_OBJECT_GET_CLASS (record), "depends-on"));
}

static void
test_refused_values (Fixture *fixture, gconstpointer data)
{
  gint64 id = add (fixture->store, "asset", "Wiki");
  static const char *const cases[][2] = { { "review_date", "2026-02-30" }, { "kind", "vehicle" }, { "personal_data", "maybe" },
                                          { "name", "" },                  { "owner", "42" },     { "confidentiality", "high" },
                                          { "no_such_field", "1" },        { "reference", "" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (set (fixture->store, id, cases[i][0], cases[i][1], &error));
      g_assert_nonnull (error);
    }
  g_autoptr (AnnexRecord) record = annex_store_load (fixture->store, id, NULL);
  g_assert_cmpstr (annex_record_get_title (record), ==, "Wiki");
}

static void
test_reference_is_unique_and_not_reused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 first = add (fixture->store, "asset", "One");
  gint64 second = add (fixture->store, "asset", "Two");
  g_autoptr (AnnexRecord) third = NULL;

  g_assert_false (set (fixture->store, second, "reference", "a-0001", &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
  remove_record (fixture->store, second);
  third = annex_store_load (fixture->store, add (fixture->store, "asset", "Three"), NULL);
  g_assert_cmpstr (annex_record_get_reference (third), ==, "A-0003");
  g_assert_cmpint (first, !=, 0);
}

static void
test_loop_is_named (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 a = add (fixture->store, "asset", "A"), b = add (fixture->store, "asset", "B"), c = add (fixture->store, "asset", "C");

  set_link (fixture->store, a, "depends_on", b, &error);
  set_link (fixture->store, b, "depends_on", c, &error);
  g_assert_no_error (error);
  set_link (fixture->store, c, "depends_on", a, &error);
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_CYCLE);
  g_assert_nonnull (strstr (error->message, "A-0003 → A-0001 → A-0002 → A-0003"));
  g_clear_error (&error);
  set_link (fixture->store, a, "depends_on", a, &error);
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_CYCLE);
}

static void
test_delete_and_undo_bring_links_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 person = add (fixture->store, "person", "Ada");
  gint64 asset = add (fixture->store, "asset", "Wiki");
  g_autofree char *before = NULL, *after = NULL;
  g_autofree char *label = NULL;

  set_link (fixture->store, asset, "owner", person, &error);
  g_assert_no_error (error);
  before = dump_content (fixture->store);
  remove_record (fixture->store, person);
  g_autoptr (AnnexRecord) orphan = annex_store_load (fixture->store, asset, NULL);
  g_assert_cmpstr (annex_record_get_text (orphan, "owner"), ==, "");

  g_clear_object (&fixture->store);
  fixture->store = annex_store_open (fixture->path, ANNEX_STORE_DEFAULT, &error);
  g_assert_true (annex_log_undo (fixture->store, &label, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (label, ==, "Delete");
  after = dump_content (fixture->store);
  g_assert_cmpstr (before, ==, after);
  engagement_assert_whole (fixture->store);
}

static void
cancel_half_way (double share, gpointer cancellable)
{
  g_assert_cmpfloat (share, <=, 1);
  if (share >= 0.5)
    g_cancellable_cancel (cancellable);
}

static void
test_long_undo_is_whole_or_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL, *cancelled = NULL, *undone = NULL, *empty = dump_content (fixture->store);

  add_many (fixture->store, "asset", "Wiki", 1000);
  before = dump_content (fixture->store);
  g_assert_cmpuint (annex_log_count_reversal (fixture->store, TRUE), ==, 1000);
  g_assert_cmpuint (annex_log_count_reversal (fixture->store, FALSE), ==, 0);

  g_assert_false (annex_log_reverse (fixture->store, TRUE, cancel_half_way, cancellable, cancellable, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  cancelled = dump_content (fixture->store);
  g_assert_cmpstr (before, ==, cancelled);

  g_clear_error (&error);
  g_cancellable_reset (cancellable);
  g_assert_true (annex_log_reverse (fixture->store, TRUE, cancel_half_way, cancellable, NULL, NULL, &error));
  undone = dump_content (fixture->store);
  g_assert_cmpstr (empty, ==, undone);
  engagement_assert_whole (fixture->store);
}

static void
test_copy_is_whole_or_not_there (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_strconcat (fixture->path, ".copy", NULL);
  g_autofree char *partial = g_strconcat (path, ".partial", NULL);
  g_autofree char *here = dump_content (fixture->store);
  g_autofree char *there = NULL;

  g_assert_false (annex_store_save_copy (fixture->store, fixture->path, NULL, &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE);
  g_assert_nonnull (strstr (error->message, "the engagement itself"));
  g_clear_error (&error);

  g_cancellable_cancel (cancellable);
  g_assert_false (annex_store_save_copy (fixture->store, path, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (partial, G_FILE_TEST_EXISTS));
  g_clear_error (&error);

  g_assert_true (annex_store_save_copy (fixture->store, path, NULL, &error));
  g_assert_no_error (error);
  g_autoptr (AnnexStore) copy = annex_store_open (path, ANNEX_STORE_DEFAULT, &error);
  there = dump_content (copy);
  g_assert_cmpstr (here, ==, there);
  annex_store_close (copy);
  g_unlink (path);
}

static void
random_edit (AnnexStore *store, GArray *assets)
{
  g_autoptr (GError) error = NULL;
  gint64 id = assets->len > 0 ? g_array_index (assets, gint64, g_test_rand_int_range (0, assets->len)) : 0;
  int what = g_test_rand_int_range (0, 6);

  if (id == 0 || what == 0)
    {
      id = add (store, "asset", "Asset");
      g_array_append_val (assets, id);
    }
  else if (what == 1)
    {
      remove_record (store, id);
      for (guint i = 0; i < assets->len; i++)
        if (g_array_index (assets, gint64, i) == id)
          g_array_remove_index (assets, i--);
    }
  else if (what == 2)
    set_link (store, id, "depends_on", g_array_index (assets, gint64, g_test_rand_int_range (0, assets->len)), &error);
  else
    {
      static const char *const values[][2] = { { "name", "Renamed “Ü”\\\"" }, { "kind", "people" }, { "tags", "a; b" },
                                               { "review_date", "2027-01-31" }, { "description", "One\nTwo\tThree" },
                                               { "description", "" },         { "personal_data", "1" } };
      int i = g_test_rand_int_range (0, G_N_ELEMENTS (values));

      set (store, id, values[i][0], values[i][1], &error);
    }
  if (error != NULL)
    g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_CYCLE);
}

static guint
count_commits (AnnexStore *store)
{
  g_autoptr (GPtrArray) entries = annex_log_list (store, G_MAXUINT, NULL);

  return entries->len;
}

static void
test_undo_returns_to_the_same_content (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) assets = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) contents = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (contents, dump_content (fixture->store));
  for (guint i = 0; i < 120; i++)
    {
      guint before = count_commits (fixture->store);

      random_edit (fixture->store, assets);
      if (count_commits (fixture->store) > before)
        g_ptr_array_add (contents, dump_content (fixture->store));
    }

  for (guint round = 0; round < 3; round++)
    {
      guint steps = round == 2 ? contents->len - 1 : (guint) g_test_rand_int_range (1, contents->len);

      for (guint i = 1; i <= steps; i++)
        {
          g_autofree char *content = NULL;

          g_assert_true (annex_log_undo (fixture->store, NULL, &error));
          content = dump_content (fixture->store);
          g_assert_cmpstr (content, ==, contents->pdata[contents->len - 1 - i]);
        }
      if (steps == contents->len - 1)
        {
          g_assert_false (annex_log_undo (fixture->store, NULL, &error));
          g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_NOTHING_TO_DO);
          g_clear_error (&error);
        }
      for (guint i = steps; i > 0; i--)
        {
          g_autofree char *content = NULL;

          g_assert_true (annex_log_redo (fixture->store, NULL, &error));
          content = dump_content (fixture->store);
          g_assert_cmpstr (content, ==, contents->pdata[contents->len - i]);
        }
      g_assert_false (annex_log_redo (fixture->store, NULL, NULL));
    }
  engagement_assert_whole (fixture->store);
}

static void
test_search_filter_and_sort (Fixture *fixture, gconstpointer data)
{
  const AnnexType *type = annex_type_find ("asset");
  g_autoptr (AnnexQuery) query = annex_query_new (type);
  g_autoptr (GArray) ids = NULL;
  gint64 zebra = add (fixture->store, "asset", "zebra crossing");
  gint64 person = add (fixture->store, "person", "Ada");
  gint64 database = add (fixture->store, "asset", "Übersicht database");
  g_autoptr (GError) error = NULL;

  set (fixture->store, zebra, "kind", "site", &error);
  set_link (fixture->store, database, "owner", person, &error);
  g_assert_no_error (error);

  annex_query_set_search (query, "uber data");
  g_assert_cmpuint (annex_query_count (query, fixture->store, &error), ==, 1);
  annex_query_set_search (query, "A-0001");
  g_assert_cmpuint (annex_query_count (query, fixture->store, &error), ==, 1);
  annex_query_set_search (query, "\" OR *");
  g_assert_cmpuint (annex_query_count (query, fixture->store, &error), ==, 0);
  annex_query_set_search (query, NULL);
  annex_query_add_filter (query, "owner", ANNEX_FILTER_IS_EMPTY, NULL);
  annex_query_add_filter (query, "kind", ANNEX_FILTER_IS, "site");
  annex_query_add_filter (query, "kind", ANNEX_FILTER_IS, "people");
  g_assert_cmpuint (annex_query_count (query, fixture->store, &error), ==, 1);
  g_autofree char *text = annex_query_to_string (query);
  g_autoptr (AnnexQuery) again = annex_query_from_string (type, text);
  g_assert_cmpuint (annex_query_count (again, fixture->store, &error), ==, 1);
  annex_query_clear_filters (query);
  annex_query_set_sort (query, "name", TRUE);
  ids = annex_query_run (query, fixture->store, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_array_index (ids, gint64, 0), ==, database);
  annex_query_add_filter (query, "no_such", ANNEX_FILTER_IS, "");
  g_assert_null (annex_query_run (query, fixture->store, &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND);
}

static void
count_notify_cb (GObject *object, GParamSpec *pspec, gpointer data)
{
  (*(guint *) data)++;
}

static void
test_list_follows_edits (Fixture *fixture, gconstpointer data)
{
  g_autoptr (AnnexQuery) query = annex_query_new (annex_type_find ("asset"));
  g_autoptr (AnnexRecordList) list = annex_record_list_new (fixture->store, query);
  g_autoptr (AnnexRecordSlot) slot = NULL;
  guint notified = 0;
  gint64 id = add (fixture->store, "asset", "First");

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
  slot = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_signal_connect (slot, "notify::record", G_CALLBACK (count_notify_cb), &notified);
  g_assert_true (set (fixture->store, id, "name", "Changed", NULL));
  g_assert_cmpuint (notified, ==, 1);
  g_assert_cmpstr (annex_record_get_title (annex_record_slot_get_record (slot)), ==, "Changed");
  remove_record (fixture->store, id);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  g_assert_null (annex_record_slot_get_record (slot));
}

static void
test_second_writer_reads_only (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexStore) second = annex_store_open (fixture->path, ANNEX_STORE_DEFAULT, &error);

  g_assert_no_error (error);
  g_assert_true (annex_store_is_read_only (second));
  g_assert_nonnull (strstr (annex_store_get_read_only_reason (second), "open elsewhere"));
  g_assert_null (annex_transaction_begin (second, "Try", &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_READ_ONLY);
  g_assert_true (set (fixture->store, add (fixture->store, "asset", "First"), "name", "Still here", NULL));
  g_assert_cmpuint (annex_store_count (second, annex_type_find ("asset"), NULL), ==, 1);
}

static void
assert_refused (const char *path, int code)
{
  g_autofree char *before = NULL, *after = NULL;
  gsize before_length, after_length;
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexStore) store = NULL;

  g_assert_true (g_file_get_contents (path, &before, &before_length, NULL));
  store = annex_store_open (path, ANNEX_STORE_DEFAULT, &error);
  g_assert_error (error, ANNEX_ERROR, code);
  g_assert_null (store);
  g_assert_true (g_file_get_contents (path, &after, &after_length, NULL));
  g_assert_cmpmem (before, before_length, after, after_length);
}

static void
test_foreign_files_are_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_build_filename (fixture->folder, "text.annex", NULL);
  g_autofree char *foreign = g_build_filename (fixture->folder, "foreign.annex", NULL);
  g_autofree char *content = NULL;
  gsize length;
  sqlite3 *database;

  g_assert_true (g_file_set_contents (text, "Reference,Name\nA-1,Laptop\n", -1, NULL));
  assert_refused (text, ANNEX_ERROR_NOT_AN_ENGAGEMENT);
  g_assert_true (g_file_set_contents (text, "", 0, NULL));
  assert_refused (text, ANNEX_ERROR_NOT_AN_ENGAGEMENT);

  g_assert_cmpint (sqlite3_open (foreign, &database), ==, SQLITE_OK);
  sqlite3_exec (database, "CREATE TABLE other (a)", NULL, NULL, NULL);
  sqlite3_close (database);
  assert_refused (foreign, ANNEX_ERROR_NOT_AN_ENGAGEMENT);

  add (fixture->store, "asset", "First");
  annex_store_close (fixture->store);
  g_assert_true (g_file_get_contents (fixture->path, &content, &length, NULL));
  g_assert_true (g_file_set_contents (text, content, length - 5000, NULL));
  assert_refused (text, ANNEX_ERROR_DAMAGED);
  content[63] = 99;
  g_assert_true (g_file_set_contents (text, content, length, NULL));
  assert_refused (text, ANNEX_ERROR_TOO_NEW);

  /* A table, trigger or view that Annex did not make. */
  static const char *const planted[] = { "CREATE TABLE planted (a)", "CREATE VIEW planted AS SELECT 1",
                                         "CREATE TRIGGER planted AFTER INSERT ON record BEGIN DELETE FROM change; END",
                                         "ALTER TABLE asset ADD COLUMN planted TEXT" };
  for (guint i = 0; i < 2 * G_N_ELEMENTS (planted); i++)
    {
      /* The format of today, and an older one that would have to be brought up to date. */
      content[63] = i % 2 == 0 ? ANNEX_SCHEMA_VERSION : 1;
      g_assert_true (g_file_set_contents (text, content, length, NULL));
      g_assert_cmpint (sqlite3_open (text, &database), ==, SQLITE_OK);
      g_assert_cmpint (sqlite3_exec (database, planted[i / 2], NULL, NULL, NULL), ==, SQLITE_OK);
      sqlite3_close (database);
      assert_refused (text, ANNEX_ERROR_DAMAGED);
    }
}

/* Whatever page is lost, opening or reading must end in words, not in a crash or a silent loss. */
static void
test_page_of_zeros (Fixture *fixture, gconstpointer data)
{
  g_autofree char *damaged = g_build_filename (fixture->folder, "damaged.annex", NULL);
  g_autofree char *content = NULL;
  gsize length;

  for (guint i = 0; i < 60; i++)
    add (fixture->store, "asset", "An asset with a name of some length, so that it fills pages");
  annex_store_close (fixture->store);
  g_assert_true (g_file_get_contents (fixture->path, &content, &length, NULL));
  for (gsize page = 1; page < length / 4096; page++)
    {
      g_autofree char *copy = g_memdup2 (content, length);
      g_autoptr (GError) error = NULL;
      g_autoptr (AnnexStore) store = NULL;

      memset (copy + page * 4096, 0, 4096);
      g_assert_true (g_file_set_contents (damaged, copy, length, NULL));
      store = annex_store_open (damaged, ANNEX_STORE_DEFAULT, &error);
      if (store == NULL)
        g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED);
      else
        {
          /* A free page may be lost without harm. */
          if (annex_store_is_read_only (store))
            g_assert_nonnull (strstr (annex_store_get_read_only_reason (store), "damaged"));
          else
            engagement_assert_whole (store);
        }
    }
}

static void
test_older_file_is_brought_up_to_date (Fixture *fixture, gconstpointer data)
{
  sqlite3 *database;
  g_autoptr (GError) error = NULL;
  g_autofree char *backup = g_strdup_printf ("%s.format-0.backup", fixture->path);

  add (fixture->store, "asset", "Kept");
  annex_store_close (fixture->store);
  g_assert_cmpint (sqlite3_open (fixture->path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, "ALTER TABLE asset DROP COLUMN location; DROP TABLE supplier; PRAGMA user_version = 0",
                                 NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);

  g_clear_object (&fixture->store);
  fixture->store = annex_store_open (fixture->path, ANNEX_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_test (backup, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (annex_store_count (fixture->store, annex_type_find ("asset"), NULL), ==, 1);
  add (fixture->store, "supplier", "New");
  engagement_assert_whole (fixture->store);
}

static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL, *after = NULL;
  g_autofree char *limit = NULL;
  g_autofree char *large = g_strnfill (2000000, 'x');
  gint64 id = add (fixture->store, "asset", "First");

  before = dump_content (fixture->store);
  /* SQLite answers a page limit with the error that a full disk gives. */
  limit = g_strdup ("PRAGMA max_page_count = 1");
  g_assert_cmpint (sqlite3_exec (annex_store_get_database (fixture->store), limit, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_false (set (fixture->store, id, "description", large, &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE);
  g_assert_nonnull (strstr (error->message, "full"));
  after = dump_content (fixture->store);
  g_assert_cmpstr (before, ==, after);
  sqlite3_exec (annex_store_get_database (fixture->store), "PRAGMA max_page_count = 1000000", NULL, NULL, NULL);
  g_assert_true (set (fixture->store, id, "description", large, NULL));
  engagement_assert_whole (fixture->store);
}

static void
test_copy_of_the_open_file_is_whole (Fixture *fixture, gconstpointer data)
{
  g_autofree char *copy = g_build_filename (fixture->folder, "copy.annex", NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexStore) store = NULL;
  gsize length;

  add (fixture->store, "asset", "First");
  g_assert_true (g_file_get_contents (fixture->path, &content, &length, NULL));
  g_assert_true (g_file_set_contents (copy, content, length, NULL));
  store = annex_store_open (copy, ANNEX_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (annex_store_count (store, annex_type_find ("asset"), NULL), ==, 1);
  engagement_assert_whole (store);
}

/* Writes until killed; says on the pipe after each confirmed edit. */
static void
edit_for_ever (const char *path, int confirmations)
{
  g_autoptr (AnnexStore) store = annex_store_open (path, ANNEX_STORE_DEFAULT, NULL);

  if (store == NULL || annex_store_is_read_only (store))
    _exit (1);
  for (;;)
    {
      add (store, "asset", "Asset");
      if (write (confirmations, "x", 1) != 1)
        _exit (1);
    }
}

static void
test_killed_at_random (Fixture *fixture, gconstpointer data)
{
  guint confirmed = 0;

  annex_store_close (fixture->store);
  for (guint round = 0; round < 200; round++)
    {
      int ends[2];
      pid_t child;
      char buffer[4096];
      gssize n;

      g_assert_cmpint (pipe (ends), ==, 0);
      child = fork ();
      if (child == 0)
        {
          close (ends[0]);
          edit_for_ever (fixture->path, ends[1]);
        }
      close (ends[1]);
      /* Every other time it is killed while it opens the file, or soon after. */
      if (round % 2 == 1)
        confirmed += read (ends[0], buffer, 1);
      g_usleep (g_test_rand_int_range (2000, 20000));
      kill (child, SIGKILL);
      waitpid (child, NULL, 0);
      while ((n = read (ends[0], buffer, sizeof buffer)) > 0)
        confirmed += n;
      close (ends[0]);

      /* Reading alone must meet a whole file, too. */
      if (round % 2 == 0)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (AnnexStore) reader = annex_store_open (fixture->path, ANNEX_STORE_READ_ONLY, &error);

          g_assert_no_error (error);
          g_assert_cmpuint (annex_store_count (reader, annex_type_find ("asset"), NULL), >=, confirmed);
        }
      if (round % 20 == 19)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (AnnexStore) store = annex_store_open (fixture->path, ANNEX_STORE_DEFAULT, &error);
          guint kept;

          g_assert_no_error (error);
          g_assert_false (annex_store_is_read_only (store));
          kept = annex_store_count (store, annex_type_find ("asset"), NULL);
          /* An edit may have become durable just before it could be confirmed. */
          g_assert_cmpuint (kept, >=, confirmed);
          g_assert_cmpuint (kept, <=, confirmed + round + 1);
          engagement_assert_whole (store);
        }
    }
  g_assert_cmpuint (confirmed, >, 0);
}

int
main (int argc, char *argv[])
{
  char temporary[] = "/tmp/annex-store-XXXXXX";
  int status;

  /* Of its own, for a program that is killed leaves its private copy there. */
  g_setenv ("TMPDIR", g_mkdtemp (temporary), TRUE);
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();

#define ADD(path, function) g_test_add ("/store/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("create-and-reopen", test_create_and_reopen);
  ADD ("property-of-each-field", test_property_of_each_field);
  ADD ("refused-values", test_refused_values);
  ADD ("reference-is-unique-and-not-reused", test_reference_is_unique_and_not_reused);
  ADD ("loop-is-named", test_loop_is_named);
  ADD ("delete-and-undo-bring-links-back", test_delete_and_undo_bring_links_back);
  ADD ("long-undo-is-whole-or-cancelled", test_long_undo_is_whole_or_cancelled);
  ADD ("undo-returns-to-the-same-content", test_undo_returns_to_the_same_content);
  ADD ("search-filter-and-sort", test_search_filter_and_sort);
  ADD ("list-follows-edits", test_list_follows_edits);
  ADD ("second-writer-reads-only", test_second_writer_reads_only);
  ADD ("foreign-files-are-refused", test_foreign_files_are_refused);
  ADD ("page-of-zeros", test_page_of_zeros);
  ADD ("older-file-is-brought-up-to-date", test_older_file_is_brought_up_to_date);
  ADD ("full-disk", test_full_disk);
  ADD ("copy-of-the-open-file-is-whole", test_copy_of_the_open_file_is_whole);
  ADD ("copy-is-whole-or-not-there", test_copy_is_whole_or_not_there);
  ADD ("killed-at-random", test_killed_at_random);
  status = g_test_run ();
  engagement_folder_remove_all (temporary);
  return status;
}
