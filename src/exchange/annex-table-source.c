/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include <gio/gio.h>
#include <string.h>

#include "annex-csv-reader.h"
#include "annex-table-source.h"
#include "annex-xlsx-reader.h"
#include "core/annex-error.h"
#include "core/annex-path-check.h"

struct _AnnexTableSource
{
  AnnexCsvReader *csv;
  AnnexXlsxReader *xlsx;
  char *name;
  char *description;
  AnnexOscalCatalogue *catalogue;
  GPtrArray *headers;
  GPtrArray *added;        /* a cell for each of the last headings */
  GPtrArray *cells;        /* of the row read last, with those added */
  gboolean no_header;
};

typedef enum
{
  CONTENT_TEXT,
  CONTENT_ZIP,
  CONTENT_JSON,
  CONTENT_OLD_OFFICE
} Content;

/* A brace stands before anything else, but for white space and the mark of the byte order. */
static gboolean
is_json (const guint8 *bytes, gsize n)
{
  gsize i = n >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

  while (i < n && g_ascii_isspace ((char) bytes[i]))
    i++;
  return i < n && (bytes[i] == '{' || bytes[i] == '[');
}

static gboolean
look_at_content (const char *path, const char *name, Content *content, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GError) cause = NULL;
  guint8 magic[64] = { 0 };
  gsize n_read = 0;

  stream = g_file_read (file, NULL, &cause);
  if (stream == NULL || !g_input_stream_read_all (G_INPUT_STREAM (stream), magic, sizeof magic, &n_read, NULL, &cause))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("“%s” could not be read: %s"), name, cause->message);
      return FALSE;
    }
  *content = CONTENT_TEXT;
  if (n_read >= 4 && memcmp (magic, "PK\3\4", 4) == 0)
    *content = CONTENT_ZIP;
  else if (is_json (magic, n_read))
    *content = CONTENT_JSON;
  else if (n_read >= 8 && memcmp (magic, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) == 0)
    *content = CONTENT_OLD_OFFICE;
  return TRUE;
}

static gboolean
read_row (AnnexTableSource *self, AnnexTableRow *row, gboolean *end, GError **error)
{
  row->problem = NULL;
  if (self->csv != NULL)
    return annex_csv_reader_next (self->csv, row, end, error);
  if (self->catalogue != NULL)
    return annex_oscal_catalogue_next (self->catalogue, row, end);
  return annex_xlsx_reader_next (self->xlsx, row, end, error);
}

static gboolean
row_is_empty (const AnnexTableRow *row)
{
  for (guint i = 0; i < row->n_cells; i++)
    if (row->cells[i][0] != '\0')
      return FALSE;
  return TRUE;
}

static gboolean
read_headers (AnnexTableSource *self, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  AnnexTableRow row;
  gboolean end;
  guint n_columns;

  if (!annex_table_source_next (self, &row, &end, error))
    return FALSE;
  if (end)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT, _("“%s” is empty: there is no row to import."), self->name);
      return FALSE;
    }
  for (n_columns = row.n_cells; n_columns > 0 && row.cells[n_columns - 1][0] == '\0'; n_columns--)
    ;
  if (self->no_header)
    n_columns = row.n_cells;
  for (guint i = 0; i < n_columns; i++)
    {
      g_autofree char *header = g_strstrip (g_strdup (self->no_header ? "" : row.cells[i]));
      gpointer first;

      if (*header != '\0' && g_hash_table_lookup_extended (seen, header, NULL, &first))
        {
          g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT,
                       _("“%s”, line %" G_GUINT64_FORMAT ": columns %u and %u have the same heading “%s”. Give each column a heading of its own."),
                       self->name, row.line, GPOINTER_TO_UINT (first), i + 1, header);
          return FALSE;
        }
      if (*header == '\0')
        g_ptr_array_add (self->headers, g_strdup_printf (_("Column %u"), i + 1));
      else
        {
          g_ptr_array_add (self->headers, g_steal_pointer (&header));
          g_hash_table_insert (seen, self->headers->pdata[i], GUINT_TO_POINTER (i + 1));
        }
    }
  g_ptr_array_add (self->headers, NULL);
  return annex_table_source_rewind (self, error);
}

AnnexTableSource *
annex_table_source_open (const char *path, const AnnexTableOptions *options, GError **error)
{
  g_autoptr (AnnexTableSource) self = g_new0 (AnnexTableSource, 1);
  AnnexTableOptions defaults = { 0 };
  Content content;

  if (options == NULL)
    options = &defaults;
  self->name = g_filename_display_basename (path);
  self->headers = g_ptr_array_new_with_free_func (g_free);
  self->added = g_ptr_array_new_with_free_func (g_free);
  self->cells = g_ptr_array_new ();
  self->no_header = options->no_header;
  if (!annex_path_check_source (path, error) || !look_at_content (path, self->name, &content, error))
    return NULL;

  switch (content)
    {
    case CONTENT_ZIP:
      self->xlsx = annex_xlsx_reader_open (path, options->sheet, error);
      if (self->xlsx == NULL)
        return NULL;
      self->description = g_strdup_printf (_("XLSX, sheet “%s”"), annex_xlsx_reader_get_sheets (self->xlsx)[options->sheet]);
      break;
    case CONTENT_OLD_OFFICE:
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT,
                   _("“%s” is a workbook of the old Excel format or protected by a password. Save it as .xlsx without a password."),
                   self->name);
      return NULL;
    case CONTENT_JSON:
      self->catalogue = annex_oscal_catalogue_open (path, self->name, error);
      if (self->catalogue == NULL)
        return NULL;
      self->description = annex_oscal_catalogue_describe (self->catalogue);
      for (const char *const *header = annex_oscal_catalogue_get_headers (); *header != NULL; header++)
        g_ptr_array_add (self->headers, g_strdup (*header));
      g_ptr_array_add (self->headers, NULL);
      return g_steal_pointer (&self);
    case CONTENT_TEXT:
    default:
      self->csv = annex_csv_reader_open (path, options->delimiter, options->encoding, error);
      if (self->csv == NULL)
        return NULL;
      self->description = annex_csv_reader_describe (self->csv);
    }
  if (!read_headers (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

const char *const *
annex_table_source_get_headers (AnnexTableSource *self)
{
  return (const char *const *) self->headers->pdata;
}

guint
annex_table_source_get_n_columns (AnnexTableSource *self)
{
  return self->headers->len - 1;
}

const char *
annex_table_source_get_name (AnnexTableSource *self)
{
  return self->name;
}

const char *
annex_table_source_get_description (AnnexTableSource *self)
{
  return self->description;
}

gboolean
annex_table_source_is_csv (AnnexTableSource *self)
{
  return self->csv != NULL;
}

const char *const *
annex_table_source_get_sheets (AnnexTableSource *self)
{
  return self->xlsx != NULL ? annex_xlsx_reader_get_sheets (self->xlsx) : NULL;
}

AnnexOscalCatalogue *
annex_table_source_get_catalogue (AnnexTableSource *self)
{
  return self->catalogue;
}

void
annex_table_source_add_column (AnnexTableSource *self, const char *heading, const char *cell)
{
  g_ptr_array_insert (self->headers, (int) self->headers->len - 1, g_strdup (heading));
  g_ptr_array_add (self->added, g_strdup (cell));
}

char *
annex_table_source_dup_place (AnnexTableSource *self, guint64 line)
{
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, line);

  return g_strdup_printf (self->catalogue != NULL ? _("control %s") : _("line %s"), number);
}

/* A row may have fewer cells than there are headings, or more, which is found fault with elsewhere. */
static void
add_cells (AnnexTableSource *self, AnnexTableRow *row)
{
  guint own = self->headers->len - 1 - self->added->len;

  g_ptr_array_set_size (self->cells, 0);
  for (guint i = 0; i < own; i++)
    g_ptr_array_add (self->cells, (gpointer) (i < row->n_cells ? row->cells[i] : ""));
  g_ptr_array_extend (self->cells, self->added, NULL, NULL);
  for (guint i = own; i < row->n_cells; i++)
    g_ptr_array_add (self->cells, (gpointer) row->cells[i]);
  row->cells = (const char *const *) self->cells->pdata;
  row->n_cells = self->cells->len;
}

gboolean
annex_table_source_next (AnnexTableSource *self, AnnexTableRow *row, gboolean *end, GError **error)
{
  do
    {
      if (!read_row (self, row, end, error))
        return FALSE;
    }
  while (!*end && row->problem == NULL && row_is_empty (row));
  if (!*end && self->added->len > 0)
    add_cells (self, row);
  return TRUE;
}

gboolean
annex_table_source_rewind (AnnexTableSource *self, GError **error)
{
  AnnexTableRow row;
  gboolean end;

  if (self->catalogue != NULL)
    {
      annex_oscal_catalogue_rewind (self->catalogue);
      return TRUE;
    }
  if (self->csv != NULL ? !annex_csv_reader_rewind (self->csv, error) : !annex_xlsx_reader_rewind (self->xlsx, error))
    return FALSE;
  return self->no_header || annex_table_source_next (self, &row, &end, error);
}

double
annex_table_source_get_progress (AnnexTableSource *self)
{
  if (self->catalogue != NULL)
    return annex_oscal_catalogue_get_progress (self->catalogue);
  return self->csv != NULL ? annex_csv_reader_get_progress (self->csv) : annex_xlsx_reader_get_progress (self->xlsx);
}

void
annex_table_source_free (AnnexTableSource *self)
{
  g_clear_pointer (&self->csv, annex_csv_reader_free);
  g_clear_pointer (&self->xlsx, annex_xlsx_reader_free);
  g_clear_pointer (&self->catalogue, annex_oscal_catalogue_free);
  g_clear_pointer (&self->headers, g_ptr_array_unref);
  g_clear_pointer (&self->added, g_ptr_array_unref);
  g_clear_pointer (&self->cells, g_ptr_array_unref);
  g_free (self->name);
  g_free (self->description);
  g_free (self);
}
