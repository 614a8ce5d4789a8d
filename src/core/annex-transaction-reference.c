/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "annex-statement-private.h"
#include "annex-store-private.h"
#include "annex-transaction-private.h"

/* The references that a transaction gives: counted on, and each only once. */

/* What a planted number is cut to, so that counting on from it never overflows. */
#define MAX_NUMBER G_GINT64_CONSTANT (1000000000000000)

/* From as many new records on it pays to know all references by heart: each question would have to wait until what the
 * transaction has written so far is in the file. */
#define MANY_RECORDS 100

gint64 *
annex_transaction_get_next_number (AnnexTransaction *self, const AnnexType *type, GError **error)
{
  gint64 *next = g_hash_table_lookup (self->next_numbers, type);

  if (next == NULL)
    {
      /* A number once given is not given again, even when its record was deleted. */
      gint64 last, greatest;

      if (!annex_transaction_read_number (self->store, "SELECT last FROM sequence WHERE type = ?1", type->name, &last,
                                          error) ||
          !annex_transaction_read_number (self->store, "SELECT max (number) FROM record WHERE type = ?1", type->name,
                                          &greatest, error))
        {
          annex_transaction_fail (self);
          return NULL;
        }
      next = g_new (gint64, 1);
      *next = CLAMP (MAX (last, greatest), 0, MAX_NUMBER) + 1;
      g_hash_table_insert (self->next_numbers, (gpointer) type, next);
    }
  return next;
}

/* 64 bits of a reference, upper and lower case alike as in the file (FNV-1a). */
static gpointer
hash_reference (const char *reference)
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  for (const char *c = reference; *c != '\0'; c++)
    hash = (hash ^ (guchar) g_ascii_tolower (*c)) * G_GUINT64_CONSTANT (0x100000001b3);
  return GSIZE_TO_POINTER ((gsize) hash);
}

static gboolean
read_references (AnnexTransaction *self, GError **error)
{
  g_autoptr (AnnexStatement) statement = annex_statement_new (self->store, "SELECT reference FROM record", error);

  if (statement == NULL)
    return FALSE;
  self->references = g_hash_table_new (NULL, NULL);
  while (annex_statement_next (statement))
    {
      /* As it is, also where it is no proper text. */
      const char *reference = (const char *) sqlite3_column_text (annex_statement_get_handle (statement), 0);

      g_hash_table_add (self->references, hash_reference (reference != NULL ? reference : ""));
    }
  return annex_statement_finish (statement, error);
}

/* Whether the file has to be asked if @reference is taken: not where no record, nor any before, had its hash. */
static gboolean
may_be_taken (AnnexTransaction *self, const char *reference)
{
  if (self->references == NULL && !self->cannot_know_references && self->n_changes >= MANY_RECORDS &&
      !read_references (self, NULL))
    {
      self->cannot_know_references = TRUE;
      g_clear_pointer (&self->references, g_hash_table_unref);
    }
  return self->references == NULL || g_hash_table_contains (self->references, hash_reference (reference));
}

void
annex_transaction_note_reference (AnnexTransaction *self, const char *reference)
{
  if (self->references != NULL)
    g_hash_table_add (self->references, hash_reference (reference));
}

gboolean
annex_transaction_check_reference (AnnexTransaction *self, const char *reference, gint64 except, GError **error)
{
  gint64 holder;

  if (!may_be_taken (self, reference))
    return TRUE;
  if (!annex_transaction_read_number (self->store, "SELECT id FROM record WHERE reference = ?1", reference, &holder,
                                      error))
    return annex_transaction_fail (self);
  if (holder == 0 || holder == except)
    return TRUE;
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("The reference “%s” is taken already."), reference);
  return FALSE;
}
