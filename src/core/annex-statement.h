/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-store.h"

G_BEGIN_DECLS

/**
 * AnnexStatement:
 *
 * One SELECT over a store, read row by row. No row is ever missed in silence: a loop over annex_statement_next()
 * is followed by annex_statement_finish(), which says whether it came to its end. A failure is kept by the store
 * besides (annex_store_confirm_reads()), so that a document is not written from a read that nobody asked about.
 *
 * |[
 *   g_autoptr (AnnexStatement) statement = annex_statement_new (store, "SELECT id FROM risk WHERE status = ?1", error);
 *
 *   if (statement == NULL)
 *     return FALSE;
 *   annex_statement_bind_text (statement, 1, "open");
 *   while (annex_statement_next (statement))
 *     add (annex_statement_get_int64 (statement, 0));
 *   return annex_statement_finish (statement, error);
 * ]|
 *
 * Parameters count from 1 and begin empty, columns count from 0.
 */
typedef struct _AnnexStatement AnnexStatement;

/**
 * annex_statement_new:
 * @sql: one of few texts, of the program: the store keeps the statement for the next call with the same one
 *
 * Returns: (nullable) (transfer full): the statement. It is given back to the store when it is freed; until then
 * the same text may not be asked for again.
 */
AnnexStatement *annex_statement_new (AnnexStore *store, const char *sql, GError **error);

/** annex_statement_new_once: As annex_statement_new(), for a text made for this one read, or one that is read again within itself. */
AnnexStatement *annex_statement_new_once (AnnexStore *store, const char *sql, GError **error);

void annex_statement_free (AnnexStatement *self);

void annex_statement_bind_int64 (AnnexStatement *self, int parameter, gint64 value);
void annex_statement_bind_double (AnnexStatement *self, int parameter, double value);

/** annex_statement_bind_text: @text: (nullable): NULL binds no value. It is copied. */
void annex_statement_bind_text (AnnexStatement *self, int parameter, const char *text);

/** annex_statement_bind_null: As before the first binding. */
void annex_statement_bind_null (AnnexStatement *self, int parameter);

/** annex_statement_next: Goes on to the next row. Returns: whether there is one; FALSE at the end and on failure. */
gboolean annex_statement_next (AnnexStatement *self);

/**
 * annex_statement_finish:
 *
 * Ends a read, which may begin again from the first row, with the same parameters. To stop before the end is
 * no failure.
 *
 * Errors: %ANNEX_ERROR_DAMAGED, %ANNEX_ERROR_STORAGE, %ANNEX_ERROR_LOCKED, G_IO_ERROR_CANCELLED.
 *
 * Returns: whether every row that was asked for was read
 */
gboolean annex_statement_finish (AnnexStatement *self, GError **error);

/**
 * annex_statement_read_number:
 *
 * Reads one number, in the place of annex_statement_next() and annex_statement_finish().
 *
 * Returns: the first column of the first row, 0 where there is none, and with @error set on failure.
 */
gint64 annex_statement_read_number (AnnexStatement *self, GError **error);

int annex_statement_get_n_columns (AnnexStatement *self);
gboolean annex_statement_is_null (AnnexStatement *self, int column);
gint64 annex_statement_get_int64 (AnnexStatement *self, int column);

/** annex_statement_get_int: As annex_statement_get_int64(), held within the range of an int. */
int annex_statement_get_int (AnnexStatement *self, int column);
gboolean annex_statement_get_boolean (AnnexStatement *self, int column);
double annex_statement_get_double (AnnexStatement *self, int column);

/**
 * annex_statement_get_text:
 *
 * Returns: (nullable) (transfer none): the value as text, which is valid UTF-8, until the next row; NULL where
 * there is no value. Text that is no UTF-8 is damage: the read fails when it is finished.
 */
const char *annex_statement_get_text (AnnexStatement *self, int column);

/** annex_statement_get_string: As annex_statement_get_text(), "" where there is no value. */
const char *annex_statement_get_string (AnnexStatement *self, int column);

/** annex_statement_dup_text: Returns: (nullable) (transfer full): a copy of annex_statement_get_text(). */
char *annex_statement_dup_text (AnnexStatement *self, int column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexStatement, annex_statement_free)

G_END_DECLS
