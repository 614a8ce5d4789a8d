/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-transaction.h"
#include "recurrence.h"

G_BEGIN_DECLS

/** annex_activity_get_recurrence: Returns: whether the record of type "activity" says when it happens, which is then in @recurrence. */
gboolean annex_activity_get_recurrence (AnnexRecord *activity, AnnexRecurrence *recurrence);

/**
 * annex_activity_dup_start_from:
 * @day: Julian day, as in GDate
 *
 * The day that an activity begins on which is taken over into another engagement on @day, for what came before is
 * none of its business: the first of its times from then on; of those at the end of a month one that shows which
 * day of the month is meant, if there is one within a year.
 *
 * Returns: (transfer full) (nullable)
 */
char *annex_activity_dup_start_from (AnnexRecord *activity, guint day);

/**
 * annex_activity_plan_next:
 * @id: of a record of type "activity"
 *
 * Makes the occurrence that comes next, unless one is open already, the activity is not carried out
 * any more, or its last one was. It is due at the first time after the latest one that is over, counted
 * from the day it was due or done, whichever is later. Errors: as annex_transaction_add().
 */
gboolean annex_activity_plan_next (AnnexTransaction *transaction, AnnexStore *store, gint64 id, GError **error);

G_END_DECLS
