/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-docx-template.h"

#include <glib/gi18n-lib.h>
#include <libxml/parser.h>
#include <string.h>

#include "annex-docx-cover.h"
#include "annex-docx-template-private.h"
#include "annex-report-private.h"
#include "core/annex-error.h"

#define TABLE_HALF_POINTS 18
#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define OFFICE "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define MIN_TEXT_TWIPS 2880 /* two inches */

/* The names by which Word knows its own styles in every language, and what they look like where a template lacks them. */
static const struct
{
  const char *id;
  const char *name;
  const char *size; /* half points */
  const char *spacing;
  const char *outline;
  gboolean bold;
} styles[] = {
  [ANNEX_DOCX_TITLE] = { "Title", "Title", "44", "w:after=\"60\"", "", TRUE },
  [ANNEX_DOCX_SUBTITLE] = { "Subtitle", "Subtitle", "26", "w:after=\"240\"", "", FALSE },
  [ANNEX_DOCX_HEADING_1] = { "Heading1", "heading 1", "32", "w:before=\"360\" w:after=\"120\"", "<w:outlineLvl w:val=\"0\"/>", TRUE },
  [ANNEX_DOCX_HEADING_2] = { "Heading2", "heading 2", "26", "w:before=\"280\" w:after=\"100\"", "<w:outlineLvl w:val=\"1\"/>", TRUE },
  [ANNEX_DOCX_HEADING_3] = { "Heading3", "heading 3", "22", "w:before=\"200\" w:after=\"80\"", "<w:outlineLvl w:val=\"2\"/>", TRUE },
  [ANNEX_DOCX_CAPTION] = { "Caption", "caption", "19", "w:before=\"120\" w:after=\"60\"", "", TRUE },
};

static void
part_free (gpointer data)
{
  AnnexDocxPart *part = data;

  g_free (part->name);
  g_free (part->content_type);
  g_bytes_unref (part->content);
  g_free (part->relation);
  g_free (part->id);
  g_free (part);
}

static AnnexDocxTemplate *
template_new (void)
{
  AnnexDocxTemplate *self = g_new0 (AnnexDocxTemplate, 1);
  const int margins[] = { 1200, 1000, 1100, 1000, 600, 500, 0 };

  memcpy (self->margins, margins, sizeof margins);
  self->parts = g_ptr_array_new_with_free_func (part_free);
  self->references = g_string_new (NULL);
  return self;
}

void
annex_docx_template_free (AnnexDocxTemplate *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < ANNEX_DOCX_N_STYLES; i++)
    g_free (self->style_ids[i]);
  g_free (self->styles);
  g_ptr_array_unref (self->parts);
  g_string_free (self->references, TRUE);
  annex_docx_cover_free (self->cover);
  g_free (self);
}

static AnnexDocxPart *
add_part (AnnexDocxTemplate *self, const char *name, const char *content_type, GBytes *content, const char *relation)
{
  AnnexDocxPart *part = g_new0 (AnnexDocxPart, 1);

  part->name = g_strdup (name);
  part->content_type = g_strdup (content_type);
  part->content = g_bytes_ref (content);
  part->relation = g_strdup (relation);
  part->id = g_strdup_printf ("rIdPart%u", self->parts->len + 1);
  g_ptr_array_add (self->parts, part);
  return part;
}

/* ---- Styles ---- */

static void
append_based_on (GString *xml, const char *base)
{
  if (base != NULL)
    {
      g_string_append (xml, "<w:basedOn w:val=\"");
      annex_report_append_escaped (xml, base);
      g_string_append (xml, "\"/>");
    }
}

static void
append_style (GString *xml, AnnexDocxStyle style, const char *id, const char *base)
{
  g_string_append_printf (xml, "<w:style xmlns:w=\"" ANNEX_DOCX_WORD "\" w:type=\"paragraph\" w:styleId=\"%s\"><w:name w:val=\"%s\"/>", id, styles[style].name);
  append_based_on (xml, base);
  g_string_append_printf (xml, "<w:qFormat/><w:pPr><w:keepNext/><w:spacing %s/>%s</w:pPr><w:rPr>%s<w:sz w:val=\"%s\"/></w:rPr></w:style>",
                          styles[style].spacing, styles[style].outline, styles[style].bold ? "<w:b/>" : "", styles[style].size);
}

static void
append_table_style (GString *xml, const char *id, const char *base)
{
  static const char *const edges[] = { "top", "left", "bottom", "right", "insideH", "insideV" };

  g_string_append_printf (xml, "<w:style xmlns:w=\"" ANNEX_DOCX_WORD "\" w:type=\"table\" w:styleId=\"%s\"><w:name w:val=\"Table Grid\"/>", id);
  append_based_on (xml, base);
  g_string_append (xml, "<w:pPr><w:spacing w:after=\"0\"/></w:pPr><w:rPr><w:sz w:val=\"" G_STRINGIFY (TABLE_HALF_POINTS) "\"/></w:rPr><w:tblPr><w:tblBorders>");
  for (guint i = 0; i < G_N_ELEMENTS (edges); i++)
    g_string_append_printf (xml, "<w:%s w:val=\"single\" w:sz=\"4\" w:color=\"B0B0B0\"/>", edges[i]);
  g_string_append (xml, "</w:tblBorders></w:tblPr></w:style>");
}

AnnexDocxTemplate *
annex_docx_template_new_plain (const char *title)
{
  AnnexDocxTemplate *self = template_new ();
  GString *xml = g_string_new (XML_HEAD "<w:styles xmlns:w=\"" ANNEX_DOCX_WORD "\">"
                               "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Calibri\" w:hAnsi=\"Calibri\" w:cs=\"Calibri\"/>"
                               "<w:sz w:val=\"21\"/></w:rPr></w:rPrDefault></w:docDefaults>"
                               "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/>"
                               "<w:pPr><w:spacing w:after=\"120\"/></w:pPr></w:style>"
                               "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/></w:style>");
  g_autoptr (GString) header = g_string_new (XML_HEAD "<w:hdr xmlns:w=\"" ANNEX_DOCX_WORD "\"><w:p><w:r><w:rPr><w:color w:val=\"606060\"/></w:rPr><w:t>");
  static const char footer[] = XML_HEAD "<w:ftr xmlns:w=\"" ANNEX_DOCX_WORD "\"><w:p><w:pPr><w:jc w:val=\"right\"/></w:pPr>"
                                        "<w:fldSimple w:instr=\"PAGE\"><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t> / </w:t></w:r>"
                                        "<w:fldSimple w:instr=\"NUMPAGES\"><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>";
  g_autoptr (GBytes) header_bytes = NULL;
  g_autoptr (GBytes) footer_bytes = g_bytes_new_static (footer, sizeof footer - 1);

  for (AnnexDocxStyle style = 0; style < ANNEX_DOCX_TABLE; style++)
    {
      append_style (xml, style, styles[style].id, "Normal");
      self->style_ids[style] = g_strdup (styles[style].id);
    }
  append_table_style (xml, "TableGrid", "TableNormal");
  self->style_ids[ANNEX_DOCX_TABLE] = g_strdup ("TableGrid");
  self->table_points = TABLE_HALF_POINTS / 2.0;
  g_string_append (xml, "</w:styles>");
  self->styles = g_string_free_and_steal (xml);

  annex_report_append_escaped (header, title);
  g_string_append (header, "</w:t></w:r></w:p></w:hdr>");
  header_bytes = g_bytes_new (header->str, header->len);
  g_string_append_printf (self->references, "<w:headerReference w:type=\"default\" r:id=\"%s\"/>",
                          add_part (self, "word/header1.xml", OFFICE "header+xml", header_bytes, "header")->id);
  g_string_append_printf (self->references, "<w:footerReference w:type=\"default\" r:id=\"%s\"/>",
                          add_part (self, "word/footer1.xml", OFFICE "footer+xml", footer_bytes, "footer")->id);
  return self;
}

/* The styles of the template by name, and which are the defaults that others build on. */
typedef struct
{
  GHashTable *paragraphs; /* name in small letters → id */
  GHashTable *ids;
  char *paragraph;
  char *table;
  xmlNode *chosen; /* table style */
  guint rank;      /* of it: the lower the better */
} StyleSheet;

static void
style_sheet_clear (StyleSheet *sheet)
{
  g_hash_table_unref (sheet->paragraphs);
  g_hash_table_unref (sheet->ids);
  g_free (sheet->paragraph);
  g_free (sheet->table);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StyleSheet, style_sheet_clear)

/* The organization's own table style says most of how its tables look; then Word's grid, then any. */
static void
consider_table (StyleSheet *sheet, xmlNode *node, const char *name)
{
  g_autofree char *custom = annex_docx_dup_value (node, "customStyle");
  guint rank = custom != NULL && g_str_equal (custom, "1") ? 1 : g_str_equal (name, "table grid") ? 2 : 3;

  if (sheet->rank == 0 || rank < sheet->rank)
    {
      sheet->chosen = node;
      sheet->rank = rank;
    }
}

static void
read_style (StyleSheet *sheet, xmlNode *node)
{
  g_autofree char *type = annex_docx_dup_value (node, "type");
  g_autofree char *id = annex_docx_dup_value (node, "styleId");
  g_autofree char *standard = annex_docx_dup_value (node, "default");
  g_autofree char *name = annex_docx_dup_value (annex_docx_find_child (node, "name"), "val");
  g_autofree char *key = name != NULL ? g_utf8_strdown (name, -1) : NULL;
  gboolean is_default = standard != NULL && (g_str_equal (standard, "1") || g_str_equal (standard, "true"));

  if (id == NULL || key == NULL)
    return;
  g_hash_table_add (sheet->ids, g_strdup (id));
  if (g_strcmp0 (type, "paragraph") == 0)
    {
      g_hash_table_insert (sheet->paragraphs, g_strdup (key), g_strdup (id));
      if (is_default)
        g_set_str (&sheet->paragraph, id);
    }
  else if (g_strcmp0 (type, "table") == 0 && is_default)
    g_set_str (&sheet->table, id);
  else if (g_strcmp0 (type, "table") == 0)
    consider_table (sheet, node, key);
}

static char *
dup_free_id (StyleSheet *sheet, const char *id)
{
  return g_hash_table_contains (sheet->ids, id) ? g_strdup_printf ("Annex%s", id) : g_strdup (id);
}

static gboolean
shades_first_row (xmlNode *style)
{
  for (xmlNode *child = style->children; child != NULL; child = child->next)
    if (annex_docx_is_element (child, "tblStylePr"))
      {
        g_autofree char *type = annex_docx_dup_value (child, "type");

        if (g_strcmp0 (type, "firstRow") == 0)
          return TRUE;
      }
  return FALSE;
}

static double
get_points (xmlNode *style)
{
  xmlNode *size = annex_docx_find_child (annex_docx_find_child (style, "rPr"), "sz");
  g_autofree char *half_points = size != NULL ? annex_docx_dup_value (size, "val") : NULL;

  return half_points != NULL ? g_ascii_strtod (half_points, NULL) / 2 : 0;
}

static void
map_styles (AnnexDocxTemplate *self, StyleSheet *sheet, GString *missing)
{
  for (AnnexDocxStyle style = 0; style < ANNEX_DOCX_TABLE; style++)
    {
      g_autofree char *key = g_utf8_strdown (styles[style].name, -1);
      const char *id = g_hash_table_lookup (sheet->paragraphs, key);

      self->style_ids[style] = id != NULL ? g_strdup (id) : dup_free_id (sheet, styles[style].id);
      if (id == NULL)
        append_style (missing, style, self->style_ids[style], sheet->paragraph);
    }
  if (sheet->chosen != NULL)
    {
      self->style_ids[ANNEX_DOCX_TABLE] = annex_docx_dup_value (sheet->chosen, "styleId");
      self->shades_headings = shades_first_row (sheet->chosen);
      self->table_points = get_points (sheet->chosen);
      return;
    }
  self->style_ids[ANNEX_DOCX_TABLE] = dup_free_id (sheet, "TableGrid");
  append_table_style (missing, self->style_ids[ANNEX_DOCX_TABLE], sheet->table);
  self->table_points = TABLE_HALF_POINTS / 2.0;
}

static gboolean
read_styles (AnnexDocxTemplate *self, AnnexDocxPackage *package, const char *part, GError **error)
{
  g_autoptr (xmlDoc) document = annex_docx_package_parse (package, part, error);
  g_auto (StyleSheet) sheet = { g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
                                g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  g_autoptr (GString) missing = g_string_new (NULL);
  xmlNode *root = document != NULL ? xmlDocGetRootElement (document) : NULL;
  xmlNode *added = NULL;
  xmlChar *text = NULL;
  int length;

  if (root == NULL)
    return FALSE;
  if (!annex_docx_is_element (root, "styles"))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT, _("“%s” is not a whole Word document: its %s is damaged."),
                   annex_docx_package_get_name (package), part);
      return FALSE;
    }
  for (xmlNode *node = root->children; node != NULL; node = node->next)
    if (annex_docx_is_element (node, "style"))
      read_style (&sheet, node);
  map_styles (self, &sheet, missing);
  if (xmlParseInNodeContext (root, missing->str, (int) missing->len, 0, &added) == XML_ERR_OK && added != NULL)
    xmlAddChildList (root, added);
  xmlDocDumpMemoryEnc (document, &text, &length, "UTF-8");
  self->styles = g_strndup ((const char *) text, (gsize) length);
  xmlFree (text);
  return TRUE;
}

/* ---- Parts ---- */

gboolean
annex_docx_template_refuse (AnnexDocxPackage *package, const char *part, const char *what, GError **error)
{
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT, _("“%s” was not used as a template: %s holds %s. Take it out in Word and save the template again."),
               annex_docx_package_get_name (package), part, what);
  return FALSE;
}

/* The codes of the fields below @node, each on a line of its own. */
static void
append_field_codes (GString *codes, xmlNode *node)
{
  for (; node != NULL; node = node->next)
    {
      g_autofree char *simple = annex_docx_is_element (node, "fldSimple") ? annex_docx_dup_value (node, "instr") : NULL;
      xmlChar *text = annex_docx_is_element (node, "instrText") ? xmlNodeGetContent (node) : NULL;

      if (simple != NULL)
        g_string_append_printf (codes, "\n%s\n", simple);
      if (annex_docx_is_element (node, "fldChar"))
        g_string_append_c (codes, '\n');
      /* A code may be in pieces. */
      if (text != NULL)
        g_string_append (codes, g_strdelimit ((char *) text, "\r\n\t", ' '));
      xmlFree (text);
      append_field_codes (codes, node->children);
    }
}

/* A field can start programs and fetch files when the document is opened. */
gboolean
annex_docx_template_check_fields (AnnexDocxPackage *package, const char *part, xmlNode *nodes, GError **error)
{
  static const char *const fetching[] = { "DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "LINK", "IMPORT", "MACROBUTTON", "DATABASE", "RD", NULL };
  g_autoptr (GString) codes = g_string_new (NULL);
  g_auto (GStrv) lines = NULL;

  append_field_codes (codes, nodes);
  lines = g_strsplit (codes->str, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (g_strstrip (lines[i]), " ", 2);
      g_autofree char *word = words[0] != NULL ? g_ascii_strup (words[0], -1) : NULL;

      if (word != NULL && g_strv_contains (fetching, word))
        {
          g_autofree char *what = g_strdup_printf (_("a field “%s”, which fetches or starts something"), word);

          return annex_docx_template_refuse (package, part, what, error);
        }
    }
  return TRUE;
}

static gboolean
check_part (AnnexDocxPackage *package, const char *part, GError **error)
{
  g_autoptr (xmlDoc) document = annex_docx_package_parse (package, part, error);

  return document != NULL && annex_docx_template_check_fields (package, part, xmlDocGetRootElement (document), error);
}

gboolean
annex_docx_template_is_harmless (const AnnexDocxRelation *relation)
{
  return relation->external && g_str_equal (relation->type, "hyperlink") && (g_ascii_strncasecmp (relation->target, "https:", 6) == 0 ||
                                                       g_ascii_strncasecmp (relation->target, "http:", 5) == 0 ||
                                                       g_ascii_strncasecmp (relation->target, "mailto:", 7) == 0);
}

static AnnexDocxPart *
find_taken (AnnexDocxTemplate *self, const char *name)
{
  for (guint i = 0; i < self->parts->len; i++)
    if (g_ascii_strcasecmp (((AnnexDocxPart *) self->parts->pdata[i])->name, name) == 0)
      return self->parts->pdata[i];
  return NULL;
}

/* What a part refers to comes along, as far as it is a picture or a font. */
static gboolean
take_relations (AnnexDocxTemplate *self, AnnexDocxPackage *package, const char *name, GError **error)
{
  static const char *const harmless[] = { "image", "font", NULL };
  g_autoptr (GPtrArray) relations = annex_docx_package_list_relations (package, name, error);
  g_autofree char *relations_name = annex_docx_dup_relations_name (name);
  GBytes *content = annex_docx_package_find_part (package, relations_name);

  if (relations == NULL)
    return FALSE;
  for (guint i = 0; i < relations->len; i++)
    {
      const AnnexDocxRelation *relation = relations->pdata[i];
      g_autofree char *what = NULL;
      GBytes *picture;

      if (annex_docx_template_is_harmless (relation))
        continue;
      if (relation->external)
        {
          what = g_strdup_printf (_("something that lies elsewhere, “%s”"), relation->target);
          return annex_docx_template_refuse (package, name, what, error);
        }
      if (!g_strv_contains (harmless, relation->type))
        {
          what = g_strdup_printf (_("more than text and pictures, “%s”"), relation->type);
          return annex_docx_template_refuse (package, name, what, error);
        }
      picture = annex_docx_package_find_part (package, relation->target);
      if (picture == NULL)
        {
          what = g_strdup_printf (_("“%s”, which is not in the file"), relation->target);
          return annex_docx_template_refuse (package, name, what, error);
        }
      if (find_taken (self, relation->target) == NULL)
        add_part (self, relation->target, annex_docx_package_get_content_type (package, relation->target), picture, NULL);
    }
  if (content != NULL && relations->len > 0)
    add_part (self, relations_name, "application/vnd.openxmlformats-package.relationships+xml", content, NULL);
  return TRUE;
}

/* Returns: (transfer none) (nullable): the part, taken from the template. */
static AnnexDocxPart *
take_part (AnnexDocxTemplate *self, AnnexDocxPackage *package, const AnnexDocxRelation *relation, GError **error)
{
  GBytes *content = annex_docx_package_find_part (package, relation->target);
  AnnexDocxPart *part;

  if (content == NULL)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT, _("“%s” is not a whole Word document: it has no %s."), annex_docx_package_get_name (package),
                   relation->target);
      return NULL;
    }
  part = add_part (self, relation->target, annex_docx_package_get_content_type (package, relation->target), content, relation->type);
  return take_relations (self, package, relation->target, error) ? part : NULL;
}

AnnexDocxPart *
annex_docx_template_take_header (AnnexDocxTemplate *self, AnnexDocxPackage *package, const AnnexDocxRelation *relation, GError **error)
{
  AnnexDocxPart *part;

  if (relation == NULL || relation->external || !(g_str_equal (relation->type, "header") || g_str_equal (relation->type, "footer")))
    {
      annex_docx_template_refuse (package, "document.xml", _("a header or footer that is not in the file"), error);
      return NULL;
    }
  part = find_taken (self, relation->target);
  if (part != NULL && part->checked)
    return part;
  if (part == NULL)
    part = take_part (self, package, relation, error);
  if (part == NULL || !check_part (package, relation->target, error))
    return NULL;
  part->checked = TRUE;
  return part;
}

gboolean
annex_docx_template_take_picture (AnnexDocxTemplate *self, AnnexDocxPackage *package, const AnnexDocxRelation *relation, GError **error)
{
  GBytes *picture = annex_docx_package_find_part (package, relation->target);

  if (picture == NULL)
    {
      g_autofree char *what = g_strdup_printf (_("“%s”, which is not in the file"), relation->target);

      return annex_docx_template_refuse (package, "document.xml", what, error);
    }
  if (find_taken (self, relation->target) == NULL)
    add_part (self, relation->target, annex_docx_package_get_content_type (package, relation->target), picture, NULL);
  return TRUE;
}

const AnnexDocxRelation *
annex_docx_find_relation (GPtrArray *relations, const char *id)
{
  for (guint i = 0; i < relations->len; i++)
    if (g_strcmp0 (((AnnexDocxRelation *) relations->pdata[i])->id, id) == 0)
      return relations->pdata[i];
  return NULL;
}

/* ---- Sections ---- */

static int
read_twips (xmlNode *node, const char *name, int otherwise)
{
  static const struct
  {
    const char *unit;
    double twips;
  } units[] = { { "mm", 1440 / 25.4 }, { "cm", 1440 / 2.54 }, { "in", 1440 }, { "pt", 20 }, { "pc", 240 }, { "pi", 240 } };
  g_autofree char *text = annex_docx_dup_value (node, name);
  char *end = NULL;
  double value;

  if (text == NULL)
    return otherwise;
  value = g_ascii_strtod (text, &end);
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_equal (end, units[i].unit))
      value *= units[i].twips;
  return (int) CLAMP (value, -31680, 31680); /* Word's largest page */
}

static gboolean
read_page (AnnexDocxTemplate *self, AnnexDocxPackage *package, xmlNode *section, GError **error)
{
  static const char *const names[] = { "top", "right", "bottom", "left", "header", "footer", "gutter" };
  xmlNode *size = annex_docx_find_child (section, "pgSz");
  xmlNode *margins = annex_docx_find_child (section, "pgMar");

  self->width = read_twips (size, "w", 0);
  self->height = read_twips (size, "h", 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    self->margins[i] = read_twips (margins, names[i], self->margins[i]);
  self->title_page = annex_docx_is_on (annex_docx_find_child (section, "titlePg"));
  if (self->width <= 0 || self->height <= 0)
    self->width = self->height = 0;
  if (self->margins[1] < 0 || self->margins[3] < 0 || self->margins[6] < 0 ||
      (self->width > 0 && MIN (self->width, self->height) - self->margins[1] - self->margins[3] - self->margins[6] < MIN_TEXT_TWIPS))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT, _("“%s” was not used as a template: its margins leave no room to write."),
                   annex_docx_package_get_name (package));
      return FALSE;
    }
  return TRUE;
}

/* Leaves in @references, by "headerReference default" and the like, the ids that hold in the last section, and returns that section. */
static xmlNode *
find_references (xmlNode *node, GHashTable *references)
{
  xmlNode *last = NULL;

  for (; node != NULL; node = node->next)
    {
      xmlNode *within = find_references (node->children, references);

      if (annex_docx_is_element (node, "headerReference") || annex_docx_is_element (node, "footerReference"))
        {
          g_autofree char *type = annex_docx_dup_value (node, "type");
          xmlChar *id = xmlGetNsProp (node, (const xmlChar *) "id", (const xmlChar *) ANNEX_DOCX_RELATIONS);

          g_hash_table_insert (references, g_strdup_printf ("%s %s", node->name, type != NULL ? type : "default"), g_strdup ((const char *) id));
          xmlFree (id);
        }
      if (annex_docx_is_element (node, "sectPr"))
        last = node;
      else if (within != NULL)
        last = within;
    }
  return last;
}

/* Headers and footers hold from a section on until another one says otherwise; the last section is the report's. */
static gboolean
read_sections (AnnexDocxTemplate *self, AnnexDocxPackage *package, xmlNode *root, GPtrArray *relations, GError **error)
{
  static const char *const places[] = { "headerReference default", "headerReference first", "headerReference even",
                                        "footerReference default", "footerReference first", "footerReference even" };
  g_autoptr (GHashTable) references = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  xmlNode *section = find_references (root, references);

  if (section != NULL && !read_page (self, package, section, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      const char *id = g_hash_table_lookup (references, places[i]);
      const AnnexDocxRelation *relation = id != NULL ? annex_docx_find_relation (relations, id) : NULL;
      g_auto (GStrv) words = g_strsplit (places[i], " ", 2);
      AnnexDocxPart *part;

      if (!g_hash_table_contains (references, places[i]))
        continue;
      part = annex_docx_template_take_header (self, package, relation, error);
      if (part == NULL)
        return FALSE;
      g_string_append_printf (self->references, "<w:%s w:type=\"%s\" r:id=\"%s\"/>", words[0], words[1], part->id);
    }
  return TRUE;
}

/* ---- The whole ---- */

static gboolean
has_macros (AnnexDocxPackage *package, const char *main_type)
{
  g_autoptr (GList) parts = annex_docx_package_list_parts (package);

  if (strstr (main_type, "macroEnabled") != NULL)
    return TRUE;
  for (GList *part = parts; part != NULL; part = part->next)
    if (g_str_has_suffix (part->data, "vbaproject.bin") || strstr (annex_docx_package_get_content_type (package, part->data), "vbaProject") != NULL)
      return TRUE;
  return FALSE;
}

static char *
find_main_part (AnnexDocxPackage *package, GError **error)
{
  g_autoptr (GPtrArray) relations = annex_docx_package_list_relations (package, "", error);
  const char *name = annex_docx_package_get_name (package);
  const AnnexDocxRelation *main_relation = NULL;
  const char *type;

  if (relations == NULL)
    return NULL;
  for (guint i = 0; i < relations->len && main_relation == NULL; i++)
    if (g_str_equal (((AnnexDocxRelation *) relations->pdata[i])->type, "officeDocument"))
      main_relation = relations->pdata[i];
  type = main_relation != NULL ? annex_docx_package_get_content_type (package, main_relation->target) : "";
  if (has_macros (package, type))
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT, _("“%s” was not used as a template: it holds macros. Save it as DOTX or DOCX, without them."), name);
  else if (main_relation == NULL || main_relation->external || annex_docx_package_find_part (package, main_relation->target) == NULL ||
           strstr (type, "wordprocessingml") == NULL)
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT, _("“%s” is not a Word document: it has no document.xml."), name);
  else
    return g_strdup (main_relation->target);
  return NULL;
}

/* Theme, fonts and numbering go with the styles; notes, comments and the rest go with words that are not taken. */
static gboolean
read_parts (AnnexDocxTemplate *self, AnnexDocxPackage *package, GPtrArray *relations, GError **error)
{
  static const char *const taken[] = { "theme", "fontTable", "numbering", NULL };
  gboolean has_styles = FALSE;

  for (guint i = 0; i < relations->len; i++)
    {
      const AnnexDocxRelation *relation = relations->pdata[i];

      if (relation->external)
        continue;
      if (g_str_equal (relation->type, "styles"))
        {
          has_styles = TRUE;
          if (!read_styles (self, package, relation->target, error))
            return FALSE;
        }
      else if (g_str_equal (relation->type, "settings"))
        {
          g_autoptr (xmlDoc) settings = annex_docx_package_parse (package, relation->target, error);

          if (settings == NULL)
            return FALSE;
          self->even_and_odd = annex_docx_is_on (annex_docx_find_child (xmlDocGetRootElement (settings), "evenAndOddHeaders"));
        }
      else if (g_strv_contains (taken, relation->type) && find_taken (self, relation->target) == NULL && take_part (self, package, relation, error) == NULL)
        return FALSE;
    }
  if (!has_styles)
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT, _("“%s” has no styles, so it cannot be a template."), annex_docx_package_get_name (package));
  return has_styles;
}

AnnexDocxTemplate *
annex_docx_template_load (GBytes *bytes, const char *name, GError **error)
{
  g_autoptr (AnnexDocxPackage) package = annex_docx_package_open (bytes, name, error);
  g_autoptr (AnnexDocxTemplate) self = template_new ();
  g_autofree char *main_part = package != NULL ? find_main_part (package, error) : NULL;
  g_autoptr (GPtrArray) relations = main_part != NULL ? annex_docx_package_list_relations (package, main_part, error) : NULL;
  g_autoptr (xmlDoc) document = relations != NULL ? annex_docx_package_parse (package, main_part, error) : NULL;

  if (document == NULL)
    return NULL;
  if (!annex_docx_is_element (xmlDocGetRootElement (document), "document"))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT,
                   _("“%s” was not used as a template: it is a “Strict Open XML” document or damaged. Save it as a Word document (DOCX) or template (DOTX)."), name);
      return NULL;
    }
  return read_parts (self, package, relations, error) && read_sections (self, package, xmlDocGetRootElement (document), relations, error) &&
             annex_docx_cover_take (self, package, document, relations, error)
           ? g_steal_pointer (&self)
           : NULL;
}
