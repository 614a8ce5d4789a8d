/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-digest.h"

#include <nettle/sha2.h>
#include <nettle/version.h>

struct _AnnexDigest
{
  struct sha256_ctx context;
  char hash[2 * SHA256_DIGEST_SIZE + 1]; /* empty until it is finished */
};

AnnexDigest *
annex_digest_new (void)
{
  AnnexDigest *self = g_new0 (AnnexDigest, 1);

  sha256_init (&self->context);
  return self;
}

void
annex_digest_add (AnnexDigest *self, gconstpointer data, gsize length)
{
  g_return_if_fail (self->hash[0] == '\0');

  sha256_update (&self->context, length, data);
}

const char *
annex_digest_finish (AnnexDigest *self)
{
  static const char digits[] = "0123456789abcdef";
  guint8 bytes[SHA256_DIGEST_SIZE];

  if (self->hash[0] != '\0')
    return self->hash;
#if NETTLE_VERSION_MAJOR >= 4
  sha256_digest (&self->context, bytes);
#else
  sha256_digest (&self->context, sizeof bytes, bytes);
#endif
  for (guint i = 0; i < sizeof bytes; i++)
    {
      self->hash[2 * i] = digits[bytes[i] >> 4];
      self->hash[2 * i + 1] = digits[bytes[i] & 0xf];
    }
  return self->hash;
}

void
annex_digest_free (AnnexDigest *self)
{
  g_free (self);
}
