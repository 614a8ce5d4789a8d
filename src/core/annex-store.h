/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "annex-clock.h"
#include "annex-error.h"
#include "annex-record.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_STORE (annex_store_get_type ())
G_DECLARE_FINAL_TYPE (AnnexStore, annex_store, ANNEX, STORE, GObject)

/**
 * AnnexStoreOpenFlags:
 * @ANNEX_STORE_READ_ONLY: take no lock and write nothing
 * @ANNEX_STORE_WORKER: as that, and for a short while in a thread: a file that is open already is
 *   not checked again, and other writers are not watched for
 */
typedef enum
{
  ANNEX_STORE_DEFAULT = 0,
  ANNEX_STORE_READ_ONLY = 1 << 0,
  ANNEX_STORE_WORKER = 1 << 1 | ANNEX_STORE_READ_ONLY
} AnnexStoreOpenFlags;

/*
 * An engagement file. A store belongs to the thread that opened it; other threads open their own,
 * read-only.
 *
 * Signals:
 *   "changed" (AnnexChangeSet *changes): after each commit, undo or redo, and when another
 *   process has written; everything may have changed, too, when a day ends, for what is late is counted from today.
 *   "read-failed" (GError *error): a read did not come to its end, so that what is shown may lack something;
 *   told by the main loop, once for all reads of one turn.
 * Properties: "read-only", "undo-label" and "redo-label" (nullable strings).
 */

/**
 * annex_store_create: Makes a new engagement file at @path and opens it.
 * Errors: ANNEX_ERROR_STORAGE, also when the file exists.
 */
AnnexStore *annex_store_create (const char *path, GError **error);

/** annex_store_new_in_memory: Makes an engagement that is nowhere kept, for what is only tried. No other thread can open it. */
AnnexStore *annex_store_new_in_memory (GError **error);

/**
 * annex_store_open:
 *
 * Opens an engagement. Without %ANNEX_STORE_READ_ONLY it takes the lock against a second writer;
 * when somebody has it, or the file or its folder cannot be written, or the file is damaged but
 * readable, the store opens read-only and annex_store_get_read_only_reason() says why.
 */
AnnexStore *annex_store_open (const char *path, AnnexStoreOpenFlags flags, GError **error);

/**
 * annex_store_open_source:
 *
 * Opens an engagement read-only to take something out of it into another one. One that has the format of an older
 * Annex is read in a copy that is brought up to date, which is gone when the store is; the file stays as it is. No
 * other thread can open that copy.
 */
AnnexStore *annex_store_open_source (const char *path, GError **error);

const char *annex_store_get_path (AnnexStore *self);

/** annex_store_is_open: Returns: whether it was not closed yet. */
gboolean annex_store_is_open (AnnexStore *self);
gboolean annex_store_is_read_only (AnnexStore *self);

/** annex_store_is_damaged: Returns: whether SQLite has found damage in the file, on opening, in the background or in a read. */
gboolean annex_store_is_damaged (AnnexStore *self);

/** annex_store_get_read_only_reason: Returns: (nullable): a sentence for people. */
const char *annex_store_get_read_only_reason (AnnexStore *self);

/** annex_store_get_opening_remark: Returns: (nullable): sentences for people on what lay beside the file and was not
 * applied, and where it is. */
const char *annex_store_get_opening_remark (AnnexStore *self);

/**
 * annex_store_get_today: Returns: the Julian day that the store shows: today, or the day of annex_log_begin_as_of().
 *
 * The store's queries go by the same day (annex_clock_register()).
 */
guint annex_store_get_today (AnnexStore *self);

/** annex_store_dup_today: Returns: (transfer full): that day as YYYY-MM-DD. */
char *annex_store_dup_today (AnnexStore *self);

/**
 * annex_store_check_place:
 *
 * To be asked before something is written. A file that was deleted, moved or replaced while it was open, as programs that
 * synchronize folders do, takes edits that nobody would find again. The store becomes read-only then, notifies "read-only",
 * and goes on to show what it has, from a private copy.
 *
 * Returns: whether the file is where it was opened. Errors: ANNEX_ERROR_READ_ONLY, saying which of the three it is.
 */
gboolean annex_store_check_place (AnnexStore *self, GError **error);

/** annex_store_can_try_writing: Returns: whether the store is read-only for a reason that may pass: a lock, a permission, another place. */
gboolean annex_store_can_try_writing (AnnexStore *self);

/** annex_store_is_locked_elsewhere: Returns: whether the store is read-only for no other reason than that somebody
 * else has the lock. */
gboolean annex_store_is_locked_elsewhere (AnnexStore *self);

/**
 * annex_store_try_writing:
 *
 * Opens the file again for writing, with whatever others wrote to it meanwhile; a file that was moved, where it is
 * now. As long as somebody has the lock the file is not read. Emits "changed" with everything and notifies
 * "read-only". On failure the store stays as it was. Errors: as annex_store_open(); ANNEX_ERROR_LOCKED while somebody
 * has the lock.
 */
gboolean annex_store_try_writing (AnnexStore *self, GError **error);

/** annex_store_shares_file: Returns: whether both have opened the same file, by whatever path. */
gboolean annex_store_shares_file (AnnexStore *self, AnnexStore *other);

/** annex_store_set_author: Who makes the changes that follow; by default the user's full name. */
void annex_store_set_author (AnnexStore *self, const char *author);
const char *annex_store_get_author (AnnexStore *self);

/** annex_store_get_fields: Returns: (transfer none) (element-type AnnexField): reference, the type's fields, the engagement's own. */
GPtrArray *annex_store_get_fields (AnnexStore *self, const AnnexType *type);
const AnnexField *annex_store_find_field (AnnexStore *self, const AnnexType *type, const char *name);

/** annex_store_find_field_index: Returns: the position of the field in annex_store_get_fields(), or -1. */
int annex_store_find_field_index (AnnexStore *self, const AnnexType *type, const char *name);

/**
 * ANNEX_TOLD_BY_STORE:
 *
 * In the place of the #GError of a read, where nothing can be shown in the place of what could not be read: the store
 * keeps the failure for annex_store_confirm_reads() and tells the window (“read-failed”). A list, form, card or
 * chart takes the error and shows it instead. A bare NULL would not say which of the two was meant.
 */
#define ANNEX_TOLD_BY_STORE NULL

/** annex_store_load: Returns: (transfer full): the record. Errors: ANNEX_ERROR_NOT_FOUND. */
AnnexRecord *annex_store_load (AnnexStore *self, gint64 id, GError **error);

/** annex_store_load_linking: Returns: (transfer full) (element-type AnnexRecord): the records of @type whose link field leads to @target, by the number of their reference. */
GPtrArray *annex_store_load_linking (AnnexStore *self, const AnnexType *type, const char *field_name, gint64 target, GError **error);

/** annex_store_load_stored: As annex_store_load() for those that write: computed fields are left out and read as empty. */
AnnexRecord *annex_store_load_stored (AnnexStore *self, gint64 id, GError **error);

/** annex_store_load_fields: As annex_store_load() for what shows little of a record: fields other than those named (NULL-terminated) read as empty. */
AnnexRecord *annex_store_load_fields (AnnexStore *self, gint64 id, const char *const *field_names, GError **error);

/**
 * annex_store_load_if_there:
 * @id: what a link leads to; 0 for none
 * @record: (out) (transfer full) (nullable): as annex_store_load(); NULL where there is no such record, or not any more
 *
 * Returns: whether it could be looked up
 */
gboolean annex_store_load_if_there (AnnexStore *self, gint64 id, AnnexRecord **record, GError **error);

/** annex_store_field_applies: Returns: whether a record has @field by what the field's description says. */
gboolean annex_store_field_applies (AnnexStore *self, gint64 id, const AnnexField *field);

/** annex_store_find: Returns: (transfer full): the record of that reference, in any case of letters. */
AnnexRecord *annex_store_find (AnnexStore *self, const char *reference, GError **error);

/** annex_store_find_id: Returns: the id of the record of @type (any when NULL) with that reference or, failing that, exactly that title; 0 when none, or with @error set when the file could not be read. */
gint64 annex_store_find_id (AnnexStore *self, const AnnexType *type, const char *reference_or_title, GError **error);

/** annex_store_get_type_of: Returns: (nullable): the type of a record. Errors: ANNEX_ERROR_NOT_FOUND. */
const AnnexType *annex_store_get_type_of (AnnexStore *self, gint64 id, GError **error);

/** annex_store_count: Returns: the number of records of @type; 0 with @error set on failure. */
guint annex_store_count (AnnexStore *self, const AnnexType *type, GError **error);

/**
 * annex_store_read_number:
 * @sql: a SELECT of a number; its text is kept, so it should be one of few
 * @ids: (array length=n_ids) (nullable): for its parameters ?1, ?2, …
 *
 * Returns: the first column of the first row, 0 where there is none, and with @error set on failure.
 */
gint64 annex_store_read_number (AnnexStore *self, const char *sql, const gint64 *ids, guint n_ids, GError **error);

/**
 * annex_store_ask_number:
 * @types: ended by NULL: the types of records that the answer depends on
 * @sql: as for annex_store_read_number(), with @n_numbers parameters
 *
 * Reads a number that is asked for each of many records in turn. The answer is kept until a record of @types changes,
 * or the file does.
 *
 * Returns: the number, 0 where there is no row or with @error set
 */
gint64 annex_store_ask_number (AnnexStore *self,
                               const AnnexType *const *types,
                               const char *sql,
                               const gint64 *numbers,
                               guint n_numbers,
                               GError **error);

/**
 * annex_store_confirm_reads:
 *
 * To be asked before something that was put together from many reads is given out: a document, a table, a picture.
 * Forgets the failure; what was read before such a work is therefore confirmed first, with @error NULL.
 *
 * Of a large file, which was not looked at on opening, it counts the records once.
 *
 * Returns: whether every read since the last call came to its end; FALSE with @error set to what the first failed with.
 */
gboolean annex_store_confirm_reads (AnnexStore *self, GError **error);

/** annex_store_get_damage_advice: Returns: (transfer none): a sentence on what to do with a damaged file. */
const char *annex_store_get_damage_advice (void);

/** annex_store_has_had: Returns: whether the file holds a record of @type or ever did. */
gboolean annex_store_has_had (AnnexStore *self, const AnnexType *type);

/** annex_store_get_engagement: Returns: (transfer full): the single record of type "engagement". Errors: ANNEX_ERROR_NOT_FOUND. */
AnnexRecord *annex_store_get_engagement (AnnexStore *self, GError **error);

/** annex_store_get_engagement_if_there: As annex_store_get_engagement(). @engagement: (out) (transfer full) (nullable). Returns: whether it could be looked up. */
gboolean annex_store_get_engagement_if_there (AnnexStore *self, AnnexRecord **engagement, GError **error);

/** annex_store_get_scale_label: Returns: (nullable) (transfer none): the name of level @value of a scale; also NULL where the scales cannot be read. */
const char *annex_store_get_scale_label (AnnexStore *self, const char *scale, int value);

/** annex_store_dup_scale_levels: Returns: (transfer full) (element-type int): the levels of a scale, ascending; NULL with @error set. */
GArray *annex_store_dup_scale_levels (AnnexStore *self, const char *scale, GError **error);

/**
 * annex_store_parse:
 *
 * As annex_field_parse(), and knows scales (number or name) and links (references or exact titles
 * separated by ";" or ","). Errors: ANNEX_ERROR_INVALID, ANNEX_ERROR_UNKNOWN_LINK.
 */
char *annex_store_parse (AnnexStore *self, const AnnexField *field, const char *text, GError **error);

/** annex_store_format: Returns: (transfer full): a canonical value as people read it, "" when empty. */
char *annex_store_format (AnnexStore *self, const AnnexField *field, const char *value);

/** annex_store_get_setting: Returns: (nullable) (transfer full): view state kept in the file, outside the log. */
char *annex_store_get_setting (AnnexStore *self, const char *key);

/** annex_store_set_setting: Keeps view state; silently nothing on a read-only store. @value NULL removes it. */
void annex_store_set_setting (AnnexStore *self, const char *key, const char *value);

/**
 * annex_store_set_setting_later: As annex_store_set_setting(), for what changes with each step in a window and may be lost in
 * a crash: it is remembered here, and written when the store is closed, for each write waits for the disk. Other threads do
 * not see it.
 */
void annex_store_set_setting_later (AnnexStore *self, const char *key, const char *value);

/**
 * annex_store_save_copy:
 * @cancellable: (nullable)
 *
 * Writes a whole and consistent copy of what the store shows to @path, readable by its owner alone, replacing it at once or
 * not at all. It comes from the open database, whatever is at the store's own path by now; what another connection commits
 * meanwhile is in it. Errors: ANNEX_ERROR_STORAGE, also when @path is an engagement that is open; G_IO_ERROR_CANCELLED.
 */
gboolean annex_store_save_copy (AnnexStore *self, const char *path, GCancellable *cancellable, GError **error);

/** annex_store_close: Closes the file and gives the lock back; also done on dispose. */
void annex_store_close (AnnexStore *self);

G_END_DECLS
