/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"

G_BEGIN_DECLS

/**
 * annex_justification_suggest:
 * @control: id of a control
 *
 * Returns: (transfer full) (element-type utf8): sentences that could stand in its justification, drawn from the
 * records that are linked: the risks it keeps down, the measures that put it in place, the requirements it meets, who
 * performs it; for an excluded one the beginning of a reason that is tied to the scope. May be empty; NULL with @error set.
 */
GPtrArray *annex_justification_suggest (AnnexStore *store, gint64 control, GError **error);

G_END_DECLS
