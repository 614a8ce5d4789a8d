/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/annex-log.h"
#include "core/annex-record-list.h"
#include "core/annex-transaction.h"
#include "engagement-fixture.h"
#include "isms/annex-isms.h"

#define N_ASSETS 60

typedef struct
{
  guint inserted;
  guint removed;
} Changes;

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, Changes *changes)
{
  changes->inserted += added;
  changes->removed += removed;
}

/* As a view does that keeps a row for each item. */
static void
follow_cb (GListModel *model, guint position, guint removed, guint added, guint *n_rows)
{
  g_assert_cmpuint (position + removed, <=, *n_rows);
  *n_rows += added - removed;
  g_assert_cmpuint (*n_rows, ==, g_list_model_get_n_items (model));
}

/* The list is what the query gives, as far as it is revealed, and each slot stands where it says. */
static void
assert_current (AnnexRecordList *list, AnnexStore *store)
{
  g_autoptr (GArray) ids = annex_query_run (annex_record_list_get_query (list), store, NULL);
  guint n_rows = g_list_model_get_n_items (G_LIST_MODEL (list));

  g_assert_cmpuint (annex_record_list_get_length (list), ==, ids->len);
  g_assert_cmpuint (n_rows, <=, ids->len);
  for (guint i = 0; i < n_rows; i++)
    {
      g_autoptr (AnnexRecordSlot) slot = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_assert_cmpint (annex_record_list_get_id (list, i), ==, g_array_index (ids, gint64, i));
      g_assert_cmpuint (annex_record_slot_get_position (slot), ==, i);
      g_assert_cmpint (annex_record_get_id (annex_record_slot_get_record (slot)), ==, g_array_index (ids, gint64, i));
    }
}

static void
add_assets (AnnexStore *store, gint64 *ids)
{
  for (guint i = 0; i < N_ASSETS; i++)
    {
      g_autofree char *name = g_strdup_printf ("Asset %02u", i * 7 % N_ASSETS);

      ids[i] = fixture_add (store, &annex_asset_type, "name", name, "location", i % 3 == 0 ? "Here" : "There", NULL);
    }
}

/* One record goes from its place to another: the rows of the others are neither remade nor given other records. */
static void
test_places_one (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_asset_type);
  g_autoptr (AnnexRecordList) list = NULL;
  g_autoptr (AnnexRecordSlot) first = NULL, moved = NULL, last = NULL;
  Changes changes = { 0, 0 };
  gint64 ids[N_ASSETS];

  add_assets (store, ids);
  annex_query_set_sort (query, "name", FALSE);
  list = annex_record_list_new (store, query);
  first = g_list_model_get_item (G_LIST_MODEL (list), 0);
  moved = g_list_model_get_item (G_LIST_MODEL (list), 5);
  last = g_list_model_get_item (G_LIST_MODEL (list), N_ASSETS - 1);
  g_signal_connect (list, "items-changed", G_CALLBACK (items_changed_cb), &changes);
  fixture_assert_set (store, annex_record_list_get_id (list, 5), "name", "Asset 40 and a half");
  g_assert_cmpuint (changes.removed, ==, 1);
  g_assert_cmpuint (changes.inserted, ==, 1);
  g_assert_null (annex_record_slot_get_record (moved));
  g_assert_cmpuint (annex_record_slot_get_position (first), ==, 0);
  g_assert_cmpuint (annex_record_slot_get_position (last), ==, N_ASSETS - 1);
  assert_current (list, store);
  /* What stays where it is remakes no row at all. */
  fixture_assert_set (store, annex_record_list_get_id (list, 8), "location", "Elsewhere");
  g_assert_cmpuint (changes.removed, ==, 1);
  assert_current (list, store);
}

/* Whatever is done, in whichever order and behind whichever filter, the list stays what the query gives. */
static void
test_follows_everything (Fixture *fixture, gconstpointer data)
{
  static const char *const sorts[] = { NULL, "name", "location", "kind", "owner" };
  AnnexStore *store = fixture->store;
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree guint *n_rows = g_new (guint, 3 * 2 * G_N_ELEMENTS (sorts));
  gint64 ids[N_ASSETS];

  add_assets (store, ids);
  fixture_add (store, &annex_person_type, "name", "Ann", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (sorts); i++)
    for (guint filtered = 0; filtered < 2; filtered++)
      {
        g_autoptr (AnnexQuery) query = annex_query_new (&annex_asset_type);

        annex_query_set_sort (query, sorts[i], filtered);
        if (filtered)
          annex_query_add_filter (query, "location", ANNEX_FILTER_IS, "Here");
        g_ptr_array_add (lists, annex_record_list_new (store, query));
        g_ptr_array_add (lists, annex_record_list_new_in_background (store, query));
        /* A view that does not have all of its rows yet. */
        g_ptr_array_add (lists, annex_record_list_new (store, query));
        annex_record_list_reveal_gradually (lists->pdata[lists->len - 1], 9, 1, TRUE);
      }
  for (guint i = 0; i < lists->len; i++)
    {
      n_rows[i] = g_list_model_get_n_items (lists->pdata[i]);
      g_assert_cmpuint (n_rows[i], ==, i % 3 == 2 ? 9 : annex_record_list_get_length (lists->pdata[i]));
      g_signal_connect (lists->pdata[i], "items-changed", G_CALLBACK (follow_cb), &n_rows[i]);
    }
  for (guint step = 0; step < 60; step++)
    {
      gint64 id = ids[step * 11 % N_ASSETS];

      if (step % 5 == 0)
        fixture_assert_set (store, id, "location", step % 2 == 0 ? "Here" : "There");
      else if (step % 5 == 1)
        fixture_assert_set (store, id, "name", step % 2 == 0 ? "Aardvark" : "Zebra");
      else if (step % 5 == 2)
        fixture_assert_set (store, id, "owner", step % 2 == 0 ? "Ann" : NULL);
      else if (step % 5 == 3)
        fixture_add (store, &annex_asset_type, "name", "Asset 31 b", "location", "Here", NULL);
      else
        g_assert_true (annex_log_undo (store, NULL, NULL));
      for (guint i = 0; i < lists->len; i++)
        assert_current (lists->pdata[i], store);
    }
}

/* A record may show what others hold, so that rows that did not change are told, too, when there is time. */
static void
test_tells_the_others (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_person_type);
  g_autoptr (AnnexRecordList) list = NULL;
  g_autoptr (AnnexRecordSlot) slot = NULL;
  guint notified = 0;
  gint64 boss = fixture_add (store, &annex_person_type, "name", "Ann", NULL);

  fixture_add (store, &annex_person_type, "name", "Bob", NULL);
  list = annex_record_list_new (store, query);
  slot = g_list_model_get_item (G_LIST_MODEL (list), 1);
  g_signal_connect_swapped (slot, "notify::record", G_CALLBACK (g_atomic_int_inc), &notified);
  fixture_assert_set (store, boss, "name", "Annabel");
  g_assert_cmpuint (notified, ==, 0);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (notified, ==, 1);
}

static void
wait_for_reading (AnnexRecordList *list)
{
  while (annex_record_list_is_reading (list))
    g_main_context_iteration (NULL, TRUE);
}

/* More than are looked through at once. */
static void
add_haystack (AnnexStore *store)
{
  fixture_run_sql (store, "INSERT INTO record (id, type, reference, number, title) "
                          "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 3000) "
                          "SELECT i, 'asset', 'A-9' || (10000 + i), 90000 + i, 'Hay' FROM n");
  fixture_run_sql (store, "INSERT INTO asset (id) SELECT id FROM record WHERE title = 'Hay'");
  fixture_run_sql (store, "INSERT INTO search (rowid, words) SELECT id, title FROM record WHERE title = 'Hay'");
}

/* Among many records what is typed is looked for beside the main loop: what is listed stays until then, and a letter
 * more supersedes the one before. */
static void
test_searches_beside_the_loop (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_asset_type);
  g_autoptr (AnnexRecordList) list = NULL;
  guint n_reloaded = 0;
  gint64 needle;

  add_haystack (store);
  needle = fixture_add (store, &annex_asset_type, "name", "Needle", NULL);
  fixture_add (store, &annex_asset_type, "name", "Needless", NULL);
  list = annex_record_list_new_in_background (store, query);
  wait_for_reading (list);
  g_assert_cmpuint (annex_record_list_get_length (list), ==, 3002);
  g_signal_connect_swapped (list, "reloaded", G_CALLBACK (g_atomic_int_inc), &n_reloaded);

  annex_query_set_search (query, "need");
  annex_record_list_set_query (list, query);
  g_assert_true (annex_record_list_is_reading (list));
  g_assert_cmpuint (annex_record_list_get_length (list), ==, 3002);
  annex_query_set_search (query, "needle");
  annex_record_list_set_query (list, query);
  wait_for_reading (list);
  g_assert_cmpuint (n_reloaded, ==, 1);
  assert_current (list, store);
  g_assert_cmpuint (annex_record_list_get_length (list), ==, 2);

  /* Who needs a record at once gets it. */
  annex_query_set_search (query, "hay");
  annex_record_list_set_query (list, query);
  g_assert_false (annex_record_list_find (list, needle, NULL));
  g_assert_false (annex_record_list_is_reading (list));
  assert_current (list, store);

  /* Without words there is nothing to look for. */
  annex_query_set_search (query, NULL);
  annex_record_list_set_query (list, query);
  g_assert_false (annex_record_list_is_reading (list));
  g_assert_cmpuint (annex_record_list_get_length (list), ==, 3002);

  /* A change meanwhile is in what is found. */
  annex_query_set_search (query, "needle");
  annex_record_list_set_query (list, query);
  fixture_assert_set (store, needle, "name", "Pin");
  wait_for_reading (list);
  g_assert_cmpuint (annex_record_list_get_length (list), ==, 1);
  assert_current (list, store);
}

/* After a search that found little a view makes the rows of the others in steps, not in one go. */
static void
test_grows_in_steps (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_asset_type);
  g_autoptr (AnnexRecordList) list = NULL;
  gint64 ids[N_ASSETS];
  guint n_rows, position;

  add_assets (store, ids);
  list = annex_record_list_new (store, query);
  annex_record_list_reveal_gradually (list, 20, 8, TRUE);
  n_rows = g_list_model_get_n_items (G_LIST_MODEL (list));
  g_signal_connect (list, "items-changed", G_CALLBACK (follow_cb), &n_rows);
  while (n_rows < N_ASSETS)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < 2; i++)
    {
      annex_query_set_search (query, "Asset 07");
      annex_record_list_set_query (list, query);
      g_assert_cmpuint (n_rows, ==, 1);
      annex_query_set_search (query, NULL);
      annex_record_list_set_query (list, query);
      g_assert_cmpuint (n_rows, ==, 9);
      g_assert_cmpuint (annex_record_list_get_length (list), ==, N_ASSETS);
      assert_current (list, store);
      while (i == 0 && n_rows < N_ASSETS)
        g_main_context_iteration (NULL, TRUE);
    }
  /* Who looks for one of them has it; to know that it is there needs no rows. */
  g_assert_true (annex_record_list_find (list, annex_record_list_get_id (list, N_ASSETS - 1), NULL));
  g_assert_cmpuint (n_rows, ==, 9);
  g_assert_true (annex_record_list_find (list, annex_record_list_get_id (list, N_ASSETS - 1), &position));
  g_assert_cmpuint (position, ==, N_ASSETS - 1);
  g_assert_cmpuint (n_rows, ==, N_ASSETS);
}

/* A list that cannot be read says so, and is not one of fewer records; once it can, it is there again. */
static void
test_tells_a_failed_read (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gboolean background = GPOINTER_TO_INT (data);
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_asset_type);
  g_autoptr (AnnexRecordList) list = NULL;
  guint n_reloaded = 0, n_rows;

  add_haystack (store);
  list = background ? annex_record_list_new_in_background (store, query) : annex_record_list_new (store, query);
  wait_for_reading (list);
  g_assert_null (annex_record_list_get_failure (list));
  n_rows = g_list_model_get_n_items (G_LIST_MODEL (list));
  g_signal_connect (list, "items-changed", G_CALLBACK (follow_cb), &n_rows);
  g_signal_connect_swapped (list, "reloaded", G_CALLBACK (g_atomic_int_inc), &n_reloaded);

  fixture_run_sql (store, "ALTER TABLE asset RENAME TO gone");
  annex_query_set_sort (query, "location", FALSE);
  annex_record_list_set_query (list, query);
  wait_for_reading (list);
  g_assert_nonnull (annex_record_list_get_failure (list));
  g_assert_cmpuint (n_reloaded, ==, 1);
  g_assert_cmpuint (n_rows, ==, 0);

  fixture_run_sql (store, "ALTER TABLE gone RENAME TO asset");
  annex_query_set_sort (query, NULL, FALSE);
  annex_record_list_set_query (list, query);
  wait_for_reading (list);
  g_assert_null (annex_record_list_get_failure (list));
  g_assert_cmpuint (n_rows, ==, 3000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();

#define ADD(path, setup, function) g_test_add (path, Fixture, NULL, setup, function, fixture_tear_down)
  ADD ("/list/places-one", fixture_set_up_empty, test_places_one);
  ADD ("/list/follows-everything", fixture_set_up_empty, test_follows_everything);
  ADD ("/list/tells-the-others", fixture_set_up_empty, test_tells_the_others);
  ADD ("/list/searches-beside-the-loop", fixture_set_up_empty, test_searches_beside_the_loop);
  ADD ("/list/grows-in-steps", fixture_set_up_empty, test_grows_in_steps);
  ADD ("/list/tells-a-failed-read", fixture_set_up_empty, test_tells_a_failed_read);
  g_test_add ("/list/tells-a-failed-read-of-a-thread", Fixture, GINT_TO_POINTER (TRUE), fixture_set_up_empty, test_tells_a_failed_read,
              fixture_tear_down);
  return g_test_run ();
}
