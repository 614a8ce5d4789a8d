/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/annex-query.h"
#include "method/annex-matrix.h"
#include "risk.h"

G_BEGIN_DECLS

/** ANNEX_RISK_MAP_MAX_REFERENCES: a cell with more risks than that tells only how many. */
#define ANNEX_RISK_MAP_MAX_REFERENCES 20

/**
 * AnnexRiskMap: (boxed, reference counted, immutable)
 *
 * How many risks stand in each cell of the matrix, for each of the three ratings, together with all
 * that a picture of it needs: names of levels, colours, marks and the direction of the axes. It
 * belongs to no thread. Closed risks are left out.
 */
typedef struct _AnnexRiskMap AnnexRiskMap;

GType annex_risk_map_get_type (void);

/**
 * annex_risk_map_new:
 * @query: (nullable): which risks; NULL counts all that are not closed
 *
 * Returns: (transfer full): the map as the store stands, or as it stood after annex_log_begin_as_of().
 * Without a query it reads one index a rating.
 */
AnnexRiskMap *annex_risk_map_new (AnnexStore *store, const AnnexQuery *query, GCancellable *cancellable, GError **error);

/**
 * annex_risk_map_new_bare:
 * @store: (nullable): whose axes; NULL leaves them to annex_risk_map_new_counted()
 * @judge: whose scales and matrix; @store itself, or a draft of another methodology
 *
 * Returns: (transfer full) (nullable): the matrix with its names and colours, and no risk counted; NULL with @error set.
 */
AnnexRiskMap *annex_risk_map_new_bare (AnnexStore *store, AnnexStore *judge, GError **error);

/** annex_risk_map_new_counted: Returns: (transfer full): @bare with the axes as @store has them, and every risk that is not closed counted into it. */
AnnexRiskMap *annex_risk_map_new_counted (AnnexRiskMap *bare, AnnexStore *store, GCancellable *cancellable, GError **error);

/**
 * annex_risk_map_update:
 *
 * Follows in the log what was done since the map was made, which takes no longer with 50,000 risks than with few.
 *
 * Returns: (transfer full) (nullable): the map of the same risks as they are now; NULL where it has to be
 * counted: it was made with a query, or what changed are scales, matrix, many risks or which there are, or something could not be read, so that counting fails and tells why.
 */
AnnexRiskMap *annex_risk_map_update (AnnexRiskMap *self, AnnexStore *store);

AnnexRiskMap *annex_risk_map_ref (AnnexRiskMap *self);
void annex_risk_map_unref (AnnexRiskMap *self);

const AnnexMatrix *annex_risk_map_get_matrix (AnnexRiskMap *self);

/** annex_risk_map_get_n_columns: Returns: how many cells stand beside one another, by the methodology's choice of axes. */
guint annex_risk_map_get_n_columns (AnnexRiskMap *self);
guint annex_risk_map_get_n_rows (AnnexRiskMap *self);

/** annex_risk_map_get_cell: The levels of the cell at @column from the left and @row from the top. */
void annex_risk_map_get_cell (AnnexRiskMap *self, guint column, guint row, int *likelihood, int *consequence);

/** annex_risk_map_find_cell: Returns: whether the matrix has that cell; @column and @row: (out). */
gboolean annex_risk_map_find_cell (AnnexRiskMap *self, int likelihood, int consequence, guint *column, guint *row);

/** annex_risk_map_get_column_label: Returns: (transfer none): the name of the level that the column stands for. */
const char *annex_risk_map_get_column_label (AnnexRiskMap *self, guint column);
const char *annex_risk_map_get_row_label (AnnexRiskMap *self, guint row);

/** annex_risk_map_get_column_title: Returns: (transfer none): the name of the scale across. */
const char *annex_risk_map_get_column_title (AnnexRiskMap *self);
const char *annex_risk_map_get_row_title (AnnexRiskMap *self);

/** annex_risk_map_get_count: Returns: how many risks have that rating. */
guint annex_risk_map_get_count (AnnexRiskMap *self, AnnexRiskStage stage, int likelihood, int consequence);

/** annex_risk_map_get_unrated: Returns: how many risks have no level at that stage. */
guint annex_risk_map_get_unrated (AnnexRiskMap *self, AnnexRiskStage stage);

/** annex_risk_map_get_references: Returns: (nullable) (transfer none): the references in a cell, NULL when there are none or too many. */
const char *const *annex_risk_map_get_references (AnnexRiskMap *self, AnnexRiskStage stage, int likelihood, int consequence);

/**
 * AnnexRiskMapLevel:
 * @level: number
 * @name: for people
 * @red: 0 to 1; the colour is grey where the engagement gives none
 * @green: 0 to 1
 * @blue: 0 to 1
 * @mark: key of the pattern, "plain" for none
 *
 * How a level of risk looks.
 */
typedef struct
{
  int level;
  char *name;
  double red;
  double green;
  double blue;
  char *mark;
} AnnexRiskMapLevel;

/** annex_risk_map_find_level: Returns: (nullable) (transfer none): how a level looks; NULL for 0, a cell not painted. */
const AnnexRiskMapLevel *annex_risk_map_find_level (AnnexRiskMap *self, int level);

/** annex_risk_map_get_levels: Returns: (transfer none) (element-type AnnexRiskMapLevel): all, ascending. */
GPtrArray *annex_risk_map_get_levels (AnnexRiskMap *self);

/** annex_risk_map_dup_cell_text: Returns: (transfer full): a cell in words, "Likelihood 4, consequence 5, Critical, 3 risks". */
char *annex_risk_map_dup_cell_text (AnnexRiskMap *self, AnnexRiskStage stage, int likelihood, int consequence);

/**
 * AnnexRiskMapMove:
 *
 * How many risks go from one cell to another between two ratings.
 */
typedef struct
{
  int from_likelihood;
  int from_consequence;
  int to_likelihood;
  int to_consequence;
  guint n_risks;
} AnnexRiskMapMove;

/** annex_risk_map_get_moves: Returns: (transfer none) (element-type AnnexRiskMapMove): from inherent to residual, those that stay left out. */
GArray *annex_risk_map_get_moves (AnnexRiskMap *self);

/**
 * annex_risk_map_move_risks:
 * @ids: (element-type gint64): of risks
 * @rationale: (nullable): why; replaces the rating's rationale
 *
 * Gives risks another rating, as one step of undo.
 */
gboolean annex_risk_map_move_risks (AnnexStore *store, GArray *ids, AnnexRiskStage stage, int likelihood, int consequence,
                                    const char *rationale, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexRiskMap, annex_risk_map_unref)

G_END_DECLS
