/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include <stdio.h>
#include <string.h>

#include "annex-xlsx-closing.h"
#include "annex-xlsx-writer.h"

#define MAX_CELL_CHARACTERS 32767
#define MAX_ROWS 1048576
#define MAX_LIST_LENGTH 255
#define MAX_VALIDATED_ROWS 100000

typedef struct
{
  char *heading;
  const AnnexField *field;
} Column;

struct _AnnexXlsxWriter
{
  char *path;
  lxw_workbook *workbook;
  lxw_worksheet *sheet;
  lxw_format *heading_format;
  lxw_format *date_format;
  lxw_format *text_format;
  lxw_format *wrapped_format;
  GArray *columns;
  lxw_row_t row;
  lxw_col_t column;
};

static void
clear_column (gpointer data)
{
  g_free (((Column *) data)->heading);
}

/* At most 31 characters, none of []:*?/\ and no apostrophe at the ends. */
static char *
make_sheet_name (const char *text)
{
  g_autofree char *short_text = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), 31));

  g_strdelimit (short_text, "[]:*?/\\'", ' ');
  g_strstrip (short_text);
  return *short_text != '\0' ? g_steal_pointer (&short_text) : g_strdup ("Annex");
}

static double
column_width (const AnnexField *field)
{
  switch (field->kind)
    {
    case ANNEX_FIELD_LONG_TEXT:
      return 48;
    case ANNEX_FIELD_TEXT:
      return (field->flags & ANNEX_FIELD_TITLE) != 0 ? 36 : strcmp (field->name, "reference") == 0 ? 11 : 22;
    case ANNEX_FIELD_LINK:
    case ANNEX_FIELD_TAGS:
    case ANNEX_FIELD_FILE:
      return 24;
    case ANNEX_FIELD_BOOLEAN:
    case ANNEX_FIELD_DATE:
    case ANNEX_FIELD_NUMBER:
      return 13;
    default:
      return 16;
    }
}

static gboolean
is_number (const AnnexField *field)
{
  return field->kind == ANNEX_FIELD_NUMBER || field->kind == ANNEX_FIELD_MONEY;
}

static void
set_column_look (AnnexXlsxWriter *self, lxw_col_t column, const AnnexField *field)
{
  lxw_row_col_options hidden = { .hidden = TRUE };
  lxw_format *format = NULL;

  if (field == NULL)
    {
      worksheet_set_column_opt (self->sheet, column, column, 24, self->text_format, &hidden);
      return;
    }
  if (field->kind == ANNEX_FIELD_DATE)
    format = self->date_format;
  else if (field->kind == ANNEX_FIELD_LONG_TEXT)
    format = self->wrapped_format;
  else if (field->kind == ANNEX_FIELD_TEXT)
    format = self->text_format;
  worksheet_set_column (self->sheet, column, column, column_width (field), format);
}

/* A drop-down list, where the choices fit into one. */
static void
offer_choices (AnnexXlsxWriter *self, lxw_col_t column, const AnnexField *field)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  lxw_data_validation validation = { 0 };
  gsize length = 0;

  if (field == NULL || field->kind != ANNEX_FIELD_CHOICE)
    return;
  for (const AnnexChoice *choice = field->choices; choice != NULL && choice->key != NULL; choice++)
    {
      const char *label = annex_field_find_choice (field, choice->key);

      if (strchr (label, ',') != NULL)
        return;
      length += g_utf8_strlen (label, -1) + 1;
      g_ptr_array_add (labels, (gpointer) label);
    }
  if (labels->len == 0 || length > MAX_LIST_LENGTH)
    return;
  g_ptr_array_add (labels, NULL);
  validation.validate = LXW_VALIDATION_TYPE_LIST;
  validation.value_list = (const char **) labels->pdata;
  validation.ignore_blank = LXW_VALIDATION_ON;
  validation.error_type = LXW_VALIDATION_ERROR_TYPE_WARNING;
  worksheet_data_validation_range (self->sheet, 1, column, MIN (MAX_VALIDATED_ROWS, self->row + 1000), column, &validation);
}

static void
write_headings (AnnexXlsxWriter *self)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      Column *column = &g_array_index (self->columns, Column, i);

      set_column_look (self, i, column->field);
      worksheet_write_string (self->sheet, 0, i, column->heading, self->heading_format);
    }
  worksheet_freeze_panes (self->sheet, 1, self->columns->len > 3 ? 2 : 0);
  worksheet_repeat_rows (self->sheet, 0, 0);
  worksheet_set_landscape (self->sheet);
  self->row = 1;
}

AnnexXlsxWriter *
annex_xlsx_writer_new (const char *path, const char *sheet_name)
{
  AnnexXlsxWriter *self = g_new0 (AnnexXlsxWriter, 1);
  lxw_workbook_options options = { .constant_memory = LXW_TRUE };
  g_autofree char *name = make_sheet_name (sheet_name);

  self->path = g_strdup (path);
  self->workbook = workbook_new_opt (path, &options);
  self->sheet = workbook_add_worksheet (self->workbook, name);
  self->columns = g_array_new (FALSE, TRUE, sizeof (Column));
  g_array_set_clear_func (self->columns, clear_column);
  self->heading_format = workbook_add_format (self->workbook);
  format_set_bold (self->heading_format);
  format_set_bottom (self->heading_format, LXW_BORDER_THIN);
  format_set_bg_color (self->heading_format, 0xe8eef7);
  format_set_align (self->heading_format, LXW_ALIGN_VERTICAL_TOP);
  self->date_format = workbook_add_format (self->workbook);
  format_set_num_format (self->date_format, "yyyy-mm-dd");
  format_set_align (self->date_format, LXW_ALIGN_LEFT);
  /* "@" keeps a spreadsheet from turning 007 into 7 when the cell is edited. */
  self->text_format = workbook_add_format (self->workbook);
  format_set_num_format (self->text_format, "@");
  self->wrapped_format = workbook_add_format (self->workbook);
  format_set_num_format (self->wrapped_format, "@");
  format_set_text_wrap (self->wrapped_format);
  format_set_align (self->wrapped_format, LXW_ALIGN_VERTICAL_TOP);
  return self;
}

void
annex_xlsx_writer_add_column (AnnexXlsxWriter *self, const char *heading, const AnnexField *field)
{
  Column column = { g_strdup (heading), field };

  g_array_append_val (self->columns, column);
}

gboolean
annex_xlsx_writer_add_cell (AnnexXlsxWriter *self, const char *text, GError **error)
{
  const AnnexField *field;
  lxw_col_t at = self->column++;
  lxw_format *format = self->text_format;

  if (self->row == 0)
    write_headings (self);
  if (self->row >= MAX_ROWS)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_TOO_LARGE,
                   _("A sheet holds 1,048,576 rows, and there are more records. Filter them, or export as CSV."));
      return FALSE;
    }
  if (*text == '\0')
    return TRUE;

  field = g_array_index (self->columns, Column, at).field;
  if (field != NULL && is_number (field))
    {
      worksheet_write_number (self->sheet, self->row, at, g_ascii_strtod (text, NULL), NULL);
      return TRUE;
    }
  if (field != NULL && field->kind == ANNEX_FIELD_DATE)
    {
      lxw_datetime date = { 0 };

      /* Spreadsheets know no day before 1900; such a date stays text. */
      if (sscanf (text, "%d-%d-%d", &date.year, &date.month, &date.day) == 3 && date.year >= 1900 && date.year <= 9999)
        {
          worksheet_write_datetime (self->sheet, self->row, at, &date, self->date_format);
          return TRUE;
        }
    }
  if (g_utf8_strlen (text, -1) > MAX_CELL_CHARACTERS)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_TOO_LARGE,
                   _("Row %u: “%s” has more than 32,767 characters, which a cell cannot hold. Export as CSV or JSON, where nothing is cut off."),
                   (guint) self->row + 1, g_array_index (self->columns, Column, at).heading);
      return FALSE;
    }
  if (field != NULL && field->kind == ANNEX_FIELD_LONG_TEXT)
    format = self->wrapped_format;
  else if (field != NULL && field->kind != ANNEX_FIELD_TEXT)
    format = NULL;
  worksheet_write_string (self->sheet, self->row, at, text, format);
  return TRUE;
}

void
annex_xlsx_writer_end_row (AnnexXlsxWriter *self)
{
  self->row++;
  self->column = 0;
}

gboolean
annex_xlsx_writer_finish (AnnexXlsxWriter *self, GError **error)
{
  if (self->row == 0)
    write_headings (self);
  /* The hidden ids are inside the filter's range, so that sorting takes them along. */
  worksheet_autofilter (self->sheet, 0, 0, self->row - 1, self->columns->len - 1);
  for (guint i = 0; i < self->columns->len; i++)
    offer_choices (self, i, g_array_index (self->columns, Column, i).field);
  return annex_xlsx_close (g_steal_pointer (&self->workbook), self->path, error);
}

void
annex_xlsx_writer_free (AnnexXlsxWriter *self)
{
  /* Closing writes the file, of which the caller takes care. */
  if (self->workbook != NULL)
    workbook_close (self->workbook);
  g_array_unref (self->columns);
  g_free (self->path);
  g_free (self);
}
