/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-xml-guard.h"

#include <glib/gi18n-lib.h>
#include <string.h>

enum
{
  TEXT,
  OPENED, /* "<" */
  TAG,
  VALUE,
  BANG, /* "<!" */
  COMMENT,
  CDATA,
  INSTRUCTION
};

/* Whether brackets and quotes are themselves in that encoding, and nothing else is them. */
static gboolean
knows_encoding (AnnexXmlGuard *self)
{
  static const char *const known[] = { "utf-8", "utf-16", "us-ascii", "ascii", "iso-8859-", "windows-125", NULL };
  g_autofree char *head = g_ascii_strdown (self->head, self->n_head);
  char *at = strstr (head, "encoding");

  if (at == NULL)
    return TRUE;
  at += strcspn (at, "\"'");
  for (guint i = 0; *at != '\0' && known[i] != NULL; i++)
    if (g_str_has_prefix (at + 1, known[i]))
      return TRUE;
  return FALSE;
}

static const char *
end_tag (AnnexXmlGuard *self)
{
  self->state = TEXT;
  if (self->closing)
    {
      if (self->depth > 0)
        self->n_namespaces -= self->declared[--self->depth];
      return NULL;
    }
  if (self->last[0] == '/')
    return NULL;
  if (self->depth == ANNEX_XML_MAX_DEPTH)
    return _("has more than 250 elements in each other");
  self->declared[self->depth++] = (guint8) self->n_declared;
  self->n_namespaces += self->n_declared;
  return NULL;
}

static const char *
end_attribute_name (AnnexXmlGuard *self)
{
  gboolean declares = self->n_word >= 5 && memcmp (self->word, "xmlns", 5) == 0 && (self->n_word == 5 || self->word[5] == ':');

  self->n_word = 0;
  self->n_declared += declares;
  if (++self->n_attributes > ANNEX_XML_MAX_ATTRIBUTES)
    return _("has an element with more than 250 attributes");
  if (self->n_namespaces + self->n_declared > ANNEX_XML_MAX_NAMESPACES)
    return _("declares more than 250 namespaces at once");
  return NULL;
}

static const char *
read_tag (AnnexXmlGuard *self, char c)
{
  switch (c)
    {
    case '>':
      return end_tag (self);
    case '<':
      return _("has a bracket where none may stand");
    case '"':
    case '\'':
      self->quote = c;
      self->state = VALUE;
      return NULL;
    case '=':
      return end_attribute_name (self);
    case ' ':
    case '\t':
    case '\n':
    case '\r':
      self->named = TRUE;
      return NULL;
    default:
      if (self->named)
        self->n_word = 0;
      self->named = FALSE;
      if (self->n_word < sizeof self->word)
        self->word[self->n_word++] = c;
      return NULL;
    }
}

/* What follows "<!" is a comment, text that needs no escapes, or a document type. */
static const char *
read_bang (AnnexXmlGuard *self, char c)
{
  static const char cdata[] = "[CDATA[";

  self->word[self->n_word++] = c;
  if (self->n_word == 2 && memcmp (self->word, "--", 2) == 0)
    self->state = COMMENT;
  else if (self->n_word == 7 && memcmp (self->word, cdata, 7) == 0)
    self->state = CDATA;
  else if (!(self->n_word == 1 && c == '-') && memcmp (self->word, cdata, self->n_word) != 0)
    return _("declares a document type");
  if (self->state != BANG)
    self->last[0] = self->last[1] = 0;
  return NULL;
}

static const char *
read_character (AnnexXmlGuard *self, char c)
{
  const char *problem = NULL;

  switch (self->state)
    {
    case TEXT:
      if (c == '<')
        self->state = OPENED;
      break;
    case OPENED:
      self->n_word = self->n_attributes = self->n_declared = 0;
      self->named = FALSE;
      self->closing = c == '/';
      self->state = c == '!' ? BANG : c == '?' ? INSTRUCTION : TAG;
      if (self->state == TAG && !self->closing)
        problem = read_tag (self, c);
      break;
    case TAG:
      problem = read_tag (self, c);
      break;
    case VALUE:
      if (c == self->quote)
        {
          self->state = TAG;
          self->named = TRUE;
        }
      else if (c == '<')
        problem = _("has a bracket where none may stand");
      break;
    case BANG:
      /* The dashes that begin a comment do not end it: "<!--->" goes on. */
      return read_bang (self, c);
    case COMMENT:
    case CDATA:
      if (c == '>' && self->last[0] == self->last[1] && self->last[0] == (self->state == COMMENT ? '-' : ']'))
        self->state = TEXT;
      break;
    case INSTRUCTION:
    default:
      if (self->n_head < sizeof self->head)
        self->head[self->n_head++] = c;
      else if (!self->has_head)
        problem = _("is in an encoding that is not UTF-8 or UTF-16");
      if (c != '>' || self->last[0] != '?')
        break;
      self->state = TEXT;
      if (!self->has_head && !knows_encoding (self))
        problem = _("is in an encoding that is not UTF-8 or UTF-16");
      self->has_head = TRUE;
      self->n_head = sizeof self->head;
      break;
    }
  self->last[1] = self->last[0];
  self->last[0] = c;
  return problem;
}

/* The first bytes tell UTF-16 from the rest: by their mark, or by the zero beside the first bracket. */
static void
begin (AnnexXmlGuard *self, const char *bytes, gsize size)
{
  gboolean little = size >= 2 && ((bytes[0] == '\xff' && bytes[1] == '\xfe') || (bytes[0] == '<' && bytes[1] == '\0'));
  gboolean big = size >= 2 && ((bytes[0] == '\xfe' && bytes[1] == '\xff') || (bytes[0] == '\0' && bytes[1] == '<'));

  self->step = little || big ? 2 : 1;
  self->where = big ? 1 : 0;
}

const char *
annex_xml_guard_feed (AnnexXmlGuard *self, const char *bytes, gsize size)
{
  const char *problem = NULL;

  if (self->step == 0 && size > 0)
    begin (self, bytes, size);
  for (gsize i = 0; problem == NULL && i < size; i++)
    {
      if (self->step == 1)
        {
          /* Most of a file is text, or values; they are passed over as fast as may be. */
          const char *next = self->state == TEXT ? memchr (bytes + i, '<', size - i) : bytes + i;

          if (next == NULL)
            break;
          i = (gsize) (next - bytes);
          problem = read_character (self, bytes[i]);
        }
      else if (self->at++ == 0)
        self->half = (guint8) bytes[i];
      else
        {
          guint8 low = self->where == 1 ? (guint8) bytes[i] : self->half, high = self->where == 1 ? self->half : (guint8) bytes[i];

          self->at = 0;
          problem = read_character (self, high == 0 ? (char) low : '\1');
        }
    }
  return problem;
}
