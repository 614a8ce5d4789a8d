/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "annex-picture.h"
#include "annex-report-private.h"
#include "core/annex-error.h"
#include "core/annex-field.h"
#include "exchange/annex-xlsx-closing.h"

#define MAX_CELL_BYTES 32767
#define MAX_FOOTER_BYTES 200
#define LINE_POINTS 16.0
#define MAX_ROW_POINTS 409
/* Of the first sheet, in letters; and a figure that fits into the second. */
#define NAME_LETTERS 32
#define VALUE_LETTERS 96
#define FIGURE_PIXELS 600.0
#define PIXELS_PER_POINT (96.0 / 72)
/* Beside a heading stands the button of its filter. */
#define BUTTON_LETTERS 4
#define DATE_LETTERS 12
#define SIGNATURE_POINTS 42
#define EXCEL_A4 9
#define EXCEL_LETTER 1

typedef struct
{
  const AnnexReportDocument *document;
  AnnexReportReader *reader;
  lxw_workbook *workbook;
  lxw_format *title;
  lxw_format *section;
  lxw_format *subsection;
  lxw_format *heading; /* of a column */
  lxw_format *name;
  lxw_format *wrapped;
  lxw_format *date;
  lxw_format *number;
  lxw_format *link;
  lxw_format *line; /* to sign on */
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
add_format (Book *book)
{
  lxw_format *format = workbook_add_format (book->workbook);

  format_set_align (format, LXW_ALIGN_VERTICAL_TOP);
  return format;
}

static lxw_format *
get_colour (Book *book, guint rgb)
{
  lxw_format *format = g_hash_table_lookup (book->colours, GUINT_TO_POINTER (rgb + 1));

  if (format != NULL)
    return format;
  format = add_format (book);
  format_set_text_wrap (format);
  format_set_bg_color (format, rgb != 0 ? rgb : LXW_COLOR_BLACK);
  format_set_font_color (format, annex_report_is_dark (rgb) ? LXW_COLOR_WHITE : LXW_COLOR_BLACK);
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
          worksheet_write_number (sheet, row, column, number, book->number);
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

/* As wide as the paper, with title and page below; a reference such as 7.5 is no number that somebody forgot to convert. */
static void
set_up_sheet (Book *book, lxw_worksheet *sheet, gboolean landscape)
{
  g_auto (GStrv) parts = g_strsplit (book->document->title, "&", -1);
  g_autofree char *title = g_strjoinv ("&&", parts);
  g_autofree char *footer = NULL;

  if (strlen (title) > MAX_FOOTER_BYTES)
    *title = '\0';
  footer = g_strdup_printf ("&L%s&R&P / &N", title);
  worksheet_set_footer (sheet, footer);
  worksheet_set_paper (sheet, book->document->paper == ANNEX_REPORT_A4 ? EXCEL_A4 : EXCEL_LETTER);
  if (landscape)
    worksheet_set_landscape (sheet);
  worksheet_fit_to_pages (sheet, 1, 0);
  worksheet_ignore_errors (sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, "A1:XFD1048576");
}

static double
get_letters (const AnnexReportColumn *column)
{
  double least = (double) g_utf8_strlen (column->title, -1) + BUTTON_LETTERS;

  return CLAMP (column->weight * 12, MAX (least, column->kind == ANNEX_REPORT_DATE ? DATE_LETTERS : 0), MAX (least, 60));
}

/* @n: of a table below its headings, or of all that is no table. */
static gboolean
has_room (Book *book, guint n, GError **error)
{
  if (n < LXW_ROW_MAX)
    return TRUE;
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_TOO_LARGE,
               _("A sheet holds 1,048,576 rows, and “%s” needs more. Write it as PDF, HTML or DOCX."),
               book->document->title);
  return FALSE;
}

static gboolean
write_table (Book *book, const AnnexReportBlock *block, const char *name, GCancellable *cancellable, GError **error)
{
  lxw_worksheet *sheet = workbook_add_worksheet (book->workbook, name);
  const AnnexReportRow *row;
  guint n_rows = 0;

  if (!has_room (book, block->n_rows, error))
    return FALSE;
  set_up_sheet (book, sheet, TRUE);
  for (guint i = 0; i < block->n_columns; i++)
    {
      write_text (sheet, 0, (lxw_col_t) i, block->columns[i].title, book->heading);
      worksheet_set_column (sheet, (lxw_col_t) i, (lxw_col_t) i, get_letters (&block->columns[i]), NULL);
    }
  while ((row = annex_report_reader_next_row (book->reader)) != NULL)
    {
      if (n_rows++ % 256 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      for (guint j = 0; j < block->n_columns; j++)
        write_cell (book, sheet, n_rows, (lxw_col_t) j, block->columns[j].kind, row->cells[j],
                    row->colours != NULL ? row->colours[j] : ANNEX_REPORT_NO_COLOUR);
    }
  worksheet_freeze_panes (sheet, 1, 0);
  worksheet_autofilter (sheet, 0, 0, MAX (block->n_rows, 1), (lxw_col_t) (block->n_columns - 1));
  worksheet_repeat_rows (sheet, 0, 0);
  return TRUE;
}

static guint
count_lines (const char *text, guint letters)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n_lines = 0;

  for (char **line = lines; *line != NULL; line++)
    n_lines += MAX (1, ((guint) g_utf8_strlen (*line, -1) + letters - 1) / letters);
  return n_lines;
}

/* Of the first sheet. Said outright, as not every program lays a picture below rows that it makes higher itself. */
static void
set_height (lxw_worksheet *sheet, lxw_row_t row, const char *name, const char *value)
{
  guint lines = MAX (count_lines (name, NAME_LETTERS), count_lines (value, VALUE_LETTERS));

  if (lines > 1)
    worksheet_set_row (sheet, row, MIN (lines * LINE_POINTS, MAX_ROW_POINTS), NULL);
}

static void
write_pair (Book *book, lxw_worksheet *sheet, lxw_row_t *line, const char *name, const char *value)
{
  set_height (sheet, *line, name, value);
  write_text (sheet, *line, 0, name, book->name);
  write_cell (book, sheet, (*line)++, 1, ANNEX_REPORT_DATE, value, ANNEX_REPORT_NO_COLOUR);
}

static void
write_facts (Book *book, lxw_worksheet *sheet, lxw_row_t *line)
{
  const AnnexReportRow *row;

  while ((row = annex_report_reader_next_row (book->reader)) != NULL)
    write_pair (book, sheet, line, row->cells[0], row->cells[1]);
}

static void
write_signatures (Book *book, lxw_worksheet *sheet, lxw_row_t *line)
{
  const AnnexReportRow *row;

  write_text (sheet, *line, 0, _("Role"), book->name);
  write_text (sheet, (*line)++, 1, _("Signature and date"), book->name);
  while ((row = annex_report_reader_next_row (book->reader)) != NULL)
    {
      g_autofree char *text = g_strdup_printf ("%s\n%s", row->cells[0], row->cells[1]);

      worksheet_set_row (sheet, *line, SIGNATURE_POINTS, NULL);
      write_text (sheet, *line, 0, text, book->wrapped);
      worksheet_write_blank (sheet, (*line)++, 1, book->line);
    }
}

/* What it says as text, and below it the picture in a row that is as high, if rows can be. */
static void
write_figure (Book *book, lxw_worksheet *sheet, lxw_row_t *line, const AnnexReportBlock *block)
{
  double height = FIGURE_PIXELS / block->aspect;
  g_autoptr (GBytes) png = annex_picture_draw_png (block->draw, block->data, FIGURE_PIXELS, height);
  gsize size;
  const unsigned char *bytes = g_bytes_get_data (png, &size);
  double points = (height + 40) / PIXELS_PER_POINT, scale = MIN (1, MAX_ROW_POINTS / points);
  lxw_image_options options = { .x_scale = scale / 2, .y_scale = scale / 2, .object_position = LXW_OBJECT_MOVE_DONT_SIZE, .description = block->alternative };

  set_height (sheet, *line, block->text, block->alternative);
  write_text (sheet, *line, 0, block->text, book->name);
  write_text (sheet, (*line)++, 1, block->alternative, book->wrapped);
  worksheet_set_row (sheet, *line, points * scale, NULL);
  worksheet_insert_image_buffer_opt (sheet, (*line)++, 1, bytes, size, &options);
}

/* A table has a sheet of its own, to be filtered; where it stands in the document, a link leads there. */
static gboolean
write_table_and_link (Book *book, lxw_worksheet *first, lxw_row_t *line, const AnnexReportBlock *block, const char *heading, GCancellable *cancellable,
                      GError **error)
{
  g_autofree char *name = make_sheet_name (book, block->text != NULL ? block->text : heading);
  g_autofree char *url = g_strdup_printf ("internal:'%s'!A1", name);
  g_autofree char *text =
    g_strdup_printf (ngettext ("%u row on the sheet “%s”", "%u rows on the sheet “%s”", block->n_rows), block->n_rows,
                     name);

  worksheet_write_url_opt (first, (*line)++, 1, url, book->link, text, NULL);
  return write_table (book, block, name, cancellable, error);
}

/* What is no table stands on the first sheet, one below the other. */
static gboolean
write_blocks (Book *book, lxw_worksheet *first, lxw_row_t line, GCancellable *cancellable, GError **error)
{
  const AnnexReportBlock *block;
  g_autofree char *heading = g_strdup (book->document->title);

  while ((block = annex_report_reader_next_block (book->reader)) != NULL)
    {
      if (!has_room (book, line, error) || g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      switch (block->kind)
        {
        case ANNEX_REPORT_BLOCK_HEADING:
          g_set_str (&heading, block->text);
          write_text (first, ++line, 0, block->text, block->level == 1 ? book->section : book->subsection);
          line++;
          break;
        case ANNEX_REPORT_BLOCK_PARAGRAPH:
        case ANNEX_REPORT_BLOCK_ORIGIN:
          set_height (first, line, "", block->text);
          write_text (first, line++, 1, block->text, book->wrapped);
          break;
        case ANNEX_REPORT_BLOCK_FACTS:
          write_facts (book, first, &line);
          break;
        case ANNEX_REPORT_BLOCK_SIGNATURES:
          write_signatures (book, first, &line);
          break;
        case ANNEX_REPORT_BLOCK_FIGURE:
          write_figure (book, first, &line, block);
          break;
        case ANNEX_REPORT_BLOCK_TABLE:
          if (!write_table_and_link (book, first, &line, block, heading, cancellable, error))
            return FALSE;
          break;
        }
    }
  return TRUE;
}

static void
add_formats (Book *book)
{
  book->title = add_format (book);
  format_set_bold (book->title);
  format_set_font_size (book->title, 18);
  book->section = add_format (book);
  format_set_bold (book->section);
  format_set_font_size (book->section, 14);
  book->subsection = add_format (book);
  format_set_bold (book->subsection);
  book->heading = add_format (book);
  format_set_bold (book->heading);
  format_set_bottom (book->heading, LXW_BORDER_THIN);
  book->name = add_format (book);
  format_set_bold (book->name);
  format_set_text_wrap (book->name);
  book->wrapped = add_format (book);
  format_set_text_wrap (book->wrapped);
  book->date = add_format (book);
  format_set_num_format (book->date, "yyyy-mm-dd");
  format_set_align (book->date, LXW_ALIGN_LEFT);
  book->number = add_format (book);
  format_set_align (book->number, LXW_ALIGN_RIGHT);
  format_set_indent (book->number, 1);
  book->link = add_format (book);
  format_set_font_color (book->link, LXW_COLOR_BLUE);
  format_set_underline (book->link, LXW_UNDERLINE_SINGLE);
  book->line = add_format (book);
  format_set_bottom (book->line, LXW_BORDER_THIN);
}

gboolean
annex_report_write_xlsx (const AnnexReportDocument *document, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) colours = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (AnnexReportReader) reader = annex_report_reader_new (document);
  /* Each row goes into a file as soon as the next one of its sheet begins. */
  lxw_workbook_options options = { .constant_memory = LXW_TRUE };
  Book book = { .document = document,
                .reader = reader,
                .workbook = workbook_new_opt (path, &options),
                .colours = colours,
                .names = names };
  lxw_doc_properties properties = { .title = document->title, .subject = document->subtitle };
  lxw_worksheet *first;
  lxw_row_t line = 3;
  gboolean written;
  g_autofree char *name = make_sheet_name (&book, _("Document"));

  add_formats (&book);
  workbook_set_properties (book.workbook, &properties);
  first = workbook_add_worksheet (book.workbook, name);
  set_up_sheet (&book, first, FALSE);
  worksheet_set_column (first, 0, 0, NAME_LETTERS, NULL);
  worksheet_set_column (first, 1, 1, VALUE_LETTERS, NULL);
  write_text (first, 0, 0, document->title, book.title);
  write_text (first, 1, 0, document->subtitle != NULL ? document->subtitle : "", NULL);
  for (guint i = 0; i < document->control->len; i++)
    write_pair (&book, first, &line, ((char **) document->control->pdata[i])[0],
                ((char **) document->control->pdata[i])[1]);
  written = write_blocks (&book, first, line, cancellable, error);
  return annex_xlsx_close (book.workbook, path, written ? error : NULL) && written;
}
