/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-draft.h"
#include "annex-store.h"

G_BEGIN_DECLS

/*
 * Writing the rows of one record, without rules, log or undo. Only transactions call this.
 */

/**
 * AnnexRow:
 * @names: (element-type utf8): fields that are not empty, "reference" first
 * @values: (element-type utf8): their canonical values
 * @is_of_draft: nothing in it belongs to it, and its names are those of the fields, in their order
 *
 * All of a record by name, as the log keeps it.
 */
typedef struct
{
  GPtrArray *names;
  GPtrArray *values;
  gboolean is_of_draft;
} AnnexRow;

AnnexRow *annex_row_new (void);

/** annex_row_new_of_draft: For one record after the other, as drafts have them: copies nothing. */
AnnexRow *annex_row_new_of_draft (void);

/** annex_row_take_draft: Makes the row what @draft says, as long as that stays as it is; the row is annex_row_new_of_draft(). */
void annex_row_take_draft (AnnexRow *self, AnnexDraft *draft);
void annex_row_free (AnnexRow *self);

/** annex_row_copy: Returns: (transfer full). */
AnnexRow *annex_row_copy (const AnnexRow *self);

/** annex_row_add: Adds a field unless @value is NULL or empty. */
void annex_row_add (AnnexRow *self, const char *name, const char *value);

/** annex_row_get: Returns: (nullable) (transfer none): the value of a field. */
const char *annex_row_get (const AnnexRow *self, const char *name);

/** annex_row_set: Gives a field another value; NULL or empty takes it out. */
void annex_row_set (AnnexRow *self, const char *name, const char *value);

/** annex_row_to_json: Returns: (transfer full): an object of strings. */
char *annex_row_to_json (const AnnexRow *self);

/** annex_row_from_json: Returns: (transfer full) (nullable): what annex_row_to_json() wrote of a whole record. Errors: %ANNEX_ERROR_DAMAGED. */
AnnexRow *annex_row_from_json (const char *json, GError **error);

/** annex_row_parse: Returns: (transfer full) (nullable): a flat object of strings, as the column "extra" has it; NULL for any other text. */
AnnexRow *annex_row_parse (const char *json);

/** annex_row_read: Returns: (transfer full) (nullable): what the file holds of record @id. */
AnnexRow *annex_row_read (AnnexStore *store, const AnnexType *type, gint64 id, GError **error);

/** annex_row_insert: Writes a new record with its links. */
gboolean annex_row_insert (AnnexStore *store, const AnnexType *type, gint64 id, const AnnexRow *row, GError **error);

/** annex_row_remove: Removes a record with the links that go out from it. */
gboolean annex_row_remove (AnnexStore *store, const AnnexType *type, gint64 id, GError **error);

/** annex_row_update: Writes one field. */
gboolean annex_row_update (AnnexStore *store, const AnnexType *type, gint64 id, const char *name, const char *value, GError **error);

/** annex_row_index: Adds a record to the full-text search, which must not know it yet. */
gboolean annex_row_index (AnnexStore *store, const AnnexType *type, gint64 id, const AnnexRow *row, GError **error);

/** annex_row_unindex: Removes it from there. */
gboolean annex_row_unindex (AnnexStore *store, gint64 id, GError **error);

/**
 * annex_reference_number:
 *
 * Returns: what a reference sorts by: the digits at its end as a number, 0 when there are none. Digits
 * after dots, as in "A.5.10", sort part by part, and below 0, so that they stand first and no
 * type goes on counting from them.
 */
gint64 annex_reference_number (const char *reference);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexRow, annex_row_free)

G_END_DECLS
