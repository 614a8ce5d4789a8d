/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-store.h"

G_BEGIN_DECLS

/**
 * AnnexWriteQueue:
 *
 * Rows that are still to be written. They are gathered, so that one statement writes many of them, and a thread of the
 * queue's own writes what is gathered while the caller prepares the next rows. Rows of one kind are written in the
 * order in which they were added.
 *
 * What is in the queue is in no table yet. Every statement of the store waits until it is; whoever asks SQLite itself
 * calls annex_write_queue_settle() first. One failure ends it: nothing more is written until
 * annex_write_queue_discard(). A queue belongs to the thread that uses the store.
 */
typedef struct _AnnexWriteQueue AnnexWriteQueue;
typedef struct _AnnexWriteKind AnnexWriteKind;

/**
 * AnnexWriteFlags:
 * @ANNEX_WRITE_INSERT: the text is all of an INSERT but what follows VALUES
 * @ANNEX_WRITE_DELETE: the text is all of a DELETE but the list of ids that follows IN
 * @ANNEX_WRITE_EACH: to delete a row that is not there is a failure
 * @ANNEX_WRITE_SINGLY: a statement for each row: one that writes many rows to a virtual table is a savepoint to it,
 * before
 *   which the search index writes out all that it has gathered
 * @ANNEX_WRITE_LOG: nothing that is deleted in the same transaction was inserted by it, nor the other way round
 */
typedef enum
{
  ANNEX_WRITE_INSERT = 1 << 0,
  ANNEX_WRITE_DELETE = 1 << 1,
  ANNEX_WRITE_EACH = 1 << 2,
  ANNEX_WRITE_SINGLY = 1 << 3,
  ANNEX_WRITE_LOG = 1 << 4
} AnnexWriteFlags;

AnnexWriteQueue *annex_write_queue_new (AnnexStore *store);

/** annex_write_queue_find_kind: Returns: (nullable) (transfer none): what was added for @key, which is some address. */
AnnexWriteKind *annex_write_queue_find_kind (AnnexWriteQueue *self, gconstpointer key);

/** annex_write_queue_add_kind: @n_columns: values in a row. Returns: (transfer none): the kind of rows that @sql
 * writes. */
AnnexWriteKind *annex_write_queue_add_kind (AnnexWriteQueue *self,
                                            gconstpointer key,
                                            const char *sql,
                                            guint n_columns,
                                            AnnexWriteFlags flags);

/**
 * annex_write_queue_begin_row:
 *
 * Begins a row, to which as many values are to be added as its kind has columns.
 *
 * Returns: FALSE when the row cannot be taken, or one before it could not be written
 */
gboolean annex_write_queue_begin_row (AnnexWriteQueue *self, AnnexWriteKind *kind, GError **error);

/** annex_write_queue_add_number: Adds a value to the row. */
void annex_write_queue_add_number (AnnexWriteQueue *self, gint64 number);

/** annex_write_queue_add_text: Adds a copy of @text, which may be NULL, to the row. */
void annex_write_queue_add_text (AnnexWriteQueue *self, const char *text);

/** annex_write_queue_settle: Waits until all is written. Returns: whether it could be. */
gboolean annex_write_queue_settle (AnnexWriteQueue *self, GError **error);

/** annex_write_queue_is_settled: Returns: whether nothing is in the queue, so that no other thread uses the
 * connection. */
gboolean annex_write_queue_is_settled (AnnexWriteQueue *self);

/** annex_write_queue_has_failed: Returns: whether some row could not be written. */
gboolean annex_write_queue_has_failed (AnnexWriteQueue *self);

/** annex_write_queue_discard: Forgets what is not written yet, and a failure; ends the thread. */
void annex_write_queue_discard (AnnexWriteQueue *self);

/** annex_write_queue_drop_statements: As annex_write_queue_discard(), and finalizes what was prepared. */
void annex_write_queue_drop_statements (AnnexWriteQueue *self);
void annex_write_queue_free (AnnexWriteQueue *self);

G_END_DECLS
