/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-change-set.h"
#include "annex-lock.h"
#include "annex-statement.h"
#include "annex-store.h"
#include "annex-transaction.h"

G_BEGIN_DECLS

#define ANNEX_N_RECENT_STATEMENTS 64

/* A kept statement by where its text stands, which is sooner found than by the text. */
typedef struct
{
  const char *sql;
  const char *text; /* a copy: another text may come to stand there */
  AnnexStatement *statement;
} AnnexRecentStatement;

struct _AnnexStore
{
  GObject parent_instance;

  char *path;
  sqlite3 *database;
  sqlite3 *live;          /* the file's own connection while database shows an earlier date */
  char *past_remark;      /* what is odd about the times behind that date */
  GHashTable *statements; /* SQL → AnnexStatement */
  AnnexRecentStatement recent[ANNEX_N_RECENT_STATEMENTS];
  GHashTable *insert_sql; /* AnnexType → SQL that inserts a row */
  GHashTable *fields;     /* AnnexType → GPtrArray of AnnexField */
  GHashTable *scales;     /* "scale/level" → name; NULL when to be read again */
  guint day;              /* the Julian day of the earlier date; 0 for today */
  guint shown_day;        /* today when the views last heard of it */
  AnnexLock *lock;
  AnnexTransaction *transaction;
  char *author;
  char *read_only_reason;
  gboolean read_only;
  gboolean is_damaged;    /* as far as is known by now */
  gboolean checked;       /* for soundness, on opening */
  guint poll_source;
  GError *failure;        /* of the first read that failed since annex_store_confirm_reads() */
  GError *untold;         /* what "read-failed" will say */
  guint failure_source;
  guint day_source;
  int data_version;
};

/** annex_store_drop_statements: Finalizes every kept statement. */
void annex_store_drop_statements (AnnexStore *self);

/** annex_store_execute: Runs statements that return nothing. */
gboolean annex_store_execute (AnnexStore *self, const char *sql, GError **error);

/** annex_store_set_error: Turns what SQLite last said into an error for people. */
void annex_store_set_error (AnnexStore *self, GError **error);

/** annex_store_set_read_error: As annex_store_set_error(), of a statement that only reads. */
void annex_store_set_read_error (AnnexStore *self, GError **error);

/** annex_store_keep_failure: Keeps what a read failed with for annex_store_confirm_reads(), and has it told to the window. */
void annex_store_keep_failure (AnnexStore *self, const GError *failure);

/** annex_store_miss_content: Keeps and sets the error that a record is there without its content. */
void annex_store_miss_content (AnnexStore *self, gint64 id, GError **error);

/** annex_store_emit_read_failed: Emits "read-failed" with what is not told yet. */
void annex_store_emit_read_failed (AnnexStore *self);

/** annex_store_make_damaged: As annex_store_set_damaged(), without telling anybody. */
void annex_store_make_damaged (AnnexStore *self);

/** annex_store_fail: As annex_store_set_error(). Returns: FALSE. */
gboolean annex_store_fail (AnnexStore *self, GError **error);

/** annex_store_select_columns: Returns: (transfer full): what to select to read a record with annex_store_read_row(), over "record x JOIN <type> r"; @stored_only leaves computed fields empty. */
char *annex_store_select_columns (AnnexStore *self, const AnnexType *type, gboolean stored_only);

/** annex_store_read_row: Returns: (transfer full): the record in the current row of such a selection. */
AnnexRecord *annex_store_read_row (AnnexStore *self, const AnnexType *type, AnnexStatement *statement);

/** annex_store_dup_value_sql: Returns: (transfer full): SQL for the canonical value of @field over the aliases x and r. */
char *annex_store_dup_value_sql (const AnnexField *field);

/** annex_store_committed: To be called after each commit: forgets what was derived, tells the views. */
void annex_store_committed (AnnexStore *self, AnnexChangeSet *changes);

/**
 * annex_store_check_soundness: Returns: whether SQLite finds the file sound, links lead to records, and records have
 * their content. Errors: ANNEX_ERROR_DAMAGED; others where the file could not be read.
 */
gboolean annex_store_check_soundness (AnnexStore *self, GError **error);

/** annex_store_set_damaged: From here on the file is only read, and says why. */
void annex_store_set_damaged (AnnexStore *self);

G_END_DECLS
