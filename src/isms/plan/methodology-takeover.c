/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "core/annex-query.h"
#include "isms/annex-isms.h"
#include "methodology.h"

typedef struct
{
  AnnexTransaction *transaction;
  AnnexStore *store;
  GHashTable *kept; /* ids of levels that the other methodology has as well */
  GError **error;
  gboolean failed;
} TakeOver;

static gint64
find_level (AnnexStore *store, const char *scale, const char *level)
{
  sqlite3_stmt *statement = NULL;
  gint64 id = 0;

  if (sqlite3_prepare_v2 (annex_store_get_database (store), "SELECT id FROM scale_level WHERE scale = ?1 AND level = CAST (?2 AS REAL)", -1,
                          &statement, NULL) == SQLITE_OK)
    {
      sqlite3_bind_text (statement, 1, scale, -1, SQLITE_STATIC);
      sqlite3_bind_text (statement, 2, level, -1, SQLITE_STATIC);
      if (sqlite3_step (statement) == SQLITE_ROW)
        id = sqlite3_column_int64 (statement, 0);
    }
  sqlite3_finalize (statement);
  return id;
}

/* A level that is there keeps its identity and history; the engagement's own fields are its own. */
static gboolean
take_level (AnnexRecord *record, gpointer data)
{
  TakeOver *self = data;
  GPtrArray *fields = annex_store_get_fields (self->store, &annex_scale_level_type);
  g_autofree const char **values = g_new0 (const char *, fields->len + 1);
  gint64 id = find_level (self->store, annex_record_get_value (record, "scale"), annex_record_get_value (record, "level"));

  for (guint i = 1; i < fields->len && !self->failed; i++)
    {
      const AnnexField *field = fields->pdata[i];
      const char *value;

      if (!annex_field_is_stored (field) || annex_type_find_field (&annex_scale_level_type, field->name) == NULL)
        continue;
      value = annex_record_get_value (record, field->name);
      values[i] = value != NULL ? value : "";
      self->failed = id != 0 && !annex_transaction_set (self->transaction, id, field->name, value, self->error);
    }
  if (id == 0 && !self->failed)
    id = annex_transaction_create (self->transaction, &annex_scale_level_type, values, self->error);
  self->failed = self->failed || id == 0;
  g_hash_table_add (self->kept, g_memdup2 (&id, sizeof id));
  return !self->failed;
}

static gboolean
remove_surplus (TakeOver *self, const char *scale)
{
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_scale_level_type);
  g_autoptr (GArray) ids = NULL;

  annex_query_add_filter (query, "scale", ANNEX_FILTER_IS, scale);
  ids = annex_query_run (query, self->store, self->error);
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    if (!g_hash_table_contains (self->kept, &g_array_index (ids, gint64, i)) &&
        !annex_transaction_delete (self->transaction, g_array_index (ids, gint64, i), self->error))
      return FALSE;
  return ids != NULL;
}

static gboolean
take_text (TakeOver *self, AnnexRecord *source)
{
  static const char *const fields[] = { "title", "approach", "procedure", "residual", "review_months", "horizontal_axis", "invert_horizontal", "invert_vertical" };
  g_autoptr (AnnexRecord) methodology = annex_methodology_get (self->store);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (!annex_transaction_set (self->transaction, annex_record_get_id (methodology), fields[i], annex_record_get_value (source, fields[i]), self->error))
      return FALSE;
  return TRUE;
}

AnnexMatrix *
annex_methodology_load_matrix_of (AnnexStore *source, GError **error)
{
  g_autoptr (AnnexRecord) methodology = annex_methodology_get (source);
  g_autoptr (AnnexMatrix) matrix = annex_matrix_load (source);
  g_autoptr (GPtrArray) faults = annex_matrix_list_faults (matrix, source);
  g_autofree char *name = g_path_get_basename (annex_store_get_path (source));

  if (methodology == NULL)
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND, _("“%s” has no methodology that could be taken over. Nothing was changed."), name);
  else if (faults->len > 0)
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("The methodology in “%s” does not judge every risk: %s Nothing was changed."), name,
                 (const char *) faults->pdata[0]);
  else
    return g_steal_pointer (&matrix);
  return NULL;
}

gboolean
annex_methodology_take_over (AnnexTransaction *transaction, AnnexStore *store, AnnexStore *source, GError **error)
{
  static const char *const scales[] = { "likelihood", "consequence", "risk_level" };
  g_autoptr (AnnexMatrix) matrix = annex_methodology_load_matrix_of (source, error);
  g_autoptr (AnnexRecord) methodology = annex_methodology_get (source);
  g_autoptr (AnnexRecord) present = annex_methodology_get (store);
  g_autoptr (GHashTable) kept = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  TakeOver self = { transaction, store, kept, error, FALSE };

  if (matrix == NULL || (present == NULL && !annex_methodology_set_preset (transaction, store, 5, error)))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      g_autoptr (AnnexQuery) query = annex_query_new (&annex_scale_level_type);

      annex_query_add_filter (query, "scale", ANNEX_FILTER_IS, scales[i]);
      if (!annex_query_foreach (query, source, take_level, &self, error) || self.failed || !remove_surplus (&self, scales[i]))
        return FALSE;
    }
  return annex_methodology_set_matrix (transaction, store, matrix, error) && take_text (&self, methodology);
}
