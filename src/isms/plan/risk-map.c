/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "risk-map.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "core/annex-log.h"
#include "core/annex-statement.h"
#include "core/annex-transaction.h"
#include "isms/annex-isms.h"
#include "methodology.h"
#include "risk-tally.h"

/* The estimates of a risk: likelihood and consequence, stage by stage. */
#define N_RATINGS (2 * ANNEX_RISK_N_STAGES)
#define RATINGS "inherent_likelihood, inherent_consequence, current_likelihood, current_consequence, target_likelihood, target_consequence"

/* More than that are sooner counted than followed one by one. */
#define MAX_CHANGES 1000

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
  gint64 commit; /* the last one that is counted in; 0 where the map cannot be brought up to date */
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
  const char *number = annex_record_get_value (record, "level");
  guint rgb = colour != NULL ? (guint) strtoul (colour, NULL, 16) : 0xc0bfbc;
  AnnexRiskMapLevel *level = g_new0 (AnnexRiskMapLevel, 1);

  level->level = number != NULL ? atoi (number) : 0;
  level->name = g_strdup (annex_record_get_title (record));
  level->red = (rgb >> 16 & 0xff) / 255.0;
  level->green = (rgb >> 8 & 0xff) / 255.0;
  level->blue = (rgb & 0xff) / 255.0;
  level->mark = g_strdup (mark != NULL ? mark : "plain");
  g_ptr_array_add (self->levels, level);
  return TRUE;
}

static char **
dup_names (AnnexStore *store, const char *scale, GError **error)
{
  g_autoptr (GArray) levels = annex_store_dup_scale_levels (store, scale, error);
  GStrvBuilder *names;

  if (levels == NULL)
    return NULL;
  names = g_strv_builder_new ();
  for (guint i = 0; i < levels->len; i++)
    {
      const char *name = annex_store_get_scale_label (store, scale, g_array_index (levels, int, i));

      g_strv_builder_add (names, name != NULL ? name : "");
    }
  return g_strv_builder_unref_to_strv (names);
}

static gboolean
read_methodology (AnnexRiskMap *self, AnnexStore *store, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (AnnexRecord) methodology = annex_methodology_get (store, &failure);

  if (methodology == NULL)
    return !annex_error_pass (&failure, error);
  self->likelihood_across = g_strcmp0 (annex_record_get_value (methodology, "horizontal_axis"), "likelihood") == 0;
  self->invert_horizontal = g_strcmp0 (annex_record_get_value (methodology, "invert_horizontal"), "1") == 0;
  self->invert_vertical = g_strcmp0 (annex_record_get_value (methodology, "invert_vertical"), "1") == 0;
  return TRUE;
}

static guint
get_n_cells (AnnexRiskMap *self)
{
  return annex_matrix_get_n_likelihoods (self->matrix) * annex_matrix_get_n_consequences (self->matrix);
}

static void
get_levels (AnnexRiskMap *self, guint index, int *likelihood, int *consequence)
{
  guint n = annex_matrix_get_n_consequences (self->matrix);

  *likelihood = annex_matrix_get_likelihood (self->matrix, index / n);
  *consequence = annex_matrix_get_consequence (self->matrix, index % n);
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
add_count (AnnexRiskMap *self, AnnexRiskStage stage, int likelihood, int consequence, int count)
{
  Cell *cell = find_cell (self, stage, likelihood, consequence);

  if (cell == NULL || annex_matrix_get_level (self->matrix, likelihood, consequence) == 0)
    self->unrated[stage] += (guint) count;
  if (cell != NULL)
    cell->count += (guint) count;
}

static void
tally_current_cb (const int *values, guint count, gpointer user_data)
{
  add_count (user_data, ANNEX_RISK_CURRENT, values[0], values[1], (int) count);
}

static void
read_ratings (AnnexStatement *statement, int column, int *ratings)
{
  for (int i = 0; i < N_RATINGS; i++)
    ratings[i] = annex_statement_get_int (statement, column + i);
}

static void
add_ratings (AnnexRiskMap *self, const int *ratings, int count)
{
  for (int stage = 0; stage < ANNEX_RISK_N_STAGES; stage++)
    add_count (self, (AnnexRiskStage) stage, ratings[2 * stage], ratings[2 * stage + 1], count);
}

static char **
read_references (AnnexStore *store, AnnexRiskStage stage, int likelihood, int consequence, GHashTable *chosen, GError **error)
{
  const char *name = annex_risk_stage_get_name (stage);
  g_autofree char *sql = g_strdup_printf ("SELECT x.id, x.reference FROM risk r JOIN record x ON x.id = r.id WHERE r.%s_likelihood = ?1 "
                                          "AND r.%s_consequence = ?2 AND r.status IS NOT 'closed' ORDER BY x.number, x.reference",
                                          name, name);
  g_autoptr (AnnexStatement) statement = annex_statement_new (store, sql, error);
  g_autoptr (GStrvBuilder) references = g_strv_builder_new ();

  if (statement == NULL)
    return NULL;
  annex_statement_bind_int64 (statement, 1, likelihood);
  annex_statement_bind_int64 (statement, 2, consequence);
  while (annex_statement_next (statement))
    {
      gint64 id = annex_statement_get_int64 (statement, 0);

      if (chosen == NULL || g_hash_table_contains (chosen, &id))
        g_strv_builder_add (references, annex_statement_get_string (statement, 1));
    }
  return annex_statement_finish (statement, error) ? g_strv_builder_end (references) : NULL;
}

/* Of the cells that do not have them yet. */
static gboolean
fill_references (AnnexRiskMap *self, AnnexStore *store, GHashTable *chosen, GError **error)
{
  for (int stage = 0; stage < ANNEX_RISK_N_STAGES; stage++)
    for (guint i = 0; i < get_n_cells (self); i++)
      {
        Cell *cell = &self->cells[stage][i];
        int likelihood, consequence;

        if (cell->references != NULL || cell->count == 0 || cell->count > ANNEX_RISK_MAP_MAX_REFERENCES)
          continue;
        get_levels (self, i, &likelihood, &consequence);
        cell->references = read_references (store, (AnnexRiskStage) stage, likelihood, consequence, chosen, error);
        if (cell->references == NULL)
          return FALSE;
      }
  return TRUE;
}

static void
add_move (AnnexRiskMap *self, int from_likelihood, int from_consequence, int to_likelihood, int to_consequence, int n_risks)
{
  AnnexRiskMapMove move = { from_likelihood, from_consequence, to_likelihood, to_consequence, (guint) n_risks };

  if ((from_likelihood == to_likelihood && from_consequence == to_consequence) ||
      find_cell (self, ANNEX_RISK_INHERENT, from_likelihood, from_consequence) == NULL ||
      find_cell (self, ANNEX_RISK_TARGET, to_likelihood, to_consequence) == NULL)
    return;
  for (guint i = 0; i < self->moves->len; i++)
    {
      AnnexRiskMapMove *known = &g_array_index (self->moves, AnnexRiskMapMove, i);

      if (known->from_likelihood != from_likelihood || known->from_consequence != from_consequence || known->to_likelihood != to_likelihood ||
          known->to_consequence != to_consequence)
        continue;
      known->n_risks += (guint) n_risks;
      if (known->n_risks == 0)
        g_array_remove_index (self->moves, i);
      return;
    }
  g_array_append_val (self->moves, move);
}

static void
tally_inherent_and_target_cb (const int *values, guint count, gpointer user_data)
{
  AnnexRiskMap *self = user_data;

  add_count (self, ANNEX_RISK_INHERENT, values[0], values[1], (int) count);
  add_count (self, ANNEX_RISK_TARGET, values[2], values[3], (int) count);
  add_move (self, values[0], values[1], values[2], values[3], (int) count);
}

/* The index of the inherent rating, which has the residual one beside it, tells both and the way between them. */
static gboolean
count_all (AnnexRiskMap *self, AnnexStore *store, GError **error)
{
  static const char *const current[] = { "current_likelihood", "current_consequence" };
  static const char *const inherent_and_target[] = { "inherent_likelihood", "inherent_consequence", "target_likelihood", "target_consequence" };

  return annex_risk_tally (store, current, G_N_ELEMENTS (current), FALSE, tally_current_cb, self, error) &&
         annex_risk_tally (store, inherent_and_target, G_N_ELEMENTS (inherent_and_target), FALSE, tally_inherent_and_target_cb, self, error);
}

/* Those of the query are looked up while the table is gone through once, which is faster than going for each. */
static gboolean
count_chosen (AnnexRiskMap *self, AnnexStore *store, GHashTable *chosen, GError **error)
{
  guint n_cells = get_n_cells (self);
  g_autofree guint *ways = g_new0 (guint, n_cells * n_cells + 1); /* from each cell to each */
  g_autoptr (AnnexStatement) statement = annex_statement_new (store, "SELECT id, " RATINGS " FROM risk WHERE status IS NOT 'closed'", error);

  if (statement == NULL)
    return FALSE;
  while (annex_statement_next (statement))
    {
      gint64 id = annex_statement_get_int64 (statement, 0);
      int ratings[N_RATINGS];
      Cell *from, *to;

      if (!g_hash_table_contains (chosen, &id))
        continue;
      read_ratings (statement, 1, ratings);
      add_ratings (self, ratings, 1);
      from = find_cell (self, ANNEX_RISK_INHERENT, ratings[0], ratings[1]);
      to = find_cell (self, ANNEX_RISK_TARGET, ratings[4], ratings[5]);
      if (from != NULL && to != NULL)
        ways[(from - self->cells[ANNEX_RISK_INHERENT]) * n_cells + (to - self->cells[ANNEX_RISK_TARGET])]++;
    }
  if (!annex_statement_finish (statement, error))
    return FALSE;
  for (guint i = 0; i < n_cells * n_cells; i++)
    if (ways[i] > 0)
      {
        int likelihood, consequence, to_likelihood, to_consequence;

        get_levels (self, i / n_cells, &likelihood, &consequence);
        get_levels (self, i % n_cells, &to_likelihood, &to_consequence);
        add_move (self, likelihood, consequence, to_likelihood, to_consequence, (int) ways[i]);
      }
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

static gpointer
copy_level (gconstpointer source, gpointer user_data)
{
  AnnexRiskMapLevel *level = g_memdup2 (source, sizeof *level);

  level->name = g_strdup (level->name);
  level->mark = g_strdup (level->mark);
  return level;
}

static AnnexRiskMap *
copy (AnnexRiskMap *map)
{
  AnnexRiskMap *self = g_memdup2 (map, sizeof *map);

  g_atomic_ref_count_init (&self->reference_count);
  self->matrix = annex_matrix_copy (map->matrix);
  self->levels = g_ptr_array_copy (map->levels, copy_level, NULL);
  g_ptr_array_set_free_func (self->levels, free_level);
  self->moves = g_array_copy (map->moves);
  self->likelihood_names = g_strdupv (map->likelihood_names);
  self->consequence_names = g_strdupv (map->consequence_names);
  for (guint stage = 0; stage < ANNEX_RISK_N_STAGES; stage++)
    {
      self->cells[stage] = g_memdup2 (map->cells[stage], (get_n_cells (self) + 1) * sizeof (Cell));
      for (guint i = 0; i < get_n_cells (self); i++)
        self->cells[stage][i].references = g_strdupv (self->cells[stage][i].references);
    }
  return self;
}

AnnexRiskMap *
annex_risk_map_new_bare (AnnexStore *store, AnnexStore *judge, GError **error)
{
  g_autoptr (AnnexMatrix) matrix = annex_matrix_load (judge, error);
  g_auto (GStrv) likelihood_names = matrix != NULL ? dup_names (judge, "likelihood", error) : NULL;
  g_auto (GStrv) consequence_names = likelihood_names != NULL ? dup_names (judge, "consequence", error) : NULL;
  g_autoptr (AnnexRiskMap) self = NULL;
  g_autoptr (AnnexQuery) levels = annex_query_new (&annex_scale_level_type);

  if (consequence_names == NULL)
    return NULL;
  self = g_new0 (AnnexRiskMap, 1);
  g_atomic_ref_count_init (&self->reference_count);
  self->matrix = g_steal_pointer (&matrix);
  self->levels = g_ptr_array_new_with_free_func (free_level);
  self->moves = g_array_new (FALSE, FALSE, sizeof (AnnexRiskMapMove));
  self->likelihood_names = g_steal_pointer (&likelihood_names);
  self->consequence_names = g_steal_pointer (&consequence_names);
  for (guint i = 0; i < ANNEX_RISK_N_STAGES; i++)
    self->cells[i] = g_new0 (Cell, get_n_cells (self) + 1);
  if (store != NULL && !read_methodology (self, store, error))
    return NULL;
  annex_query_add_filter (levels, "scale", ANNEX_FILTER_IS, "risk_level");
  annex_query_set_sort (levels, "level", FALSE);
  return annex_query_foreach (levels, judge, add_level, self, error) ? g_steal_pointer (&self) : NULL;
}

AnnexRiskMap *
annex_risk_map_new_counted (AnnexRiskMap *bare, AnnexStore *store, GCancellable *cancellable, GError **error)
{
  g_autoptr (AnnexRiskMap) self = copy (bare);

  if (!read_methodology (self, store, error) || !count_all (self, store, error) ||
      g_cancellable_set_error_if_cancelled (cancellable, error) || !fill_references (self, store, NULL, error))
    return NULL;
  return g_steal_pointer (&self);
}

AnnexRiskMap *
annex_risk_map_new (AnnexStore *store, const AnnexQuery *query, GCancellable *cancellable, GError **error)
{
  gboolean all = query == NULL || (annex_query_get_n_filters (query) == 0 && annex_query_get_search (query) == NULL);
  gint64 commit = all ? annex_log_get_last (store) : 0;
  g_autoptr (AnnexRiskMap) self = annex_risk_map_new_bare (store, store, error);
  g_autoptr (GHashTable) chosen = NULL;

  if (self == NULL)
    return NULL;
  if (all)
    {
      if (!count_all (self, store, error))
        return NULL;
    }
  else
    {
      chosen = choose (store, query, error);
      if (chosen == NULL || !count_chosen (self, store, chosen, error))
        return NULL;
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error) || !fill_references (self, store, chosen, error))
    return NULL;
  /* Somebody may have written while this thread counted. */
  if (commit > 0 && annex_log_get_last (store) == commit)
    self->commit = commit;
  return g_steal_pointer (&self);
}

/* ---- Bringing it up to date ---- */

/* A risk as it was when the map was made, as far as it has changed since: -1 where not. */
typedef struct
{
  gboolean created;
  int closed;
  int ratings[N_RATINGS];
} Before;

static int
find_rating (const char *field)
{
  for (int i = 0; i < N_RATINGS; i++)
    {
      const char *stage = annex_risk_stage_get_name ((AnnexRiskStage) (i / 2));

      if (g_str_has_prefix (field, stage) && g_str_equal (field + strlen (stage), i % 2 == 0 ? "_likelihood" : "_consequence"))
        return i;
    }
  return -1;
}

static Before *
get_before (GHashTable *risks, gint64 id)
{
  Before *before = g_hash_table_lookup (risks, &id);

  if (before != NULL)
    return before;
  before = g_new0 (Before, 1);
  before->closed = -1;
  for (guint i = 0; i < N_RATINGS; i++)
    before->ratings[i] = -1;
  g_hash_table_insert (risks, g_memdup2 (&id, sizeof id), before);
  return before;
}

/* The first change of a field tells what it was. Returns: whether the change can be followed. */
static gboolean
note_change (GHashTable *risks, AnnexStatement *statement)
{
  const char *type = annex_statement_get_string (statement, 0);
  const char *operation = annex_statement_get_string (statement, 2);
  const char *field = annex_statement_get_text (statement, 3);
  const char *old = annex_statement_get_text (statement, 4);
  gint64 id = annex_statement_get_int64 (statement, 1);
  int rating;

  if (g_str_equal (type, "scale_level") || g_str_equal (type, "matrix_cell") || g_str_equal (type, "methodology"))
    return FALSE;
  if (!g_str_equal (type, "risk"))
    return TRUE;
  if (g_str_equal (operation, "create"))
    get_before (risks, id)->created = TRUE;
  if (field == NULL)
    return g_str_equal (operation, "create");
  rating = find_rating (field);
  if (rating >= 0 && get_before (risks, id)->ratings[rating] < 0)
    get_before (risks, id)->ratings[rating] = old != NULL ? atoi (old) : 0;
  if (g_str_equal (field, "status") && get_before (risks, id)->closed < 0)
    get_before (risks, id)->closed = g_strcmp0 (old, "closed") == 0;
  return !g_str_equal (field, "reference");
}

static GHashTable *
read_changes (AnnexStore *store, gint64 commit)
{
  g_autoptr (GHashTable) risks = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (AnnexStatement) statement = annex_statement_new (
    store, "SELECT type, record, operation, field, old FROM change WHERE commit_id > ?1 ORDER BY commit_id, position",
    ANNEX_TOLD_BY_STORE);
  gboolean followed = statement != NULL;
  guint n = 0;

  if (statement != NULL)
    annex_statement_bind_int64 (statement, 1, commit);
  while (followed && annex_statement_next (statement))
    followed = ++n <= MAX_CHANGES && note_change (risks, statement);
  return followed && annex_statement_finish (statement, ANNEX_TOLD_BY_STORE) ? g_steal_pointer (&risks) : NULL;
}

static void
change_ratings (AnnexRiskMap *self, const int *ratings, int count)
{
  add_ratings (self, ratings, count);
  add_move (self, ratings[0], ratings[1], ratings[4], ratings[5], count);
  for (int stage = 0; stage < ANNEX_RISK_N_STAGES; stage++)
    {
      Cell *cell = find_cell (self, (AnnexRiskStage) stage, ratings[2 * stage], ratings[2 * stage + 1]);

      if (cell != NULL)
        g_clear_pointer (&cell->references, g_strfreev);
    }
}

static gboolean
apply_changes (AnnexRiskMap *self, AnnexStore *store, GHashTable *risks)
{
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (store, "SELECT status IS 'closed', " RATINGS " FROM risk WHERE id = ?1", ANNEX_TOLD_BY_STORE);
  GHashTableIter iter;
  const gint64 *id;
  Before *before;

  g_hash_table_iter_init (&iter, risks);
  while (g_hash_table_iter_next (&iter, (gpointer *) &id, (gpointer *) &before))
    {
      int ratings[N_RATINGS];
      gboolean closed;

      if (statement == NULL)
        return FALSE;
      annex_statement_bind_int64 (statement, 1, *id);
      if (!annex_statement_next (statement))
        return FALSE;
      closed = annex_statement_get_boolean (statement, 0);
      read_ratings (statement, 1, ratings);
      annex_statement_finish (statement, ANNEX_TOLD_BY_STORE);
      if (!closed)
        change_ratings (self, ratings, 1);
      for (guint i = 0; i < N_RATINGS; i++)
        if (before->ratings[i] >= 0)
          ratings[i] = before->ratings[i];
      if (!before->created && !(before->closed >= 0 ? before->closed : closed))
        change_ratings (self, ratings, -1);
    }
  return TRUE;
}

AnnexRiskMap *
annex_risk_map_update (AnnexRiskMap *self, AnnexStore *store)
{
  g_autoptr (GHashTable) risks = self->commit > 0 ? read_changes (store, self->commit) : NULL;
  g_autoptr (AnnexRiskMap) updated = NULL;

  if (risks == NULL)
    return NULL;
  updated = copy (self);
  if (!apply_changes (updated, store, risks) || !fill_references (updated, store, NULL, NULL))
    return NULL;
  updated->commit = annex_log_get_last (store);
  return g_steal_pointer (&updated);
}

/* ---- Reading it ---- */

AnnexRiskMap *
annex_risk_map_ref (AnnexRiskMap *self)
{
  g_atomic_ref_count_inc (&self->reference_count);
  return self;
}

void
annex_risk_map_unref (AnnexRiskMap *self)
{
  if (!g_atomic_ref_count_dec (&self->reference_count))
    return;
  for (guint stage = 0; stage < ANNEX_RISK_N_STAGES; stage++)
    {
      for (guint i = 0; i < get_n_cells (self); i++)
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
