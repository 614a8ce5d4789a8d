/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "annex-report-private.h"
#include "annex-typesetter.h"
#include "core/annex-error.h"

/* In points. */
#define MARGIN 46.0
#define HEAD 34.0
#define BODY_SIZE 10.0
#define CELL_SIZE 8.5
#define CELL_PADDING 4.0
#define FACT_WIDTH 150.0
#define SIGNATURE_HEIGHT 48.0

static const AnnexTypeface body_face = { .size = BODY_SIZE };
static const AnnexTypeface name_face = { .size = BODY_SIZE, .bold = TRUE };

typedef struct
{
  const AnnexReportDocument *document;
  AnnexTypesetter *typesetter;
  cairo_surface_t *surface; /* (nullable): of the PDF */
  GPtrArray *pages;         /* (nullable): a surface for each, in place of @surface */
  cairo_t *cairo;           /* (nullable): NULL while the pages are counted */
  double width;
  double height;
  double y;
  guint page;
  guint n_pages;  /* 0 while they are counted */
  int outline[4]; /* the last entry of each level */
} Printer;

static void
show_layout (Printer *self, PangoLayout *layout, double x, double y)
{
  if (self->cairo == NULL)
    return;
  cairo_move_to (self->cairo, x, y);
  pango_cairo_show_layout (self->cairo, layout);
}

/* Returns: the height of the text. */
static double
show_text (Printer *self, const char *text, const AnnexTypeface *face, double width, double x, double y)
{
  g_autoptr (PangoLayout) layout = annex_typesetter_set (self->typesetter, text, face, width);

  show_layout (self, layout, x, y);
  return annex_typesetter_get_height (layout);
}

static void
draw_head_and_foot (Printer *self)
{
  static const AnnexTypeface head = { .size = 8 }, foot = { .size = 8, .alignment = PANGO_ALIGN_RIGHT };
  double width = self->width - 2 * MARGIN;
  g_autofree char *page = g_strdup_printf (_("Page %u of %u"), self->page, self->n_pages);
  g_autoptr (PangoLayout) title = NULL;

  if (self->cairo == NULL)
    return;
  cairo_set_source_rgb (self->cairo, 0.35, 0.35, 0.35);
  title = annex_typesetter_set (self->typesetter, self->document->title, &head, width);
  if (self->page > 1)
    show_layout (self, title, MARGIN, HEAD - annex_typesetter_get_height (title));
  show_text (self, page, &foot, width, MARGIN, self->height - HEAD);
  cairo_set_source_rgb (self->cairo, 0, 0, 0);
}

static double
get_bottom (Printer *self)
{
  return self->height - MARGIN - 8;
}

static void
begin_surface (Printer *self)
{
  const cairo_rectangle_t extents = { 0, 0, self->width, self->height };
  cairo_surface_t *page = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, &extents);

  g_ptr_array_add (self->pages, page);
  cairo_destroy (self->cairo);
  self->cairo = cairo_create (page);
}

static void
begin_page (Printer *self)
{
  if (self->page > 0 && self->pages != NULL)
    begin_surface (self);
  else if (self->page > 0 && self->cairo != NULL)
    cairo_show_page (self->cairo);
  self->page++;
  self->y = MARGIN;
  draw_head_and_foot (self);
}

static void
need (Printer *self, double height)
{
  if (self->y + height > get_bottom (self) && self->y > MARGIN)
    begin_page (self);
}

/* Line by line, so that a long paragraph goes on over the page. */
static void
print_text (Printer *self, const char *text, double size, gboolean bold)
{
  const AnnexTypeface face = { .size = size, .bold = bold };
  g_autoptr (PangoLayout) layout = annex_typesetter_set (self->typesetter, text, &face, self->width - 2 * MARGIN);
  PangoLayoutIter *iter = pango_layout_get_iter (layout);

  do
    {
      PangoRectangle line;
      int baseline = pango_layout_iter_get_baseline (iter);
      double height;

      pango_layout_iter_get_line_extents (iter, NULL, &line);
      height = (double) line.height / PANGO_SCALE;
      if (self->y + height > get_bottom (self))
        begin_page (self);
      if (self->cairo != NULL)
        {
          cairo_move_to (self->cairo, MARGIN + (double) line.x / PANGO_SCALE, self->y + (double) (baseline - line.y) / PANGO_SCALE);
          pango_cairo_show_layout_line (self->cairo, pango_layout_iter_get_line_readonly (iter));
        }
      self->y += height;
    }
  while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
}

/* One that fills a page shares it with a heading at most. */
static gboolean
needs_new_page (Printer *self, const AnnexReportBlock *block)
{
  return block->fills_page && self->y > MARGIN + 60;
}

static double
get_figure_height (Printer *self, const AnnexReportBlock *block)
{
  double width = block->fills_page ? self->width - 2 * MARGIN : MIN (self->width - 2 * MARGIN, 500);
  double top = block->fills_page && !needs_new_page (self, block) ? self->y : MARGIN;

  return MIN (width / block->aspect, get_bottom (self) - top - (block->fills_page ? 24 : 70));
}

/* All who sign do so on one page, where one holds them. */
static double
get_signatures_height (Printer *self, const AnnexReportBlock *block)
{
  return MIN (block->rows->len * SIGNATURE_HEIGHT, get_bottom (self) - MARGIN - 120);
}

/* A heading stays with what it heads: the beginning of a table, the whole of a figure, what is signed and who signs it. */
static double
get_company (Printer *self, guint index)
{
  double height = 0;

  for (guint i = index; i < self->document->blocks->len; i++)
    {
      const AnnexReportBlock *block = self->document->blocks->pdata[i];
      const AnnexReportBlock *next = i + 1 < self->document->blocks->len ? self->document->blocks->pdata[i + 1] : NULL;

      if (block->kind == ANNEX_REPORT_BLOCK_SIGNATURES)
        return height + get_signatures_height (self, block);
      if (block->kind == ANNEX_REPORT_BLOCK_PARAGRAPH && next != NULL && next->kind == ANNEX_REPORT_BLOCK_SIGNATURES)
        return height + 50 + get_signatures_height (self, next);

      if (block->kind == ANNEX_REPORT_BLOCK_FIGURE)
        return height + (block->fills_page ? get_bottom (self) : get_figure_height (self, block) + 24);
      if (block->kind != ANNEX_REPORT_BLOCK_HEADING)
        return height + (block->kind == ANNEX_REPORT_BLOCK_TABLE ? 110 : 50);
      height += 40;
    }
  return height;
}

static void
print_heading (Printer *self, const AnnexReportBlock *block, guint index)
{
  static const double sizes[] = { 16, 13, 11 };
  int parent = block->level > 1 ? self->outline[block->level - 1] : CAIRO_PDF_OUTLINE_ROOT;
  g_autofree char *place = NULL;

  need (self, get_company (self, index));
  self->y += self->y > MARGIN ? 14 : 0;
  place = g_strdup_printf ("page=%u pos=[%d %d]", self->page, (int) MARGIN, (int) self->y);
  if (self->surface != NULL)
    self->outline[block->level] =
      cairo_pdf_surface_add_outline (self->surface, parent, block->text, place, block->level == 1 ? CAIRO_PDF_OUTLINE_FLAG_OPEN : 0);
  for (guint level = block->level + 1; level < G_N_ELEMENTS (self->outline); level++)
    self->outline[level] = self->outline[block->level];
  print_text (self, block->text, sizes[block->level - 1], TRUE);
  self->y += 5;
}

static void
print_pairs (Printer *self, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const AnnexReportRow *row = rows->pdata[i];
      g_autoptr (PangoLayout) value = annex_typesetter_set (self->typesetter, row->cells[1], &body_face, self->width - 2 * MARGIN - FACT_WIDTH);
      double height = annex_typesetter_get_height (value), name_height;

      if (height > (get_bottom (self) - MARGIN) / 2)
        {
          print_text (self, row->cells[0], BODY_SIZE, TRUE);
          print_text (self, row->cells[1], BODY_SIZE, FALSE);
          continue;
        }
      need (self, height);
      name_height = show_text (self, row->cells[0], &name_face, FACT_WIDTH - 10, MARGIN, self->y);
      show_layout (self, value, MARGIN + FACT_WIDTH, self->y);
      self->y += MAX (height, name_height) + 3;
    }
  self->y += 6;
}

/* ---- Tables ---- */

typedef struct
{
  Printer *printer;
  const AnnexReportBlock *block;
  double *widths;
  PangoLayout **layouts; /* one a column: of the row that was measured last */
  double line_height;
} Table;

static double
measure_row (Table *table, char **cells, gboolean heading)
{
  double height = 0;

  for (guint i = 0; i < table->block->n_columns; i++)
    {
      const AnnexTypeface face = {
        .size = CELL_SIZE,
        .bold = heading,
        .alignment = table->block->columns[i].kind == ANNEX_REPORT_NUMBER ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT,
      };

      g_clear_object (&table->layouts[i]);
      table->layouts[i] = annex_typesetter_set (table->printer->typesetter, cells[i], &face, table->widths[i] - 2 * CELL_PADDING);
      height = MAX (height, annex_typesetter_get_height (table->layouts[i]));
    }
  return height;
}

static guint
get_colour (const AnnexReportRow *row, gboolean heading, guint column)
{
  return heading ? 0xe8e8ec : row->colours != NULL ? row->colours[column] : ANNEX_REPORT_NO_COLOUR;
}

/* The grounds first, then all borders in one stroke, then the texts. */
static void
draw_cells (Table *table, const AnnexReportRow *row, gboolean heading, double offset, double height)
{
  Printer *self = table->printer;
  double x = MARGIN, right = MARGIN;

  for (guint i = 0; i < table->block->n_columns; i++)
    {
      guint rgb = get_colour (row, heading, i);

      if (rgb != ANNEX_REPORT_NO_COLOUR)
        {
          cairo_rectangle (self->cairo, right, self->y, table->widths[i], height + 2 * CELL_PADDING);
          cairo_set_source_rgb (self->cairo, (rgb >> 16 & 0xff) / 255.0, (rgb >> 8 & 0xff) / 255.0, (rgb & 0xff) / 255.0);
          cairo_fill (self->cairo);
        }
      right += table->widths[i];
    }
  cairo_rectangle (self->cairo, MARGIN, self->y, right - MARGIN, height + 2 * CELL_PADDING);
  for (guint i = 0; i + 1 < table->block->n_columns; i++)
    {
      x += table->widths[i];
      cairo_move_to (self->cairo, x, self->y);
      cairo_line_to (self->cairo, x, self->y + height + 2 * CELL_PADDING);
    }
  cairo_set_source_rgb (self->cairo, 0.7, 0.7, 0.7);
  cairo_set_line_width (self->cairo, 0.5);
  cairo_stroke (self->cairo);
  x = MARGIN;
  for (guint i = 0; i < table->block->n_columns; i++)
    {
      guint rgb = get_colour (row, heading, i);
      double shade = rgb != ANNEX_REPORT_NO_COLOUR && annex_report_is_dark (rgb) ? 1 : 0;
      gboolean cut = offset > 0 || annex_typesetter_get_height (table->layouts[i]) > height + 0.5;

      /* Only of a row that is longer than the page is something to be hidden. */
      if (cut)
        {
          cairo_save (self->cairo);
          cairo_rectangle (self->cairo, x, self->y + CELL_PADDING - 0.5, table->widths[i], height + 1);
          cairo_clip (self->cairo);
        }
      cairo_set_source_rgb (self->cairo, shade, shade, shade);
      show_layout (self, table->layouts[i], x + CELL_PADDING, self->y + CELL_PADDING - offset);
      if (cut)
        cairo_restore (self->cairo);
      x += table->widths[i];
    }
  cairo_set_source_rgb (self->cairo, 0, 0, 0);
}

/* A slice of the row that was measured last: from @offset of its text on, @height long. */
static void
print_slice (Table *table, const AnnexReportRow *row, gboolean heading, double offset, double height)
{
  if (table->printer->cairo != NULL)
    draw_cells (table, row, heading, offset, height);
  table->printer->y += height + 2 * CELL_PADDING;
}

static void
print_table_heading (Table *table)
{
  g_autofree char **titles = g_new0 (char *, table->block->n_columns + 1);
  double height;

  for (guint i = 0; i < table->block->n_columns; i++)
    titles[i] = (char *) table->block->columns[i].title;
  height = measure_row (table, titles, TRUE);
  print_slice (table, NULL, TRUE, 0, height);
}

static void
begin_table_page (Table *table)
{
  begin_page (table->printer);
  print_table_heading (table);
}

/* A row that no page could hold is cut between two lines, and goes on below the heading. */
static void
print_row (Table *table, const AnnexReportRow *row)
{
  Printer *self = table->printer;
  double height = measure_row (table, row->cells, FALSE), offset = 0;
  double whole = get_bottom (self) - MARGIN - 40;

  if (self->y + height + 2 * CELL_PADDING > get_bottom (self) && height < whole)
    {
      begin_table_page (table);
      height = measure_row (table, row->cells, FALSE);
    }
  while (height - offset > 0.5)
    {
      double room = get_bottom (self) - self->y - 2 * CELL_PADDING;
      double slice = height - offset;

      if (slice > room)
        slice = floor (room / table->line_height) * table->line_height;
      if (slice > 0)
        print_slice (table, row, FALSE, offset, slice);
      offset += MAX (slice, 0);
      if (height - offset > 0.5)
        {
          begin_table_page (table);
          measure_row (table, row->cells, FALSE);
        }
    }
}

static double
measure_word (const char *word, gpointer data)
{
  static const AnnexTypeface face = { .size = CELL_SIZE, .bold = TRUE };
  Printer *self = data;
  g_autoptr (PangoLayout) layout = annex_typesetter_set (self->typesetter, word, &face, self->width);
  PangoRectangle extents;

  pango_layout_get_extents (layout, NULL, &extents);
  return (double) extents.width / PANGO_SCALE + 2 * CELL_PADDING + 1;
}

static gboolean
print_table (Printer *self, const AnnexReportBlock *block, GCancellable *cancellable, GError **error)
{
  g_autofree double *widths = annex_report_share_width (block, self->width - 2 * MARGIN, measure_word, self);
  g_autofree PangoLayout **layouts = g_new0 (PangoLayout *, block->n_columns);
  static const AnnexTypeface cell_face = { .size = CELL_SIZE };
  g_autoptr (PangoLayout) line = NULL;
  Table table = { .printer = self, .block = block, .widths = widths, .layouts = layouts };
  gboolean printed = TRUE;

  line = annex_typesetter_set (self->typesetter, "x", &cell_face, 100);
  table.line_height = annex_typesetter_get_height (line);

  if (block->text != NULL)
    {
      need (self, 80);
      print_text (self, block->text, BODY_SIZE, TRUE);
      self->y += 4;
    }
  need (self, 60);
  print_table_heading (&table);
  for (guint i = 0; i < block->rows->len && printed; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        printed = FALSE;
      else
        print_row (&table, block->rows->pdata[i]);
    }
  for (guint i = 0; i < block->n_columns; i++)
    g_clear_object (&layouts[i]);
  self->y += 10;
  return printed;
}

static void
print_figure (Printer *self, const AnnexReportBlock *block)
{
  double width, height;

  if (needs_new_page (self, block))
    begin_page (self);
  height = get_figure_height (self, block);
  width = height * block->aspect;
  need (self, height + 24);
  if (self->cairo != NULL)
    {
      cairo_save (self->cairo);
      cairo_translate (self->cairo, MARGIN, self->y);
      block->draw (self->cairo, width, height, block->data);
      cairo_restore (self->cairo);
      cairo_set_source_rgb (self->cairo, 0, 0, 0);
    }
  self->y += height + 4;
  print_text (self, block->text, 9, FALSE);
  self->y += 8;
}

static void
draw_line (Printer *self, double x, double y, double width)
{
  if (self->cairo == NULL)
    return;
  cairo_move_to (self->cairo, x, y);
  cairo_line_to (self->cairo, x + width, y);
  cairo_set_line_width (self->cairo, 0.5);
  cairo_stroke (self->cairo);
}

static void
print_signatures (Printer *self, const AnnexReportBlock *block)
{
  static const AnnexTypeface small = { .size = 7.5 };
  double width = (self->width - 2 * MARGIN) / 3;
  GPtrArray *rows = block->rows;

  need (self, get_signatures_height (self, block));
  for (guint i = 0; i < rows->len; i++)
    {
      const AnnexReportRow *row = rows->pdata[i];
      g_autofree char *text = g_strdup_printf ("%s\n%s", row->cells[0], row->cells[1]);
      const char *const below[] = { _("Signature"), _("Date") };

      need (self, SIGNATURE_HEIGHT);
      self->y += SIGNATURE_HEIGHT - 30;
      show_text (self, text, &body_face, width - 10, MARGIN, self->y - 4);
      for (guint j = 0; j < 2; j++)
        {
          double x = MARGIN + (j + 1) * width;

          draw_line (self, x, self->y + 10, width - 12);
          show_text (self, below[j], &small, width, x, self->y + 12);
        }
      self->y += 30;
    }
}

static gboolean
print_block (Printer *self, guint index, GCancellable *cancellable, GError **error)
{
  const AnnexReportBlock *block = self->document->blocks->pdata[index];

  switch (block->kind)
    {
    case ANNEX_REPORT_BLOCK_HEADING:
      print_heading (self, block, index);
      return TRUE;
    case ANNEX_REPORT_BLOCK_PARAGRAPH:
      print_text (self, block->text, BODY_SIZE, FALSE);
      self->y += 7;
      return TRUE;
    case ANNEX_REPORT_BLOCK_FACTS:
      print_pairs (self, block->rows);
      return TRUE;
    case ANNEX_REPORT_BLOCK_TABLE:
      return print_table (self, block, cancellable, error);
    case ANNEX_REPORT_BLOCK_FIGURE:
      print_figure (self, block);
      return TRUE;
    case ANNEX_REPORT_BLOCK_SIGNATURES:
      print_signatures (self, block);
      return TRUE;
    }
  return TRUE;
}

static gboolean
print_blocks (Printer *self, GCancellable *cancellable, GError **error)
{
  const AnnexReportDocument *document = self->document;
  gboolean printed = TRUE;

  begin_page (self);
  print_text (self, document->title, 22, TRUE);
  if (document->subtitle != NULL)
    print_text (self, document->subtitle, 12, FALSE);
  self->y += 12;
  print_pairs (self, document->control);
  for (guint i = 0; i < document->blocks->len && printed; i++)
    printed = !g_cancellable_set_error_if_cancelled (cancellable, error) &&
              print_block (self, i, cancellable, error);
  return printed;
}

/* Prints it nowhere. Returns: how many pages it has; 0 with @error set. */
static guint
count_pages (const AnnexReportDocument *document, AnnexTypesetter *typesetter, GCancellable *cancellable, GError **error)
{
  Printer self = { .document = document, .typesetter = typesetter };

  annex_report_get_page_size (document, &self.width, &self.height);
  return print_blocks (&self, cancellable, error) ? self.page : 0;
}

/* Each page says of how many it is one, which is known only when all are laid out. */
gboolean
annex_report_write_pdf (const AnnexReportDocument *document, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (AnnexTypesetter) typesetter = annex_typesetter_new ();
  Printer self = { .document = document, .typesetter = typesetter, .n_pages = count_pages (document, typesetter, cancellable, error) };
  cairo_status_t status;
  gboolean printed;

  if (self.n_pages == 0)
    return FALSE;
  annex_report_get_page_size (document, &self.width, &self.height);
  self.surface = cairo_pdf_surface_create (path, self.width, self.height);
  cairo_pdf_surface_set_metadata (self.surface, CAIRO_PDF_METADATA_TITLE, document->title);
  if (document->subtitle != NULL)
    cairo_pdf_surface_set_metadata (self.surface, CAIRO_PDF_METADATA_SUBJECT, document->subtitle);
  cairo_pdf_surface_set_metadata (self.surface, CAIRO_PDF_METADATA_CREATOR, "Annex");
  self.cairo = cairo_create (self.surface);
  printed = print_blocks (&self, cancellable, error);
  cairo_destroy (self.cairo);
  cairo_surface_finish (self.surface);
  status = cairo_surface_status (self.surface);
  cairo_surface_destroy (self.surface);
  if (printed && status != CAIRO_STATUS_SUCCESS)
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("The report could not be written: %s"), cairo_status_to_string (status));
  return printed && status == CAIRO_STATUS_SUCCESS;
}

static void
destroy_surface (gpointer surface)
{
  cairo_surface_destroy (surface);
}

GPtrArray *
annex_report_document_draw_pages (const AnnexReportDocument *self, double *width, double *height, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) pages = g_ptr_array_new_with_free_func (destroy_surface);
  g_autoptr (AnnexTypesetter) typesetter = annex_typesetter_new ();
  Printer printer = {
    .document = self, .typesetter = typesetter, .pages = pages, .n_pages = count_pages (self, typesetter, cancellable, error)
  };
  gboolean printed;

  if (printer.n_pages == 0)
    return NULL;
  annex_report_get_page_size (self, &printer.width, &printer.height);
  begin_surface (&printer);
  printed = print_blocks (&printer, cancellable, error);
  cairo_destroy (printer.cairo);
  *width = printer.width;
  *height = printer.height;
  return printed ? g_steal_pointer (&pages) : NULL;
}
