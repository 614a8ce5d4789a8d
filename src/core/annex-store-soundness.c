/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "annex-statement.h"
#include "annex-store-private.h"

static gboolean
fail_as_damaged (AnnexStore *self, const char *what, GError **error)
{
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED, _("“%s” is damaged (%s). %s"), self->path, what, annex_store_get_damage_advice ());
  return FALSE;
}

/* Of a small file its indexes, too. */
static gboolean
check_pages (AnnexStore *self, GError **error)
{
  const char *sql = annex_store_is_small (self) ? "PRAGMA integrity_check (1)" : "PRAGMA quick_check (1)";
  g_autoptr (AnnexStatement) statement = annex_statement_new (self, sql, error);
  g_autofree char *found = NULL;

  if (statement == NULL)
    return FALSE;
  if (annex_statement_next (statement))
    found = annex_statement_dup_text (statement, 0);
  if (!annex_statement_finish (statement, error))
    return FALSE;
  return g_strcmp0 (found, "ok") == 0 || fail_as_damaged (self, found, error);
}

/* A link, or the content of a record, without the record. */
static gboolean
check_links (AnnexStore *self, GError **error)
{
  g_autoptr (AnnexStatement) statement = annex_statement_new (self, "PRAGMA foreign_key_check", error);
  gboolean found;

  if (statement == NULL)
    return FALSE;
  found = annex_statement_next (statement);
  if (!annex_statement_finish (statement, error))
    return FALSE;
  return !found || fail_as_damaged (self, _("a record is missing"), error);
}

/* The other way round: a record without its content is left out of every list that shows some of it. */
static gboolean
check_contents (AnnexStore *self, GError **error)
{
  g_autoptr (AnnexStatement) statement = annex_statement_new (self, "SELECT type, count (*) FROM record GROUP BY type", error);

  if (statement == NULL)
    return FALSE;
  while (annex_statement_next (statement))
    {
      const AnnexType *type = annex_type_find (annex_statement_get_string (statement, 0));
      g_autofree char *sql = type != NULL ? g_strdup_printf ("SELECT count (*) FROM %s", type->name) : NULL;
      g_autoptr (GError) failure = NULL;
      gint64 n = sql != NULL ? annex_store_read_number (self, sql, NULL, 0, &failure) : -1;

      if (failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      if (n != annex_statement_get_int64 (statement, 1))
        return fail_as_damaged (self, _("the content of a record is missing"), error);
    }
  return annex_statement_finish (statement, error);
}

gboolean
annex_store_check_soundness (AnnexStore *self, GError **error)
{
  return check_pages (self, error) && check_links (self, error) && check_contents (self, error);
}
