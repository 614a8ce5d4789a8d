/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-transaction.h"

G_BEGIN_DECLS

/** annex_date_rules_dup_later: Returns: (transfer full) (nullable): the date @months after @date (YYYY-MM-DD), at the latest the end of that month. */
char *annex_date_rules_dup_later (const char *date, guint months);

/** annex_date_rules_check_order: Refuses a record whose date or time in @later lies before the one in @earlier. Empty ones pass; with a date on one side the days are compared. */
gboolean annex_date_rules_check_order (AnnexRecord *record, const char *earlier, const char *later, GError **error);

/** annex_date_rules_check_past: Refuses a record whose date or time in @field_name is still to come. */
gboolean annex_date_rules_check_past (AnnexRecord *record, const char *field_name, GError **error);

/** annex_date_rules_check_time: Refuses a record whose text in @field_name is no time of day written as "09:30". Empty passes. */
gboolean annex_date_rules_check_time (AnnexRecord *record, const char *field_name, GError **error);

/** annex_date_rules_complete_done: As #AnnexType.complete: what becomes "done" by its "status" was done on a day, "done_on"; today unless another is given. */
gboolean annex_date_rules_complete_done (AnnexDraft *draft, AnnexStore *store, AnnexRecord *record, GError **error);

G_END_DECLS
