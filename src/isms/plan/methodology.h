/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-transaction.h"
#include "method/annex-matrix.h"

G_BEGIN_DECLS

/** annex_methodology_get: Returns: (transfer full) (nullable): the engagement's methodology; files from before there was one have none. NULL also with @error set. */
AnnexRecord *annex_methodology_get (AnnexStore *store, GError **error);

/** annex_methodology_require: As annex_methodology_get(), where there must be one. Errors: %ANNEX_ERROR_NOT_FOUND. */
AnnexRecord *annex_methodology_require (AnnexStore *store, GError **error);

/**
 * annex_methodology_find_version:
 * @version: (out) (transfer full) (nullable): as a canonical value; NULL without a methodology
 *
 * Finds the version that is in force.
 */
gboolean annex_methodology_find_version (AnnexStore *store, char **version, GError **error);

/**
 * annex_methodology_find_review_months:
 * @months: (out): until a risk judged so (0: not yet) is looked at again; 0 without a methodology
 */
gboolean annex_methodology_find_review_months (AnnexStore *store, int likelihood, int consequence, guint *months, GError **error);

/** annex_methodology_begin_version: Counts the methodology's version up, once in a transaction. */
gboolean annex_methodology_begin_version (AnnexTransaction *transaction, AnnexStore *store, GError **error);

/** annex_methodology_set_matrix: Makes the cells in the file those of @matrix: paints, adds and removes. */
gboolean annex_methodology_set_matrix (AnnexTransaction *transaction, AnnexStore *store, const AnnexMatrix *matrix, GError **error);

/**
 * annex_methodology_set_preset:
 * @size: 3, 4 or 5
 *
 * Makes scales, matrix and criteria those of the preset, and the methodology where there is none yet.
 * Estimates of risks stay as they are; those beyond the new scales have no level until they are reassessed.
 */
gboolean annex_methodology_set_preset (AnnexTransaction *transaction, AnnexStore *store, guint size, GError **error);

/** annex_methodology_load_matrix_of: Returns: (transfer full): the matrix of another engagement. Errors: it has none, or one that does not judge every risk. */
AnnexMatrix *annex_methodology_load_matrix_of (AnnexStore *source, GError **error);

/** annex_methodology_take_over: Makes scales, matrix, criteria and text those of the engagement @source; estimates of risks stay as they are. */
gboolean annex_methodology_take_over (AnnexTransaction *transaction, AnnexStore *store, AnnexStore *source, GError **error);

/**
 * annex_methodology_copy_scales:
 *
 * Makes scales, matrix and criteria those of the engagement @source, whether or not they judge every risk, and the
 * methodology where there is none yet. Levels that both have stay the records that they are; own fields of theirs are
 * taken over where both engagements have one of the same label and kind.
 */
gboolean annex_methodology_copy_scales (AnnexTransaction *transaction, AnnexStore *store, AnnexStore *source, GError **error);

/**
 * annex_methodology_copy_own_fields:
 *
 * Gives the levels of scales the own fields that they have in @source. They hold values only after the commit.
 */
gboolean annex_methodology_copy_own_fields (AnnexTransaction *transaction, AnnexStore *source, GError **error);

/** annex_methodology_text_differs: Returns: whether text or axes of two methodologies differ. */
gboolean annex_methodology_text_differs (AnnexRecord *methodology, AnnexRecord *other);

/** annex_methodology_copy_text: Makes the text and the axes those of the engagement @source; both have a methodology. */
gboolean annex_methodology_copy_text (AnnexTransaction *transaction, AnnexStore *store, AnnexStore *source, GError **error);

/**
 * annex_methodology_list_changes:
 * @draft: another engagement
 *
 * Returns: (transfer full) (element-type utf8): a sentence for each difference that annex_methodology_copy_scales()
 * from @draft would make; empty when both judge alike, NULL with @error set.
 */
GPtrArray *annex_methodology_list_changes (AnnexStore *store, AnnexStore *draft, GError **error);

/**
 * AnnexMethodologyMove:
 * @stage: "inherent", "current" or "target"
 * @likelihood: of the risks
 * @consequence: of the risks
 * @level_before: 0 when they have none
 * @level_after: 0 when they will have none
 * @n_risks: how many
 *
 * Risks whose level another matrix would change.
 */
typedef struct
{
  const char *stage;
  int likelihood;
  int consequence;
  int level_before;
  int level_after;
  guint n_risks;
} AnnexMethodologyMove;

/** annex_methodology_list_moves: Returns: (transfer full) (element-type AnnexMethodologyMove): what would move if @matrix came into force. */
GArray *annex_methodology_list_moves (AnnexStore *store, const AnnexMatrix *matrix, GError **error);

G_END_DECLS
