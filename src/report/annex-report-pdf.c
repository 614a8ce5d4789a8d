/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-report-pdf-private.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>

#include "core/annex-error.h"

/* In points. */
#define HEAD 34.0
#define FACT_WIDTH 150.0
#define SIGNATURE_HEIGHT 48.0
#define PAGE_WIDTH 72.0

static const AnnexTypeface body_face = { .size = BODY_SIZE };
static const AnnexTypeface name_face = { .size = BODY_SIZE, .bold = TRUE };

/* Returns: the height of the text. */
static double
show_text (AnnexReportPrinter *self, const char *text, const AnnexTypeface *face, double width, double x, double y)
{
  g_autoptr (AnnexLines) lines = annex_typesetter_set (self->typesetter, text, face, width);

  if (self->pen != NULL)
    annex_lines_write (lines, self->pen, x, y);
  return annex_lines_get_height (lines);
}

static void
write_head_and_foot (AnnexReportPrinter *self)
{
  static const AnnexTypeface head = { .size = 8 }, foot = { .size = 8, .alignment = PANGO_ALIGN_RIGHT }, origin = { .size = 7 };
  double width = self->width - 2 * MARGIN;
  g_autofree char *page = g_strdup_printf (_("Page %u of %u"), self->page, self->n_pages);
  g_autoptr (AnnexLines) title = NULL;

  if (self->pen == NULL)
    return;
  annex_glyph_pen_set_grey (self->pen, 0.35);
  title = annex_typesetter_set (self->typesetter, self->document->title, &head, width);
  if (self->page > 1)
    annex_lines_write (title, self->pen, MARGIN, HEAD - annex_lines_get_height (title));
  show_text (self, page, &foot, width, MARGIN, self->height - HEAD);
  if (self->document->origin != NULL)
    show_text (self, self->document->origin, &origin, width - PAGE_WIDTH, MARGIN, self->height - HEAD);
  annex_glyph_pen_set_grey (self->pen, 0);
}

double
annex_report_printer_get_bottom (const AnnexReportPrinter *self)
{
  return self->height - MARGIN - 8;
}

static void
take_surface (AnnexReportPrinter *self, cairo_surface_t *surface)
{
  self->cairo = cairo_create (surface);
  self->pen = annex_glyph_pen_new (self->cairo);
}

static void
leave_surface (AnnexReportPrinter *self)
{
  annex_glyph_pen_flush (self->pen);
  g_clear_pointer (&self->pen, annex_glyph_pen_free);
  g_clear_pointer (&self->cairo, cairo_destroy);
}

static void
begin_surface (AnnexReportPrinter *self)
{
  const cairo_rectangle_t extents = { 0, 0, self->width, self->height };
  cairo_surface_t *page = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, &extents);

  g_ptr_array_add (self->pages, page);
  take_surface (self, page);
}

void
annex_report_printer_begin_page (AnnexReportPrinter *self)
{
  if (self->page > 0 && self->pages != NULL)
    {
      leave_surface (self);
      begin_surface (self);
    }
  else if (self->page > 0 && self->cairo != NULL)
    {
      annex_glyph_pen_flush (self->pen);
      cairo_show_page (self->cairo);
    }
  self->page++;
  self->y = MARGIN;
  write_head_and_foot (self);
}

void
annex_report_printer_need (AnnexReportPrinter *self, double height)
{
  if (self->y + height > annex_report_printer_get_bottom (self) && self->y > MARGIN)
    annex_report_printer_begin_page (self);
}

void
annex_report_printer_print_text (AnnexReportPrinter *self, const char *text, double size, gboolean bold)
{
  const AnnexTypeface face = { .size = size, .bold = bold };
  g_autoptr (AnnexLines) lines = annex_typesetter_set (self->typesetter, text, &face, self->width - 2 * MARGIN);

  for (guint i = 0; i < annex_lines_get_n_lines (lines); i++)
    {
      double height = annex_lines_get_line_height (lines, i);

      if (self->y + height > annex_report_printer_get_bottom (self))
        annex_report_printer_begin_page (self);
      if (self->pen != NULL)
        annex_lines_write_line (lines, i, self->pen, MARGIN, self->y);
      self->y += height;
    }
}

/* One that fills a page shares it with a heading at most. */
static gboolean
needs_new_page (AnnexReportPrinter *self, const AnnexReportBlock *block)
{
  return block->fills_page && self->y > MARGIN + 60;
}

static double
get_figure_height (AnnexReportPrinter *self, const AnnexReportBlock *block)
{
  double width = block->fills_page ? self->width - 2 * MARGIN : MIN (self->width - 2 * MARGIN, 500);
  double top = block->fills_page && !needs_new_page (self, block) ? self->y : MARGIN;

  return MIN (width / block->aspect, annex_report_printer_get_bottom (self) - top - (block->fills_page ? 24 : 70));
}

/* All who sign do so on one page, where one holds them. */
static double
get_signatures_height (AnnexReportPrinter *self, const AnnexReportBlock *block)
{
  return MIN (block->n_rows * SIGNATURE_HEIGHT, annex_report_printer_get_bottom (self) - MARGIN - 120);
}

/* A heading stays with what it heads: the beginning of a table, the whole of a figure, what is signed and who signs it. */
static double
get_company (AnnexReportPrinter *self, const AnnexReportBlock *block)
{
  g_autoptr (AnnexReportReader) ahead = annex_report_reader_look_ahead (self->reader);
  double height = 0;

  for (; block != NULL; block = annex_report_reader_next_block (ahead))
    {
      if (block->kind == ANNEX_REPORT_BLOCK_SIGNATURES)
        return height + get_signatures_height (self, block);
      if (block->kind == ANNEX_REPORT_BLOCK_PARAGRAPH)
        {
          const AnnexReportBlock *next = annex_report_reader_next_block (ahead);

          return height + 50 +
                 (next != NULL && next->kind == ANNEX_REPORT_BLOCK_SIGNATURES ? get_signatures_height (self, next) : 0);
        }
      if (block->kind == ANNEX_REPORT_BLOCK_FIGURE)
        return height + (block->fills_page ? annex_report_printer_get_bottom (self) : get_figure_height (self, block) + 24);
      if (block->kind != ANNEX_REPORT_BLOCK_HEADING)
        return height + (block->kind == ANNEX_REPORT_BLOCK_TABLE ? 110 : 50);
      height += 40;
    }
  return height;
}

static void
print_heading (AnnexReportPrinter *self, const AnnexReportBlock *block)
{
  static const double sizes[] = { 16, 13, 11 };
  int parent = block->level > 1 ? self->outline[block->level - 1] : CAIRO_PDF_OUTLINE_ROOT;
  g_autofree char *place = NULL;

  annex_report_printer_need (self, get_company (self, block));
  self->y += self->y > MARGIN ? 14 : 0;
  place = g_strdup_printf ("page=%u pos=[%d %d]", self->page, (int) MARGIN, (int) self->y);
  if (self->surface != NULL)
    self->outline[block->level] =
      cairo_pdf_surface_add_outline (self->surface, parent, block->text, place, block->level == 1 ? CAIRO_PDF_OUTLINE_FLAG_OPEN : 0);
  for (guint level = block->level + 1; level < G_N_ELEMENTS (self->outline); level++)
    self->outline[level] = self->outline[block->level];
  annex_report_printer_print_text (self, block->text, sizes[block->level - 1], TRUE);
  self->y += 5;
}

static void
print_pair (AnnexReportPrinter *self, const char *name, const char *text)
{
  g_autoptr (AnnexLines) value =
    annex_typesetter_set (self->typesetter, text, &body_face, self->width - 2 * MARGIN - FACT_WIDTH);
  double height = annex_lines_get_height (value), name_height;

  if (height > (annex_report_printer_get_bottom (self) - MARGIN) / 2)
    {
      annex_report_printer_print_text (self, name, BODY_SIZE, TRUE);
      annex_report_printer_print_text (self, text, BODY_SIZE, FALSE);
      return;
    }
  annex_report_printer_need (self, height);
  name_height = show_text (self, name, &name_face, FACT_WIDTH - 10, MARGIN, self->y);
  if (self->pen != NULL)
    annex_lines_write (value, self->pen, MARGIN + FACT_WIDTH, self->y);
  self->y += MAX (height, name_height) + 3;
}

static void
print_facts (AnnexReportPrinter *self)
{
  const AnnexReportRow *row;

  while ((row = annex_report_reader_next_row (self->reader)) != NULL)
    print_pair (self, row->cells[0], row->cells[1]);
  self->y += 6;
}

static void
print_figure (AnnexReportPrinter *self, const AnnexReportBlock *block)
{
  double width, height;

  if (needs_new_page (self, block))
    annex_report_printer_begin_page (self);
  height = get_figure_height (self, block);
  width = height * block->aspect;
  annex_report_printer_need (self, height + 24);
  if (self->cairo != NULL)
    {
      annex_glyph_pen_flush (self->pen);
      cairo_save (self->cairo);
      cairo_translate (self->cairo, MARGIN, self->y);
      cairo_set_source_rgb (self->cairo, 0, 0, 0);
      block->draw (self->cairo, width, height, block->data);
      cairo_restore (self->cairo);
    }
  self->y += height + 4;
  annex_report_printer_print_text (self, block->text, 9, FALSE);
  self->y += 8;
}

static void
draw_line (AnnexReportPrinter *self, double x, double y, double width)
{
  if (self->cairo == NULL)
    return;
  cairo_move_to (self->cairo, x, y);
  cairo_line_to (self->cairo, x + width, y);
  cairo_set_source_rgb (self->cairo, 0, 0, 0);
  cairo_set_line_width (self->cairo, 0.5);
  cairo_stroke (self->cairo);
}

static void
print_signatures (AnnexReportPrinter *self, const AnnexReportBlock *block)
{
  static const AnnexTypeface small = { .size = 7.5 };
  double width = (self->width - 2 * MARGIN) / 3;
  const AnnexReportRow *row;

  annex_report_printer_need (self, get_signatures_height (self, block));
  while ((row = annex_report_reader_next_row (self->reader)) != NULL)
    {
      g_autofree char *text = g_strdup_printf ("%s\n%s", row->cells[0], row->cells[1]);
      const char *const below[] = { _("Signature"), _("Date") };

      annex_report_printer_need (self, SIGNATURE_HEIGHT);
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
print_block (AnnexReportPrinter *self, const AnnexReportBlock *block, GCancellable *cancellable, GError **error)
{
  switch (block->kind)
    {
    case ANNEX_REPORT_BLOCK_HEADING:
      print_heading (self, block);
      return TRUE;
    case ANNEX_REPORT_BLOCK_PARAGRAPH:
      annex_report_printer_print_text (self, block->text, BODY_SIZE, FALSE);
      self->y += 7;
      return TRUE;
    case ANNEX_REPORT_BLOCK_FACTS:
      print_facts (self);
      return TRUE;
    case ANNEX_REPORT_BLOCK_TABLE:
      return annex_report_printer_print_table (self, block, cancellable, error);
    case ANNEX_REPORT_BLOCK_FIGURE:
      print_figure (self, block);
      return TRUE;
    case ANNEX_REPORT_BLOCK_SIGNATURES:
      print_signatures (self, block);
      return TRUE;
    case ANNEX_REPORT_BLOCK_ORIGIN:
      return TRUE;
    }
  return TRUE;
}

static gboolean
print_blocks (AnnexReportPrinter *self, GCancellable *cancellable, GError **error)
{
  const AnnexReportDocument *document = self->document;
  g_autoptr (AnnexReportReader) reader = annex_report_reader_new (document);
  const AnnexReportBlock *block;
  gboolean printed = TRUE;

  self->reader = reader;
  annex_report_printer_begin_page (self);
  annex_report_printer_print_text (self, document->title, 22, TRUE);
  if (document->subtitle != NULL)
    annex_report_printer_print_text (self, document->subtitle, 12, FALSE);
  self->y += 12;
  for (guint i = 0; i < document->control->len; i++)
    print_pair (self, ((char **) document->control->pdata[i])[0], ((char **) document->control->pdata[i])[1]);
  self->y += 6;
  while (printed && (block = annex_report_reader_next_block (reader)) != NULL)
    printed =
      !g_cancellable_set_error_if_cancelled (cancellable, error) && print_block (self, block, cancellable, error);
  self->reader = NULL;
  return printed;
}

/* Prints it nowhere. Returns: how many pages it has; 0 with @error set. */
static guint
count_pages (const AnnexReportDocument *document, AnnexTypesetter *typesetter, GCancellable *cancellable, GError **error)
{
  AnnexReportPrinter self = { .document = document, .typesetter = typesetter };

  annex_report_get_page_size (document, &self.width, &self.height);
  return print_blocks (&self, cancellable, error) ? self.page : 0;
}

/* Each page says of how many it is one, which is known only when all are laid out. */
gboolean
annex_report_write_pdf (const AnnexReportDocument *document, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (AnnexTypesetter) typesetter = annex_typesetter_new ();
  AnnexReportPrinter self = { .document = document, .typesetter = typesetter, .n_pages = count_pages (document, typesetter, cancellable, error) };
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
  take_surface (&self, self.surface);
  printed = print_blocks (&self, cancellable, error);
  leave_surface (&self);
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
  AnnexReportPrinter printer = {
    .document = self, .typesetter = typesetter, .pages = pages, .n_pages = count_pages (self, typesetter, cancellable, error)
  };
  gboolean printed;

  if (printer.n_pages == 0)
    return NULL;
  annex_report_get_page_size (self, &printer.width, &printer.height);
  begin_surface (&printer);
  printed = print_blocks (&printer, cancellable, error);
  leave_surface (&printer);
  *width = printer.width;
  *height = printer.height;
  printed = printed && annex_report_spool_check (self->spool, error);
  return printed ? g_steal_pointer (&pages) : NULL;
}
