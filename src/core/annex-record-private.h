/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-record.h"

G_BEGIN_DECLS

/**
 * annex_record_new:
 * @fields: (element-type AnnexField): as annex_store_get_fields()
 * @values: (transfer full): canonical values, one a field, each nullable
 * @texts: (transfer full): what people read, one a field; NULL where it is the value itself
 */
AnnexRecord *annex_record_new (const AnnexType *type, GPtrArray *fields, gint64 id, char **values, char **texts);

/**
 * annex_record_new_view:
 * @values: (transfer none): canonical values, one a field; the record shows what they are at any time
 *
 * For rules that take a record, over values that are kept elsewhere and outlive it.
 */
AnnexRecord *annex_record_new_view (const AnnexType *type, GPtrArray *fields, const char **values);

/** annex_record_set_view_id: Says which record a view shows; 0 for one not yet stored. */
void annex_record_set_view_id (AnnexRecord *self, gint64 id);

G_END_DECLS
