/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "annex-report-private.h"
#include "core/annex-error.h"
#include "exchange/annex-csv-writer.h"

static gboolean
has_same_columns (const AnnexReportBlock *a, const AnnexReportBlock *b)
{
  if (a->n_columns != b->n_columns)
    return FALSE;
  for (guint i = 0; i < a->n_columns; i++)
    if (strcmp (a->columns[i].title, b->columns[i].title) != 0)
      return FALSE;
  return TRUE;
}

/* How many rows the tables that are alike have together, and how many such tables there are. */
static guint
count_rows (const AnnexReportDocument *document, const AnnexReportBlock *like, guint *n_tables)
{
  guint n = 0;

  *n_tables = 0;
  for (guint i = 0; i < document->kept->len; i++)
    {
      const AnnexReportBlock *block = document->kept->pdata[i];

      if (block->kind == ANNEX_REPORT_BLOCK_TABLE && has_same_columns (block, like))
        {
          n += block->n_rows;
          (*n_tables)++;
        }
    }
  return n;
}

static const AnnexReportBlock *
find_main_table (const AnnexReportDocument *document, guint *n_tables)
{
  const AnnexReportBlock *found = NULL;
  guint most = 0;

  for (guint i = 0; i < document->kept->len; i++)
    {
      const AnnexReportBlock *block = document->kept->pdata[i];
      guint n, tables;

      if (block->kind != ANNEX_REPORT_BLOCK_TABLE)
        continue;
      n = count_rows (document, block, &tables);
      if (found == NULL || n > most)
        {
          found = block;
          most = n;
          *n_tables = tables;
        }
    }
  return found;
}

/* A table that goes on under several headings is one again, with the heading in front of each row. */
static void
write_rows (const AnnexReportDocument *document,
            const AnnexReportBlock *table,
            gboolean sectioned,
            AnnexCsvWriter *writer,
            GCancellable *cancellable)
{
  g_autoptr (AnnexReportReader) reader = annex_report_reader_new (document);
  const AnnexReportBlock *block;
  const AnnexReportRow *row;
  g_autofree char *heading = g_strdup ("");

  if (sectioned)
    annex_csv_writer_add_cell (writer, _("Section"), FALSE);
  for (guint i = 0; i < table->n_columns; i++)
    annex_csv_writer_add_cell (writer, table->columns[i].title, TRUE);
  annex_csv_writer_end_row (writer);
  while ((block = annex_report_reader_next_block (reader)) != NULL && !g_cancellable_is_cancelled (cancellable))
    {
      if (block->kind == ANNEX_REPORT_BLOCK_HEADING)
        g_set_str (&heading, block->text);
      if (block->kind != ANNEX_REPORT_BLOCK_TABLE || !has_same_columns (block, table))
        continue;
      while ((row = annex_report_reader_next_row (reader)) != NULL)
        {
          if (sectioned)
            annex_csv_writer_add_cell (writer, heading, TRUE);
          for (guint k = 0; k < table->n_columns; k++)
            annex_csv_writer_add_cell (writer, row->cells[k], block->columns[k].kind == ANNEX_REPORT_TEXT);
          annex_csv_writer_end_row (writer);
        }
    }
}

/* The document's greatest table: what people mean by a report as CSV. */
gboolean
annex_report_write_csv (const AnnexReportDocument *document, const char *path, GCancellable *cancellable, GError **error)
{
  guint n_tables = 0;
  const AnnexReportBlock *table = find_main_table (document, &n_tables);
  FILE *file;
  gboolean written;

  if (table == NULL)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("“%s” has no table, so there is nothing to write as CSV."), document->title);
      return FALSE;
    }
  file = g_fopen (path, "wb");
  if (file != NULL)
    {
      g_autoptr (AnnexCsvWriter) writer = annex_csv_writer_new (file, ',');

      /* Excel takes UTF-8 for what it is by this mark only. */
      fputs ("\357\273\277", file);
      write_rows (document, table, n_tables > 1, writer, cancellable);
    }
  written = file != NULL && ferror (file) == 0;
  if (file == NULL || fclose (file) != 0 || !written)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("The report could not be written to “%s”: %s"), path, g_strerror (errno));
      return FALSE;
    }
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}
