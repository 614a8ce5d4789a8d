/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "annex-report-pdf-private.h"

/* With more columns, a table is set smaller and closer. */
#define MANY_COLUMNS 12

#define HEADING_COLOUR 0xe8e8ec

/* Lengths are in points. */
typedef struct
{
  AnnexReportPrinter *printer;
  const AnnexReportBlock *block;
  double size;    /* of letters */
  double padding; /* around a text, within its cell */
  double *widths;
  double line_height;
  GPtrArray *heading; /* AnnexLines: one a column */
  GPtrArray *row;     /* likewise, of the row that was measured last */
  double top;         /* of what stands on this page */
  GArray *borders;    /* double: below each row on this page */
} Table;

static double
get_height (GPtrArray *cells)
{
  double height = 0;

  for (guint i = 0; i < cells->len; i++)
    height = MAX (height, annex_lines_get_height (cells->pdata[i]));
  return height;
}

static void
set_cell (Table *self, GPtrArray *cells, guint column, const char *text, gboolean bold)
{
  const AnnexTypeface face = {
    .size = self->size,
    .bold = bold,
    .alignment = self->block->columns[column].kind == ANNEX_REPORT_NUMBER ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT,
  };

  g_ptr_array_add (cells, annex_typesetter_set (self->printer->typesetter, text, &face, self->widths[column] - 2 * self->padding));
}

/* Neighbours of one colour are filled at once. */
static void
fill_grounds (Table *self, const guint *colours, double height)
{
  cairo_t *cairo = self->printer->cairo;
  double x = MARGIN;

  for (guint i = 0, next; i < self->block->n_columns; i = next)
    {
      double width = 0;
      guint rgb = colours[i];

      for (next = i; next < self->block->n_columns && colours[next] == rgb; next++)
        width += self->widths[next];
      if (rgb != ANNEX_REPORT_NO_COLOUR)
        {
          cairo_rectangle (cairo, x, self->printer->y, width, height);
          cairo_set_source_rgb (cairo, (rgb >> 16 & 0xff) / 255.0, (rgb >> 8 & 0xff) / 255.0, (rgb & 0xff) / 255.0);
          cairo_fill (cairo);
        }
      x += width;
    }
}

/* The lines that begin in the slice, so that each stands on one page. */
static void
write_cell (Table *self, const AnnexLines *lines, double x, double offset, double height)
{
  double y = -offset;

  for (guint i = 0; i < annex_lines_get_n_lines (lines); i++)
    {
      if (y > -0.5 && y < height - 0.5)
        annex_lines_write_line (lines, i, self->printer->pen, x + self->padding, self->printer->y + self->padding + y);
      y += annex_lines_get_line_height (lines, i);
    }
}

/* A slice of a row: from @offset of its text on, @height long. @colours: (nullable) */
static void
print_slice (Table *self, GPtrArray *cells, const guint *colours, double offset, double height)
{
  AnnexReportPrinter *printer = self->printer;
  double whole = height + 2 * self->padding;

  if (printer->cairo != NULL)
    {
      double x = MARGIN;

      if (colours != NULL)
        fill_grounds (self, colours, whole);
      for (guint i = 0; i < cells->len; i++)
        {
          gboolean dark = colours != NULL && colours[i] != ANNEX_REPORT_NO_COLOUR && annex_report_is_dark (colours[i]);

          annex_glyph_pen_set_grey (printer->pen, dark ? 1 : 0);
          write_cell (self, cells->pdata[i], x, offset, height);
          x += self->widths[i];
        }
      annex_glyph_pen_set_grey (printer->pen, 0);
    }
  printer->y += whole;
  g_array_append_val (self->borders, printer->y);
}

static void
begin_part (Table *self)
{
  g_autofree guint *colours = g_new (guint, self->block->n_columns);

  for (guint i = 0; i < self->block->n_columns; i++)
    colours[i] = HEADING_COLOUR;
  self->top = self->printer->y;
  g_array_set_size (self->borders, 0);
  print_slice (self, self->heading, colours, 0, get_height (self->heading));
}

/* All borders on the page in one stroke. */
static void
end_part (Table *self)
{
  cairo_t *cairo = self->printer->cairo;
  double x = MARGIN, right = self->printer->width - MARGIN, bottom = self->printer->y;

  if (cairo == NULL)
    return;
  cairo_rectangle (cairo, x, self->top, right - x, bottom - self->top);
  for (guint i = 0; i + 1 < self->block->n_columns; i++)
    {
      x += self->widths[i];
      cairo_move_to (cairo, x, self->top);
      cairo_line_to (cairo, x, bottom);
    }
  for (guint i = 0; i + 1 < self->borders->len; i++)
    {
      cairo_move_to (cairo, MARGIN, g_array_index (self->borders, double, i));
      cairo_line_to (cairo, right, g_array_index (self->borders, double, i));
    }
  cairo_set_source_rgb (cairo, 0.7, 0.7, 0.7);
  cairo_set_line_width (cairo, 0.5);
  cairo_stroke (cairo);
}

static void
begin_page (Table *self)
{
  end_part (self);
  annex_report_printer_begin_page (self->printer);
  begin_part (self);
}

/* A row that no page could hold is cut between two lines, and goes on below the heading. */
static void
print_row (Table *self, const AnnexReportRow *row)
{
  AnnexReportPrinter *printer = self->printer;
  double bottom = annex_report_printer_get_bottom (printer);
  double height, offset = 0;

  g_ptr_array_set_size (self->row, 0);
  for (guint i = 0; i < self->block->n_columns; i++)
    set_cell (self, self->row, i, row->cells[i], FALSE);
  height = get_height (self->row);
  if (printer->y + height + 2 * self->padding > bottom && height < bottom - MARGIN - 40)
    begin_page (self);
  while (height - offset > 0.5)
    {
      double room = bottom - printer->y - 2 * self->padding;
      double slice = height - offset;

      if (slice > room)
        slice = floor (room / self->line_height) * self->line_height;
      if (slice > 0)
        print_slice (self, self->row, row->colours, offset, slice);
      offset += MAX (slice, 0);
      if (height - offset > 0.5)
        begin_page (self);
    }
}

static double
measure_word (const char *word, gpointer data)
{
  const Table *self = data;
  const AnnexTypeface face = { .size = self->size, .bold = TRUE };
  g_autoptr (AnnexLines) lines = annex_typesetter_set (self->printer->typesetter, word, &face, self->printer->width);

  return annex_lines_get_width (lines) + 2 * self->padding + 1;
}

static double
measure_line_height (const Table *self)
{
  const AnnexTypeface face = { .size = self->size };
  /* Not held longer than needed: it would keep all words that the typesetter knew. */
  g_autoptr (AnnexLines) line = annex_typesetter_set (self->printer->typesetter, "x", &face, 100);

  return annex_lines_get_height (line);
}

gboolean
annex_report_printer_print_table (AnnexReportPrinter *self, const AnnexReportBlock *block, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) heading = g_ptr_array_new_with_free_func ((GDestroyNotify) annex_lines_free);
  g_autoptr (GPtrArray) row = g_ptr_array_new_with_free_func ((GDestroyNotify) annex_lines_free);
  g_autoptr (GArray) borders = g_array_new (FALSE, FALSE, sizeof (double));
  gboolean close = block->n_columns > MANY_COLUMNS;
  Table table = {
    .printer = self,
    .block = block,
    .size = close ? 7 : 8.5,
    .padding = close ? 2.5 : 4,
    .heading = heading,
    .row = row,
    .borders = borders,
  };
  g_autofree double *widths = annex_report_share_width (self->reader, self->width - 2 * MARGIN, measure_word, &table);
  const AnnexReportRow *next;
  gboolean printed = TRUE;

  table.widths = widths;
  table.line_height = measure_line_height (&table);
  for (guint i = 0; i < block->n_columns; i++)
    set_cell (&table, heading, i, block->columns[i].title, TRUE);
  if (block->text != NULL)
    {
      annex_report_printer_need (self, 80);
      annex_report_printer_print_text (self, block->text, BODY_SIZE, TRUE);
      self->y += 4;
    }
  annex_report_printer_need (self, 60);
  begin_part (&table);
  while (printed && (next = annex_report_reader_next_row (self->reader)) != NULL)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        printed = FALSE;
      else
        print_row (&table, next);
    }
  end_part (&table);
  self->y += 10;
  return printed;
}
