/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-chain.h"

#include <string.h>

#include "annex-digest.h"

/* Many small items are gathered: a hash is slow at taking a few bytes at a time. */
#define BUFFER_SIZE 8192

struct _AnnexChain
{
  AnnexDigest *digest;
  GString *buffer;
};

AnnexChain *
annex_chain_new (void)
{
  AnnexChain *self = g_new0 (AnnexChain, 1);

  self->digest = annex_digest_new ();
  self->buffer = g_string_sized_new (BUFFER_SIZE + 1024);
  return self;
}

static void
flush (AnnexChain *self)
{
  annex_digest_add (self->digest, self->buffer->str, self->buffer->len);
  g_string_truncate (self->buffer, 0);
}

/* The digits of @number at the end of @digits, which is faster than a formatted print. */
static const char *
format_number (char digits[24], guint64 number)
{
  char *c = digits + 23;

  *c = '\0';
  do
    *--c = '0' + number % 10;
  while ((number /= 10) != 0);
  return c;
}

void
annex_chain_add_bytes (AnnexChain *self, const char *bytes, gsize length)
{
  char digits[24];

  g_string_append (self->buffer, format_number (digits, length));
  g_string_append_c (self->buffer, ':');
  g_string_append_len (self->buffer, bytes, (gssize) length);
  if (self->buffer->len >= BUFFER_SIZE)
    flush (self);
}

void
annex_chain_add_text (AnnexChain *self, const char *text)
{
  if (text == NULL)
    g_string_append_c (self->buffer, '-');
  else
    annex_chain_add_bytes (self, text, strlen (text));
}

void
annex_chain_add_number (AnnexChain *self, gint64 number)
{
  char text[24];

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, number);
  annex_chain_add_text (self, text);
}

const char *
annex_chain_finish (AnnexChain *self)
{
  if (self->buffer->len > 0)
    flush (self);
  return annex_digest_finish (self->digest);
}

void
annex_chain_free (AnnexChain *self)
{
  if (self == NULL)
    return;
  annex_digest_free (self->digest);
  g_string_free (self->buffer, TRUE);
  g_free (self);
}
