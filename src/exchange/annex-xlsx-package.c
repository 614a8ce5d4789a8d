/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>
#include <string.h>

#include "annex-xlsx-package.h"
#include "core/annex-error.h"

#define MAX_UNPACKED (G_GINT64_CONSTANT (512) * 1024 * 1024)
#define RATIO_FROM (G_GINT64_CONSTANT (64) * 1024 * 1024)
#define MAX_RATIO 200
#define MAX_MEMBERS 20000
#define BUFFER_SIZE (32 * 1024)

struct _AnnexXlsxPackage
{
  char *path;
  char *name;
  gint64 size;
};

struct _AnnexXlsxPart
{
  AnnexXlsxPackage *package;
  struct archive *archive;
  char *name;
  gint64 size;
  gint64 unpacked;
};

/* Two names of one part differ at most in the case of letters and a slash in front. */
static gboolean
is_part (const char *member, const char *part_name)
{
  return member != NULL && g_ascii_strcasecmp (member + (*member == '/'), part_name + (*part_name == '/')) == 0;
}

static void
set_archive_error (AnnexXlsxPackage *self, struct archive *archive, GError **error)
{
  const char *cause = archive_error_string (archive);

  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT, _("“%s” is not a whole XLSX file: %s"), self->name,
               cause != NULL ? cause : _("the archive is damaged"));
}

AnnexXlsxPackage *
annex_xlsx_package_open (const char *path, GError **error)
{
  AnnexXlsxPackage *self;
  g_autofree char *name = g_filename_display_basename (path);
  GStatBuf info;

  if (g_stat (path, &info) != 0)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("“%s” could not be read."), name);
      return NULL;
    }
  self = g_new0 (AnnexXlsxPackage, 1);
  self->path = g_strdup (path);
  self->name = g_steal_pointer (&name);
  self->size = info.st_size;
  return self;
}

const char *
annex_xlsx_package_get_name (AnnexXlsxPackage *self)
{
  return self->name;
}

AnnexXlsxPart *
annex_xlsx_package_open_part (AnnexXlsxPackage *self, const char *part_name, GError **error)
{
  g_autoptr (AnnexXlsxPart) part = g_new0 (AnnexXlsxPart, 1);
  struct archive_entry *entry;
  int status;

  part->package = self;
  part->name = g_strdup (part_name);
  part->archive = archive_read_new ();
  archive_read_support_format_zip (part->archive);
  if (archive_read_open_filename (part->archive, self->path, 65536) != ARCHIVE_OK)
    {
      set_archive_error (self, part->archive, error);
      return NULL;
    }
  for (guint i = 0; i < MAX_MEMBERS; i++)
    {
      status = archive_read_next_header (part->archive, &entry);
      if (status == ARCHIVE_EOF)
        return NULL;
      if (status < ARCHIVE_WARN)
        {
          set_archive_error (self, part->archive, error);
          return NULL;
        }
      if (!is_part (archive_entry_pathname (entry), part_name))
        continue;
      part->size = archive_entry_size_is_set (entry) ? archive_entry_size (entry) : 0;
      return g_steal_pointer (&part);
    }
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_TOO_LARGE, _("“%s” contains more than %d files; a workbook does not."), self->name, MAX_MEMBERS);
  return NULL;
}

void
annex_xlsx_package_free (AnnexXlsxPackage *self)
{
  g_free (self->path);
  g_free (self->name);
  g_free (self);
}

gssize
annex_xlsx_part_read (AnnexXlsxPart *self, char *buffer, gsize size, GError **error)
{
  AnnexXlsxPackage *package = self->package;
  gssize n_read = archive_read_data (self->archive, buffer, size);

  if (n_read < 0)
    {
      set_archive_error (package, self->archive, error);
      return -1;
    }
  self->unpacked += n_read;
  if (self->unpacked > MAX_UNPACKED)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_TOO_LARGE,
                   _("“%s” unpacks to more than 512 MiB (%s). Divide it into smaller workbooks or save the sheet as CSV."),
                   package->name, self->name);
      return -1;
    }
  if (self->unpacked > RATIO_FROM && self->unpacked / MAX_RATIO > package->size)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_TOO_LARGE,
                   _("“%s” unpacks to more than %d times its size (%s), as files do that are made to exhaust a computer. It was not read."),
                   package->name, MAX_RATIO, self->name);
      return -1;
    }
  return n_read;
}

double
annex_xlsx_part_get_progress (AnnexXlsxPart *self)
{
  return self->size > 0 ? MIN (1.0, (double) self->unpacked / self->size) : 0.0;
}

void
annex_xlsx_part_free (AnnexXlsxPart *self)
{
  if (self->archive != NULL)
    archive_read_free (self->archive);
  g_free (self->name);
  g_free (self);
}

static void
refuse_document_type (void *user_data, const xmlChar *name, const xmlChar *external_id, const xmlChar *system_id)
{
  xmlParserCtxtPtr *parser = user_data;

  xmlStopParser (*parser);
}

static void
ignore_message (void *user_data, const xmlError *cause)
{
}

xmlParserCtxtPtr
annex_xlsx_parser_new (xmlSAXHandler *handler, gpointer user_data)
{
  xmlParserCtxtPtr parser;

  /* Every user_data begins with the parser, so that a handler can stop it. */
  handler->initialized = XML_SAX2_MAGIC;
  handler->internalSubset = refuse_document_type;
  handler->serror = (xmlStructuredErrorFunc) ignore_message;
  parser = xmlCreatePushParserCtxt (handler, user_data, NULL, 0, NULL);
  xmlCtxtUseOptions (parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  *(xmlParserCtxtPtr *) user_data = parser;
  return parser;
}

gboolean
annex_xlsx_parser_feed (xmlParserCtxtPtr parser, AnnexXmlGuard *guard, const char *bytes, gsize size, const char *file_name, const char *part_name,
                        GError **error)
{
  const char *problem = annex_xml_guard_feed (guard, bytes, size);
  const xmlError *cause;

  if (problem != NULL)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT, _("“%s” was not read: %s %s, as no workbook does."), file_name, part_name, problem);
      return FALSE;
    }

  if (xmlParseChunk (parser, bytes, size, size == 0) == XML_ERR_OK)
    return TRUE;
  cause = xmlCtxtGetLastError (parser);
  if (cause != NULL && cause->message != NULL)
    {
      g_autofree char *message = g_strchomp (g_strdup (cause->message));

      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT, _("“%s” is damaged: %s, line %d: %s"), file_name, part_name, cause->line, message);
    }
  else
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT, _("“%s” is damaged: %s"), file_name, part_name);
  return FALSE;
}

gboolean
annex_xlsx_package_parse_part (AnnexXlsxPackage *self, const char *part_name, const xmlSAXHandler *handler, gpointer user_data,
                               gboolean *found, GError **failure, GError **error)
{
  g_autoptr (GError) part_error = NULL;
  g_autoptr (AnnexXlsxPart) part = annex_xlsx_package_open_part (self, part_name, &part_error);
  g_autofree char *buffer = NULL;
  xmlSAXHandler own = *handler;
  AnnexXmlGuard guard = { 0 };
  xmlParserCtxtPtr parser;
  gboolean good = TRUE;
  gssize n_read;

  if (found != NULL)
    *found = part != NULL;
  if (part == NULL)
    {
      if (part_error == NULL)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&part_error));
      return FALSE;
    }
  buffer = g_malloc (BUFFER_SIZE);
  parser = annex_xlsx_parser_new (&own, user_data);
  do
    {
      n_read = annex_xlsx_part_read (part, buffer, BUFFER_SIZE, error);
      good = n_read >= 0;
      if (good)
        {
          good = annex_xlsx_parser_feed (parser, &guard, buffer, n_read, self->name, part_name, &part_error);
          if (failure != NULL && *failure != NULL)
            {
              g_clear_error (&part_error);
              g_propagate_error (error, g_steal_pointer (failure));
              good = FALSE;
            }
          else if (!good)
            g_propagate_error (error, g_steal_pointer (&part_error));
        }
    }
  while (good && n_read > 0);
  xmlFreeParserCtxt (parser);
  return good;
}

char *
annex_xlsx_dup_attribute (const xmlChar **attributes, int n_attributes, const char *name)
{
  for (int i = 0; i < n_attributes; i++)
    if (strcmp ((const char *) attributes[i * 5], name) == 0)
      return g_strndup ((const char *) attributes[i * 5 + 3], attributes[i * 5 + 4] - attributes[i * 5 + 3]);
  return NULL;
}
