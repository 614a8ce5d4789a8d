/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>
#include <string.h>

#include "core/annex-log.h"
#include "core/annex-query.h"
#include "core/annex-transaction.h"
#include "exchange/annex-csv-reader.h"
#include "exchange/annex-export.h"
#include "exchange/annex-import.h"
#include "isms/annex-engagement-setup.h"
#include "isms/annex-isms.h"

typedef struct
{
  char *folder;
  AnnexStore *store;
  const AnnexType *type;
} Fixture;

static char *
path_of (Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static AnnexStore *
create_store (Fixture *fixture, const char *name)
{
  g_autofree char *path = path_of (fixture, name);
  g_autoptr (GError) error = NULL;
  AnnexStore *store = annex_store_create (path, &error);

  g_assert_no_error (error);
  annex_engagement_setup (store, "Test", "Test & Sons", "All we do", NULL, &error);
  g_assert_no_error (error);
  return store;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("annex-test-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->type = annex_type_find ("asset");
  fixture->store = create_store (fixture, "test.annex");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) folder = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  annex_store_close (fixture->store);
  g_clear_object (&fixture->store);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = path_of (fixture, name);
      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

static char *
write_bytes (Fixture *fixture, const char *name, const char *bytes, gssize length)
{
  char *path = path_of (fixture, name);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, bytes, length, &error);
  g_assert_no_error (error);
  return path;
}

static char *
read_text (Fixture *fixture, const char *name)
{
  g_autofree char *path = path_of (fixture, name);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* All rows as "line:cell|cell" joined by "/", or the message of the error. */
static char *
dump (const char *path, const AnnexTableOptions *options, int *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexTableSource) source = annex_table_source_open (path, options, &error);
  g_autoptr (GString) text = g_string_new (NULL);
  AnnexTableRow row;
  gboolean end = source == NULL;

  if (source != NULL)
    {
      g_autofree char *headers = g_strjoinv ("|", (char **) annex_table_source_get_headers (source));
      g_string_append (text, headers);
    }
  while (!end && annex_table_source_next (source, &row, &end, &error) && !end)
    {
      g_string_append_printf (text, "/%" G_GUINT64_FORMAT ":", row.line);
      for (guint i = 0; i < row.n_cells; i++)
        g_string_append_printf (text, "%s%s", i > 0 ? "|" : "", row.cells[i]);
    }
  if (code != NULL)
    *code = error != NULL ? error->code : -1;
  if (error != NULL)
    {
      g_assert_true (error->domain == ANNEX_ERROR);
      return g_strdup (error->message);
    }
  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
assert_rows (Fixture *fixture, const char *bytes, gssize length, const char *expected)
{
  g_autofree char *path = write_bytes (fixture, "table.csv", bytes, length);
  g_autofree char *rows = dump (path, NULL, NULL);

  g_assert_cmpstr (rows, ==, expected);
}

static void
assert_refused (Fixture *fixture, const char *bytes, gssize length, AnnexError code, const char *part)
{
  g_autofree char *path = write_bytes (fixture, "table.csv", bytes, length);
  int got;
  g_autofree char *message = dump (path, NULL, &got);

  g_test_message ("%s", message);
  g_assert_cmpint (got, ==, code);
  g_assert_nonnull (strstr (message, "table.csv"));
  g_assert_nonnull (strstr (message, part));
}

static void
test_quoting (Fixture *fixture, gconstpointer data)
{
  assert_rows (fixture, "a,b,c\r\n1,\"x, \"\"y\"\"\nz\",\r\n\r\n\"\",2,3", -1, "a|b|c/2:1|x, \"y\"\nz|/5:|2|3");
  assert_rows (fixture, "a,b\rc,d\re,\"f\rg\"\rh,i\r", -1, "a|b/2:c|d/3:e|f\rg/5:h|i");
  assert_rows (fixture, "a,b\n\"x\"y,5\" disk\n", -1, "a|b/2:xy|5\" disk");
  assert_rows (fixture, "a,b\n1\n1,2,3\n", -1, "a|b/2:1/3:1|2|3");
  assert_rows (fixture, "a,b\r\n\"x\r\ny\",1\r\n2,3\r\n", -1, "a|b/2:x\r\ny|1/4:2|3");
  assert_refused (fixture, "a,b\n1,2\n3,\"4\n5,6\n", -1, ANNEX_ERROR_FORMAT, "line 3");
}

static void
test_delimiters (Fixture *fixture, gconstpointer data)
{
  assert_rows (fixture, "a;b;c\n1,5;2;x\n1,6;3;y\n", -1, "a|b|c/2:1,5|2|x/3:1,6|3|y");
  assert_rows (fixture, "a\tb\n1,2\t3;4\n", -1, "a|b/2:1,2|3;4");
  assert_rows (fixture, "a|b\n\"x|y\"|z\n", -1, "a|b/2:x|y|z");
  assert_rows (fixture, "sep=;\r\na;b\r\n1;2\r\n", -1, "a|b/3:1|2");
  assert_rows (fixture, "name\nLaptop\n", -1, "name/2:Laptop");
}

static void
test_encodings (Fixture *fixture, gconstpointer data)
{
  const char utf16[] = "\xff\xfe" "a\0,\0b\0\r\0\n\0\xfc\0,\0" "\x3d\xd8\x00\xde" "\n\0";
  const char utf16_be[] = "\xfe\xff" "\0a\0;\0b\0\n\0\xfc\0;\0" "1";
  const char utf16_plain[] = "a\0,\0b\0\n\0" "1\0,\0" "2\0\n\0";
  AnnexTableOptions latin = { .encoding = "ISO-8859-1" }, utf8 = { .encoding = "UTF-8" }, unknown = { .encoding = "KLINGON" };
  g_autofree char *path = NULL;
  g_autofree char *rows = NULL, *message = NULL, *no_such = NULL;
  int code;

  assert_rows (fixture, "\xef\xbb\xbf" "a,b\n\xc3\xbc,2\n", -1, "a|b/2:ü|2");
  assert_rows (fixture, "a,b\n\xfc,\x80\n", -1, "a|b/2:ü|€");
  assert_rows (fixture, utf16, sizeof utf16 - 1, "a|b/2:ü|😀");
  assert_rows (fixture, utf16_be, sizeof utf16_be - 1, "a|b/2:ü|1");
  assert_rows (fixture, utf16_plain, sizeof utf16_plain - 1, "a|b/2:1|2");
  path = write_bytes (fixture, "latin.csv", "a\n\xe4\n\xf6\n", -1);
  rows = dump (path, &latin, NULL);
  g_assert_cmpstr (rows, ==, "a/2:ä/3:ö");
  message = dump (path, &utf8, &code);
  g_assert_cmpint (code, ==, ANNEX_ERROR_FORMAT);
  g_assert_nonnull (strstr (message, "line 2"));
  no_such = dump (path, &unknown, &code);
  g_assert_cmpint (code, ==, ANNEX_ERROR_FORMAT);
}

static void
test_limits (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) wide = g_string_new ("a");
  g_autoptr (GString) big = g_string_new ("a,b\n1,2\n3,");

  assert_refused (fixture, "a,b\n1,2\n3,\0004\n", 13, ANNEX_ERROR_FORMAT, "line 3");
  assert_refused (fixture, "a,b,a\n1,2,3\n", -1, ANNEX_ERROR_FORMAT, "line 1");
  assert_refused (fixture, "", 0, ANNEX_ERROR_FORMAT, "empty");
  for (guint i = 0; i < 1000000; i++)
    g_string_append (wide, ",");
  assert_refused (fixture, wide->str, wide->len, ANNEX_ERROR_TOO_LARGE, "1000 columns");
  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *mebibyte = g_strnfill (1024 * 1024, 'x');
      g_string_append (big, mebibyte);
    }
  assert_refused (fixture, big->str, big->len, ANNEX_ERROR_TOO_LARGE, "line 3");
}

static void
check_workbook (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", name, NULL);
  AnnexTableOptions second = { .sheet = 1 }, third = { .sheet = 2 };
  g_autofree char *rows = dump (path, NULL, NULL), *other = dump (path, &second, NULL);
  int code;
  g_autofree char *none = dump (path, &third, &code);

  g_assert_cmpstr (rows, ==,
                   "Asset ID|Asset|Type|Responsible|C|I|A|Introduced on|Personal data|Notes|Dependencies"
                   "/2:A-0100|Payroll|Software|Head of Finance|3|4|2|2024-02-29|TRUE|Runs monthly\nand yearly|A-0101; A-0102"
                   "/3:A-0101|Database server|hardware|Head of Finance||2|2|2023-05-01T14:30:00|FALSE|=1+1 is text here"
                   "/5:A-0102|Backup|Service||1||3|2023-03-15|no|007");
  g_assert_cmpstr (other, ==, "Name/2:Second sheet");
  g_assert_cmpint (code, ==, ANNEX_ERROR_FORMAT);
}

/* The same two sheets, written by openpyxl and saved again by LibreOffice 25.2. */
static void
test_xlsx (Fixture *fixture, gconstpointer data)
{
  check_workbook ("openpyxl.xlsx");
  check_workbook ("libreoffice.xlsx");
}

/* A workbook of parts given as name and text pairs; the sheet's text is repeated. */
static char *
write_xlsx (Fixture *fixture, const char *name, const char *sheet_begin, const char *repeated, guint n_times, const char *sheet_end)
{
  static const char *const parts[][2] = {
    { "_rels/.rels", "<Relationships><Relationship Id='r1' Type='http://x/officeDocument' Target='xl/workbook.xml'/></Relationships>" },
    { "xl/workbook.xml", "<workbook><sheets><sheet name='S' sheetId='1' r:id='r1' xmlns:r='urn:r'/></sheets></workbook>" },
    { "xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id='r1' Type='http://x/worksheet' Target='worksheets/sheet1.xml'/></Relationships>" },
  };
  char *path = path_of (fixture, name);
  struct archive *archive = archive_write_new ();
  struct archive_entry *entry = archive_entry_new ();
  gsize length = strlen (repeated);

  archive_write_set_format_zip (archive);
  g_assert_cmpint (archive_write_open_filename (archive, path), ==, ARCHIVE_OK);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      archive_entry_clear (entry);
      archive_entry_set_pathname (entry, parts[i][0]);
      archive_entry_set_filetype (entry, AE_IFREG);
      archive_entry_set_size (entry, strlen (parts[i][1]));
      archive_write_header (archive, entry);
      archive_write_data (archive, parts[i][1], strlen (parts[i][1]));
    }
  archive_entry_clear (entry);
  archive_entry_set_pathname (entry, "xl/worksheets/sheet1.xml");
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_write_header (archive, entry);
  archive_write_data (archive, sheet_begin, strlen (sheet_begin));
  for (guint i = 0; i < n_times; i++)
    archive_write_data (archive, repeated, length);
  archive_write_data (archive, sheet_end, strlen (sheet_end));
  archive_entry_free (entry);
  archive_write_close (archive);
  archive_write_free (archive);
  return path;
}

static void
assert_xlsx_refused (const char *path, AnnexError code, const char *part)
{
  int got;
  g_autofree char *message = dump (path, NULL, &got);

  g_test_message ("%s", message);
  g_assert_cmpint (got, ==, code);
  g_assert_nonnull (strstr (message, part));
}

static void
test_xlsx_hostile (Fixture *fixture, gconstpointer data)
{
  g_autofree char *spaces = g_strnfill (1024 * 1024, ' ');
  g_autofree char *letters = g_strnfill (64 * 1024, 'x');
  g_autofree char *bomb = write_xlsx (fixture, "bomb.xlsx", "<worksheet><sheetData>", spaces, 300, "</sheetData></worksheet>");
  g_autofree char *cell = write_xlsx (fixture, "cell.xlsx", "<worksheet><sheetData><row r='7'><c t='inlineStr'><is><t>", letters, 800,
                                      "</t></is></c></row></sheetData></worksheet>");
  g_autofree char *entities = write_xlsx (fixture, "entities.xlsx", "<!DOCTYPE w [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><worksheet><sheetData><row><c t='str'><v>",
                                          "&b;", 10, "</v></c></row></sheetData></worksheet>");
  g_autofree char *columns = write_xlsx (fixture, "columns.xlsx", "<worksheet><sheetData><row r='1'>", "<c><v>1</v></c>", 2000, "</row></sheetData></worksheet>");
  g_autofree char *broken = write_xlsx (fixture, "broken.xlsx", "<worksheet><sheetData><row r='1'>", "<c><v>1</v>", 1, "</row>");
  g_autofree char *no_book = write_bytes (fixture, "no.xlsx", "PK\3\4 this is no archive", -1);
  g_autofree char *old = write_bytes (fixture, "old.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", -1);

  assert_xlsx_refused (bomb, ANNEX_ERROR_TOO_LARGE, "200 times");
  assert_xlsx_refused (cell, ANNEX_ERROR_TOO_LARGE, "row 7");
  assert_xlsx_refused (entities, ANNEX_ERROR_FORMAT, "document type");
  assert_xlsx_refused (columns, ANNEX_ERROR_TOO_LARGE, "1,000 columns");
  assert_xlsx_refused (broken, ANNEX_ERROR_FORMAT, "sheet1.xml");
  assert_xlsx_refused (no_book, ANNEX_ERROR_FORMAT, "no.xlsx");
  assert_xlsx_refused (old, ANNEX_ERROR_FORMAT, "old.xls");
}

static AnnexImport *
open_import (Fixture *fixture, AnnexStore *store, const char *path)
{
  g_autoptr (GError) error = NULL;
  AnnexImport *import = annex_import_new (store, fixture->type, path, NULL, &error);

  g_assert_no_error (error);
  return import;
}

static AnnexImportReport *
plan (AnnexImport *import)
{
  g_autoptr (GError) error = NULL;
  AnnexImportReport *report = annex_import_plan (import, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < report->problems->len; i++)
    {
      AnnexImportProblem *problem = report->problems->pdata[i];
      g_test_message ("line %" G_GUINT64_FORMAT ", %s: %s", problem->line, problem->column, problem->message);
    }
  return report;
}

static void
apply (AnnexImport *import, AnnexImportReport *report)
{
  g_autoptr (GError) error = NULL;

  annex_import_set_leave_out_bad (import, TRUE);
  annex_import_apply (import, report, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
import_text (Fixture *fixture, const char *text, const char *expected)
{
  g_autofree char *path = write_bytes (fixture, "rows.csv", text, -1);
  g_autoptr (AnnexImport) import = open_import (fixture, fixture->store, path);
  g_autoptr (AnnexImportReport) report = plan (import);
  g_autofree char *summary = annex_import_report_summarize (report);
  guint before = annex_store_count (fixture->store, fixture->type, NULL);

  g_assert_cmpstr (summary, ==, expected);
  apply (import, report);
  g_assert_cmpuint (annex_store_count (fixture->store, fixture->type, NULL), ==, before + report->n_add);
}

static void
export_to (Fixture *fixture, AnnexStore *store, const char *name)
{
  g_autoptr (AnnexQuery) query = annex_query_new (fixture->type);
  g_autofree char *path = path_of (fixture, name);
  g_autoptr (GError) error = NULL;

  annex_export_file (store, query, NULL, path, NULL, &error);
  g_assert_no_error (error);
}

static void
test_mapping (Fixture *fixture, gconstpointer data)
{
  static const char *const expected[] = { "reference", "name", "kind", "owner", "confidentiality", "integrity", "availability",
                                          "introduced", "personal_data", "description", "depends_on" };
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "openpyxl.xlsx", NULL);
  g_autoptr (AnnexImport) import = open_import (fixture, fixture->store, path);
  g_autoptr (AnnexImportReport) report = NULL;
  g_autoptr (AnnexRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpstr (annex_import_get_mapping (import, i), ==, expected[i]);
  g_assert_false (annex_import_set_mapping (import, 0, "value", &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND);
  report = plan (import);
  g_assert_cmpuint (report->n_add, ==, 3);
  g_assert_cmpuint (report->new_targets->len, ==, 1);
  apply (import, report);
  record = annex_store_find (fixture->store, "A-0100", NULL);
  g_assert_cmpstr (annex_record_get_text (record, "owner"), ==, "Head of Finance");
  g_assert_cmpstr (annex_record_get_value (record, "introduced"), ==, "2024-02-29");
  g_assert_cmpstr (annex_record_get_text (record, "depends_on"), ==, "Database server; Backup");
  g_clear_object (&record);
  record = annex_store_find (fixture->store, "A-0101", NULL);
  g_assert_cmpstr (annex_record_get_value (record, "description"), ==, "=1+1 is text here");
}

static void
test_report (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = write_bytes (fixture, "rows.csv",
                                       "Reference,Name,Kind,Introduced on,Depends on\n"
                                       "A-0001,Good,software,2024-01-01,\n"
                                       "A-0002,,software,,\n"
                                       "A-0003,\"Two\nlines\",spaceship,2024-02-30,\n"
                                       "A-0001,Again,,,\n"
                                       "A-0005,Wide,,,,,extra\n"
                                       "A-0006,Nowhere,,,A-0999\n"
                                       "A-0007,Needs a bad one,,,A-0003\n"
                                       "A-0008,Loop one,,,A-0009\n"
                                       "A-0009,Loop two,,,A-0008\n",
                                       -1);
  static const guint64 lines[] = { 3, 4, 4, 6, 7, 8, 9, 10, 11 };
  g_autoptr (AnnexImport) import = open_import (fixture, fixture->store, path);
  g_autoptr (AnnexImportReport) report = plan (import);
  g_autoptr (GError) error = NULL;
  gboolean loop_named = FALSE;

  g_assert_cmpuint (report->n_rows, ==, 9);
  g_assert_cmpuint (report->n_add, ==, 1);
  g_assert_cmpuint (report->n_bad, ==, 8);
  g_assert_cmpuint (report->problems->len, ==, G_N_ELEMENTS (lines));
  for (guint i = 0; i < report->problems->len; i++)
    {
      AnnexImportProblem *problem = report->problems->pdata[i];

      g_assert_cmpuint (problem->line, ==, lines[i]);
      loop_named |= problem->line == 11 && strstr (problem->message, "A-0009 → A-0008 → A-0009") != NULL;
    }
  g_assert_true (loop_named);
  g_assert_cmpuint (annex_store_count (fixture->store, fixture->type, NULL), ==, 0);

  /* Nothing is half-imported unless somebody wants it so. */
  g_assert_false (annex_import_apply (import, report, NULL, NULL, NULL, &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "8 rows have errors, so nothing is imported. The first is line 3: "));
  g_assert_cmpuint (annex_store_count (fixture->store, fixture->type, NULL), ==, 0);
  apply (import, report);
  g_assert_cmpuint (annex_store_count (fixture->store, fixture->type, NULL), ==, 1);
}

static void
test_one_undo (Fixture *fixture, gconstpointer data)
{
  g_autofree char *label = NULL, *before = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;

  import_text (fixture, "Reference,Name,Owner\nA-0001,One,Ann\n", "1 row: 1 added");
  export_to (fixture, fixture->store, "before.csv");
  import_text (fixture, "Reference,Name,Owner,Tags\nA-0001,Uno,Bob,x\n,Two,Cleo,y; z\n,Three,Bob,\n",
               "3 rows: 2 added, 1 changed");
  g_assert_cmpuint (annex_store_count (fixture->store, annex_type_find ("person"), NULL), ==, 3);
  g_assert_true (annex_log_undo (fixture->store, &label, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (label, ==, "Import 3 assets from rows.csv");
  export_to (fixture, fixture->store, "after.csv");
  before = read_text (fixture, "before.csv");
  after = read_text (fixture, "after.csv");
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpuint (annex_store_count (fixture->store, annex_type_find ("person"), NULL), ==, 1);
}

static void
test_policies (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autoptr (AnnexImport) import = NULL;
  g_autoptr (AnnexImportReport) skip = NULL, add = NULL, update = NULL, strict = NULL;
  g_autoptr (AnnexRecord) record = NULL, copy = NULL;

  import_text (fixture, "Reference,Name,Kind,Depends on\nA-0001,One,software,A-0002\nA-0002,Two,hardware,\n",
               "2 rows: 2 added");
  path = write_bytes (fixture, "again.csv", "Reference,Name,Kind,Depends on,Owner\nA-0001,Uno,software,A-0002,Nobody\nA-0002,Two,hardware,,\n", -1);
  import = open_import (fixture, fixture->store, path);
  annex_import_set_existing_policy (import, ANNEX_IMPORT_SKIP);
  skip = plan (import);
  g_assert_cmpuint (skip->n_skip, ==, 2);
  annex_import_set_existing_policy (import, ANNEX_IMPORT_UPDATE);
  annex_import_set_create_missing_links (import, FALSE);
  strict = plan (import);
  g_assert_cmpuint (strict->n_bad, ==, 1);
  annex_import_set_create_missing_links (import, TRUE);
  update = plan (import);
  g_assert_cmpuint (update->n_update, ==, 1);
  g_assert_cmpuint (update->n_unchanged, ==, 1);
  g_assert_cmpuint (update->changes->len, ==, 2);
  for (guint i = 0; i < update->changes->len; i++)
    {
      AnnexImportChange *change = update->changes->pdata[i];
      if (strcmp (change->field, "name") == 0)
        {
          g_assert_cmpstr (change->old, ==, "One");
          g_assert_cmpstr (change->new, ==, "Uno");
          change->accepted = FALSE;
        }
    }
  apply (import, update);
  record = annex_store_find (fixture->store, "A-0001", NULL);
  g_assert_cmpstr (annex_record_get_value (record, "name"), ==, "One");
  g_assert_cmpstr (annex_record_get_text (record, "owner"), ==, "Nobody");
  annex_import_set_existing_policy (import, ANNEX_IMPORT_ADD);
  add = plan (import);
  g_assert_cmpuint (add->n_add, ==, 2);
  apply (import, add);
  g_assert_cmpuint (annex_store_count (fixture->store, fixture->type, NULL), ==, 4);
  copy = annex_store_find (fixture->store, "A-0003", NULL);
  g_assert_cmpstr (annex_record_get_value (copy, "name"), ==, "Uno");
  {
    g_autoptr (AnnexRecord) needed = annex_store_find (fixture->store, "A-0004", NULL);
    g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, annex_record_get_id (needed));
    g_assert_cmpstr (annex_record_get_value (copy, "depends_on"), ==, id);
  }
}

static void
test_mixed_references (Fixture *fixture, gconstpointer data)
{
  import_text (fixture, "Reference,Name\n,Without\nA-0001,With\n,Without too\nA-0002,With too\n",
               "4 rows: 4 added");
}

static void
test_formulas (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "=1+1", "'=x", "''=x", "+49 170", "-5", "@home", "'quoted'", "plain", "1,5 \"x\"",
                                       "\uff1d1+1", "'\uff0bx", "\uff0d5", "\uff20home", "a;=1+1", "a;'=1+1", "=a;=b;''-c", "a,+1|-2\t@x", "say \"=1+1\"",
                                       "a;\"=1\"", "it's; 'fine'", "a;b", "''", "'", "a;'", "a;'b", "uff\uff1d" };
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (fixture->store, "Add", &error);
  g_autoptr (AnnexStore) other = create_store (fixture, "other.annex");
  g_autofree char *csv = NULL, *path = path_of (fixture, "formulas.csv");
  g_autoptr (AnnexImport) import = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *values[64] = { NULL, names[i] };
      g_assert_cmpint (annex_transaction_create (transaction, fixture->type, values, &error), !=, 0);
      g_assert_no_error (error);
    }
  g_assert_true (annex_transaction_commit (transaction, &error));
  export_to (fixture, fixture->store, "formulas.csv");
  csv = read_text (fixture, "formulas.csv");
  g_assert_nonnull (strstr (csv, ",'=1+1,"));
  g_assert_nonnull (strstr (csv, ",''=x,"));
  /* Whoever opens it with cells between other signs finds no formula either. */
  for (const char *c = csv; *c != '\0'; c++)
    if (c == csv || strchr (",;\t|\"\r\n", c[-1]) != NULL)
      g_assert_false (strchr ("=+-@", *c) != NULL || g_str_has_prefix (c, "\uff1d") || g_str_has_prefix (c, "\uff0b") || g_str_has_prefix (c, "\uff0d") ||
                      g_str_has_prefix (c, "\uff20"));
  import = open_import (fixture, other, path);
  apply (import, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *reference = g_strdup_printf ("A-%04u", i + 1);
      g_autoptr (AnnexRecord) record = annex_store_find (other, reference, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (annex_record_get_value (record, "name"), ==, names[i]);
    }
  annex_store_close (other);
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  static const char *const endings[] = { "csv", "tsv", "xlsx" };
  g_autofree char *sample_path = path_of (fixture, "sample.annex"), *first = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexStore) sample = annex_store_create (sample_path, &error);

  g_assert_no_error (error);
  annex_engagement_load_sample (sample, &error);
  g_assert_no_error (error);
  export_to (fixture, sample, "first.csv");
  first = read_text (fixture, "first.csv");
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *name = g_strdup_printf ("out.%s", endings[i]), *empty_name = g_strdup_printf ("empty-%s.annex", endings[i]);
      g_autofree char *path = path_of (fixture, name), *second = NULL;
      g_autoptr (AnnexStore) empty = create_store (fixture, empty_name);
      g_autoptr (AnnexImport) again = NULL, import = NULL;
      g_autoptr (AnnexImportReport) unchanged = NULL, report = NULL;

      export_to (fixture, sample, name);
      again = open_import (fixture, sample, path);
      unchanged = plan (again);
      g_assert_cmpuint (unchanged->n_unchanged, ==, annex_store_count (sample, fixture->type, NULL));
      g_assert_cmpuint (unchanged->n_rows, ==, unchanged->n_unchanged);
      import = open_import (fixture, empty, path);
      report = plan (import);
      g_assert_cmpuint (report->n_bad, ==, 0);
      apply (import, report);
      export_to (fixture, empty, "second.csv");
      second = read_text (fixture, "second.csv");
      g_assert_cmpstr (first, ==, second);
      annex_store_close (empty);
    }
  annex_store_close (sample);
}

/* What people do in a spreadsheet: rename a reference, and copy a row, hidden id and all. */
static void
test_hidden_ids (Fixture *fixture, gconstpointer data)
{
  g_autoptr (AnnexRecord) record = NULL, renamed = NULL;
  g_autofree char *text = NULL, *path = NULL;
  g_autoptr (AnnexImport) import = NULL;
  g_autoptr (AnnexImportReport) report = NULL;

  import_text (fixture, "Reference,Name\nA-0001,One\nA-0002,Two\n", "2 rows: 2 added");
  record = annex_store_find (fixture->store, "A-0001", NULL);
  renamed = annex_store_find (fixture->store, "A-0002", NULL);
  text = g_strdup_printf ("Reference,Name,_id\nA-0050,Copy,%" G_GINT64_FORMAT "\nA-0001,One,%" G_GINT64_FORMAT "\nA-0077,Two,%" G_GINT64_FORMAT "\n",
                          annex_record_get_id (record), annex_record_get_id (record), annex_record_get_id (renamed));
  path = write_bytes (fixture, "ids.csv", text, -1);
  import = open_import (fixture, fixture->store, path);
  report = plan (import);
  g_assert_cmpuint (report->n_add, ==, 1);
  g_assert_cmpuint (report->n_update, ==, 1);
  g_assert_cmpuint (report->n_unchanged, ==, 1);
  apply (import, report);
  g_clear_object (&renamed);
  renamed = annex_store_find (fixture->store, "A-0077", NULL);
  g_assert_nonnull (renamed);
  g_assert_cmpstr (annex_record_get_value (renamed, "name"), ==, "Two");
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = write_bytes (fixture, "rows.csv", "Reference,Name\nA-0001,One\n", -1);
  g_autoptr (AnnexImport) import = open_import (fixture, fixture->store, path);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (AnnexImportReport) report = plan (import);
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (annex_import_apply (import, report, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (annex_store_count (fixture->store, fixture->type, NULL), ==, 0);
  apply (import, report);
  g_assert_cmpuint (annex_store_count (fixture->store, fixture->type, NULL), ==, 1);
}

static void
test_export_failures (Fixture *fixture, gconstpointer data)
{
  static const char *const unknown[] = { "name", "no_such_field", NULL };
  g_autoptr (AnnexQuery) query = annex_query_new (fixture->type);
  g_autofree char *strange = path_of (fixture, "table.doc"), *nowhere = path_of (fixture, "no/such/table.csv");
  g_autofree char *kept = write_bytes (fixture, "kept.csv", "kept", -1), *text = NULL, *json = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (annex_export_file (fixture->store, query, NULL, strange, NULL, &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT);
  g_clear_error (&error);
  g_assert_false (annex_export_file (fixture->store, query, NULL, nowhere, NULL, &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE);
  g_clear_error (&error);
  g_assert_false (annex_export_file (fixture->store, query, unknown, kept, NULL, &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND);
  text = read_text (fixture, "kept.csv");
  g_assert_cmpstr (text, ==, "kept");
  export_to (fixture, fixture->store, "empty.json");
  json = read_text (fixture, "empty.json");
  g_assert_cmpstr (json, ==, "[]\n");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();
#define ADD(path, function) g_test_add ("/exchange/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("quoting", test_quoting);
  ADD ("delimiters", test_delimiters);
  ADD ("encodings", test_encodings);
  ADD ("limits", test_limits);
  ADD ("xlsx", test_xlsx);
  ADD ("xlsx-hostile", test_xlsx_hostile);
  ADD ("mapping", test_mapping);
  ADD ("report", test_report);
  ADD ("one-undo", test_one_undo);
  ADD ("policies", test_policies);
  ADD ("mixed-references", test_mixed_references);
  ADD ("formulas", test_formulas);
  ADD ("round-trip", test_round_trip);
  ADD ("hidden-ids", test_hidden_ids);
  ADD ("cancel", test_cancel);
  ADD ("export-failures", test_export_failures);
  return g_test_run ();
}
