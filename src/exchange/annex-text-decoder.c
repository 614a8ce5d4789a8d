/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include <errno.h>
#include <string.h>

#include "annex-text-decoder.h"
#include "core/annex-error.h"

#define CHUNK_SIZE (64 * 1024)
#define SAMPLE_SIZE 4096

typedef enum
{
  DECODE_NOTHING,
  DECODE_WINDOWS_1252,
  DECODE_ICONV
} DecodeMethod;

struct _AnnexTextDecoder
{
  GFileInputStream *stream;
  char *name;
  const char *encoding;
  char *encoding_given;
  DecodeMethod method;
  GIConv converter;
  goffset size;
  goffset bytes_read;
  guint mark_length;
  guint8 *raw;
  gsize raw_length;
  char *text;
};

/* Where in a UTF-8 sequence a check across chunks stands. */
typedef struct
{
  guint pending;
  guint8 lower;
  guint8 upper;
} Utf8Check;

/* What Windows-1252 has where Latin-1 has control characters; the five gaps stay control characters. */
static const gunichar windows_1252_high[32] = {
  0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008d, 0x017d, 0x008f,
  0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178
};

static gboolean
utf8_check_begin (Utf8Check *check, guint8 byte)
{
  check->lower = 0x80;
  check->upper = 0xbf;
  if (byte >= 0xc2 && byte <= 0xdf)
    check->pending = 1;
  else if (byte >= 0xe0 && byte <= 0xef)
    check->pending = 2;
  else if (byte >= 0xf0 && byte <= 0xf4)
    check->pending = 3;
  else
    return FALSE;
  /* No overlong forms, no surrogates, nothing past U+10FFFF. */
  if (byte == 0xe0)
    check->lower = 0xa0;
  else if (byte == 0xed)
    check->upper = 0x9f;
  else if (byte == 0xf0)
    check->lower = 0x90;
  else if (byte == 0xf4)
    check->upper = 0x8f;
  return TRUE;
}

/* Returns the number of bytes that are valid, which is @length if all are. */
static gsize
utf8_check_feed (Utf8Check *check, const guint8 *bytes, gsize length)
{
  gsize i = 0;

  while (i < length)
    {
      if (check->pending > 0)
        {
          if (bytes[i] < check->lower || bytes[i] > check->upper)
            return i;
          check->lower = 0x80;
          check->upper = 0xbf;
          check->pending--;
          i++;
          continue;
        }
      while (i + 8 <= length)
        {
          guint64 word;

          memcpy (&word, bytes + i, 8);
          if ((word & G_GUINT64_CONSTANT (0x8080808080808080)) != 0)
            break;
          i += 8;
        }
      if (i == length)
        break;
      if (bytes[i] >= 0x80 && !utf8_check_begin (check, bytes[i]))
        return i;
      i++;
    }
  return i;
}

static void
set_read_error (AnnexTextDecoder *self, const GError *cause, GError **error)
{
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("“%s” could not be read: %s"), self->name, cause->message);
}

static gboolean
read_raw (AnnexTextDecoder *self, gsize kept, gsize *n_read, GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (!g_input_stream_read_all (G_INPUT_STREAM (self->stream), self->raw + kept, CHUNK_SIZE - kept, n_read, NULL, &cause))
    {
      set_read_error (self, cause, error);
      return FALSE;
    }
  self->bytes_read += *n_read;
  return TRUE;
}

static gboolean
seek_to (AnnexTextDecoder *self, goffset offset, GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (!g_seekable_seek (G_SEEKABLE (self->stream), offset, G_SEEK_SET, NULL, &cause))
    {
      set_read_error (self, cause, error);
      return FALSE;
    }
  self->bytes_read = offset;
  self->raw_length = 0;
  return TRUE;
}

/* Whether the file is UTF-8 throughout; @line is where it is not. */
static gboolean
file_is_utf8 (AnnexTextDecoder *self, gboolean *valid, guint64 *line, GError **error)
{
  Utf8Check check = { 0 };

  *valid = TRUE;
  *line = 1;
  if (!seek_to (self, self->mark_length, error))
    return FALSE;
  for (;;)
    {
      gsize n_read, n_valid;

      if (!read_raw (self, 0, &n_read, error))
        return FALSE;
      if (n_read == 0)
        break;
      n_valid = utf8_check_feed (&check, self->raw, n_read);
      if (n_valid < n_read)
        *valid = FALSE;
      for (const guint8 *c = self->raw; (c = memchr (c, '\n', self->raw + n_valid - c)) != NULL; c++)
        *line += 1;
      if (!*valid)
        return TRUE;
    }
  *valid = check.pending == 0;
  return TRUE;
}

static const char *
find_zeros_of_utf16 (const guint8 *sample, gsize length)
{
  gsize even = 0, odd = 0;

  for (gsize i = 0; i < length; i++)
    if (sample[i] == 0)
      *(i % 2 == 0 ? &even : &odd) += 1;
  if (length < 4)
    return NULL;
  if (odd > length / 4 && even <= length / 100)
    return "UTF-16LE";
  if (even > length / 4 && odd <= length / 100)
    return "UTF-16BE";
  return NULL;
}

static const char *
find_byte_order_mark (const guint8 *sample, gsize length, guint *mark_length)
{
  static const struct
  {
    const char *bytes;
    guint length;
    const char *encoding;
  } marks[] = {
    { "\xef\xbb\xbf", 3, "UTF-8" },
    { "\xff\xfe\0\0", 4, "UTF-32LE" },
    { "\0\0\xfe\xff", 4, "UTF-32BE" },
    { "\xff\xfe", 2, "UTF-16LE" },
    { "\xfe\xff", 2, "UTF-16BE" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (length >= marks[i].length && memcmp (sample, marks[i].bytes, marks[i].length) == 0)
      {
        *mark_length = marks[i].length;
        return marks[i].encoding;
      }
  *mark_length = 0;
  return NULL;
}

static gboolean
is_latin_1 (const char *encoding)
{
  static const char *const names[] = { "ISO-8859-1", "ISO8859-1", "ISO_8859-1", "LATIN1", "LATIN-1", "WINDOWS-1252", "CP1252", NULL };

  for (guint i = 0; names[i] != NULL; i++)
    if (g_ascii_strcasecmp (encoding, names[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
detect_encoding (AnnexTextDecoder *self, GError **error)
{
  gsize length;
  guint64 line;
  gboolean valid;

  if (!read_raw (self, 0, &length, error))
    return FALSE;
  length = MIN (length, SAMPLE_SIZE);
  self->encoding = find_byte_order_mark (self->raw, length, &self->mark_length);
  if (self->encoding_given != NULL)
    self->encoding = self->encoding_given;
  if (self->encoding == NULL)
    self->encoding = find_zeros_of_utf16 (self->raw, length);

  if (self->encoding == NULL || g_ascii_strcasecmp (self->encoding, "UTF-8") == 0 || g_ascii_strcasecmp (self->encoding, "UTF8") == 0)
    {
      if (!file_is_utf8 (self, &valid, &line, error))
        return FALSE;
      if (!valid && self->encoding != NULL)
        {
          g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT,
                       _("“%s”, line %" G_GUINT64_FORMAT ": the text is not valid UTF-8. Choose another encoding or save the file as UTF-8."),
                       self->name, line);
          return FALSE;
        }
      self->encoding = valid ? "UTF-8" : "WINDOWS-1252";
      self->method = valid ? DECODE_NOTHING : DECODE_WINDOWS_1252;
    }
  else if (is_latin_1 (self->encoding))
    self->method = DECODE_WINDOWS_1252;
  else
    {
      /* "UTF-16" alone would look for a mark that has been skipped. */
      if (g_ascii_strcasecmp (self->encoding, "UTF-16") == 0)
        self->encoding = self->mark_length == 2 && self->raw[0] == 0xfe ? "UTF-16BE" : "UTF-16LE";
      self->method = DECODE_ICONV;
      self->converter = g_iconv_open ("UTF-8", self->encoding);
      if (self->converter == (GIConv) -1)
        {
          g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT, _("“%s” cannot be read as “%s”: there is no such encoding."),
                       self->name, self->encoding);
          return FALSE;
        }
    }
  return seek_to (self, self->mark_length, error);
}

static gsize
decode_windows_1252 (AnnexTextDecoder *self)
{
  char *out = self->text;

  for (gsize i = 0; i < self->raw_length; i++)
    {
      guint8 byte = self->raw[i];

      if (byte < 0x80)
        *out++ = byte;
      else
        out += g_unichar_to_utf8 (byte < 0xa0 ? windows_1252_high[byte - 0x80] : byte, out);
    }
  self->raw_length = 0;
  return out - self->text;
}

/* Decodes what is in the raw buffer and keeps an incomplete character for the next time. */
static gssize
decode_iconv (AnnexTextDecoder *self, gboolean at_end, GError **error)
{
  char *in = (char *) self->raw, *out = self->text;
  gsize in_left = self->raw_length, out_left = CHUNK_SIZE * 4;

  if (g_iconv (self->converter, &in, &in_left, &out, &out_left) == (gsize) -1 &&
      (errno != EINVAL || at_end) && out == self->text)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT,
                   _("“%s”: at byte %" G_GOFFSET_FORMAT " the text is not valid %s. Choose another encoding."),
                   self->name, self->bytes_read - (goffset) in_left, self->encoding);
      return -1;
    }
  memmove (self->raw, in, in_left);
  self->raw_length = in_left;
  return out - self->text;
}

AnnexTextDecoder *
annex_text_decoder_open (const char *path, const char *encoding, GError **error)
{
  g_autoptr (AnnexTextDecoder) self = g_new0 (AnnexTextDecoder, 1);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GError) cause = NULL;

  self->converter = (GIConv) -1;
  self->name = g_filename_display_basename (path);
  self->encoding_given = g_strdup (encoding);
  self->raw = g_malloc (CHUNK_SIZE);
  self->stream = g_file_read (file, NULL, &cause);
  if (self->stream == NULL)
    {
      set_read_error (self, cause, error);
      return NULL;
    }
  info = g_file_input_stream_query_info (self->stream, G_FILE_ATTRIBUTE_STANDARD_SIZE, NULL, NULL);
  self->size = info != NULL ? g_file_info_get_size (info) : 0;
  if (!detect_encoding (self, error))
    return NULL;
  if (self->method != DECODE_NOTHING)
    self->text = g_malloc (CHUNK_SIZE * 4);
  return g_steal_pointer (&self);
}

const char *
annex_text_decoder_get_encoding (AnnexTextDecoder *self)
{
  return self->encoding;
}

gssize
annex_text_decoder_read (AnnexTextDecoder *self, const char **data, GError **error)
{
  gsize n_read;
  gssize n_decoded = 0;

  if (self->method == DECODE_NOTHING)
    {
      if (!read_raw (self, 0, &n_read, error))
        return -1;
      *data = (const char *) self->raw;
      return n_read;
    }

  while (n_decoded == 0)
    {
      if (!read_raw (self, self->raw_length, &n_read, error))
        return -1;
      self->raw_length += n_read;
      if (self->raw_length == 0)
        return 0;
      if (self->method == DECODE_WINDOWS_1252)
        n_decoded = decode_windows_1252 (self);
      else
        n_decoded = decode_iconv (self, n_read == 0, error);
    }
  *data = self->text;
  return n_decoded;
}

gboolean
annex_text_decoder_rewind (AnnexTextDecoder *self, GError **error)
{
  if (self->method == DECODE_ICONV)
    g_iconv (self->converter, NULL, NULL, NULL, NULL);
  return seek_to (self, self->mark_length, error);
}

double
annex_text_decoder_get_progress (AnnexTextDecoder *self)
{
  return self->size > 0 ? MIN (1.0, (double) self->bytes_read / self->size) : 1.0;
}

void
annex_text_decoder_free (AnnexTextDecoder *self)
{
  g_clear_object (&self->stream);
  if (self->converter != (GIConv) -1)
    g_iconv_close (self->converter);
  g_free (self->encoding_given);
  g_free (self->name);
  g_free (self->raw);
  g_free (self->text);
  g_free (self);
}
