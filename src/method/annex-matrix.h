/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"

G_BEGIN_DECLS

/**
 * AnnexMatrix: (boxed)
 *
 * A risk matrix as in ISO/IEC 27005: for each pair of likelihood and consequence a level, assigned
 * cell by cell. Levels and both scales are numbers of the engagement's scales "likelihood",
 * "consequence" and "risk_level".
 */
typedef struct _AnnexMatrix AnnexMatrix;

/** annex_matrix_get_type: Returns: the boxed type. */
GType annex_matrix_get_type (void);

/**
 * annex_matrix_new:
 * @likelihoods: (element-type int): the levels of the scale, ascending; copied
 * @consequences: (element-type int): the levels of the scale, ascending; copied
 *
 * Returns: (transfer full): a matrix with nothing painted.
 */
AnnexMatrix *annex_matrix_new (GArray *likelihoods, GArray *consequences);

/**
 * annex_matrix_new_preset:
 * @size: 3, 4 or 5: levels of either scale
 *
 * Levels by the product of likelihood and consequence: for 5, 1–4 low, 5–9 medium, 10–14 high,
 * 15–25 critical (1 to 4); for 4, 1–3, 4–6, 8–9, 12–16; for 3, 1–2, 3–4, 6, 9.
 *
 * Returns: (transfer full): the matrix.
 */
AnnexMatrix *annex_matrix_new_preset (guint size);

/** annex_matrix_load: Returns: (transfer full): the engagement's matrix, as large as its scales; NULL with @error set. */
AnnexMatrix *annex_matrix_load (AnnexStore *store, GError **error);

AnnexMatrix *annex_matrix_copy (const AnnexMatrix *self);
void annex_matrix_free (AnnexMatrix *self);

guint annex_matrix_get_n_likelihoods (const AnnexMatrix *self);
guint annex_matrix_get_n_consequences (const AnnexMatrix *self);

/** annex_matrix_get_likelihood: Returns: the number of the level at @index, from the lowest. */
int annex_matrix_get_likelihood (const AnnexMatrix *self, guint index);

/** annex_matrix_get_consequence: Returns: the number of the level at @index, from the lowest. */
int annex_matrix_get_consequence (const AnnexMatrix *self, guint index);

/** annex_matrix_get_level: Returns: the level of a cell; 0 when it is not painted or not in the matrix. */
int annex_matrix_get_level (const AnnexMatrix *self, int likelihood, int consequence);

/** annex_matrix_set_level: Paints a cell; @level 0 wipes it. Does nothing outside the matrix. */
void annex_matrix_set_level (AnnexMatrix *self, int likelihood, int consequence, int level);

/** annex_matrix_reduce: Returns: the level of a scale @steps below @value, not below its lowest; @value when it is not on the scale. */
int annex_matrix_reduce_likelihood (const AnnexMatrix *self, int value, guint steps);
int annex_matrix_reduce_consequence (const AnnexMatrix *self, int value, guint steps);

/**
 * annex_matrix_list_faults:
 *
 * Returns: (transfer full) (element-type utf8): a sentence for each thing that keeps the matrix from
 * judging every risk: a scale with fewer than 3 or more than 7 levels, gaps in a scale, cells not painted,
 * cells with a level that the scale does not have, and a worse cell with a lower level than a better one. NULL with @error set.
 */
GPtrArray *annex_matrix_list_faults (const AnnexMatrix *self, AnnexStore *store, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexMatrix, annex_matrix_free)

G_END_DECLS
