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

static gboolean
check_count (AnnexStore *self, const AnnexType *type, gint64 n_records, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM %s", type->name);
  g_autoptr (GError) failure = NULL;
  gint64 n = annex_store_read_number (self, sql, NULL, 0, &failure);

  if (failure == NULL)
    return n == n_records ||
           fail_as_damaged (self, n < n_records ? _("the content of a record is missing") : _("a record is missing"),
                            error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* The other way round: of a record and its content each is left out, without the other, of every list that shows some
 * of both. Types without records come last, while the statement goes on reading, so that nothing is committed in
 * between. */
gboolean
annex_store_check_contents (AnnexStore *self, GError **error)
{
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (self, "SELECT type, count (*) FROM record GROUP BY type UNION ALL SELECT NULL, 0", error);
  g_autoptr (GHashTable) counted = g_hash_table_new (NULL, NULL);
  GPtrArray *types = annex_type_list ();

  if (statement == NULL)
    return FALSE;
  while (annex_statement_next (statement))
    {
      const char *name = annex_statement_get_text (statement, 0);
      const AnnexType *type = name != NULL ? annex_type_find (name) : NULL;

      if (name != NULL && type == NULL)
        return fail_as_damaged (self, _("the content of a record is missing"), error);
      if (type != NULL && !check_count (self, type, annex_statement_get_int64 (statement, 1), error))
        return FALSE;
      if (type != NULL)
        g_hash_table_add (counted, (gpointer) type);
      for (guint i = 0; name == NULL && i < types->len; i++)
        if (!g_hash_table_contains (counted, types->pdata[i]) && !check_count (self, types->pdata[i], 0, error))
          return FALSE;
    }
  return annex_statement_finish (statement, error);
}

gboolean
annex_store_check_soundness (AnnexStore *self, GError **error)
{
  return check_pages (self, error) && check_links (self, error) && annex_store_check_contents (self, error);
}
