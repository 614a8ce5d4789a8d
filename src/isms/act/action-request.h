/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"

G_BEGIN_DECLS

/*
 * Corrective actions that begin with another record: an incident, an activity that was missed, an
 * indicator out of bounds, an open decision of a management review, an exception that has expired. Findings have annex_finding_request_action().
 */

/** annex_action_request_is_due: Returns: whether a corrective action may be asked of @record, and none was yet; FALSE with @error set on failure. */
gboolean annex_action_request_is_due (AnnexStore *store, AnnexRecord *record, GError **error);

/**
 * annex_action_request_make:
 * @source: id of the record that it begins with
 *
 * Raises a nonconformity today with what the record says, linked to it. Its grading is left to people.
 *
 * Returns: the id of the corrective action, the one that is there already where there is one; 0 with @error set.
 */
gint64 annex_action_request_make (AnnexStore *store, gint64 source, GError **error);

G_END_DECLS
