/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "annex-csv-writer.h"

#define FLUSH_AT (64 * 1024)

struct _AnnexCsvWriter
{
  FILE *file;
  char delimiter;
  GString *text;
  gboolean in_row;
  gboolean is_ascii;
};

static void
flush (AnnexCsvWriter *self)
{
  if (self->is_ascii)
    self->is_ascii = g_str_is_ascii (self->text->str);
  fwrite (self->text->str, 1, self->text->len, self->file);
  g_string_truncate (self->text, 0);
}

AnnexCsvWriter *
annex_csv_writer_new (FILE *file, char delimiter)
{
  AnnexCsvWriter *self = g_new0 (AnnexCsvWriter, 1);

  self->file = file;
  self->delimiter = delimiter;
  self->text = g_string_sized_new (FLUSH_AT * 2);
  self->is_ascii = TRUE;
  return self;
}

void
annex_csv_writer_add_cell (AnnexCsvWriter *self, const char *text, gboolean guard)
{
  if (self->in_row)
    g_string_append_c (self->text, self->delimiter);
  self->in_row = TRUE;
  annex_csv_append_cell (self->text, text, self->delimiter, guard);
}

void
annex_csv_writer_end_row (AnnexCsvWriter *self)
{
  g_string_append (self->text, "\r\n");
  self->in_row = FALSE;
  if (self->text->len >= FLUSH_AT)
    flush (self);
}

gboolean
annex_csv_writer_is_ascii (AnnexCsvWriter *self)
{
  flush (self);
  return self->is_ascii;
}

void
annex_csv_writer_free (AnnexCsvWriter *self)
{
  flush (self);
  g_string_free (self->text, TRUE);
  g_free (self);
}

gboolean
annex_csv_needs_guard (const char *text)
{
  while (*text == '\'')
    text++;
  return *text != '\0' && strchr ("=+-@\t\r", *text) != NULL;
}

const char *
annex_csv_unguard (const char *text)
{
  return *text == '\'' && annex_csv_needs_guard (text) ? text + 1 : text;
}

void
annex_csv_append_cell (GString *string, const char *text, char delimiter, gboolean guard)
{
  const char special[] = { '"', '\n', '\r', delimiter, '\0' };
  gsize length = strlen (text);
  gboolean quoted = text[strcspn (text, special)] != '\0' || (length > 0 && (text[0] == ' ' || text[length - 1] == ' '));

  if (quoted)
    g_string_append_c (string, '"');
  if (guard && annex_csv_needs_guard (text))
    g_string_append_c (string, '\'');
  if (!quoted)
    {
      g_string_append_len (string, text, length);
      return;
    }
  for (const char *quote; (quote = strchr (text, '"')) != NULL; text = quote + 1)
    {
      g_string_append_len (string, text, quote - text + 1);
      g_string_append_c (string, '"');
    }
  g_string_append (string, text);
  g_string_append_c (string, '"');
}
