/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <locale.h>

#include "core/annex-change-set.h"
#include "core/annex-query.h"
#include "core/annex-record-list.h"
#include "core/annex-store-private.h"
#include "core/annex-transaction.h"
#include "isms/act/corrective-action-figures.h"
#include "isms/annex-isms.h"
#include "isms/annex-rules.h"
#include "isms/check/audit-fieldwork.h"
#include "isms/plan/justification.h"
#include "isms/plan/methodology.h"
#include "report/annex-risk-map-picture.h"

#define RUNS 15

/*
 * Times what happens inside the process on the engagement given, all of it or the parts named after
 * it: one line a figure, separated by tabs: work, our seconds, the floor's seconds, goal, note.
 * Where the engagement lacks what a part is about, it says so on standard error and goes on.
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
least (const double *values, guint n)
{
  double result = values[0];

  for (guint i = 1; i < n; i++)
    result = MIN (result, values[i]);
  return result;
}

static double
seconds_since (gint64 start)
{
  return (g_get_monotonic_time () - start) / 1e6;
}

/* Time that this process was computing, whoever else kept the machine busy. */
static double
processor_seconds (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
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
bench_lists (AnnexStore *store)
{
  g_autoptr (AnnexQuery) query = annex_query_new (annex_type_find ("asset"));
  g_autoptr (AnnexRecordList) list = annex_record_list_new (store, query);

  bench_search (list);
  bench_sort (store, list);
}

static void
bench_edit (AnnexStore *store)
{
  g_autofree char *bare_path = g_strconcat (annex_store_get_path (store), ".bare", NULL);
  gint64 id = annex_store_find_id (store, annex_type_find ("asset"), "A-000500", NULL);
  double ours[101], floor[101];
  sqlite3 *bare;

  if (id == 0)
    {
      g_printerr ("There is no asset A-000500 in this file to edit.\n");
      return;
    }

  sqlite3_open (bare_path, &bare);
  sqlite3_exec (bare,
                "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL;"
                "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); CREATE TABLE log (id INTEGER PRIMARY KEY, a TEXT);"
                "INSERT INTO t VALUES (1, 'x')", NULL, NULL, NULL);
  for (guint run = 0; run < G_N_ELEMENTS (ours); run++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, "Edit", NULL);

      annex_transaction_set (transaction, id, "location", run % 2 ? "Here" : "There", NULL);
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

/* What an auditor writes down counts when it is on the disk. */
static void
bench_fieldwork (AnnexStore *store)
{
  gint64 audit = annex_audit_find_current (store, NULL);
  g_autoptr (GPtrArray) items = annex_audit_dup_items (store, audit, 0, NULL);
  double noted[101], answered[101];
  g_autofree char *note = NULL;

  if (items->len == 0)
    {
      g_printerr ("There is no audit with a checklist in this file.\n");
      return;
    }
  for (guint run = 0; run < G_N_ELEMENTS (noted); run++)
    {
      gint64 item = annex_record_get_id (items->pdata[run % items->len]);
      gint64 start = g_get_monotonic_time ();

      if (annex_audit_add_note (store, audit, item, "Three of ten badges are not on the list.", NULL) == 0)
        g_error ("The note was refused.");
      noted[run] = seconds_since (start);
      start = g_get_monotonic_time ();
      if (!annex_audit_answer (store, item, run / items->len % 2 ? "conform" : "observation", NULL))
        g_error ("The result was refused.");
      answered[run] = seconds_since (start);
    }
  note = g_strdup_printf ("a note with its time; giving a result %.1f; floor: 50 ms", median (answered, G_N_ELEMENTS (answered)) * 1e3);
  report ("an observation in fieldwork, durable", median (noted, G_N_ELEMENTS (noted)), 0.05, "≤ 1", note);
}

static double
draw_map (AnnexRiskMap *map)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 800, 600);
  cairo_t *cairo = cairo_create (surface);
  gint64 start = g_get_monotonic_time ();

  annex_risk_map_picture_draw (cairo, map, ANNEX_RISK_MAP_CURRENT, 800, 600);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
  return seconds_since (start);
}

typedef struct
{
  AnnexRiskMap *map;
  double seconds;
} Update;

/* What the heat map on screen does after each change. */
static void
update_map_cb (AnnexStore *store, AnnexChangeSet *changes, Update *update)
{
  gint64 start = g_get_monotonic_time ();
  AnnexRiskMap *map = annex_risk_map_update (update->map, store);

  g_assert_nonnull (map);
  annex_risk_map_unref (update->map);
  update->map = map;
  update->seconds = seconds_since (start) + draw_map (map);
}

/* Counted and drawn; in the window, counting is another thread's work. */
static void
bench_map (AnnexStore *store)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 id = annex_store_find_id (store, annex_type_find ("risk"), "R-25000", NULL);
  double counted[RUNS], drawn[RUNS], both[RUNS], computed[RUNS], moved[RUNS], shown[RUNS];
  g_autofree char *note = NULL;
  Update update = { NULL, 0 };
  gulong handler;

  if (id == 0)
    {
      g_printerr ("There is no risk R-25000 in this file to move.\n");
      return;
    }
  g_array_append_val (ids, id);
  update.map = annex_risk_map_new (store, NULL, NULL, NULL);
  draw_map (update.map);
  handler = g_signal_connect (store, "changed", G_CALLBACK (update_map_cb), &update);
  for (guint run = 0; run < RUNS; run++)
    {
      double computed_before = processor_seconds ();
      gint64 start = g_get_monotonic_time ();
      g_autoptr (AnnexRiskMap) map = annex_risk_map_new (store, NULL, NULL, NULL);

      counted[run] = seconds_since (start);
      drawn[run] = draw_map (map);
      both[run] = counted[run] + drawn[run];
      computed[run] = processor_seconds () - computed_before;
      start = g_get_monotonic_time ();
      annex_risk_map_move_risks (store, ids, ANNEX_RISK_CURRENT, 1 + (int) run % 5, 3, NULL, NULL);
      moved[run] = seconds_since (start);
      shown[run] = update.seconds;
    }
  g_signal_handler_disconnect (store, handler);
  annex_risk_map_unref (update.map);
  note = g_strdup_printf ("counted %.1f, drawn %.1f; at best %.1f, processor time %.1f; floor: one frame",
                          median (counted, RUNS) * 1e3, median (drawn, RUNS) * 1e3, least (both, RUNS) * 1e3, median (computed, RUNS) * 1e3);
  report ("heat map of 50,000 risks", median (both, RUNS), 1 / 60.0, "≤ 1", note);
  g_clear_pointer (&note, g_free);
  note = g_strdup_printf ("durable, %.1f of it counted anew and drawn; at best %.1f; floor: one frame", median (shown, RUNS) * 1e3,
                          least (moved, RUNS) * 1e3);
  report ("moving one of them", median (moved, RUNS), 1 / 60.0, "≤ 1", note);
}

/* Levels are not stored but follow from the matrix, so nothing is rewritten: what counts is to tell what would move, to do it, and to show it. */
static void
bench_method (AnnexStore *store)
{
  g_autoptr (AnnexMatrix) present = annex_matrix_load (store, NULL);
  double shown[RUNS], applied[RUNS];
  g_autofree char *note = NULL;
  guint n_moves = 0;

  for (guint run = 0; run < RUNS; run++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (AnnexMatrix) matrix = annex_matrix_copy (present);
      g_autoptr (GArray) moves = NULL;
      g_autoptr (AnnexTransaction) transaction = NULL;
      g_autoptr (AnnexRiskMap) map = NULL;

      for (guint i = 0; i < annex_matrix_get_n_likelihoods (matrix) && run % 2 == 0; i++)
        for (guint j = 0; j < annex_matrix_get_n_consequences (matrix); j++)
          annex_matrix_set_level (matrix, annex_matrix_get_likelihood (matrix, i), annex_matrix_get_consequence (matrix, j), 1 + (int) MIN (i, 3));
      moves = annex_methodology_list_moves (store, matrix, NULL);
      shown[run] = seconds_since (start);
      for (guint i = 0; run == 0 && i < moves->len; i++)
        n_moves += g_array_index (moves, AnnexMethodologyMove, i).n_risks;
      transaction = annex_transaction_begin (store, "Paint the risk matrix", NULL);
      annex_methodology_set_matrix (transaction, store, matrix, NULL);
      annex_transaction_commit (transaction, NULL);
      map = annex_risk_map_new (store, NULL, NULL, NULL);
      draw_map (map);
      applied[run] = seconds_since (start);
    }
  note = g_strdup_printf ("%u ratings move; %.1f until that is told, the rest applied, durable, counted and drawn; floor: one second", n_moves,
                          median (shown, RUNS) * 1e3);
  report ("another matrix for 50,000 risks", median (applied, RUNS), 1, "≤ 1", note);
}

/* With two controls a risk, each of the 93 keeps down a thousand of 50,000. */
#define RISKS_A_CONTROL 50

static guint
apply_control (AnnexStore *store, gint64 control)
{
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, "Apply the control", NULL);
  g_autoptr (AnnexQuery) query = annex_query_new (annex_type_find ("risk"));
  g_autoptr (GArray) ids = annex_query_run (query, store, NULL);
  g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, control);
  guint n = 0;

  annex_transaction_set (transaction, control, "decision", "applicable", NULL);
  for (guint i = 0; i < ids->len; i += RISKS_A_CONTROL, n++)
    annex_transaction_set (transaction, g_array_index (ids, gint64, i), "controls", value, NULL);
  annex_transaction_commit (transaction, NULL);
  return n;
}

/* What the Statement of Applicability does at each key: written, judged by every rule, taken back; and what it offers to write. */
static void
bench_margin (AnnexStore *store)
{
  gint64 id = annex_store_find_id (store, annex_type_find ("control"), "A.8.3", NULL);
  double judged[RUNS], computed[RUNS], suggested[RUNS];
  g_autofree char *note = NULL;
  guint n_risks, n_found = 0;

  if (id == 0 || annex_store_count (store, annex_type_find ("risk"), NULL) == 0)
    {
      g_printerr ("There are no control A.8.3 and risks in this file.\n");
      return;
    }
  n_risks = apply_control (store, id);
  for (guint run = 0; run < RUNS; run++)
    {
      double computed_before = processor_seconds ();
      gint64 start = g_get_monotonic_time ();
      g_autofree char *text = g_strdup_printf ("Typed %u", run);
      AnnexTransaction *transaction = annex_transaction_begin (store, "", NULL);
      g_autoptr (GPtrArray) findings = NULL;
      g_autoptr (GPtrArray) sentences = NULL;

      annex_transaction_set (transaction, id, "justification", text, NULL);
      findings = annex_rules_check (store, id, NULL, NULL);
      annex_transaction_free (transaction);
      judged[run] = seconds_since (start);
      computed[run] = processor_seconds () - computed_before;
      n_found = findings->len;
      start = g_get_monotonic_time ();
      sentences = annex_justification_suggest (store, id, NULL);
      suggested[run] = seconds_since (start);
    }
  note = g_strdup_printf ("%u of its risks linked, %u findings; at best %.1f, processor time %.1f; suggestions %.1f more when writing begins; floor: one frame; without drawing",
                          n_risks, n_found, least (judged, RUNS) * 1e3, median (computed, RUNS) * 1e3, median (suggested, RUNS) * 1e3);
  report ("a keystroke in the Statement to the margin’s verdict", median (judged, RUNS), 1 / 60.0, "≤ 1", note);
}

static GPtrArray *
count_charts (AnnexStore *store)
{
  GPtrArray *charts = g_ptr_array_new_with_free_func ((GDestroyNotify) annex_chart_unref);

  g_ptr_array_add (charts, annex_action_figures_make_age_chart (store, NULL));
  g_ptr_array_add (charts, annex_action_figures_make_source_chart (store, NULL));
  g_ptr_array_add (charts, annex_action_figures_make_load_chart (store, 15, NULL));
  g_ptr_array_add (charts, annex_action_figures_make_closing_chart (store, NULL));
  return charts;
}

/* As the view of a chart does it: asks for the height, places the marks, draws. */
static void
draw_charts (GPtrArray *charts)
{
  for (guint i = 0; i < charts->len; i++)
    {
      double height = annex_chart_get_height (charts->pdata[i], &ANNEX_CHART_STYLE_PAPER, 736);
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 736, (int) height);
      cairo_t *cairo = cairo_create (surface);

      g_free (annex_chart_list_bounds (charts->pdata[i], &ANNEX_CHART_STYLE_PAPER, 736, height));
      annex_chart_draw (charts->pdata[i], cairo, &ANNEX_CHART_STYLE_PAPER, 736, height);
      cairo_destroy (cairo);
      cairo_surface_destroy (surface);
    }
}

/* All four of corrective actions; counting them is another thread's work. */
static void
bench_charts (AnnexStore *store)
{
  double counted[RUNS], drawn[RUNS], computed[RUNS];
  g_autofree char *note = NULL;

  for (guint run = 0; run < RUNS; run++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (GPtrArray) charts = count_charts (store);
      double computed_before;

      counted[run] = seconds_since (start);
      start = g_get_monotonic_time ();
      computed_before = processor_seconds ();
      draw_charts (charts);
      computed[run] = processor_seconds () - computed_before;
      drawn[run] = seconds_since (start);
    }
  note = g_strdup_printf ("measured, placed and drawn; at best %.1f, processor time %.1f; counted in %.1f by another thread; floor: one frame",
                          least (drawn, RUNS) * 1e3, median (computed, RUNS) * 1e3, median (counted, RUNS) * 1e3);
  report ("four charts of 10,000 corrective actions, once counted", median (drawn, RUNS), 1 / 60.0, "≤ 1", note);
}

static const struct
{
  const char *name;
  void (*bench) (AnnexStore *store);
} parts[] = {
  { "edit", bench_edit },
  { "fieldwork", bench_fieldwork },
  { "map", bench_map },
  { "method", bench_method },
  { "margin", bench_margin },
  { "charts", bench_charts },
  { "list", bench_lists },
};

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexStore) store = NULL;

  setlocale (LC_ALL, "");
  annex_isms_register_types ();
  store = annex_store_open (argc > 1 ? argv[1] : "", ANNEX_STORE_DEFAULT, &error);
  if (store == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (argc < 3 || g_strv_contains ((const char *const *) argv + 2, parts[i].name))
      parts[i].bench (store);
  return 0;
}
