/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-record.h"

G_BEGIN_DECLS

/** annex_treatment_check_reduction: Returns: whether a number field holds a whole number of levels from 0 to 6, or nothing. Errors: %ANNEX_ERROR_INVALID. */
gboolean annex_treatment_check_reduction (AnnexRecord *record, const char *field_name, GError **error);

G_END_DECLS
