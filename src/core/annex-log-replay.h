/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "annex-row.h"

G_BEGIN_DECLS

/**
 * AnnexReplayed:
 * @record: id
 * @type: (nullable): NULL where the log names none that is known
 * @reference: (nullable): the last one that the log knows
 * @commit: the last one that changed the record
 * @number: the greatest number of a reference that it was created with, 0 where there is none
 * @row: (nullable): the record after all its changes; NULL once it was deleted
 * @fault: (nullable): a sentence about a change that cannot have been; @row is what was there before it
 *
 * One record by the log alone.
 */
typedef struct
{
  gint64 record;
  const AnnexType *type;
  char *reference;
  gint64 commit;
  gint64 number;
  AnnexRow *row;
  char *fault;
} AnnexReplayed;

/** AnnexLogReplayFunc: Returns: FALSE with @error set to stop. */
typedef gboolean (*AnnexLogReplayFunc) (const AnnexReplayed *replayed, gpointer data, GError **error);

/**
 * annex_log_replay:
 * @last: the last commit to follow
 * @records: (nullable): a table with the ids of the records to tell of; NULL for all
 *
 * Tells of each record that the log ever knew, by id, what became of it up to commit @last. Memory does not grow with the log.
 */
gboolean annex_log_replay (AnnexStore *store, gint64 last, const char *records, AnnexLogReplayFunc func, gpointer data, GCancellable *cancellable,
                           GError **error);

G_END_DECLS
