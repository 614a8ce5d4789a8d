/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/annex-check.h"
#include "core/annex-log.h"
#include "engagement-fixture.h"
#include "exchange/annex-import.h"
#include "isms/annex-isms.h"

/* An import that is carried out at once does and tells what a plan says. */

static const char *const tables[] = {
  /* All new, with people that nobody knows yet. */
  "name,kind,owner,confidentiality\nServer,hardware,Ada,3\nLaptop,hardware,Ben,2\nPayroll,software,Ada,\n",
  /* New, changed and unchanged. */
  "reference,name,kind,owner\nA-0901,Old server,hardware,Cy\nA-0902,New server,hardware,Dee\nA-0903,Third,hardware,Ada\n",
  /* Links to rows further down. */
  "reference,name,kind,depends_on\nA-0911,One,hardware,A-0912; A-0913\nA-0912,Two,hardware,A-0913\nA-0913,Three,hardware,\n",
  /* A loop, through a record that is there. */
  "reference,name,kind,depends_on\nA-0901,Old server,hardware,A-0921\nA-0921,Four,hardware,A-0901\n",
  /* A row that leads to itself. */
  "reference,name,kind,depends_on\nA-0931,Self,hardware,A-0931\n",
  /* Some rows with a reference, some without: theirs are not given to others. */
  "reference,name,kind\n,Free,hardware\nA-0904,Fixed,hardware\n,Another,hardware\n",
  /* The same reference twice. */
  "reference,name,kind\nA-0941,First,hardware\nA-0941,Second,hardware\n",
  /* One that another type has. */
  "reference,name,kind\nA-0942,Good,hardware\nP-0001,Bad,hardware\n",
  /* Empty where that may not be, unknown choices and levels, dates that do not exist. */
  "name,kind,confidentiality,introduced\nGood,hardware,3,2025-01-01\n,hardware,3,\nBad,nothing,9,2025-02-30\n",
  /* More cells than headings. */
  "name,kind\nGood,hardware\nBad,hardware,x,y\n",
  /* Nothing but headings. */
  "name,kind\n",
};

static AnnexImport *
open_table (Fixture *fixture, const char *table)
{
  g_autofree char *path = g_build_filename (fixture->folder, "table.csv", NULL);
  g_autoptr (GError) error = NULL;
  AnnexImport *import;

  g_file_set_contents (path, table, -1, &error);
  g_assert_no_error (error);
  import = annex_import_new (fixture->store, &annex_asset_type, path, NULL, &error);
  g_assert_no_error (error);
  return import;
}

static char *
describe (const AnnexImportReport *report)
{
  g_autofree char *summary = annex_import_report_summarize ((AnnexImportReport *) report);
  GString *text = g_string_new (summary);

  for (guint i = 0; i < report->problems->len; i++)
    {
      const AnnexImportProblem *problem = report->problems->pdata[i];

      g_string_append_printf (text, "\nproblem %" G_GUINT64_FORMAT " %s: %s", problem->line, problem->column, problem->message);
    }
  for (guint i = 0; i < report->changes->len; i++)
    {
      const AnnexImportChange *change = report->changes->pdata[i];

      g_string_append_printf (text, "\nchange %" G_GUINT64_FORMAT " %s %s: %s, %s", change->line, change->reference, change->field, change->old,
                              change->new);
    }
  for (guint i = 0; i < report->new_targets->len; i++)
    {
      const AnnexImportNewTarget *target = report->new_targets->pdata[i];

      g_string_append_printf (text, "\nnew %" G_GUINT64_FORMAT " %s %s", target->line, target->type, target->title);
    }
  return g_string_free_and_steal (text);
}

static gint64
count (Fixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 number = annex_store_read_number (fixture->store, sql, NULL, 0, &error);

  g_assert_no_error (error);
  return number;
}

static void
test_does_what_was_planned (Fixture *fixture, gconstpointer data)
{
  fixture_add (fixture->store, &annex_person_type, "reference", "P-0001", "name", "Ada", NULL);
  fixture_add (fixture->store, &annex_asset_type, "reference", "A-0901", "name", "Server", "kind", "hardware", NULL);
  fixture_add (fixture->store, &annex_asset_type, "reference", "A-0903", "name", "Third", "kind", "hardware", "owner", "Ada", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autoptr (AnnexImport) import = open_table (fixture, tables[i]);
      g_autoptr (AnnexImportReport) planned = NULL;
      g_autoptr (AnnexImportReport) report = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *expected = NULL, *found = NULL;
      gint64 n_records = count (fixture, "SELECT count (*) FROM record"), n_commits = count (fixture, "SELECT count (*) FROM \"commit\"");
      gboolean done;

      planned = annex_import_plan (import, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      done = annex_import_carry_out (import, &report, NULL, NULL, NULL, &error);
      g_assert_nonnull (report);
      expected = describe (planned);
      found = describe (report);
      g_test_message ("%s", expected);
      g_assert_cmpstr (found, ==, expected);
      g_assert_true (done == (planned->n_bad == 0));
      if (!done)
        g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
      g_assert_cmpint (count (fixture, "SELECT count (*) FROM record"), ==,
                       n_records + (done ? (gint64) (planned->n_add + planned->new_targets->len) : 0));
      g_assert_cmpint (count (fixture, "SELECT count (*) FROM \"commit\""), ==, n_commits + (done && planned->n_rows > 0 ? 1 : 0));
    }
  g_assert_cmpint (count (fixture, "SELECT count (*) FROM link WHERE field = 'depends_on'"), ==, 3);
}

/* The good rows come in, and the report says which did not. */
static void
test_leaves_out_what_was_planned (Fixture *fixture, gconstpointer data)
{
  g_autoptr (AnnexImport) import = open_table (fixture, "name,kind\nGood,hardware\n,hardware\nAlso good,software\n");
  g_autoptr (AnnexImportReport) report = NULL;
  g_autoptr (GError) error = NULL;

  annex_import_set_leave_out_bad (import, TRUE);
  g_assert_true (annex_import_carry_out (import, &report, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_bad, ==, 1);
  g_assert_cmpuint (fixture_count (fixture->store, "asset"), ==, 2);
}

static void
assert_all_indexed (Fixture *fixture)
{
  g_assert_cmpint (count (fixture, "SELECT count (*) FROM search_docsize"), ==,
                   count (fixture, "SELECT count (*) FROM record"));
  g_assert_cmpint (count (fixture, "SELECT count (*) FROM search_docsize WHERE id NOT IN (SELECT id FROM record)"), ==,
                   0);
}

/* Undone and done again as one, and the file still refuses what it refused before. */
static void
test_large_import_is_undone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) table = g_string_new ("reference,name,kind,owner,depends_on\n");
  g_autoptr (AnnexImportReport) report = NULL;
  g_autoptr (AnnexImport) import = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n_links = count (fixture, "SELECT count (*) FROM link");

  for (guint i = 0; i < 1200; i++)
    g_string_append_printf (table, "A-%04u,Asset %u,hardware,Owner %u,%s\n", i + 1, i, i % 7, i > 0 ? "A-0001" : "");
  import = open_table (fixture, table->str);
  g_assert_true (annex_import_carry_out (import, &report, NULL, NULL, NULL, &error));
  for (guint i = 0; i < 2; i++)
    {
      annex_log_undo (fixture->store, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (fixture_count (fixture->store, "asset"), ==, 0);
      g_assert_cmpint (count (fixture, "SELECT count (*) FROM link"), ==, n_links);
      assert_all_indexed (fixture);
      annex_log_redo (fixture->store, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (fixture_count (fixture->store, "asset"), ==, 1200);
      g_assert_cmpint (count (fixture, "SELECT count (*) FROM link"), ==, n_links + 1200 + 1199);
      assert_all_indexed (fixture);
      g_assert_cmpint (count (fixture, "PRAGMA foreign_keys"), ==, 1);
    }
}

/* Where far more goes than stays, the search index is written anew. */
static void
test_search_outlives_the_undo_of_most (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) table = g_string_new ("reference,name,kind\n");
  g_autoptr (AnnexImportReport) report = NULL;
  g_autoptr (AnnexImport) import = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n_left;

  fixture_add (fixture->store, &annex_asset_type, "name", "Astrolabe", "kind", "hardware", NULL);
  n_left = count (fixture, "SELECT count (*) FROM record");
  for (gint64 i = 0; i < MAX (1000, 4 * n_left + 1); i++)
    g_string_append_printf (table, "A-%05d,Quadrant %d,hardware\n", (int) i + 2, (int) i);
  import = open_table (fixture, table->str);
  g_assert_true (annex_import_carry_out (import, &report, NULL, NULL, NULL, &error));
  annex_log_undo (fixture->store, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count (fixture, "SELECT count (*) FROM record"), ==, n_left);
  g_assert_cmpint (count (fixture, "SELECT count (*) FROM search WHERE search MATCH 'astrolabe'"), ==, 1);
  g_assert_cmpint (count (fixture, "SELECT count (*) FROM search WHERE search MATCH 'quadrant'"), ==, 0);
  assert_all_indexed (fixture);
}

/* Rows that change what is there stand between rows that come in: each sees all that came before it. */
static void
test_large_import_reads_what_it_wrote (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GError) error = NULL;

  for (guint round = 1; round <= 2; round++)
    {
      g_autoptr (GString) table = g_string_new ("reference,name,kind,owner\n");
      g_autoptr (AnnexImportReport) report = NULL;
      g_autoptr (AnnexImport) import = NULL;

      /* The second round has every other record of the first under another name. */
      for (guint i = 0; i < 1000; i++)
        g_string_append_printf (table, "A-%04u,Asset %u of round %u,hardware,Owner %u\n", i * round + 1, i, round,
                                i % 300);
      import = open_table (fixture, table->str);
      g_assert_true (annex_import_carry_out (import, &report, NULL, NULL, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (report->n_add, ==, round == 1 ? 1000 : 500);
      g_assert_cmpuint (report->n_update, ==, round == 1 ? 0 : 500);
    }
  g_assert_cmpuint (fixture_count (fixture->store, "asset"), ==, 1500);
  g_assert_cmpuint (fixture_count (fixture->store, "person"), ==, 300);
  g_assert_cmpint (count (fixture, "SELECT count (*) FROM asset WHERE name GLOB '*round 2'"), ==, 1000);
  g_assert_cmpint (count (fixture, "SELECT count (*) FROM search WHERE search MATCH 'round'"), ==, 1500);
  findings = annex_check_integrity (fixture->store, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (findings->len, ==, 0);
  for (guint i = 0; i < 2; i++)
    {
      annex_log_undo (fixture->store, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (count (fixture, "SELECT count (*) FROM asset WHERE name GLOB '*round 1'"), ==,
                       i == 0 ? 1000 : 0);
      g_assert_cmpint (count (fixture, "SELECT count (*) FROM search WHERE search MATCH 'round'"), ==,
                       i == 0 ? 1000 : 0);
    }
}

/* A link to nothing, planted behind the back of the store, is found before anything is written. */
static void
test_large_undo_refuses_what_hangs_in_the_air (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) table = g_string_new ("reference,name,kind\n");
  g_autoptr (AnnexImportReport) report = NULL;
  g_autoptr (AnnexImport) import = NULL;
  g_autoptr (GError) error = NULL;
  gint64 person = fixture_add (fixture->store, &annex_person_type, "name", "Ada", NULL);
  g_autofree char *plant = NULL;

  for (guint i = 0; i < 1200; i++)
    g_string_append_printf (table, "A-%04u,Asset %u,hardware\n", i + 1, i);
  import = open_table (fixture, table->str);
  g_assert_true (annex_import_carry_out (import, &report, NULL, NULL, NULL, &error));
  plant = g_strdup_printf ("INSERT INTO link (source, field, target) SELECT %" G_GINT64_FORMAT ", 'owner', id FROM asset LIMIT 1", person);
  fixture_run_sql (fixture->store, plant);
  g_assert_false (annex_log_undo (fixture->store, NULL, &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
  g_assert_cmpuint (fixture_count (fixture->store, "asset"), ==, 1200);
  g_assert_cmpint (count (fixture, "PRAGMA foreign_keys"), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();
#define ADD(name) g_test_add ("/import/" #name, Fixture, NULL, fixture_set_up, test_##name, fixture_tear_down)
  ADD (does_what_was_planned);
  ADD (leaves_out_what_was_planned);
  ADD (large_import_is_undone);
  ADD (search_outlives_the_undo_of_most);
  ADD (large_import_reads_what_it_wrote);
  ADD (large_undo_refuses_what_hangs_in_the_air);
#undef ADD
  return g_test_run ();
}
