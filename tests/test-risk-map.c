/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/annex-log.h"
#include "core/annex-query.h"
#include "core/annex-store-private.h"
#include "core/annex-transaction.h"
#include "engagement-fixture.h"
#include "isms/annex-isms.h"
#include "isms/annex-reports.h"
#include "isms/plan/methodology.h"
#include "isms/plan/risk-map.h"
#include "report/annex-risk-map-picture.h"

static void
test_map (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_risk_type);
  g_autoptr (AnnexRiskMap) map = annex_risk_map_new (store, NULL, NULL, NULL);
  g_autoptr (AnnexRiskMap) filtered = NULL;
  g_autofree char *text = NULL;
  guint total = 0, column, row;

  for (int likelihood = 1; likelihood <= 5; likelihood++)
    for (int consequence = 1; consequence <= 5; consequence++)
      total += annex_risk_map_get_count (map, ANNEX_RISK_CURRENT, likelihood, consequence);
  g_assert_cmpuint (total, ==, 35);
  g_assert_cmpuint (annex_risk_map_get_count (map, ANNEX_RISK_CURRENT, 4, 5), ==, 1);
  g_assert_cmpstr (annex_risk_map_get_references (map, ANNEX_RISK_CURRENT, 4, 5)[0], ==, "R-001");
  text = annex_risk_map_dup_cell_text (map, ANNEX_RISK_CURRENT, 4, 5);
  g_assert_cmpstr (text, ==, "Likelihood 4, consequence 5, Critical, 1 risk");
  g_assert_true (annex_risk_map_find_cell (map, 5, 1, &column, &row));
  g_assert_cmpuint (column, ==, 0);
  g_assert_cmpuint (row, ==, 0);

  annex_query_add_filter (query, "owner", ANNEX_FILTER_IS, "P-004");
  filtered = annex_risk_map_new (store, query, NULL, NULL);
  g_assert_cmpuint (annex_risk_map_get_count (filtered, ANNEX_RISK_CURRENT, 4, 5), ==, 1);
  g_assert_cmpuint (annex_risk_map_get_count (filtered, ANNEX_RISK_CURRENT, 3, 5), ==, 0);
  g_assert_cmpuint (annex_risk_map_get_count (map, ANNEX_RISK_CURRENT, 3, 5), ==, 1);
}

static void
test_map_moves (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 id = annex_store_find_id (store, NULL, "R-004", NULL);
  g_autoptr (AnnexRiskMap) before = annex_risk_map_new (store, NULL, NULL, NULL);
  g_autoptr (AnnexRiskMap) after = NULL;
  g_autofree char *label = NULL;
  g_autoptr (GError) error = NULL;

  g_array_append_val (ids, id);
  g_assert_true (annex_risk_map_move_risks (store, ids, ANNEX_RISK_CURRENT, 2, 4, "The tests run", &error));
  after = annex_risk_map_new (store, NULL, NULL, NULL);
  g_assert_cmpuint (annex_risk_map_get_count (after, ANNEX_RISK_CURRENT, 2, 4), ==, annex_risk_map_get_count (before, ANNEX_RISK_CURRENT, 2, 4) + 1);
  fixture_assert_value (store, id, "current_rationale", "The tests run");
  g_object_get (store, "undo-label", &label, NULL);
  g_assert_cmpstr (label, ==, "Move R-004 to likelihood 2, consequence 4");
  g_assert_true (annex_log_undo (store, NULL, NULL));
  fixture_assert_value (store, id, "current_likelihood", "3");
  /* A cell that the scales do not have. */
  g_assert_true (annex_risk_map_move_risks (store, ids, ANNEX_RISK_CURRENT, 9, 4, NULL, NULL));
  g_clear_pointer (&after, annex_risk_map_unref);
  after = annex_risk_map_new (store, NULL, NULL, NULL);
  g_assert_cmpuint (annex_risk_map_get_unrated (after, ANNEX_RISK_CURRENT), ==, 1);
}

static void
test_map_picture (Fixture *fixture, gconstpointer data)
{
  g_autoptr (AnnexRiskMap) map = annex_risk_map_new (fixture->store, NULL, NULL, NULL);
  g_autofree char *svg = g_build_filename (fixture->folder, "map.svg", NULL);
  g_autofree char *png = g_build_filename (fixture->folder, "map.png", NULL);
  g_autofree char *other = g_build_filename (fixture->folder, "map.bmp", NULL);
  g_autofree char *nowhere = g_build_filename (fixture->folder, "no such folder", "map.png", NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_assert_true (annex_risk_map_picture_write (map, ANNEX_RISK_MAP_CURRENT, svg, NULL));
  g_assert_true (g_file_get_contents (svg, &content, &length, NULL));
  g_assert_true (g_str_has_prefix (content, "<?xml"));
  g_assert_nonnull (g_strstr_len (content, (gssize) length, "</svg>"));
  g_clear_pointer (&content, g_free);
  g_assert_true (annex_risk_map_picture_write (map, ANNEX_RISK_MAP_CURRENT, png, NULL));
  g_assert_true (g_file_get_contents (png, &content, &length, NULL));
  g_assert_cmpmem (content, 4, "\x89PNG", 4);
  g_assert_false (annex_risk_map_picture_write (map, ANNEX_RISK_MAP_CURRENT, other, &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (annex_risk_map_picture_write (map, ANNEX_RISK_MAP_CURRENT, nowhere, &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE);
}

/* A report is printed as the PDF has it: a title, a page for the three maps together and one for each, the register. */
static void
test_printed_pages (Fixture *fixture, gconstpointer data)
{
  g_autoptr (AnnexReportDocument) document = annex_risk_assessment_report_make (fixture->store, 0, NULL, NULL);
  double page_width, page_height;
  g_autoptr (GPtrArray) pages = annex_report_document_draw_pages (document, &page_width, &page_height, NULL, NULL);

  g_assert_cmpuint (pages->len, >=, 6);
  for (guint i = 0; i < pages->len; i++)
    {
      double x, y, width, height;

      cairo_recording_surface_ink_extents (pages->pdata[i], &x, &y, &width, &height);
      g_assert_cmpfloat (width, >, 0);
      g_assert_cmpfloat (x, >=, 0);
      g_assert_cmpfloat (y, >=, 0);
      g_assert_cmpfloat (x + width, <=, page_width);
      g_assert_cmpfloat (y + height, <=, page_height);
    }
}

/* Collects what is asked of the risks. */
static int
trace_cb (unsigned int kind, void *user_data, void *statement, void *sql)
{
  GPtrArray *asked = user_data;

  if (strstr (sqlite3_sql (statement), "FROM risk") != NULL)
    g_ptr_array_add (asked, g_strdup (sqlite3_sql (statement)));
  return 0;
}

/* With more risks than a cell names, all that is asked is answered by an index, already in order. */
static void
test_counts_by_index (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  sqlite3 *database = annex_store_get_database (store);
  g_autoptr (GPtrArray) asked = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (AnnexRiskMap) map = NULL;

  for (int i = 0; i < 3 * (ANNEX_RISK_MAP_MAX_REFERENCES + 1); i++)
    {
      g_autofree char *title = g_strdup_printf ("Risk %d", i);

      fixture_add (store, &annex_risk_type, "title", title, "inherent_likelihood", "5", "inherent_consequence", "5", "current_likelihood", "4",
                   "current_consequence", "4", "target_likelihood", "1", "target_consequence", i % 3 == 0 ? "4" : "3", "status",
                   i % 3 == 1 ? "closed" : "treating", NULL);
    }
  sqlite3_trace_v2 (database, SQLITE_TRACE_STMT, trace_cb, asked);
  map = annex_risk_map_new (store, NULL, NULL, NULL);
  sqlite3_trace_v2 (database, 0, NULL, NULL);
  g_assert_cmpuint (annex_risk_map_get_count (map, ANNEX_RISK_INHERENT, 5, 5), ==, 2 * (ANNEX_RISK_MAP_MAX_REFERENCES + 1));
  g_assert_cmpuint (annex_risk_map_get_count (map, ANNEX_RISK_TARGET, 1, 3), ==, ANNEX_RISK_MAP_MAX_REFERENCES + 1);
  g_assert_cmpuint (annex_risk_map_get_moves (map)->len, ==, 2);
  g_assert_cmpuint (asked->len, >, 4);
  for (guint i = 0; i < asked->len; i++)
    {
      g_autofree char *sql = g_strconcat ("EXPLAIN QUERY PLAN ", asked->pdata[i], NULL);
      sqlite3_stmt *statement = NULL;

      g_assert_cmpint (sqlite3_prepare_v2 (database, sql, -1, &statement, NULL), ==, SQLITE_OK);
      while (sqlite3_step (statement) == SQLITE_ROW)
        g_assert_nonnull (strstr ((const char *) sqlite3_column_text (statement, 3), "USING COVERING INDEX"));
      sqlite3_finalize (statement);
    }
}

static void
assert_same_move (AnnexRiskMap *map, const AnnexRiskMapMove *move)
{
  GArray *moves = annex_risk_map_get_moves (map);

  for (guint i = 0; i < moves->len; i++)
    {
      const AnnexRiskMapMove *other = &g_array_index (moves, AnnexRiskMapMove, i);

      if (other->from_likelihood == move->from_likelihood && other->from_consequence == move->from_consequence &&
          other->to_likelihood == move->to_likelihood && other->to_consequence == move->to_consequence)
        {
          g_assert_cmpuint (other->n_risks, ==, move->n_risks);
          return;
        }
    }
  g_assert_not_reached ();
}

static void
assert_same_map (AnnexRiskMap *map, AnnexRiskMap *expected)
{
  GArray *moves = annex_risk_map_get_moves (expected);

  for (int stage = 0; stage < ANNEX_RISK_N_STAGES; stage++)
    {
      g_assert_cmpuint (annex_risk_map_get_unrated (map, (AnnexRiskStage) stage), ==, annex_risk_map_get_unrated (expected, (AnnexRiskStage) stage));
      for (int likelihood = 1; likelihood <= 5; likelihood++)
        for (int consequence = 1; consequence <= 5; consequence++)
          {
            const char *const *references = annex_risk_map_get_references (map, (AnnexRiskStage) stage, likelihood, consequence);
            const char *const *other = annex_risk_map_get_references (expected, (AnnexRiskStage) stage, likelihood, consequence);

            g_assert_cmpuint (annex_risk_map_get_count (map, (AnnexRiskStage) stage, likelihood, consequence), ==,
                              annex_risk_map_get_count (expected, (AnnexRiskStage) stage, likelihood, consequence));
            if (other == NULL)
              g_assert_null (references);
            else
              g_assert_cmpstrv (references, other);
          }
    }
  g_assert_cmpuint (annex_risk_map_get_moves (map)->len, ==, moves->len);
  for (guint i = 0; i < moves->len; i++)
    assert_same_move (map, &g_array_index (moves, AnnexRiskMapMove, i));
}

/* Follows the map to what it is now, and compares it with one that is counted. */
static void
assert_follows (AnnexRiskMap **map, AnnexStore *store)
{
  AnnexRiskMap *updated = annex_risk_map_update (*map, store);
  g_autoptr (AnnexRiskMap) counted = annex_risk_map_new (store, NULL, NULL, NULL);

  g_assert_nonnull (updated);
  assert_same_map (updated, counted);
  annex_risk_map_unref (*map);
  *map = updated;
}

/* Whatever happens to single risks is followed through the log, one commit or several. */
static void
test_update (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (AnnexRiskMap) map = annex_risk_map_new (store, NULL, NULL, NULL);
  g_autoptr (AnnexRiskMap) filtered = NULL;
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_risk_type);
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autoptr (AnnexMatrix) matrix = annex_matrix_load (store, NULL);
  gint64 first = annex_store_find_id (store, NULL, "R-004", NULL), second = annex_store_find_id (store, NULL, "R-001", NULL);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (ids, first);
  g_array_append_val (ids, second);
  assert_follows (&map, store);
  g_assert_true (annex_risk_map_move_risks (store, ids, ANNEX_RISK_CURRENT, 2, 4, NULL, NULL));
  assert_follows (&map, store);
  g_assert_true (annex_risk_map_move_risks (store, ids, ANNEX_RISK_TARGET, 1, 1, NULL, NULL));
  g_assert_true (annex_risk_map_move_risks (store, ids, ANNEX_RISK_TARGET, 2, 2, NULL, NULL));
  fixture_assert_set (store, first, "inherent_likelihood", "5");
  fixture_assert_set (store, second, "title", "Another title");
  assert_follows (&map, store);
  fixture_assert_set (store, first, "status", "closed");
  fixture_assert_set (store, first, "current_likelihood", "5");
  assert_follows (&map, store);
  fixture_assert_set (store, first, "status", "treating");
  fixture_assert_set (store, second, "current_consequence", NULL);
  assert_follows (&map, store);
  fixture_add (store, &annex_risk_type, "title", "New", "current_likelihood", "2", "current_consequence", "4", NULL);
  fixture_add (store, &annex_asset_type, "name", "Something else", NULL);
  assert_follows (&map, store);
  for (guint i = 0; i < 4; i++)
    g_assert_true (annex_log_undo (store, NULL, NULL));
  g_assert_null (annex_risk_map_update (map, store)); /* a creation was taken back */
  g_clear_pointer (&map, annex_risk_map_unref);
  map = annex_risk_map_new (store, NULL, NULL, NULL);
  g_assert_true (annex_log_undo (store, NULL, NULL));
  assert_follows (&map, store);

  annex_query_set_search (query, "production");
  filtered = annex_risk_map_new (store, query, NULL, NULL);
  g_assert_null (annex_risk_map_update (filtered, store));
  annex_matrix_set_level (matrix, 1, 1, 4);
  transaction = annex_transaction_begin (store, "Paint", NULL);
  g_assert_true (annex_methodology_set_matrix (transaction, store, matrix, NULL));
  g_assert_true (annex_transaction_commit (transaction, NULL));
  g_assert_null (annex_risk_map_update (map, store));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();

#define ADD(path, setup, function) g_test_add (path, Fixture, NULL, setup, function, fixture_tear_down)
  ADD ("/map/counts", fixture_set_up_sample, test_map);
  ADD ("/map/counts-by-index", fixture_set_up, test_counts_by_index);
  ADD ("/map/moves", fixture_set_up_sample, test_map_moves);
  ADD ("/map/follows-changes", fixture_set_up_sample, test_update);
  ADD ("/map/picture", fixture_set_up_sample, test_map_picture);
  ADD ("/map/printed-pages", fixture_set_up_sample, test_printed_pages);
  return g_test_run ();
}
