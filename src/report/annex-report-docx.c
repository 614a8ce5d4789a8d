/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <archive.h>
#include <archive_entry.h>
#include <glib/gi18n-lib.h>
#include <string.h>

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
#define MARGIN_TWIPS 1000
#define FIGURE_WIDTH 450.0

static const char content_types[] = XML_HEAD
  "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
  "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
  "<Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/>"
  "<Override PartName=\"/word/document.xml\" ContentType=\"" OFFICE "document.main+xml\"/>"
  "<Override PartName=\"/word/styles.xml\" ContentType=\"" OFFICE "styles+xml\"/>"
  "<Override PartName=\"/word/header1.xml\" ContentType=\"" OFFICE "header+xml\"/>"
  "<Override PartName=\"/word/footer1.xml\" ContentType=\"" OFFICE "footer+xml\"/>"
  "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>";

static const char package_relations[] = XML_HEAD
  "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
  "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>"
  "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>"
  "</Relationships>";

#define STYLE(id, name, based, size, spacing, bold) \
  "<w:style w:type=\"paragraph\" w:styleId=\"" id "\"><w:name w:val=\"" name "\"/><w:basedOn w:val=\"" based "\"/><w:next w:val=\"Normal\"/>" \
  "<w:qFormat/><w:pPr><w:keepNext/><w:spacing " spacing "/>%s</w:pPr><w:rPr>" bold "<w:sz w:val=\"" size "\"/></w:rPr></w:style>"

static char *
make_styles (void)
{
  return g_strdup_printf (XML_HEAD "<w:styles " WORD_NAMESPACES ">"
                          "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Calibri\" w:hAnsi=\"Calibri\" w:cs=\"Calibri\"/>"
                          "<w:sz w:val=\"21\"/></w:rPr></w:rPrDefault></w:docDefaults>"
                          "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/>"
                          "<w:pPr><w:spacing w:after=\"120\"/></w:pPr></w:style>"
                          STYLE ("Title", "Title", "Normal", "44", "w:after=\"60\"", "<w:b/>")
                          STYLE ("Subtitle", "Subtitle", "Normal", "26", "w:after=\"240\"", "")
                          STYLE ("Heading1", "heading 1", "Normal", "32", "w:before=\"360\" w:after=\"120\"", "<w:b/>")
                          STYLE ("Heading2", "heading 2", "Normal", "26", "w:before=\"280\" w:after=\"100\"", "<w:b/>")
                          STYLE ("Heading3", "heading 3", "Normal", "22", "w:before=\"200\" w:after=\"80\"", "<w:b/>")
                          STYLE ("Caption", "caption", "Normal", "19", "w:before=\"120\" w:after=\"60\"", "<w:b/>")
                          "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/></w:style>"
                          "<w:style w:type=\"table\" w:styleId=\"TableGrid\"><w:name w:val=\"Table Grid\"/><w:basedOn w:val=\"TableNormal\"/>"
                          "<w:pPr><w:spacing w:after=\"0\"/></w:pPr><w:rPr><w:sz w:val=\"18\"/></w:rPr><w:tblPr><w:tblBorders>"
                          "<w:top w:val=\"single\" w:sz=\"4\" w:color=\"B0B0B0\"/><w:left w:val=\"single\" w:sz=\"4\" w:color=\"B0B0B0\"/>"
                          "<w:bottom w:val=\"single\" w:sz=\"4\" w:color=\"B0B0B0\"/><w:right w:val=\"single\" w:sz=\"4\" w:color=\"B0B0B0\"/>"
                          "<w:insideH w:val=\"single\" w:sz=\"4\" w:color=\"B0B0B0\"/><w:insideV w:val=\"single\" w:sz=\"4\" w:color=\"B0B0B0\"/>"
                          "</w:tblBorders></w:tblPr></w:style></w:styles>",
                          "", "", "<w:outlineLvl w:val=\"0\"/>", "<w:outlineLvl w:val=\"1\"/>", "<w:outlineLvl w:val=\"2\"/>", "");
}

/* Line breaks within a text stay within its paragraph. */
static void
append_runs (GString *xml, const char *text, gboolean bold, const char *colour)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_string_append (xml, "<w:r>");
  if (bold || colour != NULL)
    {
      g_string_append_printf (xml, "<w:rPr>%s", bold ? "<w:b/>" : "");
      if (colour != NULL)
        g_string_append_printf (xml, "<w:color w:val=\"%s\"/>", colour);
      g_string_append (xml, "</w:rPr>");
    }
  for (char **line = lines; *line != NULL; line++)
    {
      g_string_append (xml, line == lines ? "<w:t xml:space=\"preserve\">" : "<w:br/><w:t xml:space=\"preserve\">");
      annex_report_append_escaped (xml, *line);
      g_string_append (xml, "</w:t>");
    }
  g_string_append (xml, "</w:r>");
}

static void
append_paragraph (GString *xml, const char *style, const char *text)
{
  g_string_append (xml, "<w:p>");
  if (style != NULL)
    g_string_append_printf (xml, "<w:pPr><w:pStyle w:val=\"%s\"/></w:pPr>", style);
  append_runs (xml, text, FALSE, NULL);
  g_string_append (xml, "</w:p>");
}

static void
append_cell (GString *xml, int width, const char *text, gboolean bold, gboolean right, guint rgb)
{
  g_string_append_printf (xml, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>", width);
  if (rgb != ANNEX_REPORT_NO_COLOUR)
    g_string_append_printf (xml, "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"%06X\"/>", rgb);
  g_string_append_printf (xml, "</w:tcPr><w:p><w:pPr><w:spacing w:after=\"0\"/>%s</w:pPr>", right ? "<w:jc w:val=\"right\"/>" : "");
  append_runs (xml, text, bold, rgb != ANNEX_REPORT_NO_COLOUR && annex_report_is_dark (rgb) ? "FFFFFF" : NULL);
  g_string_append (xml, "</w:p></w:tc>");
}

static int
get_text_width (const AnnexReportDocument *document)
{
  double width, height;

  annex_report_get_page_size (document, &width, &height);
  return (int) (width * TWIPS_PER_POINT) - 2 * MARGIN_TWIPS;
}

static void
begin_table (GString *xml, const int *widths, guint n_columns)
{
  g_string_append (xml, "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"0\" w:type=\"auto\"/>"
                        "<w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"0420\" w:firstRow=\"1\"/></w:tblPr><w:tblGrid>");
  for (guint i = 0; i < n_columns; i++)
    g_string_append_printf (xml, "<w:gridCol w:w=\"%d\"/>", widths[i]);
  g_string_append (xml, "</w:tblGrid>");
}

/* Word wants a paragraph after a table, or tables run into one another. */
static void
end_table (GString *xml)
{
  g_string_append (xml, "</w:tbl><w:p><w:pPr><w:spacing w:after=\"60\"/></w:pPr></w:p>");
}

static gboolean
append_table (GString *xml, const AnnexReportDocument *document, const AnnexReportBlock *block, GCancellable *cancellable, GError **error)
{
  g_autofree int *widths = g_new0 (int, block->n_columns);
  double total = 0;

  for (guint i = 0; i < block->n_columns; i++)
    total += block->columns[i].weight;
  for (guint i = 0; i < block->n_columns; i++)
    widths[i] = (int) (get_text_width (document) * block->columns[i].weight / total);
  if (block->text != NULL)
    append_paragraph (xml, "Caption", block->text);
  begin_table (xml, widths, block->n_columns);
  g_string_append (xml, "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
  for (guint i = 0; i < block->n_columns; i++)
    append_cell (xml, widths[i], block->columns[i].title, TRUE, FALSE, 0xe8e8ec);
  g_string_append (xml, "</w:tr>");
  for (guint i = 0; i < block->rows->len; i++)
    {
      const AnnexReportRow *row = block->rows->pdata[i];

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      g_string_append (xml, "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
      for (guint j = 0; j < block->n_columns; j++)
        append_cell (xml, widths[j], row->cells[j], FALSE, block->columns[j].kind == ANNEX_REPORT_NUMBER,
                     row->colours != NULL ? row->colours[j] : ANNEX_REPORT_NO_COLOUR);
      g_string_append (xml, "</w:tr>");
    }
  end_table (xml);
  return TRUE;
}

static void
append_pairs (GString *xml, const AnnexReportDocument *document, GPtrArray *rows)
{
  const int widths[] = { 2600, get_text_width (document) - 2600 };

  if (rows->len == 0)
    return;
  begin_table (xml, widths, 2);
  for (guint i = 0; i < rows->len; i++)
    {
      const AnnexReportRow *row = rows->pdata[i];

      g_string_append (xml, "<w:tr>");
      append_cell (xml, widths[0], row->cells[0], TRUE, FALSE, ANNEX_REPORT_NO_COLOUR);
      append_cell (xml, widths[1], row->cells[1], FALSE, FALSE, ANNEX_REPORT_NO_COLOUR);
      g_string_append (xml, "</w:tr>");
    }
  end_table (xml);
}

static void
append_signatures (GString *xml, const AnnexReportDocument *document, GPtrArray *rows)
{
  int third = get_text_width (document) / 3;
  const int widths[] = { third, third, third };
  const char *const titles[] = { _("Role"), _("Signature"), _("Date") };

  begin_table (xml, widths, 3);
  g_string_append (xml, "<w:tr><w:trPr><w:tblHeader/></w:trPr>");
  for (guint i = 0; i < 3; i++)
    append_cell (xml, third, titles[i], TRUE, FALSE, 0xe8e8ec);
  g_string_append (xml, "</w:tr>");
  for (guint i = 0; i < rows->len; i++)
    {
      const AnnexReportRow *row = rows->pdata[i];
      g_autofree char *text = g_strdup_printf ("%s\n%s", row->cells[0], row->cells[1]);

      g_string_append (xml, "<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"800\"/></w:trPr>");
      append_cell (xml, third, text, FALSE, FALSE, ANNEX_REPORT_NO_COLOUR);
      append_cell (xml, third, "", FALSE, FALSE, ANNEX_REPORT_NO_COLOUR);
      append_cell (xml, third, "", FALSE, FALSE, ANNEX_REPORT_NO_COLOUR);
      g_string_append (xml, "</w:tr>");
    }
  end_table (xml);
}

static void
append_figure (GString *xml, const AnnexReportBlock *block, guint number)
{
  long width = (long) (FIGURE_WIDTH * EMU_PER_POINT), height = (long) (FIGURE_WIDTH / block->aspect * EMU_PER_POINT);

  g_string_append_printf (xml, "<w:p><w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"%ld\" cy=\"%ld\"/>"
                               "<wp:docPr id=\"%u\" name=\"Figure %u\" descr=\"",
                          width, height, number, number);
  annex_report_append_escaped (xml, block->alternative);
  g_string_append_printf (xml, "\"/><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic>"
                               "<pic:nvPicPr><pic:cNvPr id=\"%u\" name=\"Figure %u\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>"
                               "<a:blip r:embed=\"rIdFigure%u\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
                               "<a:off x=\"0\" y=\"0\"/><a:ext cx=\"%ld\" cy=\"%ld\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>"
                               "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>",
                          number, number, number, width, height);
  append_paragraph (xml, "Caption", block->text);
}

static gboolean
append_block (GString *xml, const AnnexReportDocument *document, const AnnexReportBlock *block, guint *n_figures, GCancellable *cancellable,
              GError **error)
{
  static const char *const headings[] = { "Heading1", "Heading2", "Heading3" };

  switch (block->kind)
    {
    case ANNEX_REPORT_BLOCK_HEADING:
      append_paragraph (xml, headings[block->level - 1], block->text);
      return TRUE;
    case ANNEX_REPORT_BLOCK_PARAGRAPH:
      append_paragraph (xml, NULL, block->text);
      return TRUE;
    case ANNEX_REPORT_BLOCK_FACTS:
      append_pairs (xml, document, block->rows);
      return TRUE;
    case ANNEX_REPORT_BLOCK_TABLE:
      return append_table (xml, document, block, cancellable, error);
    case ANNEX_REPORT_BLOCK_FIGURE:
      append_figure (xml, block, ++*n_figures);
      return TRUE;
    case ANNEX_REPORT_BLOCK_SIGNATURES:
      append_signatures (xml, document, block->rows);
      return TRUE;
    }
  return TRUE;
}

static void
append_page_setup (GString *xml, const AnnexReportDocument *document)
{
  double width, height;

  annex_report_get_page_size (document, &width, &height);
  g_string_append_printf (xml, "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rIdHeader\"/><w:footerReference w:type=\"default\" r:id=\"rIdFooter\"/>"
                               "<w:pgSz w:w=\"%d\" w:h=\"%d\"%s/><w:pgMar w:top=\"1200\" w:right=\"%d\" w:bottom=\"1100\" w:left=\"%d\" "
                               "w:header=\"600\" w:footer=\"500\" w:gutter=\"0\"/></w:sectPr>",
                          (int) (width * TWIPS_PER_POINT), (int) (height * TWIPS_PER_POINT), document->landscape ? " w:orient=\"landscape\"" : "",
                          MARGIN_TWIPS, MARGIN_TWIPS);
}

/* ---- The package ---- */

static gboolean
add_part (struct archive *archive, const char *name, const void *data, gsize length, GError **error)
{
  struct archive_entry *entry = archive_entry_new ();
  gboolean added;

  archive_entry_set_pathname (entry, name);
  archive_entry_set_size (entry, (gint64) length);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  added = archive_write_header (archive, entry) == ARCHIVE_OK && archive_write_data (archive, data, length) == (la_ssize_t) length;
  archive_entry_free (entry);
  if (!added)
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("The document could not be written: %s"), archive_error_string (archive));
  return added;
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
  g_autofree char *name = g_strdup_printf ("word/media/figure%u.png", number);
  double height = FIGURE_WIDTH / block->aspect;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (3 * FIGURE_WIDTH), (int) (3 * height));
  cairo_t *cairo = cairo_create (surface);

  cairo_scale (cairo, 3, 3);
  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_paint (cairo);
  block->draw (cairo, FIGURE_WIDTH, height, block->data);
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
add_document (struct archive *archive, const AnnexReportDocument *document, guint *n_figures, GCancellable *cancellable, GError **error)
{
  g_autoptr (GString) xml = g_string_new (XML_HEAD "<w:document " WORD_NAMESPACES "><w:body>");

  append_paragraph (xml, "Title", document->title);
  if (document->subtitle != NULL)
    append_paragraph (xml, "Subtitle", document->subtitle);
  append_pairs (xml, document, document->control);
  for (guint i = 0; i < document->blocks->len; i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !append_block (xml, document, document->blocks->pdata[i], n_figures, cancellable, error))
      return FALSE;
  append_page_setup (xml, document);
  g_string_append (xml, "</w:body></w:document>");
  return add_text (archive, "word/document.xml", xml, error);
}

static gboolean
add_frame (struct archive *archive, const AnnexReportDocument *document, guint n_figures, GError **error)
{
  static const char relation[] = "<Relationship Id=\"%s\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s\" Target=\"%s\"/>";
  g_autofree char *styles = make_styles ();
  g_autoptr (GString) relations = g_string_new (XML_HEAD "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
  g_autoptr (GString) header = g_string_new (XML_HEAD "<w:hdr " WORD_NAMESPACES "><w:p>");
  g_autoptr (GString) footer = g_string_new (XML_HEAD "<w:ftr " WORD_NAMESPACES "><w:p><w:pPr><w:jc w:val=\"right\"/></w:pPr>"
                                                      "<w:fldSimple w:instr=\"PAGE\"><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t> / </w:t></w:r>"
                                                      "<w:fldSimple w:instr=\"NUMPAGES\"><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>");
  g_autoptr (GString) core = g_string_new (XML_HEAD "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
                                                    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>");

  g_string_append_printf (relations, relation, "rIdStyles", "styles", "styles.xml");
  g_string_append_printf (relations, relation, "rIdHeader", "header", "header1.xml");
  g_string_append_printf (relations, relation, "rIdFooter", "footer", "footer1.xml");
  for (guint i = 1; i <= n_figures; i++)
    {
      g_autofree char *id = g_strdup_printf ("rIdFigure%u", i);
      g_autofree char *target = g_strdup_printf ("media/figure%u.png", i);

      g_string_append_printf (relations, relation, id, "image", target);
    }
  g_string_append (relations, "</Relationships>");
  append_runs (header, document->title, FALSE, "606060");
  g_string_append (header, "</w:p></w:hdr>");
  annex_report_append_escaped (core, document->title);
  g_string_append (core, "</dc:title><dc:creator>Annex</dc:creator></cp:coreProperties>");
  return add_part (archive, "word/styles.xml", styles, strlen (styles), error) && add_text (archive, "word/_rels/document.xml.rels", relations, error) &&
         add_text (archive, "word/header1.xml", header, error) && add_text (archive, "word/footer1.xml", footer, error) &&
         add_text (archive, "docProps/core.xml", core, error);
}

static gboolean
add_everything (struct archive *archive, const AnnexReportDocument *document, GCancellable *cancellable, GError **error)
{
  guint n_figures = 0, number = 0;

  if (!add_part (archive, "[Content_Types].xml", content_types, strlen (content_types), error) ||
      !add_part (archive, "_rels/.rels", package_relations, strlen (package_relations), error) ||
      !add_document (archive, document, &n_figures, cancellable, error) || !add_frame (archive, document, n_figures, error))
    return FALSE;
  for (guint i = 0; i < document->blocks->len; i++)
    {
      const AnnexReportBlock *block = document->blocks->pdata[i];

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
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("The document could not be written: %s"), archive_error_string (archive));
      archive_write_free (archive);
      return FALSE;
    }
  written = add_everything (archive, document, cancellable, error);
  if (archive_write_close (archive) != ARCHIVE_OK && written)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("The document could not be written: %s"), archive_error_string (archive));
      written = FALSE;
    }
  archive_write_free (archive);
  return written;
}
