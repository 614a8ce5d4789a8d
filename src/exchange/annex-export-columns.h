/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-link-names.h"

G_BEGIN_DECLS

/**
 * AnnexExportColumns:
 *
 * The columns of a table that goes out: which fields, under which headings, and how their values
 * are written so that an import reads them back.
 */
typedef struct _AnnexExportColumns AnnexExportColumns;

/** annex_export_columns_new: @field_names: (nullable): NULL takes all stored fields. The reference comes first. */
AnnexExportColumns *annex_export_columns_new (AnnexStore *store, const AnnexType *type, const char *const *field_names, GError **error);
guint annex_export_columns_get_n (AnnexExportColumns *self);
const AnnexField *annex_export_columns_get_field (AnnexExportColumns *self, guint column);

/** annex_export_columns_get_heading: Returns: the label, with the field's name behind it where two labels are the same. */
const char *annex_export_columns_get_heading (AnnexExportColumns *self, guint column);

/** annex_export_columns_get_text: Returns: (transfer none): the cell, valid until the next call. */
const char *annex_export_columns_get_text (AnnexExportColumns *self, AnnexRecord *record, guint column);

/** annex_export_columns_get_value: Returns: (transfer none) (nullable): the canonical value, links as references; valid until the next call. */
const char *annex_export_columns_get_value (AnnexExportColumns *self, AnnexRecord *record, guint column);

/** annex_export_columns_is_guarded: Returns: whether the cell could be taken for a formula. */
gboolean annex_export_columns_is_guarded (AnnexExportColumns *self, guint column, const char *text);
void annex_export_columns_free (AnnexExportColumns *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexExportColumns, annex_export_columns_free)

G_END_DECLS
