/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

#include "annex-report-private.h"
#include "core/annex-error.h"
#include "core/annex-field.h"

#define MAX_CELL_BYTES 32767

typedef struct
{
  lxw_workbook *workbook;
  lxw_format *heading;
  lxw_format *bold;
  lxw_format *wrapped;
  lxw_format *date;
  GHashTable *colours; /* rgb → lxw_format */
  GHashTable *names;   /* of the sheets there are, folded */
} Book;

/* At most 31 characters, none of []:*?/\ and no apostrophe, and not taken. */
static char *
make_sheet_name (Book *book, const char *text)
{
  for (guint i = 1;; i++)
    {
      g_autofree char *number = i > 1 ? g_strdup_printf (" %u", i) : g_strdup ("");
      glong room = 31 - (glong) strlen (number);
      g_autofree char *cut = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), room));
      char *name, *folded;

      g_strdelimit (cut, "[]:*?/\\'", ' ');
      g_strstrip (cut);
      name = g_strconcat (*cut != '\0' ? cut : "Table", number, NULL);
      folded = g_utf8_casefold (name, -1);
      if (g_hash_table_add (book->names, folded))
        return name;
      g_free (name);
    }
}

/* Always as text: what begins with = or + is not a formula here. */
static void
write_text (lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, const char *text, lxw_format *format)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  char *cut = valid;

  if (strlen (valid) > MAX_CELL_BYTES)
    *g_utf8_find_prev_char (valid, valid + MAX_CELL_BYTES) = '\0';
  worksheet_write_string (sheet, row, column, cut, format);
}

static lxw_format *
get_colour (Book *book, guint rgb)
{
  lxw_format *format = g_hash_table_lookup (book->colours, GUINT_TO_POINTER (rgb + 1));

  if (format != NULL)
    return format;
  format = workbook_add_format (book->workbook);
  format_set_bg_color (format, rgb != 0 ? rgb : LXW_COLOR_BLACK);
  format_set_font_color (format, annex_report_is_dark (rgb) ? LXW_COLOR_WHITE : LXW_COLOR_BLACK);
  format_set_align (format, LXW_ALIGN_VERTICAL_TOP);
  g_hash_table_insert (book->colours, GUINT_TO_POINTER (rgb + 1), format);
  return format;
}

static void
write_cell (Book *book, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, AnnexReportColumnKind kind, const char *text, guint colour)
{
  char *end = NULL;
  double number;

  if (*text == '\0')
    return;
  if (kind == ANNEX_REPORT_NUMBER)
    {
      number = g_ascii_strtod (text, &end);
      if (*end == '\0')
        {
          worksheet_write_number (sheet, row, column, number, NULL);
          return;
        }
    }
  if (kind == ANNEX_REPORT_DATE && annex_date_is_valid (text))
    {
      lxw_datetime date = { .year = atoi (text), .month = atoi (text + 5), .day = atoi (text + 8) };

      worksheet_write_datetime (sheet, row, column, &date, book->date);
      return;
    }
  write_text (sheet, row, column, text, colour != ANNEX_REPORT_NO_COLOUR ? get_colour (book, colour) : book->wrapped);
}

static gboolean
write_table (Book *book, const AnnexReportBlock *block, const char *heading, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = make_sheet_name (book, block->text != NULL ? block->text : heading);
  lxw_worksheet *sheet = workbook_add_worksheet (book->workbook, name);

  for (guint i = 0; i < block->n_columns; i++)
    {
      write_text (sheet, 0, (lxw_col_t) i, block->columns[i].title, book->heading);
      worksheet_set_column (sheet, (lxw_col_t) i, (lxw_col_t) i, CLAMP (block->columns[i].weight * 12, 9, 60), NULL);
    }
  for (guint i = 0; i < block->rows->len; i++)
    {
      const AnnexReportRow *row = block->rows->pdata[i];

      if (i % 256 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      for (guint j = 0; j < block->n_columns; j++)
        write_cell (book, sheet, i + 1, (lxw_col_t) j, block->columns[j].kind, row->cells[j],
                    row->colours != NULL ? row->colours[j] : ANNEX_REPORT_NO_COLOUR);
    }
  worksheet_freeze_panes (sheet, 1, 0);
  worksheet_autofilter (sheet, 0, 0, MAX (block->rows->len, 1), (lxw_col_t) (block->n_columns - 1));
  worksheet_set_landscape (sheet);
  worksheet_fit_to_pages (sheet, 1, 0);
  worksheet_repeat_rows (sheet, 0, 0);
  return TRUE;
}

static void
write_pairs (Book *book, lxw_worksheet *sheet, lxw_row_t *line, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const AnnexReportRow *row = rows->pdata[i];

      write_text (sheet, *line, 0, row->cells[0], book->bold);
      write_text (sheet, (*line)++, 1, row->cells[1], book->wrapped);
    }
}

/* What is no table stands on the first sheet, one below the other. */
static gboolean
write_blocks (Book *book, const AnnexReportDocument *document, lxw_worksheet *first, GCancellable *cancellable, GError **error)
{
  const char *heading = document->title;
  lxw_row_t line = document->control->len + 3;

  for (guint i = 0; i < document->blocks->len; i++)
    {
      const AnnexReportBlock *block = document->blocks->pdata[i];

      switch (block->kind)
        {
        case ANNEX_REPORT_BLOCK_HEADING:
          heading = block->text;
          write_text (first, ++line, 0, block->text, book->bold);
          line++;
          break;
        case ANNEX_REPORT_BLOCK_PARAGRAPH:
          worksheet_merge_range (first, line, 0, line, 1, "", book->wrapped);
          write_text (first, line++, 0, block->text, book->wrapped);
          break;
        case ANNEX_REPORT_BLOCK_FACTS:
        case ANNEX_REPORT_BLOCK_SIGNATURES:
          write_pairs (book, first, &line, block->rows);
          break;
        case ANNEX_REPORT_BLOCK_FIGURE:
          write_text (first, line, 0, block->text, book->bold);
          write_text (first, line++, 1, block->alternative, book->wrapped);
          break;
        case ANNEX_REPORT_BLOCK_TABLE:
          if (!write_table (book, block, heading, cancellable, error))
            return FALSE;
          break;
        }
    }
  return TRUE;
}

gboolean
annex_report_write_xlsx (const AnnexReportDocument *document, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) colours = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Book book = { .workbook = workbook_new (path), .colours = colours, .names = names };
  lxw_doc_properties properties = { .title = document->title, .subject = document->subtitle };
  lxw_worksheet *first;
  lxw_row_t line = 2;
  lxw_error status;
  gboolean written;
  g_autofree char *name = make_sheet_name (&book, _("Document"));

  book.heading = workbook_add_format (book.workbook);
  format_set_bold (book.heading);
  format_set_bottom (book.heading, LXW_BORDER_THIN);
  book.bold = workbook_add_format (book.workbook);
  format_set_bold (book.bold);
  format_set_align (book.bold, LXW_ALIGN_VERTICAL_TOP);
  book.wrapped = workbook_add_format (book.workbook);
  format_set_text_wrap (book.wrapped);
  format_set_align (book.wrapped, LXW_ALIGN_VERTICAL_TOP);
  book.date = workbook_add_format (book.workbook);
  format_set_num_format (book.date, "yyyy-mm-dd");
  format_set_align (book.date, LXW_ALIGN_VERTICAL_TOP);
  workbook_set_properties (book.workbook, &properties);
  first = workbook_add_worksheet (book.workbook, name);
  worksheet_set_column (first, 0, 0, 28, NULL);
  worksheet_set_column (first, 1, 1, 90, NULL);
  write_text (first, 0, 0, document->title, book.bold);
  write_text (first, 0, 1, document->subtitle != NULL ? document->subtitle : "", NULL);
  write_pairs (&book, first, &line, document->control);
  written = write_blocks (&book, document, first, cancellable, error);
  status = workbook_close (book.workbook);
  if (written && status != LXW_NO_ERROR)
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("The workbook could not be written: %s"), lxw_strerror (status));
  return written && status == LXW_NO_ERROR;
}
