/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "risk-map.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "core/annex-transaction.h"
#include "isms/annex-isms.h"
#include "methodology.h"

typedef struct
{
  guint count;
  char **references;
} Cell;

struct _AnnexRiskMap
{
  gatomicrefcount reference_count;
  AnnexMatrix *matrix;
  Cell *cells[ANNEX_RISK_N_STAGES]; /* by index of likelihood, then of consequence */
  guint unrated[ANNEX_RISK_N_STAGES];
  GPtrArray *levels;
  char **likelihood_names;
  char **consequence_names;
  GArray *moves;
  gboolean likelihood_across;
  gboolean invert_horizontal;
  gboolean invert_vertical;
};

G_DEFINE_BOXED_TYPE (AnnexRiskMap, annex_risk_map, annex_risk_map_ref, annex_risk_map_unref)

static void
free_level (gpointer data)
{
  AnnexRiskMapLevel *level = data;

  g_free (level->name);
  g_free (level->mark);
  g_free (level);
}

static gboolean
add_level (AnnexRecord *record, gpointer user_data)
{
  AnnexRiskMap *self = user_data;
  const char *colour = annex_record_get_value (record, "colour");
  const char *mark = annex_record_get_value (record, "mark");
  guint rgb = colour != NULL ? (guint) strtoul (colour, NULL, 16) : 0xc0bfbc;
  AnnexRiskMapLevel *level = g_new0 (AnnexRiskMapLevel, 1);

  level->level = atoi (annex_record_get_value (record, "level"));
  level->name = g_strdup (annex_record_get_title (record));
  level->red = (rgb >> 16 & 0xff) / 255.0;
  level->green = (rgb >> 8 & 0xff) / 255.0;
  level->blue = (rgb & 0xff) / 255.0;
  level->mark = g_strdup (mark != NULL ? mark : "plain");
  g_ptr_array_add (self->levels, level);
  return TRUE;
}

static char **
dup_names (AnnexStore *store, const char *scale)
{
  g_autoptr (GArray) levels = annex_store_dup_scale_levels (store, scale);
  GStrvBuilder *names = g_strv_builder_new ();

  for (guint i = 0; i < levels->len; i++)
    g_strv_builder_add (names, annex_store_get_scale_label (store, scale, g_array_index (levels, int, i)));
  return g_strv_builder_unref_to_strv (names);
}

static void
read_methodology (AnnexRiskMap *self, AnnexStore *store)
{
  g_autoptr (AnnexRecord) methodology = annex_methodology_get (store);

  if (methodology == NULL)
    return;
  self->likelihood_across = g_strcmp0 (annex_record_get_value (methodology, "horizontal_axis"), "likelihood") == 0;
  self->invert_horizontal = g_strcmp0 (annex_record_get_value (methodology, "invert_horizontal"), "1") == 0;
  self->invert_vertical = g_strcmp0 (annex_record_get_value (methodology, "invert_vertical"), "1") == 0;
}

static Cell *
find_cell (AnnexRiskMap *self, AnnexRiskStage stage, int likelihood, int consequence)
{
  guint n = annex_matrix_get_n_consequences (self->matrix);

  for (guint i = 0; i < annex_matrix_get_n_likelihoods (self->matrix); i++)
    for (guint j = 0; j < n && annex_matrix_get_likelihood (self->matrix, i) == likelihood; j++)
      if (annex_matrix_get_consequence (self->matrix, j) == consequence)
        return &self->cells[stage][i * n + j];
  return NULL;
}

static void
add_count (AnnexRiskMap *self, AnnexRiskStage stage, int likelihood, int consequence, guint count)
{
  Cell *cell = find_cell (self, stage, likelihood, consequence);

  if (cell == NULL || annex_matrix_get_level (self->matrix, likelihood, consequence) == 0)
    self->unrated[stage] += count;
  if (cell != NULL)
    cell->count += count;
}

static gboolean
fail (AnnexStore *store, GError **error)
{
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("The risks could not be read: %s"),
               sqlite3_errmsg (annex_store_get_database (store)));
  return FALSE;
}

static gboolean
count_current (AnnexRiskMap *self, AnnexStore *store, GError **error)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (annex_store_get_database (store),
                          "SELECT current_likelihood, current_consequence, count (*) FROM risk WHERE status IS NOT 'closed' GROUP BY 1, 2",
                          -1, &statement, NULL) != SQLITE_OK)
    return fail (store, error);
  while (sqlite3_step (statement) == SQLITE_ROW)
    add_count (self, ANNEX_RISK_CURRENT, sqlite3_column_int (statement, 0), sqlite3_column_int (statement, 1),
               (guint) sqlite3_column_int (statement, 2));
  sqlite3_finalize (statement);
  return TRUE;
}

static char **
read_references (AnnexStore *store, AnnexRiskStage stage, int likelihood, int consequence, GHashTable *chosen)
{
  const char *name = annex_risk_stage_get_name (stage);
  g_autofree char *sql = g_strdup_printf ("SELECT x.id, x.reference FROM risk r JOIN record x ON x.id = r.id WHERE r.%s_likelihood = ?1 "
                                          "AND r.%s_consequence = ?2 AND r.status IS NOT 'closed' ORDER BY x.number, x.reference",
                                          name, name);
  GStrvBuilder *references = g_strv_builder_new ();
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (annex_store_get_database (store), sql, -1, &statement, NULL) == SQLITE_OK)
    {
      sqlite3_bind_int (statement, 1, likelihood);
      sqlite3_bind_int (statement, 2, consequence);
      while (sqlite3_step (statement) == SQLITE_ROW)
        {
          gint64 id = sqlite3_column_int64 (statement, 0);

          if (chosen == NULL || g_hash_table_contains (chosen, &id))
            g_strv_builder_add (references, (const char *) sqlite3_column_text (statement, 1));
        }
    }
  sqlite3_finalize (statement);
  return g_strv_builder_unref_to_strv (references);
}

static void
fill_references (AnnexRiskMap *self, AnnexStore *store, GHashTable *chosen)
{
  guint n = annex_matrix_get_n_consequences (self->matrix);

  for (int stage = 0; stage < ANNEX_RISK_N_STAGES; stage++)
    for (guint i = 0; i < annex_matrix_get_n_likelihoods (self->matrix) * n; i++)
      if (self->cells[stage][i].count > 0 && self->cells[stage][i].count <= ANNEX_RISK_MAP_MAX_REFERENCES)
        self->cells[stage][i].references =
          read_references (store, (AnnexRiskStage) stage, annex_matrix_get_likelihood (self->matrix, i / n),
                           annex_matrix_get_consequence (self->matrix, i % n), chosen);
}

static void
add_move (AnnexRiskMap *self, GHashTable *seen, AnnexRiskMapMove move)
{
  g_autofree char *key = NULL;
  gpointer index;

  if ((move.from_likelihood == move.to_likelihood && move.from_consequence == move.to_consequence) ||
      find_cell (self, ANNEX_RISK_INHERENT, move.from_likelihood, move.from_consequence) == NULL ||
      find_cell (self, ANNEX_RISK_TARGET, move.to_likelihood, move.to_consequence) == NULL)
    return;
  key = g_strdup_printf ("%d %d %d %d", move.from_likelihood, move.from_consequence, move.to_likelihood, move.to_consequence);
  if (g_hash_table_lookup_extended (seen, key, NULL, &index))
    g_array_index (self->moves, AnnexRiskMapMove, GPOINTER_TO_UINT (index)).n_risks += move.n_risks;
  else
    {
      g_hash_table_insert (seen, g_steal_pointer (&key), GUINT_TO_POINTER (self->moves->len));
      g_array_append_val (self->moves, move);
    }
}

/* The index of the inherent rating, which has the residual one beside it, tells both and the way between them. */
static gboolean
count_inherent_and_target (AnnexRiskMap *self, AnnexStore *store, GHashTable *seen, GError **error)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (annex_store_get_database (store),
                          "SELECT inherent_likelihood, inherent_consequence, target_likelihood, target_consequence, count (*) FROM risk "
                          "WHERE status IS NOT 'closed' GROUP BY 1, 2, 3, 4",
                          -1, &statement, NULL) != SQLITE_OK)
    return fail (store, error);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      const AnnexRiskMapMove move = { sqlite3_column_int (statement, 0), sqlite3_column_int (statement, 1), sqlite3_column_int (statement, 2),
                                      sqlite3_column_int (statement, 3), (guint) sqlite3_column_int (statement, 4) };

      add_count (self, ANNEX_RISK_INHERENT, move.from_likelihood, move.from_consequence, move.n_risks);
      add_count (self, ANNEX_RISK_TARGET, move.to_likelihood, move.to_consequence, move.n_risks);
      add_move (self, seen, move);
    }
  sqlite3_finalize (statement);
  return TRUE;
}

/* Those of the query are looked up while the table is gone through once, which is faster than going for each. */
static gboolean
count_chosen (AnnexRiskMap *self, AnnexStore *store, GHashTable *chosen, GHashTable *seen, GError **error)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (annex_store_get_database (store),
                          "SELECT id, inherent_likelihood, inherent_consequence, current_likelihood, current_consequence, "
                          "target_likelihood, target_consequence FROM risk WHERE status IS NOT 'closed'",
                          -1, &statement, NULL) != SQLITE_OK)
    return fail (store, error);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      gint64 id = sqlite3_column_int64 (statement, 0);
      const AnnexRiskMapMove move = { sqlite3_column_int (statement, 1), sqlite3_column_int (statement, 2), sqlite3_column_int (statement, 5),
                                      sqlite3_column_int (statement, 6), 1 };

      if (!g_hash_table_contains (chosen, &id))
        continue;
      for (int stage = 0; stage < ANNEX_RISK_N_STAGES; stage++)
        add_count (self, (AnnexRiskStage) stage, sqlite3_column_int (statement, 1 + 2 * stage), sqlite3_column_int (statement, 2 + 2 * stage), 1);
      add_move (self, seen, move);
    }
  sqlite3_finalize (statement);
  return TRUE;
}

static GHashTable *
choose (AnnexStore *store, const AnnexQuery *query, GError **error)
{
  g_autoptr (GArray) ids = annex_query_run (query, store, error);
  GHashTable *chosen;

  if (ids == NULL)
    return NULL;
  chosen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (chosen, g_memdup2 (&g_array_index (ids, gint64, i), sizeof (gint64)));
  return chosen;
}

AnnexRiskMap *
annex_risk_map_new (AnnexStore *store, const AnnexQuery *query, GCancellable *cancellable, GError **error)
{
  g_autoptr (AnnexRiskMap) self = g_new0 (AnnexRiskMap, 1);
  g_autoptr (AnnexQuery) levels = annex_query_new (&annex_scale_level_type);
  g_autoptr (GHashTable) chosen = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean all = query == NULL || (annex_query_get_n_filters (query) == 0 && annex_query_get_search (query) == NULL);
  guint n_cells;

  g_atomic_ref_count_init (&self->reference_count);
  self->matrix = annex_matrix_load (store);
  self->levels = g_ptr_array_new_with_free_func (free_level);
  self->moves = g_array_new (FALSE, FALSE, sizeof (AnnexRiskMapMove));
  self->likelihood_names = dup_names (store, "likelihood");
  self->consequence_names = dup_names (store, "consequence");
  n_cells = annex_matrix_get_n_likelihoods (self->matrix) * annex_matrix_get_n_consequences (self->matrix);
  for (guint i = 0; i < ANNEX_RISK_N_STAGES; i++)
    self->cells[i] = g_new0 (Cell, n_cells + 1);
  read_methodology (self, store);
  annex_query_add_filter (levels, "scale", ANNEX_FILTER_IS, "risk_level");
  annex_query_set_sort (levels, "level", FALSE);
  if (!annex_query_foreach (levels, store, add_level, self, error))
    return NULL;

  if (!all)
    {
      chosen = choose (store, query, error);
      if (chosen == NULL || !count_chosen (self, store, chosen, seen, error))
        return NULL;
    }
  else if (!count_current (self, store, error) || !count_inherent_and_target (self, store, seen, error))
    return NULL;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  fill_references (self, store, chosen);
  return g_steal_pointer (&self);
}

AnnexRiskMap *
annex_risk_map_ref (AnnexRiskMap *self)
{
  g_atomic_ref_count_inc (&self->reference_count);
  return self;
}

void
annex_risk_map_unref (AnnexRiskMap *self)
{
  guint n_cells;

  if (!g_atomic_ref_count_dec (&self->reference_count))
    return;
  n_cells = annex_matrix_get_n_likelihoods (self->matrix) * annex_matrix_get_n_consequences (self->matrix);
  for (guint stage = 0; stage < ANNEX_RISK_N_STAGES; stage++)
    {
      for (guint i = 0; i < n_cells; i++)
        g_strfreev (self->cells[stage][i].references);
      g_free (self->cells[stage]);
    }
  annex_matrix_free (self->matrix);
  g_ptr_array_unref (self->levels);
  g_array_unref (self->moves);
  g_strfreev (self->likelihood_names);
  g_strfreev (self->consequence_names);
  g_free (self);
}

const AnnexMatrix *
annex_risk_map_get_matrix (AnnexRiskMap *self)
{
  return self->matrix;
}

void
annex_risk_map_set_matrix (AnnexRiskMap *self, const AnnexMatrix *matrix)
{
  for (guint i = 0; i < annex_matrix_get_n_likelihoods (self->matrix); i++)
    for (guint j = 0; j < annex_matrix_get_n_consequences (self->matrix); j++)
      {
        int likelihood = annex_matrix_get_likelihood (self->matrix, i), consequence = annex_matrix_get_consequence (self->matrix, j);

        annex_matrix_set_level (self->matrix, likelihood, consequence, annex_matrix_get_level (matrix, likelihood, consequence));
      }
}

guint
annex_risk_map_get_n_columns (AnnexRiskMap *self)
{
  return self->likelihood_across ? annex_matrix_get_n_likelihoods (self->matrix) : annex_matrix_get_n_consequences (self->matrix);
}

guint
annex_risk_map_get_n_rows (AnnexRiskMap *self)
{
  return self->likelihood_across ? annex_matrix_get_n_consequences (self->matrix) : annex_matrix_get_n_likelihoods (self->matrix);
}

/* Rows are counted from the top, where the highest stands unless the axis is inverted. */
static guint
get_step (AnnexRiskMap *self, gboolean across, guint position)
{
  guint n = across ? annex_risk_map_get_n_columns (self) : annex_risk_map_get_n_rows (self);
  gboolean descending = across ? self->invert_horizontal : !self->invert_vertical;

  return descending ? n - 1 - position : position;
}

void
annex_risk_map_get_cell (AnnexRiskMap *self, guint column, guint row, int *likelihood, int *consequence)
{
  guint across = get_step (self, TRUE, column), up = get_step (self, FALSE, row);

  *likelihood = annex_matrix_get_likelihood (self->matrix, self->likelihood_across ? across : up);
  *consequence = annex_matrix_get_consequence (self->matrix, self->likelihood_across ? up : across);
}

gboolean
annex_risk_map_find_cell (AnnexRiskMap *self, int likelihood, int consequence, guint *column, guint *row)
{
  for (*row = 0; *row < annex_risk_map_get_n_rows (self); (*row)++)
    for (*column = 0; *column < annex_risk_map_get_n_columns (self); (*column)++)
      {
        int l, c;

        annex_risk_map_get_cell (self, *column, *row, &l, &c);
        if (l == likelihood && c == consequence)
          return TRUE;
      }
  return FALSE;
}

const char *
annex_risk_map_get_column_label (AnnexRiskMap *self, guint column)
{
  return (self->likelihood_across ? self->likelihood_names : self->consequence_names)[get_step (self, TRUE, column)];
}

const char *
annex_risk_map_get_row_label (AnnexRiskMap *self, guint row)
{
  return (self->likelihood_across ? self->consequence_names : self->likelihood_names)[get_step (self, FALSE, row)];
}

const char *
annex_risk_map_get_column_title (AnnexRiskMap *self)
{
  return self->likelihood_across ? _("Likelihood") : _("Consequence");
}

const char *
annex_risk_map_get_row_title (AnnexRiskMap *self)
{
  return self->likelihood_across ? _("Consequence") : _("Likelihood");
}

guint
annex_risk_map_get_count (AnnexRiskMap *self, AnnexRiskStage stage, int likelihood, int consequence)
{
  Cell *cell = find_cell (self, stage, likelihood, consequence);

  return cell != NULL ? cell->count : 0;
}

guint
annex_risk_map_get_unrated (AnnexRiskMap *self, AnnexRiskStage stage)
{
  return self->unrated[stage];
}

const char *const *
annex_risk_map_get_references (AnnexRiskMap *self, AnnexRiskStage stage, int likelihood, int consequence)
{
  Cell *cell = find_cell (self, stage, likelihood, consequence);

  return cell != NULL ? (const char *const *) cell->references : NULL;
}

const AnnexRiskMapLevel *
annex_risk_map_find_level (AnnexRiskMap *self, int level)
{
  for (guint i = 0; i < self->levels->len; i++)
    if (((AnnexRiskMapLevel *) self->levels->pdata[i])->level == level)
      return self->levels->pdata[i];
  return NULL;
}

GPtrArray *
annex_risk_map_get_levels (AnnexRiskMap *self)
{
  return self->levels;
}

char *
annex_risk_map_dup_cell_text (AnnexRiskMap *self, AnnexRiskStage stage, int likelihood, int consequence)
{
  guint count = annex_risk_map_get_count (self, stage, likelihood, consequence);
  const AnnexRiskMapLevel *level =
    annex_risk_map_find_level (self, annex_matrix_get_level (self->matrix, likelihood, consequence));
  g_autofree char *risks = g_strdup_printf (ngettext ("%u risk", "%u risks", count), count);

  return g_strdup_printf (_("Likelihood %d, consequence %d, %s, %s"), likelihood, consequence,
                          level != NULL ? level->name : _("not painted"), risks);
}

GArray *
annex_risk_map_get_moves (AnnexRiskMap *self)
{
  return self->moves;
}

gboolean
annex_risk_map_move_risks (AnnexStore *store, GArray *ids, AnnexRiskStage stage, int likelihood, int consequence, const char *rationale,
                           GError **error)
{
  g_autoptr (AnnexRecord) first = ids->len > 0 ? annex_store_load (store, g_array_index (ids, gint64, 0), error) : NULL;
  g_autofree char *label = NULL;
  g_autoptr (AnnexTransaction) transaction = NULL;

  if (first == NULL)
    return FALSE;
  label = ids->len == 1
            ? g_strdup_printf (_("Move %s to likelihood %d, consequence %d"), annex_record_get_reference (first), likelihood, consequence)
            : g_strdup_printf (ngettext ("Move %u risk to likelihood %d, consequence %d", "Move %u risks to likelihood %d, consequence %d", ids->len),
                               ids->len, likelihood, consequence);
  transaction = annex_transaction_begin (store, label, error);
  if (transaction == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!annex_risk_set_rating (transaction, g_array_index (ids, gint64, i), stage, likelihood, consequence, rationale, error))
      return FALSE;
  return annex_transaction_commit (transaction, error);
}
