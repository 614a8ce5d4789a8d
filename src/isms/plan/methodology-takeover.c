/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "core/annex-query.h"
#include "core/annex-statement.h"
#include "isms/annex-isms.h"
#include "methodology.h"

typedef struct
{
  AnnexTransaction *transaction;
  AnnexStore *store;
  AnnexStore *source;
  GHashTable *kept; /* ids of levels that the other methodology has as well */
  GError **error;
  gboolean failed;
} TakeOver;

static gint64
find_level (AnnexStore *store, const char *scale, const char *level, GError **error)
{
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (store, "SELECT id FROM scale_level WHERE scale = ?1 AND level = CAST (?2 AS REAL)", error);
  gint64 id = 0;

  if (statement == NULL)
    return 0;
  annex_statement_bind_text (statement, 1, scale);
  annex_statement_bind_text (statement, 2, level);
  if (annex_statement_next (statement))
    id = annex_statement_get_int64 (statement, 0);
  return annex_statement_finish (statement, error) ? id : 0;
}

static gboolean
is_like (const AnnexField *field, const AnnexField *other)
{
  return ((field->flags | other->flags) & ANNEX_FIELD_CUSTOM) != 0 ? ((field->flags & other->flags) & ANNEX_FIELD_CUSTOM) != 0 &&
                                                                       field->kind == other->kind && g_str_equal (field->label, other->label)
                                                                   : field == other;
}

/* Own fields are named by id, which differs between engagements; people know them by their label. Of several alike, the
 * first goes with the first. */
static const AnnexField *
find_counterpart (AnnexStore *store, guint index, AnnexStore *other)
{
  GPtrArray *fields = annex_store_get_fields (store, &annex_scale_level_type);
  GPtrArray *others = annex_store_get_fields (other, &annex_scale_level_type);
  guint n_before = 0;

  for (guint i = 0; i < index; i++)
    n_before += is_like (fields->pdata[i], fields->pdata[index]);
  for (guint i = 0; i < others->len; i++)
    if (is_like (fields->pdata[index], others->pdata[i]) && n_before-- == 0)
      return others->pdata[i];
  return NULL;
}

/* A level that is there keeps its identity and history. */
static gboolean
take_level (AnnexRecord *record, gpointer data)
{
  TakeOver *self = data;
  GPtrArray *fields = annex_store_get_fields (self->store, &annex_scale_level_type);
  g_autofree const char **values = g_new0 (const char *, fields->len + 1);
  g_autoptr (GError) failure = NULL;
  gint64 id = find_level (self->store, annex_record_get_value (record, "scale"), annex_record_get_value (record, "level"), &failure);

  self->failed = annex_error_pass (&failure, self->error);
  for (guint i = 1; i < fields->len && !self->failed; i++)
    {
      const AnnexField *field = fields->pdata[i];
      const AnnexField *counterpart = find_counterpart (self->store, i, self->source);
      const char *value;

      if (!annex_field_is_stored (field) || counterpart == NULL)
        continue;
      value = annex_record_get_value (record, counterpart->name);
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
take_own_field (AnnexRecord *record, gpointer data)
{
  TakeOver *self = data;

  self->failed = annex_transaction_add (self->transaction, &annex_custom_field_type, self->error,
                                        "record_type", annex_record_get_value (record, "record_type"),
                                        "label", annex_record_get_value (record, "label"),
                                        "kind", annex_record_get_value (record, "kind"), NULL) == 0;
  return !self->failed;
}

gboolean
annex_methodology_copy_own_fields (AnnexTransaction *transaction, AnnexStore *source, GError **error)
{
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_custom_field_type);
  TakeOver self = { .transaction = transaction, .source = source, .error = error };

  annex_query_add_filter (query, "record_type", ANNEX_FILTER_IS, annex_scale_level_type.name);
  annex_query_set_sort (query, "reference", FALSE);
  return annex_query_foreach (query, source, take_own_field, &self, error) && !self.failed;
}

static const char *const text_fields[] = { "title", "approach", "procedure", "residual", "review_months", "horizontal_axis", "invert_horizontal", "invert_vertical" };

gboolean
annex_methodology_text_differs (AnnexRecord *methodology, AnnexRecord *other)
{
  for (guint i = 0; i < G_N_ELEMENTS (text_fields); i++)
    if (g_strcmp0 (annex_record_get_value (methodology, text_fields[i]), annex_record_get_value (other, text_fields[i])) != 0)
      return TRUE;
  return FALSE;
}

gboolean
annex_methodology_copy_text (AnnexTransaction *transaction, AnnexStore *store, AnnexStore *source, GError **error)
{
  g_autoptr (AnnexRecord) methodology = annex_methodology_require (store, error);
  g_autoptr (AnnexRecord) other = methodology != NULL ? annex_methodology_require (source, error) : NULL;

  if (other == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (text_fields); i++)
    if (!annex_transaction_set (transaction, annex_record_get_id (methodology), text_fields[i], annex_record_get_value (other, text_fields[i]), error))
      return FALSE;
  return TRUE;
}

AnnexMatrix *
annex_methodology_load_matrix_of (AnnexStore *source, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (AnnexRecord) methodology = annex_methodology_get (source, &failure);
  g_autoptr (AnnexMatrix) matrix = failure == NULL ? annex_matrix_load (source, &failure) : NULL;
  g_autoptr (GPtrArray) faults = matrix != NULL ? annex_matrix_list_faults (matrix, source, &failure) : NULL;
  g_autofree char *name = g_path_get_basename (annex_store_get_path (source));

  if (annex_error_pass (&failure, error))
    return NULL;
  if (methodology == NULL)
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND, _("“%s” has no methodology that could be taken over. Nothing was changed."), name);
  else if (faults->len > 0)
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("The methodology in “%s” does not judge every risk: %s Nothing was changed."), name,
                 (const char *) faults->pdata[0]);
  else
    return g_steal_pointer (&matrix);
  return NULL;
}

/* The scales by which risk is judged. */
static const char *const scales[] = { "likelihood", "consequence", "risk_level" };

gboolean
annex_methodology_copy_scales (AnnexTransaction *transaction, AnnexStore *store, AnnexStore *source, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (AnnexMatrix) matrix = annex_matrix_load (source, &failure);
  g_autoptr (AnnexRecord) present = matrix != NULL ? annex_methodology_get (store, &failure) : NULL;
  g_autoptr (GHashTable) kept = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  TakeOver self = { transaction, store, source, kept, error, FALSE };

  if (annex_error_pass (&failure, error) || (present == NULL && !annex_methodology_set_preset (transaction, store, 5, error)))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      g_autoptr (AnnexQuery) query = annex_query_new (&annex_scale_level_type);

      annex_query_add_filter (query, "scale", ANNEX_FILTER_IS, scales[i]);
      if (!annex_query_foreach (query, source, take_level, &self, error) || self.failed || !remove_surplus (&self, scales[i]))
        return FALSE;
    }
  return annex_methodology_set_matrix (transaction, store, matrix, error);
}

gboolean
annex_methodology_take_over (AnnexTransaction *transaction, AnnexStore *store, AnnexStore *source, GError **error)
{
  g_autoptr (AnnexMatrix) matrix = annex_methodology_load_matrix_of (source, error);

  return matrix != NULL && annex_methodology_copy_scales (transaction, store, source, error) &&
         annex_methodology_copy_text (transaction, store, source, error);
}

/* ---- What differs ---- */

typedef struct
{
  AnnexStore *store;
  AnnexStore *other;
  gboolean both; /* tells of levels that differ, too, not only of those that the other lacks */
  const char *only_here;
  GPtrArray *changes;
  GError *failure;
} Comparison;

static gboolean
compare_level (AnnexRecord *record, gpointer data)
{
  Comparison *self = data;
  GPtrArray *fields = annex_store_get_fields (self->store, &annex_scale_level_type);
  const char *scale = annex_record_get_text (record, "scale"), *level = annex_record_get_value (record, "level");
  gint64 id = find_level (self->other, annex_record_get_value (record, "scale"), level, &self->failure);
  g_autoptr (AnnexRecord) other = id != 0 ? annex_store_load (self->other, id, &self->failure) : NULL;
  g_autoptr (GPtrArray) differing = g_ptr_array_new ();
  g_autofree char *names = NULL;

  if (self->failure != NULL)
    return FALSE;
  if (other == NULL)
    {
      g_ptr_array_add (self->changes, g_strdup_printf (self->only_here, scale, level, annex_record_get_title (record)));
      return TRUE;
    }
  for (guint i = 1; self->both && i < fields->len; i++)
    {
      const AnnexField *field = fields->pdata[i];
      const AnnexField *counterpart = find_counterpart (self->store, i, self->other);

      if (annex_field_is_stored (field) && counterpart != NULL &&
          g_strcmp0 (annex_record_get_value (record, field->name), annex_record_get_value (other, counterpart->name)) != 0)
        g_ptr_array_add (differing, (gpointer) annex_field_get_label (field));
    }
  if (differing->len == 0)
    return TRUE;
  g_ptr_array_add (differing, NULL);
  names = g_strjoinv (", ", (char **) differing->pdata);
  /* Translators: a scale, the number of a level and its name; then the names of its fields. */
  g_ptr_array_add (self->changes, g_strdup_printf (_("%s %s, %s: %s"), scale, level, annex_record_get_title (record), names));
  return TRUE;
}

static gboolean
count_repainted (AnnexStore *store, AnnexStore *draft, guint *n, GError **error)
{
  g_autoptr (AnnexMatrix) before = annex_matrix_load (store, error), after = before != NULL ? annex_matrix_load (draft, error) : NULL;

  *n = 0;
  if (after == NULL)
    return FALSE;
  for (guint i = 0; i < annex_matrix_get_n_likelihoods (after); i++)
    for (guint j = 0; j < annex_matrix_get_n_consequences (after); j++)
      {
        int likelihood = annex_matrix_get_likelihood (after, i), consequence = annex_matrix_get_consequence (after, j);

        *n += annex_matrix_get_level (before, likelihood, consequence) != annex_matrix_get_level (after, likelihood, consequence);
      }
  return TRUE;
}

static gboolean
compare_levels (const AnnexQuery *query, Comparison *comparison, GError **error)
{
  return annex_query_foreach (query, comparison->store, compare_level, comparison, error) && !annex_error_pass (&comparison->failure, error);
}

GPtrArray *
annex_methodology_list_changes (AnnexStore *store, AnnexStore *draft, GError **error)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func (g_free);
  Comparison new_ones = { draft, store, TRUE, _("%s %s, %s: new"), changes, NULL };
  Comparison gone = { store, draft, FALSE, _("%s %s, %s: removed"), changes, NULL };
  guint n_cells;

  if (!count_repainted (store, draft, &n_cells, error))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      g_autoptr (AnnexQuery) query = annex_query_new (&annex_scale_level_type);

      annex_query_add_filter (query, "scale", ANNEX_FILTER_IS, scales[i]);
      annex_query_set_sort (query, "level", FALSE);
      if (!compare_levels (query, &new_ones, error) || !compare_levels (query, &gone, error))
        return NULL;
    }
  if (n_cells > 0)
    g_ptr_array_add (changes, g_strdup_printf (ngettext ("%u cell of the matrix painted", "%u cells of the matrix painted", n_cells), n_cells));
  return g_steal_pointer (&changes);
}
