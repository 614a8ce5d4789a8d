/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-chain.h"
#include "annex-change-set.h"
#include "annex-change.h"
#include "annex-draft-private.h"
#include "annex-row.h"
#include "annex-transaction.h"

G_BEGIN_DECLS

/**
 * AnnexKeys: Who sees to it that each link leads to a record, and each content belongs to one.
 * @ANNEX_KEYS_ONE_BY_ONE: SQLite, with each row, besides the transaction
 * @ANNEX_KEYS_BEFORE_COMMIT: SQLite, for the whole file before the commit: what is undone is not checked by the
 * transaction
 * @ANNEX_KEYS_IN_CODE: the transaction alone
 */
typedef enum
{
  ANNEX_KEYS_ONE_BY_ONE,
  ANNEX_KEYS_BEFORE_COMMIT,
  ANNEX_KEYS_IN_CODE
} AnnexKeys;

struct _AnnexTransaction
{
  AnnexStore *store;
  char *label;
  char *hash;
  const char *kind;
  gint64 commit;
  gint64 undoes;
  gint64 undo_top;
  gint64 redo_top;
  gint64 next_id;
  guint64 n_changes;
  AnnexChain *chain;
  GHashTable *next_numbers; /* AnnexType → next number of a reference */
  GHashTable *references;   /* hashes of all references, NULL while there are few new records */
  gboolean cannot_know_references; /* they could not be read */
  GHashTable *targets;      /* id → AnnexType of records known to be there */
  GHashTable *to_index;     /* ids whose search words must be rebuilt → whether they only go, as their records did */
  GHashTable *records_with_broken_links; /* ids of records that lost a link to one that was deleted */
  GHashTable *drafts;       /* AnnexType → AnnexDraft */
  AnnexRow *row;            /* of the record that is being made */
  GHashTable *completed;    /* id of a new record → what its type added when it was made, see annex_draft_pack() */
  GArray *to_finish;        /* ids of records whose type has more to say before the commit, in the order of their first change */
  GHashTable *finishing;    /* the same ids → whether the record is to be completed */
  AnnexChangeSet *changes;
  void (*finish) (gpointer data);
  gpointer finish_data;
  AnnexKeys keys;
  gboolean open;
  gboolean failed;
};

/**
 * annex_transaction_begin_in_bulk:
 *
 * As annex_transaction_begin(), for very many changes of records that are known to be sound: that each link leads to a
 * record, and each content belongs to one, is checked for the whole file before the commit. One by one, SQLite asks
 * every table whether anything in it depends on a record that is deleted.
 */
AnnexTransaction *annex_transaction_begin_in_bulk (AnnexStore *store, const char *label, GError **error);

/** annex_transaction_check_keys_again: Has SQLite check links one by one again; to be called outside of a transaction. */
void annex_transaction_check_keys_again (AnnexStore *store);

/** annex_transaction_fail: Nothing of the transaction is saved from here on. Returns: FALSE. */
gboolean annex_transaction_fail (AnnexTransaction *self);

/** annex_transaction_check_usable: Returns: whether anything more can be done: not after a failure, nor after SQLite took everything back. */
gboolean annex_transaction_check_usable (AnnexTransaction *self, GError **error);

/** annex_transaction_write: Steps and resets a statement that writes. */
gboolean annex_transaction_write (AnnexTransaction *self, sqlite3_stmt *statement, GError **error);

/** annex_transaction_read_number: @text: (nullable): for ?1; @number: (out): the first column of the first row, 0 where there is none. */
gboolean annex_transaction_read_number (AnnexStore *store, const char *sql, const char *text, gint64 *number, GError **error);

/** annex_transaction_get_next_number: Returns: (nullable) (transfer none): the next number of a reference; it is for
 * the caller to count on. */
gint64 *annex_transaction_get_next_number (AnnexTransaction *self, const AnnexType *type, GError **error);

/** annex_transaction_check_reference: Returns: whether no record but @except has that reference. */
gboolean
annex_transaction_check_reference (AnnexTransaction *self, const char *reference, gint64 except, GError **error);

/** annex_transaction_note_reference: To be called for each reference that is given. */
void annex_transaction_note_reference (AnnexTransaction *self, const char *reference);

/** annex_transaction_get_draft: Returns: (transfer none): the draft of that type, to be filled again for each record. */
AnnexDraft *annex_transaction_get_draft (AnnexTransaction *self, const AnnexType *type);

/** annex_transaction_change: As annex_transaction_set_values() for a record as it is stored. */
gboolean annex_transaction_change (AnnexTransaction *self, AnnexRecord *record, GHashTable *values, GError **error);

/** annex_transaction_roll_back: Takes back what is open in the file. */
void annex_transaction_roll_back (AnnexStore *store);

/**
 * annex_transaction_set_reversal:
 *
 * Makes this an undo or redo of commit @undoes, or a start (0), after which @undo_top and @redo_top (0: none) are
 * the next commits to undo and redo.
 */
void annex_transaction_set_reversal (AnnexTransaction *self, const char *kind, gint64 undoes, gint64 undo_top, gint64 redo_top);

/**
 * annex_transaction_reverse:
 * @change: as annex_change_read() found it
 *
 * Does the opposite of one row of the log. No rule is asked: the state returned to was valid.
 */
gboolean annex_transaction_reverse (AnnexTransaction *self, const AnnexChange *change, GError **error);

/** annex_transaction_get_store: Returns: (transfer none): where it writes. */
AnnexStore *annex_transaction_get_store (AnnexTransaction *self);

/**
 * annex_transaction_set_finisher:
 * @finish: (nullable): commits and frees the transaction now
 *
 * For one that is open while the main loop runs: whoever begins another has this one finished first.
 */
void annex_transaction_set_finisher (AnnexTransaction *self, void (*finish) (gpointer data), gpointer data);

/** annex_transaction_set_over: Sets @error to that an earlier step failed. */
void annex_transaction_set_over (GError **error);

/**
 * annex_transaction_check_open:
 *
 * To be asked before each write: after some failures SQLite takes the whole transaction back by itself, and what is
 * written then would be in the file at once, without its commit.
 *
 * Returns: whether a transaction is open.
 */
gboolean annex_transaction_check_open (AnnexStore *store, GError **error);

/** annex_transaction_finish_open: Finishes the transaction that is open in @store, if it can be. */
void annex_transaction_finish_open (AnnexStore *store);

G_END_DECLS
