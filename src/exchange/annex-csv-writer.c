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

/* What a spreadsheet takes for the beginning of a formula, also as wide as a Chinese letter. */
static gboolean
is_sign (const char *text)
{
  static const char *const wide[] = { "\uff1d", "\uff0b", "\uff0d", "\uff20" };

  if (*text == '=' || *text == '+' || *text == '-' || *text == '@')
    return TRUE;
  for (guint i = 0; (guchar) *text == 0xef && i < G_N_ELEMENTS (wide); i++)
    if (g_str_has_prefix (text, wide[i]))
      return TRUE;
  return FALSE;
}

/* What may be between the cells of a file for those who read it in another way: then a cell begins after it. */
static gboolean
is_separator (char c)
{
  return c == ',' || c == ';' || c == '\t' || c == '|' || c == '"' || c == '\n' || c == '\r';
}

/* Whether a cell that begins here, if it does, needs an apostrophe, or has one. */
static gboolean
begins_formula (const char *text, gboolean first)
{
  while (*text == '\'')
    text++;
  return is_sign (text) || (first && (*text == '\t' || *text == '\r' || *text == '\n'));
}

static gboolean
needs_guard (const char *text, gsize at)
{
  return (at == 0 || is_separator (text[at - 1])) && begins_formula (text + at, at == 0);
}

void
annex_csv_unguard (char *text)
{
  char *out = strchr (text, '\'');
  gboolean begins;

  if (out == NULL)
    return;
  begins = out == text || is_separator (out[-1]);
  for (const char *in = out; *in != '\0'; in++)
    {
      gboolean first = in == text;

      if (begins && *in == '\'' && begins_formula (in, first))
        in++;
      begins = is_separator (*in);
      *out++ = *in;
    }
  *out = '\0';
}

void
annex_csv_append_cell (GString *string, const char *text, char delimiter, gboolean guard)
{
  const char special[] = { '"', '\n', '\r', delimiter, '\0' };
  gsize length = strlen (text);
  gboolean quoted = text[strcspn (text, special)] != '\0' || (length > 0 && (text[0] == ' ' || text[length - 1] == ' '));

  if (quoted)
    g_string_append_c (string, '"');
  for (gsize at = 0, next; at < length; at = next)
    {
      if (guard && needs_guard (text, at))
        g_string_append_c (string, '\'');
      /* To the next place where a cell might begin, or a quote has to be doubled. */
      next = at + strcspn (text + at, ",;\t|\"\n\r");
      next = MIN (next + 1, length);
      g_string_append_len (string, text + at, (gssize) (next - at));
      if (quoted && text[next - 1] == '"')
        g_string_append_c (string, '"');
    }
  if (quoted)
    g_string_append_c (string, '"');
}
