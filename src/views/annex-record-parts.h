/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/annex-record-part.h"

G_BEGIN_DECLS

/** annex_record_parts_create: An #AnnexRecordPartsFunc that knows every part there is. */
GPtrArray *annex_record_parts_create (const AnnexType *type);

G_END_DECLS
