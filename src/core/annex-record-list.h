/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "annex-query.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_RECORD_SLOT (annex_record_slot_get_type ())
G_DECLARE_FINAL_TYPE (AnnexRecordSlot, annex_record_slot, ANNEX, RECORD_SLOT, GObject)

#define ANNEX_TYPE_RECORD_LIST (annex_record_list_get_type ())
G_DECLARE_FINAL_TYPE (AnnexRecordList, annex_record_list, ANNEX, RECORD_LIST, GObject)

/*
 * AnnexRecordList is a GListModel of slots over a query. A slot is a position, not a record: when
 * the order or the filter changes, slots get other records (notify::record) and only the
 * difference in length is reported as items-changed at the end, so that no widget is remade.
 *
 * When a few records change and the query looks at nothing but their own values, those alone are
 * taken out and put in (items-changed for one row each); the slots of the others go along with them,
 * and are told a little later that their records may read differently.
 */

/** annex_record_slot_get_record: Returns: (transfer none) (nullable): the record at this position now, read on demand. Property "record". */
AnnexRecord *annex_record_slot_get_record (AnnexRecordSlot *self);
guint annex_record_slot_get_position (AnnexRecordSlot *self);

/** annex_record_slot_is_unreadable: Returns: whether there is a record at this position that could not be read when
 * it was last asked for. */
gboolean annex_record_slot_is_unreadable (AnnexRecordSlot *self);

/** annex_record_list_new: @query: (transfer none): copied. Signal "reloaded" after each new run of the query. */
AnnexRecordList *annex_record_list_new (AnnexStore *store, const AnnexQuery *query);

/**
 * annex_record_list_new_in_background:
 *
 * As annex_record_list_new(), but where there are many records of the type the query is run in a thread, where
 * there are many of any type the search is, and what was listed before stays until it is done: a letter more
 * supersedes what is looked for still. annex_record_list_find() does not wait for it.
 */
AnnexRecordList *annex_record_list_new_in_background (AnnexStore *store, const AnnexQuery *query);

/** annex_record_list_is_reading: Returns: whether the query still runs in a thread; "reloaded" follows. */
gboolean annex_record_list_is_reading (AnnexRecordList *self);

/**
 * annex_record_list_get_failure:
 *
 * Returns: (nullable) (transfer none): why the query could not be read the last time. The list has no items then, and
 *   must not be shown as one that has none.
 */
const GError *annex_record_list_get_failure (AnnexRecordList *self);

AnnexStore *annex_record_list_get_store (AnnexRecordList *self);
const AnnexQuery *annex_record_list_get_query (AnnexRecordList *self);

/** annex_record_list_set_query: Runs another query of the same type. */
void annex_record_list_set_query (AnnexRecordList *self, const AnnexQuery *query);

/**
 * annex_record_list_set_fields:
 * @field_names: (nullable): NULL-terminated; all fields when NULL
 *
 * Records are read for these fields alone, with the others empty, so that a view that shows few of them
 * does not wait for what the others compute.
 */
void annex_record_list_set_fields (AnnexRecordList *self, const char *const *field_names);

/**
 * annex_record_list_reveal_gradually:
 * @first: how many there are first
 * @step: how many rows a view makes in less than half a frame
 * @at_once: whether the first of them are there before the loop runs again, and the next come with the next frame;
 *   views that stand beside others are filled one after the other instead, and wait until all have a screenful
 *
 * From now on the model has some rows and grows, in the main loop, until it has them all:
 * a view makes some two hundred rows of widgets whatever its height, which takes longer than many
 * frames. So it does where a listing is much longer than the one before. annex_record_list_find() reveals
 * at once that whose position it is asked for.
 */
void annex_record_list_reveal_gradually (AnnexRecordList *self, guint first, guint step, gboolean at_once);

/** annex_record_list_get_length: Returns: how many records the query gives, revealed or not. */
guint annex_record_list_get_length (AnnexRecordList *self);

/** annex_record_list_get_id: Returns: the id at @position, 0 past the end. */
gint64 annex_record_list_get_id (AnnexRecordList *self, guint position);

/** annex_record_list_find: Returns: whether the record is listed; @position: (out) (optional): reveals it. */
gboolean annex_record_list_find (AnnexRecordList *self, gint64 id, guint *position);

G_END_DECLS
