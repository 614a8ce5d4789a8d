/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <locale.h>

#include "core/annex-query.h"
#include "core/annex-record-list.h"
#include "core/annex-transaction.h"
#include "isms/annex-isms.h"
#include "report/annex-risk-map-picture.h"

#define RUNS 15

/*
 * Times what happens inside the process on the engagement given: one line a figure, separated by
 * tabs: work, our seconds, the floor's seconds, goal, note.
 */

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
median (double *values, guint n)
{
  qsort (values, n, sizeof *values, compare_doubles);
  return values[n / 2];
}

static double
seconds_since (gint64 start)
{
  return (g_get_monotonic_time () - start) / 1e6;
}

static double
run_sql (sqlite3 *database, const char *sql)
{
  gint64 start = g_get_monotonic_time ();
  sqlite3_stmt *statement;

  sqlite3_prepare_v2 (database, sql, -1, &statement, NULL);
  while (sqlite3_step (statement) == SQLITE_ROW)
    sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return seconds_since (start);
}

static void
report (const char *work, double ours, double floor, const char *goal, const char *note)
{
  g_print ("%s\t%.6f\t%.6f\t%s\t%s\n", work, ours, floor, goal, note);
}

/* What a screen does after the query changed: run it, then read the rows in sight. */
static double
time_query (AnnexRecordList *list, const AnnexQuery *query)
{
  gint64 start = g_get_monotonic_time ();

  annex_record_list_set_query (list, query);
  for (guint i = 0; i < 40; i++)
    {
      g_autoptr (AnnexRecordSlot) slot = g_list_model_get_item (G_LIST_MODEL (list), i);

      if (slot != NULL)
        annex_record_slot_get_record (slot);
    }
  return seconds_since (start);
}

static void
bench_search (AnnexRecordList *list)
{
  static const char *const texts[] = { "a", "as", "ass", "asset 12", "person building" };
  double worst = 0;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      double values[RUNS];
      g_autoptr (AnnexQuery) query = annex_query_new (annex_type_find ("asset"));

      annex_query_set_search (query, texts[i]);
      for (guint run = 0; run < RUNS; run++)
        values[run] = time_query (list, query);
      worst = MAX (worst, median (values, RUNS));
    }
  report ("a keystroke in search to its rows, worst of five", worst, 1 / 60.0, "≤ 2", "floor: one frame; without drawing");
}

static void
bench_sort (AnnexStore *store, AnnexRecordList *list)
{
  double ours[RUNS], floor[RUNS];

  for (guint run = 0; run < RUNS; run++)
    {
      g_autoptr (AnnexQuery) query = annex_query_new (annex_type_find ("asset"));

      annex_query_set_sort (query, "location", run % 2);
      ours[run] = time_query (list, query);
      floor[run] = run_sql (annex_store_get_database (store), run % 2 ? "SELECT id FROM asset ORDER BY location COLLATE NOCASE DESC"
                                                                      : "SELECT id FROM asset ORDER BY location COLLATE NOCASE");
    }
  report ("sort by a column", median (ours, RUNS), median (floor, RUNS), "≤ 3", "floor: the bare SELECT id … ORDER BY");
}

static void
bench_edit (AnnexStore *store, const char *path)
{
  g_autofree char *bare_path = g_strconcat (path, ".bare", NULL);
  g_autoptr (AnnexRecord) record = annex_store_find (store, "A-000500", NULL);
  double ours[101], floor[101];
  sqlite3 *bare;

  sqlite3_open (bare_path, &bare);
  sqlite3_exec (bare,
                "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL;"
                "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); CREATE TABLE log (id INTEGER PRIMARY KEY, a TEXT);"
                "INSERT INTO t VALUES (1, 'x')", NULL, NULL, NULL);
  for (guint run = 0; run < G_N_ELEMENTS (ours); run++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, "Edit", NULL);

      annex_transaction_set (transaction, annex_record_get_id (record), "location", run % 2 ? "Here" : "There", NULL);
      annex_transaction_commit (transaction, NULL);
      ours[run] = seconds_since (start);

      start = g_get_monotonic_time ();
      sqlite3_exec (bare, "BEGIN IMMEDIATE; UPDATE t SET a = a || 'y'; INSERT INTO log (a) VALUES ('changed'); COMMIT", NULL, NULL, NULL);
      floor[run] = seconds_since (start);
    }
  sqlite3_close (bare);
  g_unlink (bare_path);
  report ("one edit with its log row, durable", median (ours, G_N_ELEMENTS (ours)), median (floor, G_N_ELEMENTS (floor)), "≤ 3",
          "floor: one bare durable transaction, same journal mode");
}

static double
time_map (AnnexStore *store)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (AnnexRiskMap) map = annex_risk_map_new (store, NULL, NULL, NULL);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 800, 600);
  cairo_t *cairo = cairo_create (surface);

  annex_risk_map_picture_draw (cairo, map, ANNEX_RISK_CURRENT, 800, 600);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
  return seconds_since (start);
}

/* Counted and drawn; in the window, counting is another thread's work. */
static void
bench_map (AnnexStore *store)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 id = annex_store_find_id (store, NULL, "R-25000");
  double counted[RUNS], moved[RUNS];

  if (id == 0)
    return;
  g_array_append_val (ids, id);
  time_map (store);
  for (guint run = 0; run < RUNS; run++)
    {
      gint64 start;

      counted[run] = time_map (store);
      start = g_get_monotonic_time ();
      annex_risk_map_move_risks (store, ids, ANNEX_RISK_CURRENT, 1 + (int) run % 5, 3, NULL, NULL);
      moved[run] = seconds_since (start);
    }
  report ("heat map of 50,000 risks", median (counted, RUNS), 1 / 60.0, "≤ 1", "counted and drawn; floor: one frame");
  report ("moving one of them", median (moved, RUNS), 1 / 60.0, "≤ 1", "durable; floor: one frame");
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexStore) store = NULL;
  g_autoptr (AnnexQuery) query = NULL;
  g_autoptr (AnnexRecordList) list = NULL;

  setlocale (LC_ALL, "");
  annex_isms_register_types ();
  store = annex_store_open (argc > 1 ? argv[1] : "", ANNEX_STORE_DEFAULT, &error);
  if (store == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  query = annex_query_new (annex_type_find ("asset"));
  bench_edit (store, argv[1]);
  bench_map (store);
  list = annex_record_list_new (store, query);
  bench_search (list);
  bench_sort (store, list);
  return 0;
}
