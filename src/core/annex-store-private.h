/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "annex-change-set.h"
#include "annex-lock.h"
#include "annex-private-copy.h"
#include "annex-statement.h"
#include "annex-store-opening-private.h"
#include "annex-store.h"
#include "annex-transaction.h"
#include "annex-write-queue.h"

G_BEGIN_DECLS

#define ANNEX_N_RECENT_STATEMENTS 64

/* A kept statement by where its text stands, which is sooner found than by the text. */
typedef struct
{
  const char *sql;
  const char *text; /* a copy: another text may come to stand there */
  AnnexStatement *statement;
} AnnexRecentStatement;

/**
 * AnnexReadOnlyCause: Why a store is only read.
 * @ANNEX_READ_ONLY_ASKED: that was asked for
 * @ANNEX_READ_ONLY_LOCKED: somebody else writes
 * @ANNEX_READ_ONLY_UNWRITABLE: file or folder cannot be written, or locks cannot be had just now
 * @ANNEX_READ_ONLY_LOCKLESS: the file system has no locks
 * @ANNEX_READ_ONLY_JOURNAL: what a crash left beside the file does not fit
 * @ANNEX_READ_ONLY_MOVED: the file is elsewhere
 * @ANNEX_READ_ONLY_LOST: the file was deleted or replaced
 */
typedef enum
{
  ANNEX_READ_ONLY_ASKED,
  ANNEX_READ_ONLY_LOCKED,
  ANNEX_READ_ONLY_UNWRITABLE,
  ANNEX_READ_ONLY_LOCKLESS,
  ANNEX_READ_ONLY_JOURNAL,
  ANNEX_READ_ONLY_MOVED,
  ANNEX_READ_ONLY_LOST
} AnnexReadOnlyCause;

struct _AnnexStore
{
  GObject parent_instance;

  char *path;             /* as people know it */
  char *database_path;    /* the same, from the root */
  AnnexFileHandle *handle;
  AnnexPrivateCopy *copy; /* what is shown in the file's place */
  GCancellable *copying;  /* (nullable): of the private copy that is being made */
  sqlite3_stmt *hold;     /* (nullable): keeps the file as it is meanwhile */
  gint64 copy_again;      /* when to try that again, in monotonic time; 0 at once */
  gboolean copy_failed;   /* which is told */
  char *moved_to;
  char *opening_remark;   /* on what lay beside the file */
  sqlite3 *database;
  sqlite3 *live;          /* the file's own connection while database shows an earlier date */
  char *past_remark;      /* what is odd about the times behind that date */
  GHashTable *statements; /* SQL → AnnexStatement */
  AnnexRecentStatement recent[ANNEX_N_RECENT_STATEMENTS];
  AnnexWriteQueue *writes; /* NULL before the first */
  GHashTable *settings;   /* key → (nullable) value, to be written on closing */
  GHashTable *fields;     /* AnnexType → GPtrArray of AnnexField */
  GHashTable *answers;    /* question → gint64, see annex_store_ask_number() */
  GHashTable *answering;  /* AnnexTypes on which answers depend */
  GHashTable *scales;     /* "scale/level" → name; NULL when to be read again */
  guint day;              /* the Julian day of the earlier date; 0 for today */
  guint shown_day;        /* today when the views last heard of it */
  AnnexLock *lock;
  AnnexTransaction *transaction;
  AnnexOpening *opening;  /* (nullable): that is under way, whose one transaction of SQLite takes in all others */
  char *author;
  char *read_only_reason;
  AnnexReadOnlyCause read_only_cause;
  gboolean read_only;
  gboolean needs_copy;    /* nothing can be locked, not even to read */
  GError *fields_failure; /* why the own fields of some type are not all there; nothing may be written by them */
  gboolean is_damaged;    /* as far as is known by now */
  gboolean checked;       /* for soundness, on opening */
  gboolean counted;       /* whether records and contents are as many */
  guint poll_source;
  guint turn_source;
  GError *failure;        /* of the first read that failed since annex_store_confirm_reads() */
  GError *untold;         /* what "read-failed" will say */
  guint failure_source;
  guint day_source;
  int data_version;
};

/** annex_store_get_database: Returns: (transfer none): for reading; all writing goes through a transaction. */
sqlite3 *annex_store_get_database (AnnexStore *self);

/**
 * annex_store_prepare:
 * @sql: one of few texts: the statement is kept for the next call with the same
 *
 * Returns: (nullable) (transfer none): the statement, reset and without bindings; reset it when it is done with.
 */
sqlite3_stmt *annex_store_prepare (AnnexStore *self, const char *sql, GError **error);

/** annex_store_get_writes: Returns: (transfer none): rows that are still to be written. */
AnnexWriteQueue *annex_store_get_writes (AnnexStore *self);

/** annex_store_settle: Writes what is still to be written; to be called before SQLite is asked past statements.
 * Returns: whether it could. */
gboolean annex_store_settle (AnnexStore *self, GError **error);

/** annex_store_discard_writes: Forgets what is still to be written. */
void annex_store_discard_writes (AnnexStore *self);

/** annex_store_forget_answers: To be called when a record of @type changes; NULL when any may. */
void annex_store_forget_answers (AnnexStore *self, const AnnexType *type);

/** annex_store_drop_statements: Finalizes every kept statement. */
void annex_store_drop_statements (AnnexStore *self);

/** annex_store_execute: Runs statements that return nothing. */
gboolean annex_store_execute (AnnexStore *self, const char *sql, GError **error);

/** annex_store_set_error: Turns what SQLite last said into an error for people. */
void annex_store_set_error (AnnexStore *self, GError **error);

/** annex_store_set_error_of: As annex_store_set_error() for what SQLite said of another connection to the file. */
void annex_store_set_error_of (AnnexStore *self, sqlite3 *database, GError **error);

/** annex_store_set_error_by_code: As annex_store_set_error() for an extended code, and the words, of SQLite. */
void annex_store_set_error_by_code (AnnexStore *self, int code, const char *detail, GError **error);

/** annex_store_set_read_error: As annex_store_set_error(), of a statement that only reads. */
void annex_store_set_read_error (AnnexStore *self, GError **error);

/** annex_store_keep_failure: Keeps what a read failed with for annex_store_confirm_reads(), and has it told to the window. */
void annex_store_keep_failure (AnnexStore *self, const GError *failure);

/** annex_store_miss_content: Keeps and sets the error that a record is there without its content. */
void annex_store_miss_content (AnnexStore *self, gint64 id, GError **error);

/** annex_store_check_fields: Returns: whether the engagement's own fields, as they are known by now, could be read whole. */
gboolean annex_store_check_fields (AnnexStore *self, GError **error);

/** annex_store_read_fields_again: Forgets own fields that could not be read whole. */
void annex_store_read_fields_again (AnnexStore *self);

/** annex_store_emit_read_failed: Emits "read-failed" with what is not told yet. */
void annex_store_emit_read_failed (AnnexStore *self);

/** annex_store_make_damaged: As annex_store_set_damaged(), without telling anybody. */
void annex_store_make_damaged (AnnexStore *self);

/** annex_store_fail: As annex_store_set_error(). Returns: FALSE. */
gboolean annex_store_fail (AnnexStore *self, GError **error);

/** annex_store_select_columns: Returns: (transfer full): what to select to read a record with annex_store_read_row(),
 * over "record x JOIN <type> r"; @stored_only leaves computed fields empty; @of_all: as of annex_store_dup_value_sql().
 */
char *annex_store_select_columns (AnnexStore *self, const AnnexType *type, gboolean stored_only, gboolean of_all);

/** annex_store_read_row: Returns: (transfer full): the record in the current row of such a selection. */
AnnexRecord *annex_store_read_row (AnnexStore *self, const AnnexType *type, AnnexStatement *statement);

/** annex_store_dup_value_sql: Returns: (transfer full): SQL for the canonical value of @field over the aliases x and r;
 * @of_all: whether it is asked of all records at once. */
char *annex_store_dup_value_sql (const AnnexField *field, gboolean of_all);

/** annex_store_committed: To be called after each commit: forgets what was derived, tells the views. */
void annex_store_committed (AnnexStore *self, AnnexChangeSet *changes);

/** annex_store_is_small: Returns: whether the file is looked at as a whole before it is shown. */
gboolean annex_store_is_small (AnnexStore *self);

/**
 * annex_store_check_soundness: Returns: whether SQLite finds the file sound, links lead to records, and records have
 * their content. Errors: ANNEX_ERROR_DAMAGED; others where the file could not be read.
 */
gboolean annex_store_check_soundness (AnnexStore *self, GError **error);

/** annex_store_check_contents: Returns: whether there are as many contents of each type as records, which costs
 * little. Errors: as for soundness. */
gboolean annex_store_check_contents (AnnexStore *self, GError **error);

/** annex_store_take_failure: As annex_store_confirm_reads(), for what is given to nobody outside: only what failed is
 * told. */
gboolean annex_store_take_failure (AnnexStore *self, GError **error);

/** annex_store_make_read_only: From here on the store is only read, for the first reason that it is given. Tells nobody. */
void annex_store_make_read_only (AnnexStore *self, AnnexReadOnlyCause cause, const char *reason);

/** annex_store_notify_read_only: Tells that read-only, or the reason for it, is another. */
void annex_store_notify_read_only (AnnexStore *self);

/** annex_store_write_settings: Writes what annex_store_set_setting_later() remembers. */
void annex_store_write_settings (AnnexStore *self);

/** annex_store_watch: Looks every few seconds whether the file is in its place and, when it is only read, whether somebody wrote. */
void annex_store_watch (AnnexStore *self);

/** annex_store_open_connection: Opens and prepares a connection to @path as the store's own is. @database is to be closed in any case. */
gboolean annex_store_open_connection (AnnexStore *self, const char *path, sqlite3 **database, GError **error);

/** annex_store_tell_all_changed: Forgets what was derived, and tells the views that anything may be another. */
void annex_store_tell_all_changed (AnnexStore *self);

/** annex_store_dup_database_path: Returns: (transfer full): where the file is that @path leads to, from the root and
 * by no link. */
char *annex_store_dup_database_path (const char *path);

/** annex_store_query_int: Returns: the first value of a pragma, or -1. */
int annex_store_query_int (AnnexStore *self, const char *sql);

/** annex_store_get_readable_path: Returns: (transfer none): what another thread opens to read the same: the file or a private copy. */
const char *annex_store_get_readable_path (AnnexStore *self);

/**
 * annex_store_open_moment:
 * @cancellable: (nullable)
 *
 * For reading that takes longer than others may wait to write, and where all of it has to be of one time.
 *
 * Returns: (nullable) (transfer full): a store, of this thread, that goes on showing what @self shows now. It is
 * @self where nobody else can write to it. Errors: as annex_private_copy_new_of_moment().
 */
AnnexStore *annex_store_open_moment (AnnexStore *self, GCancellable *cancellable, GError **error);

/** annex_store_dup_reason_with_folder: Returns: (transfer full): why the store is only read, and that its private
 * copy is in @folder. */
char *annex_store_dup_reason_with_folder (AnnexStore *self, const char *folder);

/** annex_store_stop_copying: Stops making a private copy, if one is being made. */
void annex_store_stop_copying (AnnexStore *self);

/** annex_store_check_can_try_writing: As annex_store_can_try_writing(). Errors: ANNEX_ERROR_READ_ONLY, saying why
 * not. */
gboolean annex_store_check_can_try_writing (AnnexStore *self, GError **error);

/** annex_store_get_path_for_writing: Returns: (transfer none): where the file of a store that is only read is to be
 * opened for writing. */
const char *annex_store_get_path_for_writing (AnnexStore *self);

/** annex_store_take_over: Goes on with what @other has opened, which is of no use then. Errors: as
 * annex_store_try_writing(). */
gboolean annex_store_take_over (AnnexStore *self, AnnexStore *other, GError **error);

/** annex_store_write_copy: As annex_store_save_copy(); @mode: the permissions of the copy. */
gboolean annex_store_write_copy (AnnexStore *self, const char *path, guint mode, GCancellable *cancellable, GError **error);

/** annex_store_set_damaged: From here on the file is only read, and says why. */
void annex_store_set_damaged (AnnexStore *self);

G_END_DECLS
