/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-transaction.h"

G_BEGIN_DECLS

/* What the description of the type and its path share. */

/** annex_corrective_action_validate: Refuses dates that contradict one another. */
gboolean annex_corrective_action_validate (AnnexStore *store, AnnexRecord *record, GError **error);

/**
 * annex_corrective_action_complete:
 *
 * Keeps stage, gates and deadlines together. A new record, from an old list perhaps, lands in the stage
 * that it names or that its dates show, and what it lacks before that is noted as skipped. Later on a
 * gate is passed by giving its date, or by moving the stage beyond it, and only with what it needs.
 */
gboolean annex_corrective_action_complete (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, GError **error);

G_END_DECLS
