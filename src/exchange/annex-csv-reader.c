/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include <string.h>

#include "annex-csv-reader.h"
#include "annex-csv-writer.h"
#include "annex-text-decoder.h"
#include "core/annex-error.h"

#define GUESS_ROWS 20

typedef enum
{
  STATE_CELL_BEGINS,
  STATE_PLAIN,
  STATE_QUOTED,
  STATE_QUOTE_SEEN
} State;

struct _AnnexCsvReader
{
  AnnexTextDecoder *decoder;
  char *name;
  char delimiter;
  gboolean has_separator_line;

  /* The chunk being read. */
  const char *data;
  gsize length;
  gsize position;
  gboolean at_end;

  /* The row being built: cells end with a zero byte and follow each other. */
  char *text;
  gsize text_length;
  gsize text_size;
  gsize cell_start;
  gsize *starts;
  guint n_cells;
  const char **cells;

  guint64 line;
  guint64 quote_line;
  gboolean line_feed_belongs_to_line_before;
  gboolean ends_plain[256];
};

static gboolean
fill (AnnexCsvReader *self, GError **error)
{
  gssize n_read = annex_text_decoder_read (self->decoder, &self->data, error);

  if (n_read < 0)
    {
      g_prefix_error (error, _("After line %lu: "), (gulong) self->line);
      return FALSE;
    }
  self->length = n_read;
  self->position = 0;
  self->at_end = n_read == 0;
  return TRUE;
}

static gboolean
append (AnnexCsvReader *self, const char *bytes, gsize length, GError **error)
{
  if (G_UNLIKELY (self->text_length - self->cell_start + length > ANNEX_TABLE_MAX_CELL))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_TOO_LARGE,
                   _("“%s”, line %lu: the cell in column %u is larger than 1 MiB. Is a closing quotation mark missing?"),
                   self->name, (gulong) (self->quote_line != 0 ? self->quote_line : self->line), self->n_cells + 1);
      return FALSE;
    }
  if (G_UNLIKELY (self->text_length + length > ANNEX_TABLE_MAX_ROW))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_TOO_LARGE, _("“%s”, line %lu: the row is larger than 16 MiB."),
                   self->name, (gulong) self->line);
      return FALSE;
    }
  /* One more for the zero byte that ends the cell. */
  if (G_UNLIKELY (self->text_length + length + 1 > self->text_size))
    {
      self->text_size = MAX (self->text_size * 2, self->text_length + length + 1);
      self->text = g_realloc (self->text, self->text_size);
    }
  memcpy (self->text + self->text_length, bytes, length);
  self->text_length += length;
  return TRUE;
}

static gboolean
end_cell (AnnexCsvReader *self, GError **error)
{
  if (G_UNLIKELY (self->n_cells == ANNEX_TABLE_MAX_COLUMNS))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_TOO_LARGE,
                   _("“%s”, line %lu: there are more than %u columns."),
                   self->name, (gulong) self->line, (guint) ANNEX_TABLE_MAX_COLUMNS);
      return FALSE;
    }
  if (!append (self, "", 1, error))
    return FALSE;
  self->starts[self->n_cells++] = self->cell_start;
  self->cell_start = self->text_length;
  self->quote_line = 0;
  return TRUE;
}

static gboolean
refuse_zero_byte (AnnexCsvReader *self, GError **error)
{
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT,
               _("“%s”, line %lu: there is a zero byte in column %u. This is not a text file, or it is damaged."),
               self->name, (gulong) self->line, self->n_cells + 1);
  return FALSE;
}

/* The rest of an unquoted cell, as far as it is in the chunk. */
static gboolean
read_plain (AnnexCsvReader *self, GError **error)
{
  gsize from = self->position, to = from;

  while (to < self->length && !self->ends_plain[(guint8) self->data[to]])
    to++;
  self->position = to;
  return append (self, self->data + from, to - from, error);
}

/* The rest of a quoted cell up to its quote, as far as it is in the chunk. */
static gboolean
read_quoted (AnnexCsvReader *self, State *state, GError **error)
{
  gsize from = self->position, to = from;

  for (; to < self->length && self->data[to] != '"'; to++)
    {
      char c = self->data[to];

      if (G_UNLIKELY (c == '\0'))
        return refuse_zero_byte (self, error);
      if (c == '\n' && !self->line_feed_belongs_to_line_before)
        self->line++;
      if (c == '\r')
        self->line++;
      self->line_feed_belongs_to_line_before = c == '\r';
    }
  if (!append (self, self->data + from, to - from, error))
    return FALSE;
  self->position = to;
  if (to < self->length)
    {
      self->position++;
      self->line_feed_belongs_to_line_before = FALSE;
      *state = STATE_QUOTE_SEEN;
    }
  return TRUE;
}

/* What may follow the text of a cell: its delimiter or the end of the line. */
static gboolean
read_end_of_cell (AnnexCsvReader *self, State *state, gboolean *row_done, GError **error)
{
  char c = self->data[self->position];

  if (c == '\0')
    return refuse_zero_byte (self, error);
  self->position++;
  *state = STATE_CELL_BEGINS;
  if (!end_cell (self, error))
    return FALSE;
  if (c != self->delimiter)
    {
      self->line++;
      self->line_feed_belongs_to_line_before = c == '\r';
      *row_done = TRUE;
    }
  return TRUE;
}

static gboolean
read_step (AnnexCsvReader *self, State *state, gboolean *row_done, GError **error)
{
  char c = self->data[self->position];

  switch (*state)
    {
    case STATE_CELL_BEGINS:
      if (self->line_feed_belongs_to_line_before)
        {
          self->line_feed_belongs_to_line_before = FALSE;
          if (c == '\n' && self->n_cells == 0)
            {
              self->position++;
              return TRUE;
            }
        }
      if (c == '"')
        {
          self->quote_line = self->line;
          self->position++;
          *state = STATE_QUOTED;
        }
      else
        *state = STATE_PLAIN;
      return TRUE;

    case STATE_PLAIN:
      if (!read_plain (self, error))
        return FALSE;
      return self->position == self->length || read_end_of_cell (self, state, row_done, error);

    case STATE_QUOTED:
      return read_quoted (self, state, error);

    case STATE_QUOTE_SEEN:
    default:
      if (c == '"')
        {
          self->position++;
          *state = STATE_QUOTED;
          return append (self, "\"", 1, error);
        }
      /* Text after the closing quote is not in the RFC; it is kept rather than lost. */
      *state = STATE_PLAIN;
      return TRUE;
    }
}

static guint
count_columns_alike (AnnexCsvReader *self, char delimiter)
{
  AnnexTableRow row;
  gboolean end;
  guint n_columns = 0, n_alike = 0;

  self->delimiter = delimiter;
  memset (self->ends_plain, 0, sizeof self->ends_plain);
  self->ends_plain[0] = self->ends_plain['\n'] = self->ends_plain['\r'] = self->ends_plain[(guint8) delimiter] = TRUE;
  if (!annex_csv_reader_rewind (self, NULL))
    return 0;
  for (guint i = 0; i < GUESS_ROWS; i++)
    {
      if (!annex_csv_reader_next (self, &row, &end, NULL) || end)
        break;
      if (i == 0)
        n_columns = row.n_cells;
      if (row.n_cells == n_columns)
        n_alike++;
    }
  /* Rows that agree count more than columns; a single column says nothing. */
  return n_columns > 1 ? n_alike * 1000 + n_columns : 0;
}

/* Excel's own hint: a first line "sep=;". */
static gboolean
read_separator_line (AnnexCsvReader *self, GError **error)
{
  if (!fill (self, error))
    return FALSE;
  if (self->length >= 6 && g_ascii_strncasecmp (self->data, "sep=", 4) == 0 && (self->data[5] == '\r' || self->data[5] == '\n'))
    {
      self->has_separator_line = TRUE;
      self->delimiter = self->data[4];
    }
  return TRUE;
}

static void
guess_delimiter (AnnexCsvReader *self)
{
  static const char candidates[] = { ',', ';', '\t', '|' };
  char best = ',';
  guint best_score = 0;

  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      guint score = count_columns_alike (self, candidates[i]);

      if (score > best_score)
        {
          best = candidates[i];
          best_score = score;
        }
    }
  self->delimiter = best;
}

AnnexCsvReader *
annex_csv_reader_open (const char *path, char delimiter, const char *encoding, GError **error)
{
  g_autoptr (AnnexCsvReader) self = g_new0 (AnnexCsvReader, 1);

  self->name = g_filename_display_basename (path);
  self->starts = g_new (gsize, ANNEX_TABLE_MAX_COLUMNS);
  self->cells = g_new (const char *, ANNEX_TABLE_MAX_COLUMNS);
  self->decoder = annex_text_decoder_open (path, encoding, error);
  if (self->decoder == NULL || !read_separator_line (self, error))
    return NULL;
  if (delimiter != 0)
    self->delimiter = delimiter;
  else if (!self->has_separator_line)
    guess_delimiter (self);
  memset (self->ends_plain, 0, sizeof self->ends_plain);
  self->ends_plain[0] = self->ends_plain['\n'] = self->ends_plain['\r'] = self->ends_plain[(guint8) self->delimiter] = TRUE;
  if (!annex_csv_reader_rewind (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

char *
annex_csv_reader_describe (AnnexCsvReader *self)
{
  g_autofree char *delimiter = self->delimiter == '\t' ? g_strdup (_("tab")) : g_strdup_printf ("“%c”", self->delimiter);

  return g_strdup_printf (_("CSV, %s, separated by %s"), annex_text_decoder_get_encoding (self->decoder), delimiter);
}

char
annex_csv_reader_get_delimiter (AnnexCsvReader *self)
{
  return self->delimiter;
}

const char *
annex_csv_reader_get_encoding (AnnexCsvReader *self)
{
  return annex_text_decoder_get_encoding (self->decoder);
}

gboolean
annex_csv_reader_next (AnnexCsvReader *self, AnnexTableRow *row, gboolean *end, GError **error)
{
  State state = STATE_CELL_BEGINS;
  gboolean row_done = FALSE;

  self->text_length = self->cell_start = 0;
  self->n_cells = 0;
  row->line = self->line;
  *end = FALSE;
  while (!row_done)
    {
      if (self->position == self->length)
        {
          if (!self->at_end && !fill (self, error))
            return FALSE;
          if (self->at_end)
            break;
        }
      if (!read_step (self, &state, &row_done, error))
        return FALSE;
    }

  if (!row_done)
    {
      if (state == STATE_QUOTED)
        {
          g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT,
                       _("“%s”, line %lu: the quotation mark that begins column %u is never closed."),
                       self->name, (gulong) self->quote_line, self->n_cells + 1);
          return FALSE;
        }
      if (state == STATE_CELL_BEGINS && self->n_cells == 0)
        {
          *end = TRUE;
          return TRUE;
        }
      if (!end_cell (self, error))
        return FALSE;
    }
  for (guint i = 0; i < self->n_cells; i++)
    {
      annex_csv_unguard (self->text + self->starts[i]);
      self->cells[i] = self->text + self->starts[i];
    }
  row->cells = self->cells;
  row->n_cells = self->n_cells;
  return TRUE;
}

gboolean
annex_csv_reader_rewind (AnnexCsvReader *self, GError **error)
{
  self->position = self->length = 0;
  self->at_end = FALSE;
  self->line = 1;
  self->quote_line = 0;
  self->line_feed_belongs_to_line_before = FALSE;
  if (!annex_text_decoder_rewind (self->decoder, error))
    return FALSE;
  if (self->has_separator_line)
    {
      if (!fill (self, error))
        return FALSE;
      self->position = MIN (self->length, 6);
      self->line = 2;
      self->line_feed_belongs_to_line_before = self->length >= 6 && self->data[5] == '\r';
    }
  return TRUE;
}

double
annex_csv_reader_get_progress (AnnexCsvReader *self)
{
  return annex_text_decoder_get_progress (self->decoder);
}

void
annex_csv_reader_free (AnnexCsvReader *self)
{
  g_clear_pointer (&self->decoder, annex_text_decoder_free);
  g_free (self->name);
  g_free (self->text);
  g_free (self->starts);
  g_free (self->cells);
  g_free (self);
}
