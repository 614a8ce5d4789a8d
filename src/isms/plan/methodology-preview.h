/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "methodology.h"
#include "risk-map.h"

G_BEGIN_DECLS

/**
 * AnnexMethodologyPreview:
 * @map: the risks as a draft of the methodology would judge them
 * @moves: (element-type AnnexMethodologyMove): ratings whose level it would change
 */
typedef struct
{
  AnnexRiskMap *map;
  GArray *moves;
} AnnexMethodologyPreview;

/**
 * annex_methodology_preview_count:
 * @draft: another engagement; read before this returns
 *
 * Judges every risk of @store by scales and matrix of @draft, in a thread of its own. Errors: %ANNEX_ERROR_STORAGE, G_IO_ERROR_CANCELLED.
 */
void annex_methodology_preview_count (AnnexStore *store, AnnexStore *draft, GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user_data);

/** annex_methodology_preview_count_finish: Returns: (transfer full): what was counted; NULL with @error set. */
AnnexMethodologyPreview *annex_methodology_preview_count_finish (GAsyncResult *result, GError **error);

/** annex_methodology_preview_get_n_ratings: Returns: how many ratings move. */
guint annex_methodology_preview_get_n_ratings (AnnexMethodologyPreview *self);

/** annex_methodology_preview_dup_text: Returns: (transfer full): what moves, in lines for people; of many, the first. */
char *annex_methodology_preview_dup_text (AnnexMethodologyPreview *self, AnnexStore *store, AnnexStore *draft);

void annex_methodology_preview_free (AnnexMethodologyPreview *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexMethodologyPreview, annex_methodology_preview_free)

G_END_DECLS
