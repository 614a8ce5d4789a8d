/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "annex-store.h"

G_BEGIN_DECLS

/**
 * AnnexLogEntry:
 * @commit: number of the commit, from 1
 * @time: ISO 8601 in UTC
 * @author: who
 * @label: what the commit did
 * @kind: "edit", "undo" or "redo"
 * @reference: (nullable): of the record, at that time
 * @operation: (nullable): "create", "update" or "delete"
 * @field: (nullable): name of the field, for an update
 * @old: (nullable): as people read it
 * @new: (nullable): as people read it
 *
 * One line of the history.
 */
typedef struct
{
  gint64 commit;
  char *time;
  char *author;
  char *label;
  char *kind;
  char *reference;
  char *operation;
  char *field;
  char *old;
  char *new;
} AnnexLogEntry;

void annex_log_entry_free (AnnexLogEntry *entry);

/** annex_log_list: Returns: (transfer full) (element-type AnnexLogEntry): the newest @limit commits, newest first, without their fields. */
GPtrArray *annex_log_list (AnnexStore *store, guint limit, GError **error);

/** annex_log_list_record: Returns: (transfer full) (element-type AnnexLogEntry): all that happened to a record, newest first. */
GPtrArray *annex_log_list_record (AnnexStore *store, gint64 id, GError **error);

/** annex_log_undo: Takes the last commit not yet undone back, as a commit of its own. @label: (out) (optional) (transfer full). Errors: ANNEX_ERROR_NOTHING_TO_DO. */
gboolean annex_log_undo (AnnexStore *store, char **label, GError **error);

/** annex_log_redo: Does again what was undone last. */
gboolean annex_log_redo (AnnexStore *store, char **label, GError **error);

/** annex_log_count_reversal: Returns: how many changes the next undo, or else the next redo, would reverse; 0 if there is nothing to do. */
guint annex_log_count_reversal (AnnexStore *store, gboolean undo);

/** AnnexLogProgress: @share: of the changes that are reversed, 0 to 1. May run the main loop, as long as nothing is written to the store meanwhile. */
typedef void (*AnnexLogProgress) (double share, gpointer data);

/**
 * annex_log_reverse:
 * @undo: TRUE to undo, FALSE to redo
 * @progress: (nullable): told every few milliseconds
 *
 * As annex_log_undo() or annex_log_redo(), for many changes at once. When cancelled nothing is reversed.
 */
gboolean annex_log_reverse (AnnexStore *store, gboolean undo, AnnexLogProgress progress, gpointer data, GCancellable *cancellable, char **label,
                            GError **error);

/**
 * annex_log_mark_start: Logs that the engagement begins here, as @label says: what was done before,
 * setting the file up, is in the history but is not undone.
 */
gboolean annex_log_mark_start (AnnexStore *store, const char *label, GError **error);

/** annex_log_get_last: Returns: the number of the last commit, 0 before the first. */
gint64 annex_log_get_last (AnnexStore *store);

/**
 * annex_log_mark_aside:
 * @since: the last commit before what was done aside
 *
 * Logs, as @label says, that the commits after @since were the program's doing: they are in the
 * history, while undo and redo go on where they stood before them.
 */
gboolean annex_log_mark_aside (AnnexStore *store, gint64 since, const char *label, GError **error);

/**
 * annex_log_begin_as_of: Shows the engagement, on this connection, as it stood at the end of @date
 * (YYYY-MM-DD, in the user's time zone); everything is read from the log, by the order of its commits, and today is that
 * day: what was late then is late here. Ended by annex_log_end_as_of().
 * Errors: also %ANNEX_ERROR_DAMAGED, naming a commit that cannot have been.
 */
gboolean annex_log_begin_as_of (AnnexStore *store, const char *date, GError **error);
void annex_log_end_as_of (AnnexStore *store);

/** annex_log_get_as_of_remark: Returns: (nullable) (transfer none): what people should know of the date that is shown: that times run backwards. */
const char *annex_log_get_as_of_remark (AnnexStore *store);

G_END_DECLS
