/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include <string.h>

#include "annex-xlsx-reader.h"
#include "annex-xlsx-workbook.h"
#include "core/annex-error.h"

#define BUFFER_SIZE (8 * 1024)
#define MAX_LINE 1048576
#define MAX_COLUMN 16384

typedef enum
{
  CELL_NUMBER,
  CELL_SHARED_STRING,
  CELL_TEXT,
  CELL_BOOLEAN
} CellType;

/* Where in the sheet an element stands; each state within the one before. */
typedef enum
{
  IN_SHEET,
  IN_DATA,
  IN_ROW,
  IN_CELL,
  IN_VALUE, /* in "v", or in "t" of a text that stands in the cell */
} Place;

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

  AnnexXmlGuard guard;
  const xmlChar *uri; /* (nullable): of the namespace of sheets, in the parser's dictionary */
  Place place;
  guint depth;        /* of the element at hand */
  guint in_other;     /* depth of the element, in a cell, whose content is none of its value; 0 outside */
  gboolean has_data;  /* whether the rows began */
  guint64 line;
  guint column;
  CellType type;
  guint style;
  gboolean has_value;
  gboolean in_text;
  gboolean has_text;  /* the cell's value is a text that stands in it, "is" */
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

/* A sheet that is not built as sheets are would come in with rows or cells missing, or in other rows than theirs. */
static void
fail_damaged (AnnexXlsxReader *self, const char *what)
{
  if (self->failure == NULL)
    g_set_error (&self->failure, ANNEX_ERROR, ANNEX_ERROR_FORMAT,
                 _("“%s” is damaged: %s, row %" G_GUINT64_FORMAT ": %s Open it in a spreadsheet program, look whether all is there, and save it again."),
                 annex_xlsx_package_get_name (self->package), annex_xlsx_workbook_get_sheet_part (self->workbook, self->sheet), self->line, what);
  xmlStopParser (self->parser);
}

static gboolean
is (const xmlChar *local_name, const char *name)
{
  return strcmp ((const char *) local_name, name) == 0;
}

/* Digits and nothing else. Returns: 0 for what is no number of a row. */
static guint64
parse_line (const char *text, const char *end)
{
  guint64 line = 0;

  for (; text < end && g_ascii_isdigit (*text) && line <= MAX_LINE; text++)
    line = line * 10 + (guint64) (*text - '0');
  return text == end && line <= MAX_LINE ? line : 0;
}

static void
begin_row (AnnexXlsxReader *self, const xmlChar **attributes, int n_attributes)
{
  guint64 line = self->line + 1;

  for (int i = 0; i < n_attributes; i++, attributes += 5)
    if (is (attributes[0], "r") && attributes[2] == NULL)
      line = parse_line ((const char *) attributes[3], (const char *) attributes[4]);
  if (line <= self->line)
    {
      fail_damaged (self, _("the row after it has no number, or one that was there before."));
      return;
    }
  self->line = line;
  self->place = IN_ROW;
  self->building = take_row (self);
  self->building->line = self->line;
  self->column = 0;
}

/* The column of a reference such as "AB12", from 1; 0 for one that is none of that row. */
static guint
parse_column (const char *reference, const char *end, guint64 line)
{
  guint column = 0;

  for (; reference < end && g_ascii_isalpha (*reference) && column <= MAX_COLUMN; reference++)
    column = column * 26 + (guint) (g_ascii_toupper (*reference) - 'A') + 1;
  return column <= MAX_COLUMN && parse_line (reference, end) == line ? column : 0;
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
  guint column = self->column + 1;

  self->place = IN_CELL;
  self->type = CELL_NUMBER;
  self->style = 0;
  self->has_value = FALSE;
  g_string_truncate (self->value, 0);
  for (int i = 0; i < n_attributes; i++, attributes += 5)
    {
      const char *value = (const char *) attributes[3], *end = (const char *) attributes[4];

      if (attributes[2] != NULL)
        continue;
      if (is (attributes[0], "r"))
        column = parse_column (value, end, self->line);
      else if (is (attributes[0], "t"))
        self->type = parse_cell_type (value, end - value);
      else if (is (attributes[0], "s"))
        self->style = g_ascii_strtoull (value, NULL, 10);
    }
  if (column <= self->column)
    fail_damaged (self, _("a cell is named as one of another row, or as one that was there before."));
  self->column = column;
}

static gboolean
read_index (const char *text, guint64 *index)
{
  g_autofree char *number = g_strstrip (g_strdup (text));

  return g_ascii_string_to_unsigned (number, 10, 0, G_MAXUINT32, index, NULL);
}

static const char *
cell_text (AnnexXlsxReader *self, char *buffer, gsize size)
{
  const char *text;
  guint64 index;

  if (self->value->len == 0)
    return "";
  switch (self->type)
    {
    case CELL_SHARED_STRING:
      text = read_index (self->value->str, &index) ? annex_xlsx_workbook_get_string (self->workbook, index) : NULL;
      if (text == NULL)
        fail_damaged (self, _("a cell names a text that the file does not have."));
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

/* In a cell there are a value, "v", or a text, "is", and what is of no concern: formulas and extensions. */
static void
begin_in_cell (AnnexXlsxReader *self, const xmlChar *name)
{
  gboolean text = is (name, "is");

  if (!text && !is (name, "v"))
    {
      self->in_other = self->depth;
      return;
    }
  if (self->has_value)
    fail_damaged (self, _("a cell has two values."));
  self->has_value = TRUE;
  self->has_text = text;
  self->place = IN_VALUE;
}

/* How a text is to be pronounced is none of it. */
static void
begin_in_value (AnnexXlsxReader *self, const xmlChar *name)
{
  if (!self->has_text || is (name, "rPh"))
    self->in_other = self->depth;
  else if (is (name, "t"))
    self->in_text = TRUE;
}

static void
element_begins (void *user_data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_namespaces,
                const xmlChar **namespaces, int n_attributes, int n_defaulted, const xmlChar **attributes)
{
  AnnexXlsxReader *self = user_data;
  gboolean ours;

  if (self->depth++ == 0)
    self->uri = uri;
  ours = uri == self->uri;
  if (self->in_other != 0)
    {
      if (ours && (is (name, "row") || is (name, "c")))
        fail_damaged (self, _("a row or a cell begins within another cell."));
      return;
    }
  if (ours && is (name, "sheetData") && self->depth == 2 && !self->has_data)
    {
      self->has_data = TRUE;
      self->place = IN_DATA;
    }
  else if (ours && is (name, "sheetData"))
    fail_damaged (self, _("the rows of the sheet begin a second time."));
  else if (ours && is (name, "row") && self->place == IN_DATA && self->depth == 3)
    begin_row (self, attributes, n_attributes);
  else if (ours && is (name, "row"))
    fail_damaged (self, _("a row begins within another one, or outside the sheet's rows."));
  else if (ours && is (name, "c") && self->place == IN_ROW && self->depth == 4)
    begin_cell (self, attributes, n_attributes);
  else if (ours && is (name, "c"))
    fail_damaged (self, _("a cell begins within another one, or outside a row."));
  else if (self->place == IN_CELL && ours)
    begin_in_cell (self, name);
  else if (self->place == IN_CELL)
    self->in_other = self->depth;
  else if (self->place == IN_VALUE)
    begin_in_value (self, name);
}

static void
element_ends (void *user_data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
  AnnexXlsxReader *self = user_data;
  guint depth = self->depth--;

  if (self->in_other != 0)
    {
      if (depth == self->in_other)
        self->in_other = 0;
      return;
    }
  if (is (name, "t"))
    self->in_text = FALSE;
  if (self->place == IN_VALUE && depth == 5)
    self->place = IN_CELL;
  else if (self->place == IN_CELL && depth == 4)
    {
      end_cell (self);
      self->place = IN_ROW;
    }
  else if (self->place == IN_ROW && depth == 3)
    {
      g_queue_push_tail (&self->rows, g_steal_pointer (&self->building));
      self->place = IN_DATA;
    }
  else if (self->place == IN_DATA && depth == 2)
    self->place = IN_SHEET;
}

static void
characters (void *user_data, const xmlChar *text, int length)
{
  AnnexXlsxReader *self = user_data;

  /* A text in the cell, "is", is what stands in its "t", so that white space between them is none. */
  if (self->place != IN_VALUE || self->in_other != 0 || (self->has_text && !self->in_text))
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
      if (annex_xlsx_parser_feed (self->parser, &self->guard, buffer, n_read, annex_xlsx_package_get_name (self->package), part_name, &cause))
        {
          if (!self->at_end || self->has_data)
            continue;
          g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT, _("“%s” has no cells in %s: it is a sheet for a chart, or damaged. Choose another sheet."),
                       annex_xlsx_package_get_name (self->package), part_name);
          return FALSE;
        }
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
  self->guard = (AnnexXmlGuard) { 0 };
  self->place = IN_SHEET;
  self->depth = self->in_other = 0;
  self->in_text = self->has_data = FALSE;
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
