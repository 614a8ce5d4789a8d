/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Long documents: that it makes no difference whether they lie in memory or in a file, and that a failure leaves
 * nothing. */
#include <glib/gstdio.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "core/annex-error.h"
#include "engagement-folder.h"
#include "report/annex-report-private.h"

#define N_ROWS 1500

static const char *const endings[] = { "pdf", "html", "docx", "xlsx", "csv" };

/* In place of the C library's: PDF and XLSX say in which second they were made, and libraries ask here. */
time_t
time (time_t *seconds)
{
  if (seconds != NULL)
    *seconds = 1764115200;
  return 1764115200;
}

static void
draw (cairo_t *cairo, double width, double height, gpointer data)
{
  cairo_rectangle (cairo, 0, 0, width / 2, height / 2);
  cairo_fill (cairo);
}

static void
add_table (AnnexReportDocument *document, const char *caption, guint first, guint n)
{
  const AnnexReportColumn columns[] = {
    { "Reference", 1, ANNEX_REPORT_TEXT }, { "Secret", 1, ANNEX_REPORT_TEXT },  { "What it is", 4, ANNEX_REPORT_TEXT },
    { "Cost", 1, ANNEX_REPORT_NUMBER },    { "Due", 1.5, ANNEX_REPORT_DATE },
  };

  annex_report_document_begin_table (document, caption, columns, G_N_ELEMENTS (columns));
  for (guint i = first; i < first + n; i++)
    {
      g_autofree char *reference = g_strdup_printf ("T-%05u", i);
      g_autofree char *text = g_strdup_printf ("Was %u ist <&> naïve\nand has a second line %u", i, i * 7919);
      g_autofree char *cost = g_strdup_printf ("%u", i * 13);

      annex_report_document_add_row (document, (const char *const[]){ reference, "left out", text, cost,
                                                                      i % 3 == 0 ? NULL : "2026-11-26" });
      if (i % 5 == 0)
        annex_report_document_colour_cell (document, 0, 0x301020);
      if (i % 10 == 0)
        annex_report_document_colour_cell (document, 2, 0xf0e0c0);
    }
}

/* Something of everything, and headings that look ahead at each. */
static AnnexReportDocument *
create_document (gsize limit)
{
  AnnexReportDocument *document = annex_report_document_new ("A long document", "For tests");
  g_autofree char *long_text = g_strnfill (200 * 1024, 'x');

  annex_report_document_set_limit (document, limit);
  annex_report_document_add_control (document, "Date", "2026-11-26");
  annex_report_document_add_heading (document, 1, "Table");
  add_table (document, NULL, 1, N_ROWS);
  annex_report_document_add_heading (document, 1, "Details");
  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *heading = g_strdup_printf ("Record %u", i);

      annex_report_document_add_heading (document, 2, heading);
      annex_report_document_add_fact (document, "Name", heading);
      annex_report_document_add_fact (document, "Nothing", "");
      annex_report_document_add_fact (document, "Note", "Two\nlines");
    }
  /* Longer than what is read of a file at once. */
  for (char *space = long_text; space < long_text + 200 * 1024; space += 97)
    *space = ' ';
  annex_report_document_add_paragraph (document, long_text);
  annex_report_document_add_heading (document, 1, "Picture");
  annex_report_document_add_figure (document, draw, NULL, NULL, 2, "A rectangle", "Black");
  annex_report_document_add_heading (document, 1, "The same columns again");
  add_table (document, "Named", N_ROWS + 1, 20);
  annex_report_document_add_heading (document, 1, "Approval");
  annex_report_document_add_paragraph (document, "We agree.");
  for (guint i = 0; i < 5; i++)
    annex_report_document_add_signature (document, "Owner", "Somebody");
  annex_report_document_leave_out (document, "Secret");
  annex_report_document_set_origin (document, "Made from nothing.");
  return document;
}

static char *
write_to_folder (const AnnexReportDocument *document, const char *folder, const char *ending, gsize *length)
{
  g_autofree char *name = g_strdup_printf ("out.%s", ending);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *content;

  annex_report_document_write (document, path, NULL, &error);
  g_assert_no_error (error);
  g_file_get_contents (path, &content, length, &error);
  g_assert_no_error (error);
  return content;
}

static void
test_file_makes_no_difference (void)
{
  char *folder = g_dir_make_tmp ("annex-spool-XXXXXX", NULL);
  g_autoptr (AnnexReportDocument) in_memory = create_document (G_MAXSIZE), in_file = create_document (0),
                                  in_both = create_document (64 * 1024);
  const AnnexReportDocument *const others[] = { in_file, in_both };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    for (guint j = 0; j < G_N_ELEMENTS (others); j++)
      {
        gsize length, other_length;
        g_autofree char *one = write_to_folder (in_memory, folder, endings[i], &length);
        g_autofree char *other = write_to_folder (others[j], folder, endings[i], &other_length);

        g_test_message ("%s: %" G_GSIZE_FORMAT " bytes", endings[i], length);
        g_assert_cmpmem (one, length, other, other_length);
      }
  engagement_folder_remove (folder);
}

static void
test_columns_that_are_left_out_take_their_colours_along (void)
{
  char *folder = g_dir_make_tmp ("annex-spool-XXXXXX", NULL);
  g_autoptr (AnnexReportDocument) document = create_document (0);
  gsize length;
  g_autofree char *html = write_to_folder (document, folder, "html", &length);

  g_assert_null (strstr (html, "left out"));
  g_assert_nonnull (strstr (html,
                            "<tr><td style=\"background:#301020;color:#fff\"><span class=\"whole\">T-00010</span></td>"
                            "<td style=\"background:#f0e0c0;color:#000\">Was 10 ist &lt;&amp;&gt;"));
  g_assert_nonnull (strstr (html, "<tr><td><span class=\"whole\">T-00011</span></td><td>Was 11 ist"));
  engagement_folder_remove (folder);
}

/* While no file can be longer. */
static void
assert_writes_nothing (const AnnexReportDocument *document, const char *ending, rlim_t most_bytes)
{
  char *folder = g_dir_make_tmp ("annex-spool-XXXXXX", NULL);
  g_autofree char *name = g_strdup_printf ("out.%s", ending);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) directory = NULL;
  struct rlimit before, limit;
  guint n_files = 0;

  g_file_set_contents (path, "what was there", -1, NULL);
  getrlimit (RLIMIT_FSIZE, &before);
  limit = before;
  limit.rlim_cur = most_bytes;
  setrlimit (RLIMIT_FSIZE, &limit);
  g_assert_false (annex_report_document_write (document, path, NULL, &error));
  setrlimit (RLIMIT_FSIZE, &before);

  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE);
  g_test_message ("%s: %s", ending, error->message);
  g_file_get_contents (path, &content, NULL, NULL);
  g_assert_cmpstr (content, ==, "what was there");
  directory = g_dir_open (folder, 0, NULL);
  while (g_dir_read_name (directory) != NULL)
    n_files++;
  g_assert_cmpuint (n_files, ==, 1);
  engagement_folder_remove (folder);
}

static void
test_no_room_for_what_is_written (void)
{
  g_autoptr (AnnexReportDocument) document = create_document (G_MAXSIZE);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    assert_writes_nothing (document, endings[i], 16 * 1024);
}

static void
test_no_room_for_rows_of_a_workbook (void)
{
  g_autoptr (AnnexReportDocument) document = create_document (G_MAXSIZE);

  /* Enough for the packed workbook, not for the sheets in it. */
  assert_writes_nothing (document, "xlsx", 300 * 1024);
}

static void
test_no_room_for_what_is_put_away (void)
{
  struct rlimit before, limit;
  g_autoptr (AnnexReportDocument) document = NULL;

  getrlimit (RLIMIT_FSIZE, &before);
  limit = before;
  limit.rlim_cur = 64 * 1024;
  setrlimit (RLIMIT_FSIZE, &limit);
  document = create_document (1024);
  setrlimit (RLIMIT_FSIZE, &before);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    assert_writes_nothing (document, endings[i], before.rlim_cur);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  /* A write beyond the limit fails instead. */
  signal (SIGXFSZ, SIG_IGN);
  g_test_add_func ("/report-spool/file-makes-no-difference", test_file_makes_no_difference);
  g_test_add_func ("/report-spool/columns-left-out", test_columns_that_are_left_out_take_their_colours_along);
  g_test_add_func ("/report-spool/no-room-for-what-is-written", test_no_room_for_what_is_written);
  g_test_add_func ("/report-spool/no-room-for-rows-of-a-workbook", test_no_room_for_rows_of_a_workbook);
  g_test_add_func ("/report-spool/no-room-for-what-is-put-away", test_no_room_for_what_is_put_away);
  return g_test_run ();
}
