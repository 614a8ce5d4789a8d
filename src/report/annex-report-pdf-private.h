/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-report-private.h"
#include "annex-typesetter.h"

G_BEGIN_DECLS

/* In points. */
#define MARGIN 46.0
#define BODY_SIZE 10.0

/**
 * AnnexReportPrinter:
 *
 * Puts a document on pages, from the top of each to its bottom.
 */
typedef struct
{
  const AnnexReportDocument *document;
  AnnexReportReader *reader; /* (nullable): stands at what is printed */
  AnnexTypesetter *typesetter;
  cairo_surface_t *surface; /* (nullable): of the PDF */
  GPtrArray *pages;         /* (nullable): a surface for each, in place of @surface */
  cairo_t *cairo;           /* (nullable): NULL while the pages are counted */
  AnnexGlyphPen *pen;       /* (nullable): on @cairo; to be flushed before something is drawn that comes after the text */
  double width;
  double height;
  double y;
  guint page;
  guint n_pages;  /* 0 while they are counted */
  int outline[4]; /* the last entry of each level */
} AnnexReportPrinter;

void annex_report_printer_begin_page (AnnexReportPrinter *self);

/** annex_report_printer_need: Begins a page unless there is @height left. */
void annex_report_printer_need (AnnexReportPrinter *self, double height);

/** annex_report_printer_get_bottom: Returns: how far down a page is printed. */
double annex_report_printer_get_bottom (const AnnexReportPrinter *self);

/** annex_report_printer_print_text: Line by line, so that a long paragraph goes on over the page. */
void annex_report_printer_print_text (AnnexReportPrinter *self, const char *text, double size, gboolean bold);

/** annex_report_printer_print_table: @block: at which the reader stands. Returns: FALSE if cancelled. */
gboolean annex_report_printer_print_table (AnnexReportPrinter *self, const AnnexReportBlock *block, GCancellable *cancellable, GError **error);

G_END_DECLS
