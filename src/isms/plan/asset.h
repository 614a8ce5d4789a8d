/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"

G_BEGIN_DECLS

/**
 * annex_asset_dup_need_source:
 * @id: of an asset
 * @property: "confidentiality", "integrity" or "availability"
 *
 * An asset needs at least the protection of what depends on it. Tells where its need comes from:
 * the nearest of the assets with the highest need.
 *
 * Returns: (nullable) (transfer full): the reference of that asset, NULL when the need is its own
 * or there is none, and NULL with @error set.
 */
char *annex_asset_dup_need_source (AnnexStore *store, gint64 id, const char *property, GError **error);

/**
 * AnnexAssetTotal:
 * @value: (nullable): canonical value of the field, NULL for the assets without one
 * @label: the value as people read it
 * @count: how many assets have it
 */
typedef struct
{
  char *value;
  char *label;
  guint count;
} AnnexAssetTotal;

void annex_asset_total_free (AnnexAssetTotal *total);

/**
 * annex_asset_totals:
 * @field_name: a stored choice, scale or boolean field, such as "kind" or "classification"
 *
 * Counts the assets by the values of a field. Disposed assets count only under "lifecycle".
 *
 * Returns: (transfer full) (element-type AnnexAssetTotal): in the order of the choices or levels,
 * those without a value last; NULL with @error set
 */
GPtrArray *annex_asset_totals (AnnexStore *store, const char *field_name, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexAssetTotal, annex_asset_total_free)

G_END_DECLS
