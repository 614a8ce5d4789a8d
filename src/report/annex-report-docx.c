/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <archive.h>
#include <archive_entry.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "annex-docx-cover.h"
#include "annex-docx-template.h"
#include "annex-report-private.h"
#include "core/annex-error.h"

#define WORD_NAMESPACES \
  "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" " \
  "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" " \
  "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" " \
  "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" " \
  "xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\""
#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define OFFICE "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define TWIPS_PER_POINT 20
#define EMU_PER_POINT 12700
#define RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define DOCUMENT_PART "word/document.xml"
#define STYLES_PART "word/styles.xml"
#define SETTINGS_PART "word/settings.xml"
#define CORE_PART "docProps/core.xml"
#define FIGURE_PART "word/media/annex-figure%u.png"
#define FIGURE_WIDTH 450.0
/* Of one that fills a page: what a landscape page leaves beside heading and caption. */
#define FIGURE_HEIGHT 390.0
/* Tables of many columns need it where the template's style gives no size. */
#define SMALL_TEXT "<w:sz w:val=\"17\"/>"
#define MANY_COLUMNS 5
#define SMALL_POINTS 8.5
#define TEXT_POINTS 10.5
/* Beside a word in its cell. */
#define CELL_TWIPS 226
#define NAMES_TWIPS 2600
#define HEADING_GROUND 0xe8e8ec
#define MOST_BYTES (64 * 1024)

/* What the parts of a document are made with. */
typedef struct
{
  const AnnexReportDocument *document;
  const AnnexDocxTemplate *template;
  GString *xml;
  AnnexReportReader *reader;
  struct archive *archive; /* (nullable): NULL while the document is measured */
  gsize length;            /* of the document, as far as it was passed on */
  guint n_figures;
  gboolean small; /* what is written next */
} Writer;

static gboolean
set_error (struct archive *archive, GError **error)
{
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("The document could not be written: %s"),
               archive_error_string (archive));
  return FALSE;
}

/* What was put together of the document goes into the archive before it gets long. */
static gboolean
pass_on (Writer *self, gsize least, GError **error)
{
  GString *xml = self->xml;

  if (xml->len < least)
    return TRUE;
  if (self->archive != NULL && archive_write_data (self->archive, xml->str, xml->len) != (la_ssize_t) xml->len)
    return set_error (self->archive, error);
  self->length += xml->len;
  g_string_truncate (xml, 0);
  return TRUE;
}

static const char package_relations[] = XML_HEAD
  "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
  "<Relationship Id=\"rId1\" Type=\"" RELATION "officeDocument\" Target=\"word/document.xml\"/>"
  "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>"
  "</Relationships>";

/* Line breaks within a text stay within its paragraph. */
static void
append_runs (Writer *writer, const char *text, gboolean bold, const char *colour)
{
  GString *xml = writer->xml;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_string_append_printf (xml, "<w:r><w:rPr>%s", bold ? "<w:b/>" : "");
  if (colour != NULL)
    g_string_append_printf (xml, "<w:color w:val=\"%s\"/>", colour);
  g_string_append_printf (xml, "%s</w:rPr>", writer->small ? SMALL_TEXT : "");
  for (char **line = lines; *line != NULL; line++)
    {
      g_string_append (xml, line == lines ? "<w:t xml:space=\"preserve\">" : "<w:br/><w:t xml:space=\"preserve\">");
      annex_report_append_escaped (xml, *line);
      g_string_append (xml, "</w:t>");
    }
  g_string_append (xml, "</w:r>");
}

/* @style: ANNEX_DOCX_N_STYLES for running text. @keep: whether it stands on the page of what follows; styles say what they like. */
static void
append_paragraph (Writer *writer, AnnexDocxStyle style, gboolean keep, const char *text)
{
  g_string_append (writer->xml, "<w:p>");
  if (style != ANNEX_DOCX_N_STYLES)
    {
      g_string_append (writer->xml, "<w:pPr><w:pStyle w:val=\"");
      annex_report_append_escaped (writer->xml, writer->template->style_ids[style]);
      g_string_append (writer->xml, keep ? "\"/><w:keepNext/></w:pPr>" : "\"/><w:keepNext w:val=\"0\"/></w:pPr>");
    }
  append_runs (writer, text, FALSE, NULL);
  g_string_append (writer->xml, "</w:p>");
}

static void
append_cell (Writer *writer, int width, const char *text, gboolean bold, gboolean right, guint rgb)
{
  GString *xml = writer->xml;

  g_string_append_printf (xml, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>", width);
  if (rgb != ANNEX_REPORT_NO_COLOUR)
    g_string_append_printf (xml, "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"%06X\"/>", rgb);
  g_string_append_printf (xml, "</w:tcPr><w:p><w:pPr><w:spacing w:after=\"0\"/>%s</w:pPr>", right ? "<w:jc w:val=\"right\"/>" : "");
  append_runs (writer, text, bold, rgb != ANNEX_REPORT_NO_COLOUR && annex_report_is_dark (rgb) ? "FFFFFF" : NULL);
  g_string_append (xml, "</w:p></w:tc>");
}

/* A style with a first row of its own would be spoiled by our shade. */
static void
append_heading_cell (Writer *writer, int width, const char *text)
{
  gboolean shaded = writer->template->shades_headings;

  append_cell (writer, width, text, !shaded, FALSE, shaded ? ANNEX_REPORT_NO_COLOUR : HEADING_GROUND);
}

/* In twips; a template's page is turned as the report wants it. */
static void
get_page (const Writer *writer, int *width, int *height)
{
  const AnnexDocxTemplate *template = writer->template;
  double own_width, own_height;

  annex_report_get_page_size (writer->document, &own_width, &own_height);
  *width = (int) (own_width * TWIPS_PER_POINT);
  *height = (int) (own_height * TWIPS_PER_POINT);
  if (template->width > 0)
    {
      gboolean turned = (template->width > template->height) != writer->document->landscape;

      *width = turned ? template->height : template->width;
      *height = turned ? template->width : template->height;
    }
}

static int
get_text_width (const Writer *writer)
{
  const int *margins = writer->template->margins;
  int width, height;

  get_page (writer, &width, &height);
  return width - margins[1] - margins[3] - margins[6];
}

static void
begin_table (Writer *writer, const int *widths, guint n_columns, gboolean has_heading)
{
  g_string_append (writer->xml, "<w:tbl><w:tblPr><w:tblStyle w:val=\"");
  annex_report_append_escaped (writer->xml, writer->template->style_ids[ANNEX_DOCX_TABLE]);
  g_string_append_printf (writer->xml, "\"/><w:tblW w:w=\"0\" w:type=\"auto\"/><w:tblLayout w:type=\"fixed\"/>"
                                       "<w:tblLook w:val=\"%s\" w:firstRow=\"%d\" w:lastRow=\"0\" w:firstColumn=\"0\" w:lastColumn=\"0\" "
                                       "w:noHBand=\"0\" w:noVBand=\"1\"/></w:tblPr><w:tblGrid>",
                          has_heading ? "0420" : "0400", has_heading);
  for (guint i = 0; i < n_columns; i++)
    g_string_append_printf (writer->xml, "<w:gridCol w:w=\"%d\"/>", widths[i]);
  g_string_append (writer->xml, "</w:tblGrid>");
}

/* Word wants a paragraph after a table, or tables run into one another; a low one, so that it does not begin a page of its own. */
static void
end_table (Writer *writer)
{
  g_string_append (writer->xml, "</w:tbl><w:p><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"160\" w:lineRule=\"exact\"/></w:pPr></w:p>");
}

/* In twips. */
static double
measure_word (const char *word, gpointer data)
{
  const Writer *writer = data;

  double points = writer->small ? SMALL_POINTS : writer->template->table_points > 0 ? writer->template->table_points : TEXT_POINTS;

  return annex_report_estimate_width (word) * points * TWIPS_PER_POINT + CELL_TWIPS;
}

static gboolean
append_table (Writer *writer, const AnnexReportBlock *block, GCancellable *cancellable, GError **error)
{
  g_autofree double *shares = NULL;
  g_autofree int *widths = g_new0 (int, block->n_columns);
  const AnnexReportRow *row;

  if (block->text != NULL)
    append_paragraph (writer, ANNEX_DOCX_CAPTION, TRUE, block->text);
  writer->small = writer->template->table_points == 0 && block->n_columns >= MANY_COLUMNS;
  shares = annex_report_share_width (writer->reader, get_text_width (writer), measure_word, writer);
  for (guint i = 0; i < block->n_columns; i++)
    widths[i] = (int) shares[i];
  begin_table (writer, widths, block->n_columns, TRUE);
  g_string_append (writer->xml, "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
  for (guint i = 0; i < block->n_columns; i++)
    append_heading_cell (writer, widths[i], block->columns[i].title);
  g_string_append (writer->xml, "</w:tr>");
  while ((row = annex_report_reader_next_row (writer->reader)) != NULL)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error) || !pass_on (writer, MOST_BYTES, error))
        return FALSE;
      g_string_append (writer->xml, "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
      for (guint j = 0; j < block->n_columns; j++)
        append_cell (writer, widths[j], row->cells[j], FALSE, block->columns[j].kind == ANNEX_REPORT_NUMBER,
                     row->colours != NULL ? row->colours[j] : ANNEX_REPORT_NO_COLOUR);
      g_string_append (writer->xml, "</w:tr>");
    }
  writer->small = FALSE;
  end_table (writer);
  return TRUE;
}

static void
begin_pairs (Writer *writer, int *widths)
{
  widths[0] = MIN (NAMES_TWIPS, get_text_width (writer) / 3);
  widths[1] = get_text_width (writer) - widths[0];
  begin_table (writer, widths, 2, FALSE);
}

static void
append_pair (Writer *writer, const int *widths, const char *name, const char *value)
{
  g_string_append (writer->xml, "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
  append_cell (writer, widths[0], name, TRUE, FALSE, ANNEX_REPORT_NO_COLOUR);
  append_cell (writer, widths[1], value, FALSE, FALSE, ANNEX_REPORT_NO_COLOUR);
  g_string_append (writer->xml, "</w:tr>");
}

static void
append_control (Writer *writer)
{
  GPtrArray *pairs = writer->document->control;
  int widths[2];

  if (pairs->len == 0)
    return;
  begin_pairs (writer, widths);
  for (guint i = 0; i < pairs->len; i++)
    append_pair (writer, widths, ((char **) pairs->pdata[i])[0], ((char **) pairs->pdata[i])[1]);
  end_table (writer);
}

static void
append_facts (Writer *writer)
{
  const AnnexReportRow *row;
  int widths[2];

  begin_pairs (writer, widths);
  while ((row = annex_report_reader_next_row (writer->reader)) != NULL)
    append_pair (writer, widths, row->cells[0], row->cells[1]);
  end_table (writer);
}

static void
append_signatures (Writer *writer)
{
  int third = get_text_width (writer) / 3;
  const int widths[] = { third, third, third };
  const char *const titles[] = { _("Role"), _("Signature"), _("Date") };
  const AnnexReportRow *row;

  begin_table (writer, widths, 3, TRUE);
  g_string_append (writer->xml, "<w:tr><w:trPr><w:tblHeader/></w:trPr>");
  for (guint i = 0; i < 3; i++)
    append_heading_cell (writer, third, titles[i]);
  g_string_append (writer->xml, "</w:tr>");
  while ((row = annex_report_reader_next_row (writer->reader)) != NULL)
    {
      g_autofree char *text = g_strdup_printf ("%s\n%s", row->cells[0], row->cells[1]);

      g_string_append (writer->xml, "<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"800\"/></w:trPr>");
      append_cell (writer, third, text, FALSE, FALSE, ANNEX_REPORT_NO_COLOUR);
      append_cell (writer, third, "", FALSE, FALSE, ANNEX_REPORT_NO_COLOUR);
      append_cell (writer, third, "", FALSE, FALSE, ANNEX_REPORT_NO_COLOUR);
      g_string_append (writer->xml, "</w:tr>");
    }
  end_table (writer);
}

/* In points, where the page is wide enough. */
static double
get_figure_width (const AnnexReportBlock *block)
{
  return block->fills_page ? FIGURE_HEIGHT * block->aspect : FIGURE_WIDTH;
}

static void
append_figure (Writer *writer, const AnnexReportBlock *block)
{
  double points = MIN (get_figure_width (block), (double) get_text_width (writer) / TWIPS_PER_POINT);
  long width = (long) (points * EMU_PER_POINT), height = (long) (points / block->aspect * EMU_PER_POINT);
  guint number = ++writer->n_figures;

  g_string_append_printf (writer->xml, "<w:p><w:pPr><w:keepNext/></w:pPr><w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"%ld\" cy=\"%ld\"/>"
                                       "<wp:docPr id=\"%u\" name=\"Figure %u\" descr=\"",
                          width, height, number, number);
  annex_report_append_escaped (writer->xml, block->alternative);
  g_string_append_printf (writer->xml, "\"/><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic>"
                                       "<pic:nvPicPr><pic:cNvPr id=\"%u\" name=\"Figure %u\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>"
                                       "<a:blip r:embed=\"rIdFigure%u\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
                                       "<a:off x=\"0\" y=\"0\"/><a:ext cx=\"%ld\" cy=\"%ld\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>"
                                       "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>",
                          number, number, number, width, height);
  append_paragraph (writer, ANNEX_DOCX_CAPTION, FALSE, block->text);
}

static gboolean
append_block (Writer *writer, const AnnexReportBlock *block, GCancellable *cancellable, GError **error)
{
  switch (block->kind)
    {
    case ANNEX_REPORT_BLOCK_HEADING:
      append_paragraph (writer, ANNEX_DOCX_HEADING_1 + block->level - 1, TRUE, block->text);
      return TRUE;
    case ANNEX_REPORT_BLOCK_PARAGRAPH:
    case ANNEX_REPORT_BLOCK_ORIGIN:
      append_paragraph (writer, ANNEX_DOCX_N_STYLES, FALSE, block->text);
      return TRUE;
    case ANNEX_REPORT_BLOCK_FACTS:
      append_facts (writer);
      return TRUE;
    case ANNEX_REPORT_BLOCK_TABLE:
      return append_table (writer, block, cancellable, error);
    case ANNEX_REPORT_BLOCK_FIGURE:
      append_figure (writer, block);
      return TRUE;
    case ANNEX_REPORT_BLOCK_SIGNATURES:
      append_signatures (writer);
      return TRUE;
    }
  return TRUE;
}

static void
append_section (Writer *writer, int width, int height, gboolean title_page)
{
  const AnnexDocxTemplate *template = writer->template;
  const int *margins = template->margins;

  g_string_append_printf (writer->xml, "<w:sectPr>%s<w:pgSz w:w=\"%d\" w:h=\"%d\"%s/><w:pgMar w:top=\"%d\" w:right=\"%d\" w:bottom=\"%d\" w:left=\"%d\" "
                                       "w:header=\"%d\" w:footer=\"%d\" w:gutter=\"%d\"/>%s</w:sectPr>",
                          template->references->str, width, height, width > height ? " w:orient=\"landscape\"" : "", margins[0], margins[1],
                          margins[2], margins[3], margins[4], margins[5], margins[6], title_page ? "<w:titlePg/>" : "");
}

/* A cover stands on the template's page as it is, however the report's are turned. */
static void
append_cover (Writer *writer)
{
  const AnnexDocxTemplate *template = writer->template;
  int width, height;

  if (template->cover == NULL)
    return;
  annex_docx_cover_append (template->cover, writer->document, writer->xml);
  if (annex_docx_cover_has_section (template->cover))
    return;
  get_page (writer, &width, &height);
  g_string_append (writer->xml, "<w:p><w:pPr>");
  append_section (writer, template->width > 0 ? template->width : width, template->height > 0 ? template->height : height, template->title_page);
  g_string_append (writer->xml, "</w:pPr></w:p>");
}

/* The first page was the cover's, if that had none of its own to be first of. */
static void
append_page_setup (Writer *writer)
{
  const AnnexDocxCover *cover = writer->template->cover;
  int width, height;

  get_page (writer, &width, &height);
  append_section (writer, width, height, writer->template->title_page && (cover == NULL || annex_docx_cover_has_section (cover)));
}

/* ---- The package ---- */

static gboolean
begin_part (struct archive *archive, const char *name, gsize length, GError **error)
{
  struct archive_entry *entry = archive_entry_new ();
  gboolean begun;

  archive_entry_set_pathname (entry, name);
  archive_entry_set_size (entry, (gint64) length);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  begun = archive_write_header (archive, entry) == ARCHIVE_OK;
  archive_entry_free (entry);
  return begun || set_error (archive, error);
}

static gboolean
add_part (struct archive *archive, const char *name, const void *data, gsize length, GError **error)
{
  return begin_part (archive, name, length, error) &&
         (archive_write_data (archive, data, length) == (la_ssize_t) length || set_error (archive, error));
}

static cairo_status_t
append_png (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static gboolean
add_figure (struct archive *archive, const AnnexReportBlock *block, guint number, GError **error)
{
  g_autoptr (GByteArray) png = g_byte_array_new ();
  g_autofree char *name = g_strdup_printf (FIGURE_PART, number);
  double width = get_figure_width (block), height = width / block->aspect;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (3 * width), (int) (3 * height));
  cairo_t *cairo = cairo_create (surface);

  cairo_scale (cairo, 3, 3);
  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_paint (cairo);
  block->draw (cairo, width, height, block->data);
  cairo_destroy (cairo);
  cairo_surface_write_to_png_stream (surface, append_png, png);
  cairo_surface_destroy (surface);
  return add_part (archive, name, png->data, png->len, error);
}

static gboolean
add_text (struct archive *archive, const char *name, GString *xml, GError **error)
{
  return add_part (archive, name, xml->str, xml->len, error);
}

static gboolean
write_document (Writer *writer, GCancellable *cancellable, GError **error)
{
  const AnnexReportDocument *document = writer->document;
  g_autoptr (AnnexReportReader) reader = annex_report_reader_new (document);
  const AnnexReportBlock *block;

  writer->reader = reader;
  writer->length = 0;
  writer->n_figures = 0;
  g_string_append_printf (writer->xml, XML_HEAD "<w:document " WORD_NAMESPACES "%s><w:body>",
                          writer->template->cover != NULL ? annex_docx_cover_get_namespaces (writer->template->cover) : "");
  append_cover (writer);
  append_paragraph (writer, ANNEX_DOCX_TITLE, TRUE, document->title);
  if (document->subtitle != NULL)
    append_paragraph (writer, ANNEX_DOCX_SUBTITLE, TRUE, document->subtitle);
  append_control (writer);
  while ((block = annex_report_reader_next_block (reader)) != NULL)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !append_block (writer, block, cancellable, error) || !pass_on (writer, MOST_BYTES, error))
      return FALSE;
  append_page_setup (writer);
  g_string_append (writer->xml, "</w:body></w:document>");
  writer->reader = NULL;
  return pass_on (writer, 0, error);
}

/* An archive says how long a part is before the part itself, so the document is put together twice and never held. */
static gboolean
add_document (struct archive *archive, Writer *writer, GCancellable *cancellable, GError **error)
{
  if (!write_document (writer, cancellable, error) || !begin_part (archive, DOCUMENT_PART, writer->length, error))
    return FALSE;
  writer->archive = archive;
  return write_document (writer, cancellable, error);
}

static void
append_override (GString *xml, const char *part, const char *type)
{
  g_string_append (xml, "<Override PartName=\"/");
  annex_report_append_escaped (xml, part);
  g_string_append (xml, "\" ContentType=\"");
  annex_report_append_escaped (xml, type);
  g_string_append (xml, "\"/>");
}

static void
append_relation (GString *xml, const char *id, const char *type, const char *target, gboolean external)
{
  g_string_append_printf (xml, "<Relationship Id=\"%s\" Type=\"" RELATION "%s\"%s Target=\"%s", id, type, external ? " TargetMode=\"External\"" : "",
                          external ? "" : "/");
  annex_report_append_escaped (xml, target);
  g_string_append (xml, "\"/>");
}

static void
append_cover_relations (GString *xml, const AnnexDocxCover *cover)
{
  GPtrArray *relations = annex_docx_cover_list_relations (cover);

  for (guint i = 0; i < relations->len; i++)
    {
      const AnnexDocxRelation *relation = relations->pdata[i];

      append_relation (xml, relation->id, relation->type, relation->target, relation->external);
    }
}

static gboolean
add_frame (struct archive *archive, const Writer *writer, GError **error)
{
  const AnnexDocxTemplate *template = writer->template;
  g_autoptr (GString) types = g_string_new (XML_HEAD "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                                            "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                                            "<Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/>");
  g_autoptr (GString) relations = g_string_new (XML_HEAD "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
  g_autoptr (GString) settings = g_string_new (XML_HEAD "<w:settings " WORD_NAMESPACES ">");
  g_autoptr (GString) core = g_string_new (XML_HEAD "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
                                                    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>");

  append_override (types, DOCUMENT_PART, OFFICE "document.main+xml");
  append_override (types, STYLES_PART, OFFICE "styles+xml");
  append_override (types, SETTINGS_PART, OFFICE "settings+xml");
  append_override (types, CORE_PART, "application/vnd.openxmlformats-package.core-properties+xml");
  append_relation (relations, "rIdStyles", "styles", STYLES_PART, FALSE);
  append_relation (relations, "rIdSettings", "settings", SETTINGS_PART, FALSE);
  for (guint i = 0; i < template->parts->len; i++)
    {
      const AnnexDocxPart *part = template->parts->pdata[i];
      gsize size;
      const void *content = g_bytes_get_data (part->content, &size);

      append_override (types, part->name, part->content_type);
      if (part->relation != NULL)
        append_relation (relations, part->id, part->relation, part->name, FALSE);
      if (!add_part (archive, part->name, content, size, error))
        return FALSE;
    }
  if (template->cover != NULL)
    append_cover_relations (relations, template->cover);
  for (guint i = 1; i <= writer->n_figures; i++)
    {
      g_autofree char *id = g_strdup_printf ("rIdFigure%u", i);
      g_autofree char *part = g_strdup_printf (FIGURE_PART, i);

      append_relation (relations, id, "image", part, FALSE);
    }
  g_string_append (types, "</Types>");
  g_string_append (relations, "</Relationships>");
  g_string_append_printf (settings, "%s<w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" "
                                    "w:val=\"15\"/></w:compat></w:settings>",
                          template->even_and_odd ? "<w:evenAndOddHeaders/>" : "");
  annex_report_append_escaped (core, writer->document->title);
  g_string_append (core, "</dc:title><dc:subject>");
  annex_report_append_escaped (core, writer->document->subtitle);
  g_string_append (core, "</dc:subject><dc:creator>Annex</dc:creator></cp:coreProperties>");
  return add_text (archive, "[Content_Types].xml", types, error) &&
         add_part (archive, "_rels/.rels", package_relations, strlen (package_relations), error) &&
         add_text (archive, "word/_rels/document.xml.rels", relations, error) &&
         add_part (archive, STYLES_PART, template->styles, strlen (template->styles), error) &&
         add_text (archive, SETTINGS_PART, settings, error) && add_text (archive, CORE_PART, core, error);
}

static gboolean
add_everything (struct archive *archive, const AnnexReportDocument *document, GCancellable *cancellable, GError **error)
{
  g_autoptr (AnnexDocxTemplate) plain = document->template == NULL ? annex_docx_template_new_plain (document->title) : NULL;
  g_autoptr (GString) xml = g_string_new (NULL);
  Writer writer = { .document = document,
                    .template = document->template != NULL ? document->template : plain,
                    .xml = xml };
  guint number = 0;

  if (!add_document (archive, &writer, cancellable, error) || !add_frame (archive, &writer, error))
    return FALSE;
  for (guint i = 0; i < document->kept->len; i++)
    {
      const AnnexReportBlock *block = document->kept->pdata[i];

      if (block->kind == ANNEX_REPORT_BLOCK_FIGURE && !add_figure (archive, block, ++number, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
annex_report_write_docx (const AnnexReportDocument *document, const char *path, GCancellable *cancellable, GError **error)
{
  struct archive *archive = archive_write_new ();
  gboolean written;

  archive_write_set_format_zip (archive);
  if (archive_write_open_filename (archive, path) != ARCHIVE_OK)
    {
      set_error (archive, error);
      archive_write_free (archive);
      return FALSE;
    }
  written = add_everything (archive, document, cancellable, error);
  if (archive_write_close (archive) != ARCHIVE_OK && written)
    written = set_error (archive, error);
  archive_write_free (archive);
  return written;
}
