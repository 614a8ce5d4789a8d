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

G_END_DECLS
