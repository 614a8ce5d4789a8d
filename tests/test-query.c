/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/annex-query.h"
#include "core/annex-store-private.h"
#include "engagement-fixture.h"
#include "isms/annex-isms.h"

/* So often SQLite tells what it does, in steps of its machine. */
#define STEPS 100

static int
count_cb (gpointer user_data)
{
  guint *n = user_data;

  (*n)++;
  return 0;
}

static GArray *
run (AnnexStore *store, const AnnexQuery *query, guint *cost)
{
  g_autoptr (GError) error = NULL;
  GArray *ids;

  *cost = 0;
  sqlite3_progress_handler (annex_store_get_database (store), STEPS, count_cb, cost);
  ids = annex_query_run (query, store, &error);
  sqlite3_progress_handler (annex_store_get_database (store), 0, NULL, NULL);
  g_assert_no_error (error);
  return ids;
}

static void
add_bystanders (AnnexStore *store)
{
  fixture_run_sql (store, "INSERT INTO record (id, type, reference, number, title) "
                          "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 5000) "
                          "SELECT i, 'asset', 'A-9' || (10000 + i), 90000 + i, 'Bystander' FROM n");
  fixture_run_sql (store, "INSERT INTO asset (id) SELECT id FROM record WHERE title = 'Bystander'");
}

static gboolean
lists (GArray *ids, gint64 id)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == id)
      return TRUE;
  return FALSE;
}

/* What links to a record is found as fast among many records as among few. */
static void
test_finds_what_links_at_once (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_asset_type);
  g_autoptr (GArray) before = NULL, after = NULL;
  guint cost_before, cost_after;
  gint64 ann = fixture_add (store, &annex_person_type, "name", "Ann", NULL);
  gint64 last = fixture_add (store, &annex_asset_type, "name", "Wiki", "owner", "Ann", NULL);
  gint64 first = fixture_add (store, &annex_asset_type, "name", "Mail", "owner", "Ann", NULL);
  g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, ann);

  annex_query_add_filter (query, "owner", ANNEX_FILTER_IS, value);
  annex_query_set_sort (query, "name", FALSE);
  before = run (store, query, &cost_before);
  add_bystanders (store);
  after = run (store, query, &cost_after);
  g_assert_cmpuint (before->len, ==, 2);
  g_assert_cmpuint (after->len, ==, 2);
  g_assert_cmpint (g_array_index (after, gint64, 0), ==, first);
  g_assert_cmpint (g_array_index (after, gint64, 1), ==, last);
  g_assert_cmpuint (cost_after, <=, cost_before + 2);
}

/* Filters on one link are alternatives, those that leave out leave out all of them. */
static void
test_takes_links_as_alternatives (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (AnnexQuery) either = annex_query_new (&annex_asset_type);
  g_autoptr (AnnexQuery) neither = annex_query_new (&annex_asset_type);
  g_autoptr (AnnexQuery) unknown = annex_query_new (&annex_asset_type);
  g_autoptr (GArray) found = NULL, others = NULL, none = NULL;
  gint64 by_ann, by_bob, by_cleo, by_nobody;
  guint cost;

  for (guint i = 0; i < 3; i++)
    fixture_add (store, &annex_person_type, "name", ((const char *[]) { "Ann", "Bob", "Cleo" })[i], NULL);
  by_ann = fixture_add (store, &annex_asset_type, "name", "A", "owner", "Ann", NULL);
  by_bob = fixture_add (store, &annex_asset_type, "name", "B", "owner", "Bob", NULL);
  by_cleo = fixture_add (store, &annex_asset_type, "name", "C", "owner", "Cleo", NULL);
  by_nobody = fixture_add (store, &annex_asset_type, "name", "D", NULL);

  annex_query_add_filter (either, "owner", ANNEX_FILTER_IS, "Ann");
  annex_query_add_filter (either, "name", ANNEX_FILTER_IS_NOT_EMPTY, NULL);
  annex_query_add_filter (either, "owner", ANNEX_FILTER_IS, "Bob");
  found = run (store, either, &cost);
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_true (lists (found, by_ann) && lists (found, by_bob));

  annex_query_add_filter (neither, "owner", ANNEX_FILTER_IS_NOT, "Ann");
  annex_query_add_filter (neither, "owner", ANNEX_FILTER_IS_NOT, "Bob");
  others = run (store, neither, &cost);
  g_assert_cmpuint (others->len, ==, 2);
  g_assert_true (lists (others, by_cleo) && lists (others, by_nobody));

  annex_query_add_filter (unknown, "owner", ANNEX_FILTER_IS, "Nobody of that name");
  none = run (store, unknown, &cost);
  g_assert_cmpuint (none->len, ==, 0);
}

/* One record among many is put into its place without a look at the others. */
static void
test_places_one_at_once (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_asset_type);
  g_autoptr (GArray) ids = NULL;
  guint cost, all, position;
  gint64 id;

  add_bystanders (store);
  ids = run (store, query, &all);
  id = fixture_add (store, &annex_asset_type, "name", "Wiki", NULL);
  cost = 0;
  sqlite3_progress_handler (annex_store_get_database (store), STEPS, count_cb, &cost);
  g_assert_true (annex_query_matches (query, store, id, NULL));
  g_assert_true (annex_query_find_place (query, store, ids, id, &position, NULL));
  sqlite3_progress_handler (annex_store_get_database (store), 0, NULL, NULL);
  g_assert_cmpuint (position, ==, ids->len);
  g_assert_cmpuint (cost, <, all / 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();

#define ADD(path, setup, function) g_test_add (path, Fixture, NULL, setup, function, fixture_tear_down)
  ADD ("/query/finds-what-links-at-once", fixture_set_up_empty, test_finds_what_links_at_once);
  ADD ("/query/takes-links-as-alternatives", fixture_set_up_empty, test_takes_links_as_alternatives);
  ADD ("/query/places-one-at-once", fixture_set_up_empty, test_places_one_at_once);
  return g_test_run ();
}
