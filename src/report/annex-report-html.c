/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cairo-svg.h>
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "annex-report-private.h"
#include "core/annex-error.h"

#define FIGURE_WIDTH 720.0

/* One file without anything from elsewhere: it opens from a stick, and nothing in it runs. A browser is told so,
 * should a text ever get past the escapes. */
#define POLICY "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

static const char style[] =
  ":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:88rem;margin:2rem auto;padding:0 1rem}"
  "h1{margin-bottom:0}header p{margin-top:.2rem;opacity:.75}table{border-collapse:collapse;width:100%;margin:1rem 0;font-size:.9rem}"
  "caption{text-align:left;font-weight:600;padding:.3rem 0}th,td{border:1px solid #8888;padding:.35rem .5rem;vertical-align:top;text-align:left;"
  "overflow-wrap:break-word}td{white-space:pre-line}thead th{background:#8882}.number{text-align:right;font-variant-numeric:tabular-nums}.whole{white-space:nowrap}"
  "p,table.facts{max-width:60rem}table.facts{width:auto}table.facts th{font-weight:600}td.sign{height:3rem;min-width:12rem}figure{margin:1rem 0}"
  "figure img{box-sizing:border-box;max-width:100%;height:auto;padding:.5rem;background:#fff}nav ul{list-style:none;padding-left:1rem}.wide{overflow-x:auto;margin:1rem 0}"
  ".wide table{margin:0;font-size:.85rem}"
  "@media print{nav{display:none}thead{display:table-header-group}tr,figure{break-inside:avoid}h2,h3,h4{break-after:avoid}body{margin:0;max-width:none}"
  ".wide{overflow:visible}.wide table{font-size:.65rem}th,td{padding:.2rem .3rem}}";

#define MOST_LETTERS_OF_REFERENCE 16
#define MOST_BYTES (64 * 1024)

/* What was put together goes into the file before it gets long. Failures stay with the file. */
static void
pass_on (GString *html, FILE *file)
{
  if (html->len < MOST_BYTES)
    return;
  fwrite (html->str, 1, html->len, file);
  g_string_truncate (html, 0);
}

static cairo_status_t
append_svg (void *closure, const unsigned char *data, unsigned int length)
{
  g_string_append_len (closure, (const char *) data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* As an image: the names within one drawing would be taken for those of another in the same page. */
static void
append_figure (GString *html, const AnnexReportBlock *block)
{
  g_autoptr (GString) svg = g_string_new (NULL);
  g_autofree char *coded = NULL;
  double height = FIGURE_WIDTH / block->aspect;
  cairo_surface_t *surface = cairo_svg_surface_create_for_stream (append_svg, svg, FIGURE_WIDTH, height);
  cairo_t *cairo = cairo_create (surface);

  block->draw (cairo, FIGURE_WIDTH, height, block->data);
  cairo_destroy (cairo);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  coded = g_base64_encode ((const guchar *) svg->str, svg->len);
  g_string_append (html, "<figure><img alt=\"");
  annex_report_append_escaped (html, block->alternative);
  g_string_append_printf (html, "\" width=\"%d\" height=\"%d\" src=\"data:image/svg+xml;base64,%s\"><figcaption>", (int) FIGURE_WIDTH, (int) height, coded);
  annex_report_append_escaped (html, block->text);
  g_string_append (html, "</figcaption></figure>\n");
}

static void
append_pair (GString *html, const char *name, const char *value)
{
  g_string_append (html, "<tr><th scope=\"row\">");
  annex_report_append_escaped (html, name);
  g_string_append (html, "</th><td>");
  annex_report_append_escaped (html, value);
  g_string_append (html, "</td></tr>\n");
}

static void
append_control (GString *html, GPtrArray *pairs)
{
  g_string_append (html, "<table class=\"facts\">\n");
  for (guint i = 0; i < pairs->len; i++)
    append_pair (html, ((char **) pairs->pdata[i])[0], ((char **) pairs->pdata[i])[1]);
  g_string_append (html, "</table>\n");
}

static void
append_facts (GString *html, AnnexReportReader *reader)
{
  const AnnexReportRow *row;

  g_string_append (html, "<table class=\"facts\">\n");
  while ((row = annex_report_reader_next_row (reader)) != NULL)
    append_pair (html, row->cells[0], row->cells[1]);
  g_string_append (html, "</table>\n");
}

/* A browser would break R-014 or a date at its hyphen. */
static void
append_words (GString *html, const char *text)
{
  while (*text != '\0')
    {
      gsize size = strcspn (text, " \n"), gap = strspn (text + size, " \n");
      g_autofree char *word = g_strndup (text, size);
      gboolean whole = size <= MOST_LETTERS_OF_REFERENCE && strchr (word, '-') != NULL && strpbrk (word, "0123456789") != NULL;

      g_string_append (html, whole ? "<span class=\"whole\">" : "");
      annex_report_append_escaped (html, word);
      g_string_append (html, whole ? "</span>" : "");
      g_string_append_len (html, text + size, (gssize) gap);
      text += size + gap;
    }
}

static void
append_cell (GString *html, AnnexReportColumnKind kind, const char *text, guint rgb)
{
  g_string_append (html, kind == ANNEX_REPORT_NUMBER ? "<td class=\"number\"" : "<td");
  if (rgb != ANNEX_REPORT_NO_COLOUR)
    g_string_append_printf (html, " style=\"background:#%06x;color:%s\"", rgb, annex_report_is_dark (rgb) ? "#fff" : "#000");
  g_string_append_c (html, '>');
  append_words (html, text);
  g_string_append (html, "</td>");
}

/* One that is wider than the window is scrolled by itself, with the keyboard, too. */
static void
append_table (GString *html, AnnexReportReader *reader, FILE *file, GCancellable *cancellable)
{
  const AnnexReportBlock *block = reader->current;
  const AnnexReportRow *row;

  g_string_append (html, "<div class=\"wide\" tabindex=\"0\"><table>");
  if (block->text != NULL)
    {
      g_string_append (html, "<caption>");
      annex_report_append_escaped (html, block->text);
      g_string_append (html, "</caption>");
    }
  g_string_append (html, "<thead><tr>");
  for (guint i = 0; i < block->n_columns; i++)
    {
      g_string_append (html, block->columns[i].kind == ANNEX_REPORT_NUMBER ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">");
      annex_report_append_escaped (html, block->columns[i].title);
      g_string_append (html, "</th>");
    }
  g_string_append (html, "</tr></thead><tbody>\n");
  while (!g_cancellable_is_cancelled (cancellable) && (row = annex_report_reader_next_row (reader)) != NULL)
    {
      g_string_append (html, "<tr>");
      for (guint j = 0; j < block->n_columns; j++)
        append_cell (html, block->columns[j].kind, row->cells[j], row->colours != NULL ? row->colours[j] : ANNEX_REPORT_NO_COLOUR);
      g_string_append (html, "</tr>\n");
      pass_on (html, file);
    }
  g_string_append (html, "</tbody></table></div>\n");
}

static void
append_signatures (GString *html, AnnexReportReader *reader)
{
  const AnnexReportRow *row;

  g_string_append_printf (html, "<table><thead><tr><th scope=\"col\">%s</th><th scope=\"col\">%s</th><th scope=\"col\">%s</th></tr></thead><tbody>\n",
                          _("Role"), _("Signature"), _("Date"));
  while ((row = annex_report_reader_next_row (reader)) != NULL)
    {
      g_string_append (html, "<tr><th scope=\"row\">");
      annex_report_append_escaped (html, row->cells[0]);
      g_string_append (html, "<br>");
      annex_report_append_escaped (html, row->cells[1]);
      g_string_append (html, "</th><td class=\"sign\"></td><td class=\"sign\"></td></tr>\n");
    }
  g_string_append (html, "</tbody></table>\n");
}

static void
append_contents (GString *html, const AnnexReportDocument *document, FILE *file)
{
  g_autoptr (AnnexReportReader) reader = annex_report_reader_new (document);
  const AnnexReportBlock *block;

  g_string_append_printf (html, "<nav aria-label=\"%s\"><ul>\n", _("Contents"));
  while ((block = annex_report_reader_next_block (reader)) != NULL)
    {
      if (block->kind != ANNEX_REPORT_BLOCK_HEADING || block->level > 2)
        continue;
      g_string_append_printf (html, "<li style=\"margin-left:%urem\"><a href=\"#s%u\">", block->level - 1,
                              reader->n_blocks - 1);
      annex_report_append_escaped (html, block->text);
      g_string_append (html, "</a></li>\n");
      pass_on (html, file);
    }
  g_string_append (html, "</ul></nav>\n");
}

static void
append_block (GString *html, AnnexReportReader *reader, FILE *file, GCancellable *cancellable)
{
  const AnnexReportBlock *block = reader->current;

  switch (block->kind)
    {
    case ANNEX_REPORT_BLOCK_HEADING:
      g_string_append_printf (html, "<h%u id=\"s%u\">", block->level + 1, reader->n_blocks - 1);
      annex_report_append_escaped (html, block->text);
      g_string_append_printf (html, "</h%u>\n", block->level + 1);
      break;
    case ANNEX_REPORT_BLOCK_PARAGRAPH:
    case ANNEX_REPORT_BLOCK_ORIGIN:
      g_string_append (html, "<p style=\"white-space:pre-line\">");
      annex_report_append_escaped (html, block->text);
      g_string_append (html, "</p>\n");
      break;
    case ANNEX_REPORT_BLOCK_FACTS:
      append_facts (html, reader);
      break;
    case ANNEX_REPORT_BLOCK_TABLE:
      append_table (html, reader, file, cancellable);
      break;
    case ANNEX_REPORT_BLOCK_FIGURE:
      append_figure (html, block);
      break;
    case ANNEX_REPORT_BLOCK_SIGNATURES:
      append_signatures (html, reader);
      break;
    }
  pass_on (html, file);
}

static void
write_page (const AnnexReportDocument *document, FILE *file, GCancellable *cancellable)
{
  g_autoptr (AnnexReportReader) reader = annex_report_reader_new (document);
  g_autoptr (GString) html = g_string_new ("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">"
                                           "<meta http-equiv=\"Content-Security-Policy\" content=\"" POLICY "\">"
                                           "<meta name=\"viewport\" content=\"width=device-width\"><title>");

  annex_report_append_escaped (html, document->title);
  g_string_append_printf (html, "</title><style>%s@page{size:%s %s}</style></head><body>\n<header><h1>", style,
                          document->paper == ANNEX_REPORT_A4 ? "A4" : "letter", document->landscape ? "landscape" : "portrait");
  annex_report_append_escaped (html, document->title);
  g_string_append (html, "</h1><p>");
  annex_report_append_escaped (html, document->subtitle);
  g_string_append (html, "</p></header>\n");
  append_control (html, document->control);
  append_contents (html, document, file);
  g_string_append (html, "<main>\n");
  while (!g_cancellable_is_cancelled (cancellable) && annex_report_reader_next_block (reader) != NULL)
    append_block (html, reader, file, cancellable);
  g_string_append (html, "</main></body></html>\n");
  fwrite (html->str, 1, html->len, file);
}

gboolean
annex_report_write_html (const AnnexReportDocument *document,
                         const char *path,
                         GCancellable *cancellable,
                         GError **error)
{
  FILE *file = g_fopen (path, "wb");
  gboolean written;

  if (file != NULL)
    write_page (document, file, cancellable);
  written = file != NULL && ferror (file) == 0;
  if (file == NULL || fclose (file) != 0 || !written)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("The report could not be written to “%s”: %s"), path,
                   g_strerror (errno));
      return FALSE;
    }
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}
