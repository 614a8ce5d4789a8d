/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_RECORD_HISTORY (annex_record_history_get_type ())
G_DECLARE_FINAL_TYPE (AnnexRecordHistory, annex_record_history, ANNEX, RECORD_HISTORY, AdwBin)

/** annex_record_history_show: Shows what happened to a record; read when it is unfolded. */
void annex_record_history_show (AnnexRecordHistory *self, AnnexStore *store, gint64 id);

/** annex_record_history_dup_time: Returns: (transfer full): a time of the log, in the user's zone and language. */
char *annex_record_history_dup_time (const char *time);

G_END_DECLS
