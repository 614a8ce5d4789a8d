/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-transaction.h"

G_BEGIN_DECLS

/* The checklist of an audit, made from its scope and the questions of the engagement. */

/** annex_audit_checklist_get_last: @last: (out): the highest position on it, 0 when it is empty. Returns: whether it could be read. */
gboolean annex_audit_checklist_get_last (AnnexStore *store, gint64 audit, guint *last, GError **error);

/**
 * annex_audit_checklist_extend:
 * @audit: as it is in the transaction
 * @n_added: (out) (optional)
 *
 * Adds questions for whatever is in scope and has none: clauses, controls and risks in their order, then
 * findings of the audit that it continues which are still open. What has no question in the engagement
 * gets a plain one.
 */
gboolean annex_audit_checklist_extend (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *audit, guint *n_added, GError **error);

G_END_DECLS
