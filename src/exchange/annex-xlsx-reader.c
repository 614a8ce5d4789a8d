/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include <string.h>

#include "annex-xlsx-reader.h"
#include "annex-xlsx-workbook.h"
#include "core/annex-error.h"

#define BUFFER_SIZE (8 * 1024)

typedef enum
{
  CELL_NUMBER,
  CELL_SHARED_STRING,
  CELL_TEXT,
  CELL_BOOLEAN
} CellType;

/* A finished row that waits to be asked for. */
typedef struct
{
  guint64 line;
  guint n_cells;
  GString *text;
  GArray *starts;
} SheetRow;

struct _AnnexXlsxReader
{
  xmlParserCtxtPtr parser; /* first, see annex_xlsx_parser_new() */
  xmlSAXHandler handler;
  AnnexXlsxPackage *package;
  AnnexXlsxWorkbook *workbook;
  AnnexXlsxPart *part;
  guint sheet;
  gboolean at_end;
  GError *failure;

  GQueue rows;
  GQueue spare_rows;
  SheetRow *current;
  SheetRow *building;
  const char **cells;

  guint64 line;
  guint column;
  CellType type;
  guint style;
  gboolean in_value;
  guint in_phonetic;
  GString *value;
};

static SheetRow *
take_row (AnnexXlsxReader *self)
{
  SheetRow *row = g_queue_pop_head (&self->spare_rows);

  if (row == NULL)
    {
      row = g_new0 (SheetRow, 1);
      row->text = g_string_new (NULL);
      row->starts = g_array_new (FALSE, FALSE, sizeof (gsize));
    }
  /* Cells that are not there point at the zero byte that every row begins with. */
  g_string_truncate (row->text, 0);
  g_string_append_c (row->text, '\0');
  g_array_set_size (row->starts, 0);
  row->n_cells = 0;
  return row;
}

static void
sheet_row_free (SheetRow *row)
{
  g_string_free (row->text, TRUE);
  g_array_unref (row->starts);
  g_free (row);
}

static void
fail_too_large (AnnexXlsxReader *self, const char *reason)
{
  if (self->failure == NULL)
    g_set_error (&self->failure, ANNEX_ERROR, ANNEX_ERROR_TOO_LARGE, _("“%s”, row %" G_GUINT64_FORMAT ": %s"),
                 annex_xlsx_package_get_name (self->package), self->line, reason);
  xmlStopParser (self->parser);
}

static gboolean
is (const xmlChar *local_name, const char *name)
{
  return strcmp ((const char *) local_name, name) == 0;
}

static void
begin_row (AnnexXlsxReader *self, const xmlChar **attributes, int n_attributes)
{
  self->line++;
  for (int i = 0; i < n_attributes; i++, attributes += 5)
    if (is (attributes[0], "r"))
      {
        guint64 line = g_ascii_strtoull ((const char *) attributes[3], NULL, 10);

        if (line > 0)
          self->line = line;
      }
  if (self->building != NULL)
    g_queue_push_tail (&self->spare_rows, self->building);
  self->building = take_row (self);
  self->building->line = self->line;
  self->column = 0;
}

/* The column of a reference such as "AB12", from 1. */
static guint
parse_column (const char *reference, const char *end)
{
  guint column = 0;

  for (; reference < end && g_ascii_isalpha (*reference) && column < 100000; reference++)
    column = column * 26 + g_ascii_toupper (*reference) - 'A' + 1;
  return column;
}

static CellType
parse_cell_type (const char *type, gsize length)
{
  if (length == 1 && *type == 's')
    return CELL_SHARED_STRING;
  if (length == 1 && *type == 'b')
    return CELL_BOOLEAN;
  if (length == 1 && *type == 'n')
    return CELL_NUMBER;
  return CELL_TEXT;
}

static void
begin_cell (AnnexXlsxReader *self, const xmlChar **attributes, int n_attributes)
{
  self->column++;
  self->type = CELL_NUMBER;
  self->style = 0;
  g_string_truncate (self->value, 0);
  for (int i = 0; i < n_attributes; i++, attributes += 5)
    {
      const char *value = (const char *) attributes[3], *end = (const char *) attributes[4];

      if (is (attributes[0], "r"))
        {
          guint column = parse_column (value, end);

          if (column > 0)
            self->column = column;
        }
      else if (is (attributes[0], "t"))
        self->type = parse_cell_type (value, end - value);
      else if (is (attributes[0], "s"))
        self->style = g_ascii_strtoull (value, NULL, 10);
    }
}

static const char *
cell_text (AnnexXlsxReader *self, char *buffer, gsize size)
{
  const char *text;

  if (self->value->len == 0)
    return "";
  switch (self->type)
    {
    case CELL_SHARED_STRING:
      text = annex_xlsx_workbook_get_string (self->workbook, g_ascii_strtoull (self->value->str, NULL, 10));
      return text != NULL ? text : "";
    case CELL_BOOLEAN:
      return self->value->str[0] == '1' || self->value->str[0] == 't' ? "TRUE" : "FALSE";
    case CELL_NUMBER:
      annex_xlsx_workbook_format_number (self->workbook, self->value->str, self->style, buffer, size);
      return buffer;
    case CELL_TEXT:
    default:
      annex_xlsx_unescape (self->value->str);
      return self->value->str;
    }
}

static void
end_cell (AnnexXlsxReader *self)
{
  SheetRow *row = self->building;
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  const char *text;
  gsize start;

  if (row == NULL)
    return;
  text = cell_text (self, buffer, sizeof buffer);
  if (*text == '\0')
    return;
  if (self->column > ANNEX_TABLE_MAX_COLUMNS)
    {
      fail_too_large (self, _("there are more than 1,000 columns."));
      return;
    }
  if (row->text->len + strlen (text) > ANNEX_TABLE_MAX_ROW)
    {
      fail_too_large (self, _("the row is larger than 16 MiB."));
      return;
    }
  while (row->starts->len < self->column)
    {
      gsize nothing = 0;

      g_array_append_val (row->starts, nothing);
    }
  start = row->text->len;
  g_string_append_len (row->text, text, strlen (text) + 1);
  g_array_index (row->starts, gsize, self->column - 1) = start;
  row->n_cells = row->starts->len;
}

static void
element_begins (void *user_data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_namespaces,
                const xmlChar **namespaces, int n_attributes, int n_defaulted, const xmlChar **attributes)
{
  AnnexXlsxReader *self = user_data;

  if (is (name, "c"))
    begin_cell (self, attributes, n_attributes);
  else if (is (name, "v"))
    self->in_value = TRUE;
  else if (is (name, "t"))
    self->in_value = self->in_phonetic == 0;
  else if (is (name, "row"))
    begin_row (self, attributes, n_attributes);
  else if (is (name, "rPh"))
    self->in_phonetic++;
}

static void
element_ends (void *user_data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
  AnnexXlsxReader *self = user_data;

  if (is (name, "c"))
    end_cell (self);
  else if (is (name, "v") || is (name, "t"))
    self->in_value = FALSE;
  else if (is (name, "row"))
    g_queue_push_tail (&self->rows, g_steal_pointer (&self->building));
  else if (is (name, "rPh") && self->in_phonetic > 0)
    self->in_phonetic--;
}

static void
characters (void *user_data, const xmlChar *text, int length)
{
  AnnexXlsxReader *self = user_data;

  if (!self->in_value)
    return;
  if (self->value->len + length > ANNEX_TABLE_MAX_CELL)
    fail_too_large (self, _("a cell holds more than 1 MiB of text."));
  else
    g_string_append_len (self->value, (const char *) text, length);
}

static void
drop_rows (AnnexXlsxReader *self)
{
  if (self->current != NULL)
    g_queue_push_tail (&self->spare_rows, g_steal_pointer (&self->current));
  if (self->building != NULL)
    g_queue_push_tail (&self->spare_rows, g_steal_pointer (&self->building));
  while (!g_queue_is_empty (&self->rows))
    g_queue_push_tail (&self->spare_rows, g_queue_pop_head (&self->rows));
}

AnnexXlsxReader *
annex_xlsx_reader_open (const char *path, guint sheet, GError **error)
{
  g_autoptr (AnnexXlsxReader) self = g_new0 (AnnexXlsxReader, 1);

  g_queue_init (&self->rows);
  g_queue_init (&self->spare_rows);
  self->value = g_string_new (NULL);
  self->cells = g_new (const char *, ANNEX_TABLE_MAX_COLUMNS);
  self->sheet = sheet;
  self->package = annex_xlsx_package_open (path, error);
  if (self->package == NULL)
    return NULL;
  self->workbook = annex_xlsx_workbook_read (self->package, error);
  if (self->workbook == NULL)
    return NULL;
  if (sheet >= annex_xlsx_workbook_get_n_sheets (self->workbook))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT, _("“%s” has %u sheets; there is no sheet %u."),
                   annex_xlsx_package_get_name (self->package), annex_xlsx_workbook_get_n_sheets (self->workbook), sheet + 1);
      return NULL;
    }
  if (!annex_xlsx_reader_rewind (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

const char *const *
annex_xlsx_reader_get_sheets (AnnexXlsxReader *self)
{
  return annex_xlsx_workbook_get_sheets (self->workbook);
}

/* Parses on until a row is finished or the sheet ends. */
static gboolean
parse_more (AnnexXlsxReader *self, GError **error)
{
  const char *part_name = annex_xlsx_workbook_get_sheet_part (self->workbook, self->sheet);
  char buffer[BUFFER_SIZE];

  while (g_queue_is_empty (&self->rows) && !self->at_end)
    {
      gssize n_read = annex_xlsx_part_read (self->part, buffer, sizeof buffer, error);
      g_autoptr (GError) cause = NULL;

      if (n_read < 0)
        return FALSE;
      self->at_end = n_read == 0;
      if (annex_xlsx_parser_feed (self->parser, buffer, n_read, annex_xlsx_package_get_name (self->package), part_name, &cause))
        continue;
      if (self->failure != NULL)
        g_propagate_error (error, g_steal_pointer (&self->failure));
      else
        g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  return TRUE;
}

gboolean
annex_xlsx_reader_next (AnnexXlsxReader *self, AnnexTableRow *row, gboolean *end, GError **error)
{
  if (self->current != NULL)
    g_queue_push_tail (&self->spare_rows, g_steal_pointer (&self->current));
  if (!parse_more (self, error))
    return FALSE;
  self->current = g_queue_pop_head (&self->rows);
  *end = self->current == NULL;
  if (*end)
    return TRUE;
  for (guint i = 0; i < self->current->n_cells; i++)
    self->cells[i] = self->current->text->str + g_array_index (self->current->starts, gsize, i);
  row->cells = self->cells;
  row->n_cells = self->current->n_cells;
  row->line = self->current->line;
  return TRUE;
}

gboolean
annex_xlsx_reader_rewind (AnnexXlsxReader *self, GError **error)
{
  g_autoptr (GError) cause = NULL;
  const char *part_name = annex_xlsx_workbook_get_sheet_part (self->workbook, self->sheet);

  drop_rows (self);
  g_clear_pointer (&self->parser, xmlFreeParserCtxt);
  g_clear_pointer (&self->part, annex_xlsx_part_free);
  g_clear_error (&self->failure);
  self->line = 0;
  self->in_value = FALSE;
  self->in_phonetic = 0;
  self->at_end = FALSE;
  self->part = annex_xlsx_package_open_part (self->package, part_name, &cause);
  if (self->part == NULL)
    {
      if (cause == NULL)
        g_set_error (&cause, ANNEX_ERROR, ANNEX_ERROR_FORMAT, _("“%s” is not a whole XLSX file: %s is missing."),
                     annex_xlsx_package_get_name (self->package), part_name);
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  self->handler = (xmlSAXHandler) { .startElementNs = element_begins, .endElementNs = element_ends, .characters = characters,
                                    .ignorableWhitespace = characters, .cdataBlock = characters };
  self->parser = annex_xlsx_parser_new (&self->handler, self);
  return TRUE;
}

double
annex_xlsx_reader_get_progress (AnnexXlsxReader *self)
{
  return self->part != NULL ? annex_xlsx_part_get_progress (self->part) : 0.0;
}

void
annex_xlsx_reader_free (AnnexXlsxReader *self)
{
  drop_rows (self);
  while (!g_queue_is_empty (&self->spare_rows))
    sheet_row_free (g_queue_pop_head (&self->spare_rows));
  g_clear_pointer (&self->parser, xmlFreeParserCtxt);
  g_clear_pointer (&self->part, annex_xlsx_part_free);
  g_clear_pointer (&self->workbook, annex_xlsx_workbook_free);
  g_clear_pointer (&self->package, annex_xlsx_package_free);
  g_string_free (self->value, TRUE);
  g_free (self->cells);
  g_clear_error (&self->failure);
  g_free (self);
}
