/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-link.h"

#include <glib/gi18n-lib.h>

#include "annex-store-private.h"

char *
annex_link_dup_reference (AnnexStore *store, gint64 id, GError **error)
{
  sqlite3_stmt *statement = annex_store_prepare (store, "SELECT reference FROM record WHERE id = ?1", error);
  char *reference = NULL;
  int status;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, id);
  status = sqlite3_step (statement);
  if (status == SQLITE_ROW)
    reference = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  else if (status != SQLITE_DONE)
    annex_store_set_error (store, error);
  sqlite3_reset (statement);
  if (reference == NULL && (status == SQLITE_ROW || status == SQLITE_DONE))
    g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED,
                         _("The file is damaged: a link belongs to a record that is not there. Check the file's integrity."));
  return reference;
}

GArray *
annex_link_read_targets (AnnexStore *store, gint64 id, const char *field_name, GError **error)
{
  sqlite3_stmt *statement = annex_store_prepare (store, "SELECT target FROM link WHERE source = ?1 AND field = ?2", error);
  g_autoptr (GArray) targets = g_array_new (FALSE, FALSE, sizeof (gint64));
  int status;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, id);
  sqlite3_bind_text (statement, 2, field_name, -1, SQLITE_STATIC);
  while ((status = sqlite3_step (statement)) == SQLITE_ROW)
    {
      gint64 target = sqlite3_column_int64 (statement, 0);
      g_array_append_val (targets, target);
    }
  if (status != SQLITE_DONE)
    annex_store_set_error (store, error);
  sqlite3_reset (statement);
  return status == SQLITE_DONE ? g_steal_pointer (&targets) : NULL;
}

/* Walks on from the new targets; whoever comes back to @id has found a loop, named by its path. */
gboolean
annex_link_check_acyclic (AnnexStore *store, gint64 id, const AnnexField *field, const char *value, GError **error)
{
  g_autoptr (GArray) queue = annex_link_ids_parse (value);
  g_autoptr (GHashTable) came_from = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);

  for (guint i = 0; i < queue->len; i++)
    g_hash_table_insert (came_from, g_memdup2 (&g_array_index (queue, gint64, i), sizeof (gint64)), g_memdup2 (&id, sizeof id));

  for (guint i = 0; i < queue->len; i++)
    {
      gint64 current = g_array_index (queue, gint64, i);
      g_autoptr (GArray) targets = NULL;

      if (current == id)
        {
          g_autofree char *start = annex_link_dup_reference (store, id, error);
          g_autoptr (GString) path = g_string_new (start);
          gint64 *step = g_hash_table_lookup (came_from, &current);

          if (start == NULL)
            return FALSE;
          while (*step != id)
            {
              g_autofree char *reference = annex_link_dup_reference (store, *step, error);
              g_autofree char *prefix = NULL;

              if (reference == NULL)
                return FALSE;
              prefix = g_strdup_printf ("%s → ", reference);
              g_string_prepend (path, prefix);
              step = g_hash_table_lookup (came_from, step);
            }
          g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_CYCLE, _("“%s” would form a loop: %s → %s."),
                       annex_field_get_label (field), start, path->str);
          return FALSE;
        }
      targets = annex_link_read_targets (store, current, field->name, error);
      if (targets == NULL)
        return FALSE;
      for (guint j = 0; j < targets->len; j++)
        {
          gint64 target = g_array_index (targets, gint64, j);

          if (g_hash_table_contains (came_from, &target))
            continue;
          g_hash_table_insert (came_from, g_memdup2 (&target, sizeof target), g_memdup2 (&current, sizeof current));
          g_array_append_val (queue, target);
        }
    }
  return TRUE;
}
