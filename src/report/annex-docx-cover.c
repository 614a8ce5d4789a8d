/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-docx-cover.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "annex-docx-template-private.h"
#include "annex-report-private.h"

#define COMPATIBILITY "http://schemas.openxmlformats.org/markup-compatibility/2006"
#define OFFICE_VML "urn:schemas-microsoft-com:office:office"
#define MAX_REFERENCES 1000

struct _AnnexDocxCover
{
  xmlDoc *page; /* its root holds what the cover consists of */
  GString *namespaces;
  GPtrArray *relations; /* AnnexDocxRelation */
  gboolean has_section;
};

static void
relation_free (gpointer data)
{
  AnnexDocxRelation *relation = data;

  g_free (relation->id);
  g_free (relation->type);
  g_free (relation->target);
  g_free (relation);
}

void
annex_docx_cover_free (AnnexDocxCover *self)
{
  if (self == NULL)
    return;
  xmlFreeDoc (self->page);
  g_string_free (self->namespaces, TRUE);
  g_ptr_array_unref (self->relations);
  g_free (self);
}

/* ---- Where it ends ---- */

static xmlNode *
find_within (xmlNode *node, const char *name)
{
  xmlNode *found = annex_docx_is_element (node, name) ? node : NULL;

  for (xmlNode *child = node->children; child != NULL && found == NULL; child = child->next)
    found = find_within (child, name);
  return found;
}

static gboolean
is_page_break (xmlNode *node)
{
  g_autofree char *type = annex_docx_is_element (node, "br") ? annex_docx_dup_value (node, "type") : NULL;

  return g_strcmp0 (type, "page") == 0;
}

/* Returns: (nullable): the last page break within @node; with @first the first one. */
static xmlNode *
find_page_break (xmlNode *node, gboolean first)
{
  xmlNode *found = is_page_break (node) ? node : NULL;

  for (xmlNode *child = node->children; child != NULL && !(first && found != NULL); child = child->next)
    {
      xmlNode *within = find_page_break (child, first);

      found = within != NULL ? within : found;
    }
  return found;
}

static gboolean
is_inserted_cover (xmlNode *node)
{
  xmlNode *properties = annex_docx_is_element (node, "sdt") ? annex_docx_find_child (node, "sdtPr") : NULL;
  g_autofree char *gallery = annex_docx_dup_value (annex_docx_find_child (annex_docx_find_child (properties, "docPartObj"), "docPartGallery"), "val");

  return g_strcmp0 (gallery, "Cover Pages") == 0;
}

static gboolean
ends_section (xmlNode *node)
{
  return annex_docx_is_element (node, "p") && annex_docx_find_child (annex_docx_find_child (node, "pPr"), "sectPr") != NULL;
}

static gboolean
begins_page (xmlNode *node)
{
  return annex_docx_is_element (node, "p") && annex_docx_is_on (annex_docx_find_child (annex_docx_find_child (node, "pPr"), "pageBreakBefore"));
}

/* Returns: (nullable): the last block of the cover. */
static xmlNode *
find_end (xmlNode *body)
{
  for (xmlNode *node = body->children; node != NULL; node = node->next)
    if (is_inserted_cover (node))
      return node;
  for (xmlNode *node = body->children; node != NULL; node = node->next)
    if (ends_section (node) || find_page_break (node, TRUE) != NULL)
      return node;
    else if (node->prev != NULL && begins_page (node))
      return node->prev;
  return NULL;
}

static gboolean
shows_something (xmlNode *node)
{
  static const char *const shown[] = { "t", "drawing", "pict", "fldSimple", NULL };

  for (guint i = 0; shown[i] != NULL; i++)
    if (find_within (node, shown[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* ---- Taking it ---- */

/* The prefixes that its elements were written with; our own mean the same. */
static void
take_namespaces (AnnexDocxCover *self, xmlNode *root)
{
  static const char *const own[] = { "w", "r", "wp", "a", "pic", NULL };
  xmlNs *compatibility = xmlSearchNsByHref (root->doc, root, (const xmlChar *) COMPATIBILITY);
  xmlChar *ignorable = xmlGetNsProp (root, (const xmlChar *) "Ignorable", (const xmlChar *) COMPATIBILITY);

  for (xmlNs *space = root->nsDef; space != NULL; space = space->next)
    {
      if (space->prefix != NULL && g_strv_contains (own, (const char *) space->prefix))
        continue;
      g_string_append_printf (self->namespaces, space->prefix != NULL ? " xmlns:%s=\"" : " xmlns%s=\"", space->prefix != NULL ? (const char *) space->prefix : "");
      annex_report_append_escaped (self->namespaces, (const char *) space->href);
      g_string_append_c (self->namespaces, '"');
    }
  if (ignorable != NULL)
    {
      g_string_append_printf (self->namespaces, " %s:Ignorable=\"", (const char *) compatibility->prefix);
      annex_report_append_escaped (self->namespaces, (const char *) ignorable);
      g_string_append_c (self->namespaces, '"');
    }
  xmlFree (ignorable);
}

/* Notes and comments are other parts' words. */
static gboolean
is_left_out (xmlNode *node)
{
  static const char *const names[] = { "footnoteReference", "endnoteReference", "commentReference", "commentRangeStart", "commentRangeEnd", "dataBinding", NULL };

  for (guint i = 0; names[i] != NULL; i++)
    if (annex_docx_is_element (node, names[i]))
      return TRUE;
  return FALSE;
}

static void
leave_out (xmlNode *node)
{
  for (xmlNode *child = node->children, *next; child != NULL; child = next)
    {
      next = child->next;
      if (is_left_out (child))
        {
          xmlUnlinkNode (child);
          xmlFreeNode (child);
        }
      else
        leave_out (child);
    }
}

typedef struct
{
  AnnexDocxCover *cover;
  AnnexDocxTemplate *template;
  AnnexDocxPackage *package;
  GPtrArray *relations; /* of the template's document */
  GError **error;
  guint n_references;
} Taking;

static const char *
add_relation (AnnexDocxCover *self, const AnnexDocxRelation *relation)
{
  AnnexDocxRelation *copy = g_new0 (AnnexDocxRelation, 1);

  copy->id = g_strdup_printf ("rIdCover%u", self->relations->len + 1);
  copy->type = g_strdup (relation->type);
  copy->target = g_strdup (relation->target);
  copy->external = relation->external;
  g_ptr_array_add (self->relations, copy);
  return copy->id;
}

/* Returns: (transfer none) (nullable): the id by which the report's document refers to the same; NULL with the error set. */
static const char *
take_relation (Taking *taking, const char *id)
{
  const AnnexDocxRelation *relation = annex_docx_find_relation (taking->relations, id);
  g_autofree char *what = NULL;

  if (taking->n_references++ == MAX_REFERENCES)
    what = g_strdup_printf (_("more than %d pictures, links and headers on its cover"), MAX_REFERENCES);
  else if (relation == NULL)
    what = g_strdup_printf (_("something that is not in the file, “%s”"), id);
  else if (g_str_equal (relation->type, "header") || g_str_equal (relation->type, "footer"))
    {
      AnnexDocxPart *part = annex_docx_template_take_header (taking->template, taking->package, relation, taking->error);

      return part != NULL ? part->id : NULL;
    }
  else if (annex_docx_template_is_harmless (relation))
    return add_relation (taking->cover, relation);
  else if (relation->external)
    what = g_strdup_printf (_("something that lies elsewhere, “%s”"), relation->target);
  else if (g_str_equal (relation->type, "image"))
    return annex_docx_template_take_picture (taking->template, taking->package, relation, taking->error) ? add_relation (taking->cover, relation) : NULL;
  else
    what = g_strdup_printf (_("more than text and pictures, “%s”"), relation->type);
  annex_docx_template_refuse (taking->package, "document.xml", what, taking->error);
  return NULL;
}

static gboolean
take_references (Taking *taking, xmlNode *node)
{
  for (xmlAttr *attribute = node->type == XML_ELEMENT_NODE ? node->properties : NULL, *next; attribute != NULL; attribute = next)
    {
      xmlChar *id = NULL;
      const char *taken;

      next = attribute->next;
      /* What only old programs look at, by an id of their own. */
      if (attribute->ns != NULL && xmlStrEqual (attribute->ns->href, (const xmlChar *) OFFICE_VML) && xmlStrEqual (attribute->name, (const xmlChar *) "relid"))
        {
          xmlRemoveProp (attribute);
          continue;
        }
      if (attribute->ns == NULL || !xmlStrEqual (attribute->ns->href, (const xmlChar *) ANNEX_DOCX_RELATIONS))
        continue;
      id = xmlNodeListGetString (node->doc, attribute->children, 1);
      taken = id != NULL && *id != '\0' ? take_relation (taking, (const char *) id) : "";
      xmlFree (id);
      if (taken == NULL)
        return FALSE;
      xmlNodeSetContent ((xmlNode *) attribute, (const xmlChar *) taken);
    }
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    if (!take_references (taking, child))
      return FALSE;
  return TRUE;
}

/* What is behind the break in its paragraph stands on the next page; the break itself becomes that of a section. */
static void
cut_behind_break (xmlNode *root)
{
  xmlNode *page_break = find_page_break (root, FALSE);

  if (page_break == NULL)
    return;
  for (xmlNode *node = page_break; node != NULL && !annex_docx_is_element (node, "p") && node != root; node = node->parent)
    while (node->next != NULL)
      {
        xmlNode *behind = node->next;

        xmlUnlinkNode (behind);
        xmlFreeNode (behind);
      }
  xmlUnlinkNode (page_break);
  xmlFreeNode (page_break);
}

/* Leaves in @page a copy of all blocks up to @end. */
static void
copy_blocks (AnnexDocxCover *self, xmlNode *document_root, xmlNode *body, xmlNode *end)
{
  xmlNode *root = xmlDocCopyNode (document_root, self->page, 2); /* with its namespaces, without its children */

  xmlDocSetRootElement (self->page, root);
  for (xmlNode *node = body->children; node != NULL; node = node->next)
    {
      xmlAddChild (root, xmlDocCopyNode (node, self->page, 1));
      if (node == end)
        break;
    }
  self->has_section = ends_section (end);
  leave_out (root);
}

gboolean
annex_docx_cover_take (AnnexDocxTemplate *template, AnnexDocxPackage *package, xmlDoc *document, GPtrArray *relations, GError **error)
{
  xmlNode *root = xmlDocGetRootElement (document);
  xmlNode *body = annex_docx_find_child (root, "body");
  xmlNode *end = body != NULL ? find_end (body) : NULL;
  AnnexDocxCover *self;
  Taking taking = { NULL, template, package, relations, error };

  if (end == NULL)
    return TRUE;
  self = g_new0 (AnnexDocxCover, 1);
  self->page = xmlNewDoc ((const xmlChar *) "1.0");
  self->namespaces = g_string_new (NULL);
  self->relations = g_ptr_array_new_with_free_func (relation_free);
  copy_blocks (self, root, body, end);
  if (!self->has_section)
    cut_behind_break (xmlDocGetRootElement (self->page));
  if (!shows_something (xmlDocGetRootElement (self->page)))
    {
      annex_docx_cover_free (self);
      return TRUE;
    }
  take_namespaces (self, root);
  template->cover = self;
  taking.cover = self;
  return annex_docx_template_check_fields (package, "document.xml", xmlDocGetRootElement (self->page)->children, error) &&
         take_references (&taking, xmlDocGetRootElement (self->page));
}

const char *
annex_docx_cover_get_namespaces (const AnnexDocxCover *self)
{
  return self->namespaces->str;
}

GPtrArray *
annex_docx_cover_list_relations (const AnnexDocxCover *self)
{
  return self->relations;
}

gboolean
annex_docx_cover_has_section (const AnnexDocxCover *self)
{
  return self->has_section;
}

/* ---- Filling it in ---- */

static const char *
find_control (const AnnexReportDocument *document, const char *name)
{
  for (guint i = 0; i < document->control->len; i++)
    {
      char **pair = document->control->pdata[i];

      if (g_str_equal (pair[0], name))
        return pair[1];
    }
  return "";
}

/* @key: as Word calls a property, in small letters. Returns: (nullable): what the report says of it. */
static const char *
find_property (const AnnexReportDocument *document, const char *key)
{
  const struct
  {
    const char *key;
    const char *value;
  } properties[] = {
    { "title", document->title },
    { "subtitle", document->subtitle },
    { "subject", document->subtitle },
    { "company", find_control (document, _("Organization")) },
    { "author", find_control (document, _("Prepared by")) },
    { "publish date", find_control (document, _("Date")) },
    { "date", find_control (document, _("Date")) },
    { "status", find_control (document, _("Version")) },
    { "version", find_control (document, _("Version")) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    if (g_str_equal (properties[i].key, key))
      return properties[i].value != NULL ? properties[i].value : "";
  return NULL;
}

/* Puts @text into the first text below @node, and empties the others. Returns: whether there was one. */
static gboolean
set_text (xmlNode *node, const char *text, gboolean *done)
{
  if (annex_docx_is_element (node, "t"))
    {
      g_autofree char *valid = g_utf8_make_valid (*done ? "" : text, -1);
      xmlChar *escaped = xmlEncodeSpecialChars (node->doc, (const xmlChar *) valid);

      xmlNodeSetContent (node, escaped);
      xmlFree (escaped);
      *done = TRUE;
    }
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    set_text (child, text, done);
  return *done;
}

/* A content control is known by its title or tag. */
static void
fill_control (xmlNode *node, const AnnexReportDocument *document)
{
  xmlNode *properties = annex_docx_find_child (node, "sdtPr");
  xmlNode *placeholder = annex_docx_find_child (properties, "showingPlcHdr");
  static const char *const names[] = { "alias", "tag" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = annex_docx_dup_value (annex_docx_find_child (properties, names[i]), "val");
      g_autofree char *key = name != NULL ? g_utf8_strdown (name, -1) : NULL;
      const char *value = key != NULL ? find_property (document, key) : NULL;
      gboolean done = FALSE;

      if (value == NULL || !set_text (annex_docx_find_child (node, "sdtContent"), value, &done))
        continue;
      if (placeholder != NULL)
        {
          xmlUnlinkNode (placeholder);
          xmlFreeNode (placeholder);
        }
      return;
    }
}

/* A field such as TITLE, SUBJECT, AUTHOR or DOCPROPERTY Company. Returns: (nullable): what the report says of it. */
static const char *
find_field (const AnnexReportDocument *document, const char *code)
{
  g_auto (GStrv) words = g_strsplit_set (code, " \"\t\r\n", -1);
  g_autofree char *key = NULL;

  for (guint i = 0; words[i] != NULL && key == NULL; i++)
    if (*words[i] != '\0' && g_ascii_strcasecmp (words[i], "DOCPROPERTY") != 0)
      key = g_ascii_strdown (words[i], -1);
  /* That is the day on which somebody looks at it. */
  return key != NULL && !g_str_equal (key, "date") ? find_property (document, key) : NULL;
}

static void
fill_simple_field (xmlNode *node, const AnnexReportDocument *document)
{
  g_autofree char *code = annex_docx_dup_value (node, "instr");
  const char *value = code != NULL ? find_field (document, code) : NULL;
  gboolean done = FALSE;

  if (value != NULL)
    set_text (node, value, &done);
}

/* The runs of a paragraph: where a field begins, its code, where its result begins and where it ends. */
static void
fill_fields (xmlNode *paragraph, const AnnexReportDocument *document)
{
  g_autoptr (GString) code = g_string_new (NULL);
  const char *value = NULL;
  gboolean done = FALSE;

  for (xmlNode *run = paragraph->children; run != NULL; run = run->next)
    for (xmlNode *node = annex_docx_is_element (run, "r") ? run->children : NULL; node != NULL; node = node->next)
      {
        g_autofree char *type = annex_docx_is_element (node, "fldChar") ? annex_docx_dup_value (node, "fldCharType") : NULL;
        xmlChar *text = annex_docx_is_element (node, "instrText") ? xmlNodeGetContent (node) : NULL;

        if (g_strcmp0 (type, "begin") == 0)
          g_string_truncate (code, 0);
        if (text != NULL)
          g_string_append (code, (const char *) text);
        if (g_strcmp0 (type, "separate") == 0)
          {
            value = find_field (document, code->str);
            done = FALSE;
          }
        if (g_strcmp0 (type, "end") == 0)
          value = NULL;
        if (value != NULL)
          set_text (node, value, &done);
        xmlFree (text);
      }
}

static void
fill (xmlNode *node, const AnnexReportDocument *document)
{
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    {
      if (annex_docx_is_element (child, "sdt"))
        fill_control (child, document);
      else if (annex_docx_is_element (child, "fldSimple"))
        fill_simple_field (child, document);
      else if (annex_docx_is_element (child, "p"))
        fill_fields (child, document);
      fill (child, document);
    }
}

void
annex_docx_cover_append (const AnnexDocxCover *self, const AnnexReportDocument *document, GString *xml)
{
  g_autoptr (xmlDoc) page = xmlCopyDoc (self->page, 1);
  xmlBuffer *buffer = xmlBufferCreate ();

  fill (xmlDocGetRootElement (page), document);
  for (xmlNode *node = xmlDocGetRootElement (page)->children; node != NULL; node = node->next)
    xmlNodeDump (buffer, page, node, 0, 0);
  g_string_append (xml, (const char *) xmlBufferContent (buffer));
  xmlBufferFree (buffer);
}
