/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-store.h"

G_BEGIN_DECLS

/**
 * AnnexTransaction:
 *
 * The one door for writing. Everything done between begin and commit is one SQLite transaction,
 * one row in "commit", its rows in "change", and one step of undo. Freeing it uncommitted takes
 * everything back. After an error in a single call the transaction can go on: that call changed nothing.
 */
typedef struct _AnnexTransaction AnnexTransaction;

/** annex_transaction_begin: @label: what is done, in the imperative, for undo and history ("Add asset Laptop"). */
AnnexTransaction *annex_transaction_begin (AnnexStore *store, const char *label, GError **error);

/**
 * annex_transaction_begin_import:
 *
 * As annex_transaction_begin(), for very many new records. That the target of each link is there is looked up once for
 * all links to it, and not once more by SQLite for each of them.
 */
AnnexTransaction *annex_transaction_begin_import (AnnexStore *store, const char *label, GError **error);

/** annex_transaction_set_label: Replaces the label before the commit. */
void annex_transaction_set_label (AnnexTransaction *self, const char *label);

/**
 * annex_transaction_create:
 * @values: canonical values indexed as annex_store_get_fields(); NULL takes the field's initial
 *   value, "" leaves it empty; element 0, the reference, NULL takes the next free one
 *
 * Returns: the id of the new record, 0 with @error set.
 */
gint64 annex_transaction_create (AnnexTransaction *self, const AnnexType *type, const char *const *values, GError **error);

/**
 * annex_transaction_add:
 *
 * As annex_transaction_create(), with what is not left as it begins: names of stored fields and
 * canonical values alternate, ended by NULL; a value of NULL takes the field's initial value.
 */
gint64 annex_transaction_add (AnnexTransaction *self, const AnnexType *type, GError **error, ...) G_GNUC_NULL_TERMINATED;

/** annex_transaction_set: Sets one field ("reference" included) to a canonical value; no row is logged if it is the same. */
gboolean annex_transaction_set (AnnexTransaction *self, gint64 id, const char *field_name, const char *value, GError **error);

/**
 * annex_transaction_set_values:
 * @values: (element-type utf8 utf8): names of fields and canonical values, "" or NULL for empty
 *
 * As annex_transaction_set() for each, and the rules between fields are asked once, about all of them.
 */
gboolean annex_transaction_set_values (AnnexTransaction *self, gint64 id, GHashTable *values, GError **error);

/** annex_transaction_delete: Deletes a record with its parts (%ANNEX_FIELD_PART), and the links of all of them in both directions. */
gboolean annex_transaction_delete (AnnexTransaction *self, gint64 id, GError **error);

/** annex_transaction_count_broken: Returns: the number of surviving records whose link to a deleted record was removed. */
guint annex_transaction_count_broken (AnnexTransaction *self);

/** annex_transaction_is_new: Returns: whether this transaction made the record. */
gboolean annex_transaction_is_new (AnnexTransaction *self, gint64 id);

/** annex_transaction_has_changed: Returns: whether this transaction gave a field of the record another value, made with one included. */
gboolean annex_transaction_has_changed (AnnexTransaction *self, gint64 id, const char *field_name);

/** annex_transaction_has_only_lost: Returns: whether all that this transaction did to a link field is that records it led to were deleted. */
gboolean annex_transaction_has_only_lost (AnnexTransaction *self, gint64 id, const char *field_name);

/** annex_transaction_get_n_changes: Returns: how many rows the log will get. */
guint64 annex_transaction_get_n_changes (AnnexTransaction *self);

/**
 * annex_transaction_commit:
 *
 * Makes everything durable on the disk, or takes everything back. Nothing is written when nothing
 * changed. Either way only annex_transaction_free() may follow.
 */
gboolean annex_transaction_commit (AnnexTransaction *self, GError **error);

/** annex_transaction_free: Frees it, taking back what was not committed. */
void annex_transaction_free (AnnexTransaction *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexTransaction, annex_transaction_free)

G_END_DECLS
