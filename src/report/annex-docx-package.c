/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-docx-package.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gi18n-lib.h>
#include <libxml/parser.h>
#include <string.h>

#include "core/annex-error.h"
#include "exchange/annex-xml-guard.h"

#define MAX_PARTS 2000
#define MAX_RELATIONS 2000
#define MAX_UNPACKED (64 * 1024 * 1024)
#define MAX_XML (8 * 1024 * 1024)
#define BUFFER_SIZE (64 * 1024)
#define CONTENT_TYPES "[Content_Types].xml"

struct _AnnexDocxPackage
{
  char *name;
  GHashTable *parts;     /* name in small letters → GBytes */
  GHashTable *overrides; /* name in small letters → content type */
  GHashTable *defaults;  /* ending in small letters → content type */
  gsize unpacked;
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

static char *
dup_key (const char *part)
{
  return g_ascii_strdown (part + (*part == '/'), -1);
}

static GBytes *
read_part (AnnexDocxPackage *self, struct archive *archive, GError **error)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  g_autofree guint8 *buffer = g_malloc (BUFFER_SIZE);
  la_ssize_t n_read;

  while ((n_read = archive_read_data (archive, buffer, BUFFER_SIZE)) > 0)
    {
      self->unpacked += (gsize) n_read;
      if (self->unpacked > MAX_UNPACKED)
        {
          g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_TOO_LARGE,
                       _("“%s” unpacks to more than 64 MiB, which no template needs. It was not used."), self->name);
          return NULL;
        }
      g_byte_array_append (content, buffer, (guint) n_read);
    }
  if (n_read < 0)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT, _("“%s” is not a whole Word document: %s"), self->name,
                   archive_error_string (archive) != NULL ? archive_error_string (archive) : _("the archive is damaged"));
      return NULL;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&content));
}

static gboolean
read_parts (AnnexDocxPackage *self, struct archive *archive, GError **error)
{
  struct archive_entry *entry;
  int status;

  while ((status = archive_read_next_header (archive, &entry)) == ARCHIVE_OK || status == ARCHIVE_WARN)
    {
      const char *name = archive_entry_pathname (entry);
      GBytes *content;

      if (name == NULL || g_str_has_suffix (name, "/"))
        continue;
      if (g_hash_table_size (self->parts) == MAX_PARTS)
        {
          g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_TOO_LARGE, _("“%s” contains more than %d files, which no template needs. It was not used."),
                       self->name, MAX_PARTS);
          return FALSE;
        }
      content = read_part (self, archive, error);
      if (content == NULL)
        return FALSE;
      g_hash_table_insert (self->parts, dup_key (name), content);
    }
  if (status != ARCHIVE_EOF || g_hash_table_size (self->parts) == 0)
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT,
                 _("“%s” is not a Word document of today (DOCX or DOTX). One that is protected with a password has to be saved without it."), self->name);
  return status == ARCHIVE_EOF && g_hash_table_size (self->parts) > 0;
}

static char *
dup_attribute (xmlNode *node, const char *name)
{
  xmlChar *value = xmlGetNoNsProp (node, (const xmlChar *) name);
  char *copy = g_strdup ((const char *) value);

  xmlFree (value);
  return copy;
}

static gboolean
read_content_types (AnnexDocxPackage *self, GError **error)
{
  g_autoptr (xmlDoc) document = annex_docx_package_parse (self, CONTENT_TYPES, error);

  if (document == NULL)
    return FALSE;
  for (xmlNode *node = xmlFirstElementChild (xmlDocGetRootElement (document)); node != NULL; node = xmlNextElementSibling (node))
    {
      gboolean override = xmlStrEqual (node->name, (const xmlChar *) "Override");
      g_autofree char *what = dup_attribute (node, override ? "PartName" : "Extension");

      if (what != NULL)
        g_hash_table_insert (override ? self->overrides : self->defaults, dup_key (what), dup_attribute (node, "ContentType"));
    }
  return TRUE;
}

AnnexDocxPackage *
annex_docx_package_open (GBytes *bytes, const char *name, GError **error)
{
  g_autoptr (AnnexDocxPackage) self = g_new0 (AnnexDocxPackage, 1);
  struct archive *archive = archive_read_new ();
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);
  gboolean read;

  self->name = g_strdup (name);
  self->parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  self->overrides = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->defaults = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  archive_read_support_format_zip (archive);
  if (archive_read_open_memory (archive, data, size) == ARCHIVE_OK)
    read = read_parts (self, archive, error);
  else
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT,
                   _("“%s” is not a Word document of today (DOCX or DOTX). One that is protected with a password has to be saved without it."), name);
      read = FALSE;
    }
  archive_read_free (archive);
  return read && read_content_types (self, error) ? g_steal_pointer (&self) : NULL;
}

void
annex_docx_package_free (AnnexDocxPackage *self)
{
  g_free (self->name);
  g_hash_table_unref (self->parts);
  g_hash_table_unref (self->overrides);
  g_hash_table_unref (self->defaults);
  g_free (self);
}

const char *
annex_docx_package_get_name (AnnexDocxPackage *self)
{
  return self->name;
}

GBytes *
annex_docx_package_find_part (AnnexDocxPackage *self, const char *part)
{
  g_autofree char *key = dup_key (part);

  return g_hash_table_lookup (self->parts, key);
}

GList *
annex_docx_package_list_parts (AnnexDocxPackage *self)
{
  return g_hash_table_get_keys (self->parts);
}

const char *
annex_docx_package_get_content_type (AnnexDocxPackage *self, const char *part)
{
  g_autofree char *key = dup_key (part);
  const char *type = g_hash_table_lookup (self->overrides, key);
  const char *dot = strrchr (key, '.');

  if (type == NULL && dot != NULL)
    type = g_hash_table_lookup (self->defaults, dot + 1);
  return type != NULL ? type : "";
}

xmlDoc *
annex_docx_package_parse (AnnexDocxPackage *self, const char *part, GError **error)
{
  GBytes *content = annex_docx_package_find_part (self, part);
  g_autoptr (xmlDoc) document = NULL;
  AnnexXmlGuard guard = { 0 };
  const char *problem;
  gsize size;
  const char *data;

  if (content == NULL)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT, _("“%s” is not a whole Word document: it has no %s."), self->name, part);
      return NULL;
    }
  data = g_bytes_get_data (content, &size);
  if (size > MAX_XML)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_TOO_LARGE, _("“%s” has a %s of more than 8 MiB, which no template needs. It was not used."), self->name, part);
      return NULL;
    }
  problem = annex_xml_guard_feed (&guard, data, size);
  if (problem != NULL)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT, _("“%s” was not used: its %s %s, as no Word document does."), self->name, part, problem);
      return NULL;
    }
  document = size > 0 ? xmlReadMemory (data, (int) size, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING) : NULL;
  if (document == NULL || xmlDocGetRootElement (document) == NULL)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT, _("“%s” is not a whole Word document: its %s is damaged."), self->name, part);
      return NULL;
    }
  return g_steal_pointer (&document);
}

char *
annex_docx_dup_relations_name (const char *part)
{
  const char *slash = strrchr (part, '/');

  if (slash == NULL)
    return g_strdup_printf ("_rels/%s.rels", part);
  return g_strdup_printf ("%.*s/_rels/%s.rels", (int) (slash - part), part, slash + 1);
}

/* "../media/logo.png" as seen from "word/header1.xml" is "word/media/logo.png". NULL leads out of the package. */
static char *
resolve (const char *part, const char *target)
{
  const char *slash = strrchr (part, '/');
  g_autofree char *joined = *target == '/' || slash == NULL ? g_strdup (target) : g_strdup_printf ("%.*s/%s", (int) (slash - part), part, target);
  g_auto (GStrv) steps = g_strsplit (joined, "/", -1);
  g_autoptr (GPtrArray) path = g_ptr_array_new ();

  for (guint i = 0; steps[i] != NULL; i++)
    if (g_str_equal (steps[i], "..") && path->len > 0)
      g_ptr_array_set_size (path, (int) path->len - 1);
    else if (g_str_equal (steps[i], ".."))
      return NULL;
    else if (*steps[i] != '\0' && !g_str_equal (steps[i], "."))
      g_ptr_array_add (path, steps[i]);
  g_ptr_array_add (path, NULL);
  return g_strjoinv ("/", (char **) path->pdata);
}

GPtrArray *
annex_docx_package_list_relations (AnnexDocxPackage *self, const char *part, GError **error)
{
  g_autoptr (GPtrArray) relations = g_ptr_array_new_with_free_func (relation_free);
  g_autofree char *name = annex_docx_dup_relations_name (part);
  g_autoptr (xmlDoc) document = NULL;

  if (annex_docx_package_find_part (self, name) == NULL)
    return g_steal_pointer (&relations);
  document = annex_docx_package_parse (self, name, error);
  if (document == NULL)
    return NULL;
  for (xmlNode *node = xmlFirstElementChild (xmlDocGetRootElement (document)); node != NULL; node = xmlNextElementSibling (node))
    {
      g_autofree char *type = dup_attribute (node, "Type");
      g_autofree char *target = dup_attribute (node, "Target");
      g_autofree char *mode = dup_attribute (node, "TargetMode");
      AnnexDocxRelation *relation;

      if (type == NULL || target == NULL)
        continue;
      if (relations->len == MAX_RELATIONS)
        {
          g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_TOO_LARGE, _("“%s” was not used: its %s refers to more than %d things, which no template needs."),
                       self->name, name, MAX_RELATIONS);
          return NULL;
        }
      relation = g_new0 (AnnexDocxRelation, 1);
      relation->id = dup_attribute (node, "Id");
      relation->type = g_path_get_basename (type);
      relation->external = g_strcmp0 (mode, "External") == 0;
      relation->target = relation->external ? g_strdup (target) : resolve (part, target);
      g_ptr_array_add (relations, relation);
      if (relation->target == NULL)
        {
          g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT, _("“%s” was not used: its %s refers to “%s” outside the document."), self->name, name, target);
          return NULL;
        }
    }
  return g_steal_pointer (&relations);
}
