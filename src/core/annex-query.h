/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-change-set.h"
#include "annex-store.h"

G_BEGIN_DECLS

/** AnnexFilterOperator: how a field is compared; dates take "today" as a value. */
typedef enum
{
  ANNEX_FILTER_IS,
  ANNEX_FILTER_IS_NOT,
  ANNEX_FILTER_IS_EMPTY,
  ANNEX_FILTER_IS_NOT_EMPTY,
  ANNEX_FILTER_BELOW,
  ANNEX_FILTER_ABOVE,
  ANNEX_FILTER_CONTAINS
} AnnexFilterOperator;

/**
 * AnnexQuery: (boxed)
 *
 * Which records of a type, in which order. Filters on the same field with the same operator are
 * alternatives; all others must hold together. A link's value is a record id or a reference.
 */
typedef struct _AnnexQuery AnnexQuery;

GType annex_query_get_type (void);
AnnexQuery *annex_query_new (const AnnexType *type);
AnnexQuery *annex_query_copy (const AnnexQuery *self);
void annex_query_free (AnnexQuery *self);

const AnnexType *annex_query_get_record_type (const AnnexQuery *self);

/** annex_query_set_search: Every word of @text (nullable) must begin a word of the record. */
void annex_query_set_search (AnnexQuery *self, const char *text);
const char *annex_query_get_search (const AnnexQuery *self);
void annex_query_add_filter (AnnexQuery *self, const char *field_name, AnnexFilterOperator op, const char *value);
void annex_query_remove_filter (AnnexQuery *self, guint index);
void annex_query_clear_filters (AnnexQuery *self);
guint annex_query_get_n_filters (const AnnexQuery *self);
void annex_query_get_filter (const AnnexQuery *self, guint index, const char **field_name, AnnexFilterOperator *op, const char **value);

/** annex_query_set_stored_only: Leaves computed fields out of the records of annex_query_foreach(), which then read as empty. */
void annex_query_set_stored_only (AnnexQuery *self, gboolean stored_only);

/** annex_query_set_usual_sort: @field_name: (nullable): what to sort by while no other order is asked for, in place of the reference; not part of the query as text. */
void annex_query_set_usual_sort (AnnexQuery *self, const char *field_name);

/** annex_query_set_sort: @field_name: (nullable): NULL sorts by the usual field, or by reference. */
void annex_query_set_sort (AnnexQuery *self, const char *field_name, gboolean descending);
const char *annex_query_get_sort (const AnnexQuery *self, gboolean *descending);

/** annex_query_finds_text: Returns: whether every word that is searched for begins a word of @text; for lists beside the records. */
gboolean annex_query_finds_text (const AnnexQuery *self, const char *text);

/** annex_query_equal_but_search: Returns: whether both filter and sort alike. */
gboolean annex_query_equal_but_search (const AnnexQuery *self, const AnnexQuery *other);

/** annex_query_to_string: Returns: (transfer full): filters, search and sort as text, for saved filters. */
char *annex_query_to_string (const AnnexQuery *self);

/** annex_query_from_string: Returns: (transfer full) (nullable): what annex_query_to_string() wrote. */
AnnexQuery *annex_query_from_string (const AnnexType *type, const char *text);

/** annex_query_run: Returns: (transfer full) (element-type gint64): the ids in order. */
GArray *annex_query_run (const AnnexQuery *self, AnnexStore *store, GError **error);

/**
 * annex_query_run_in_order:
 * @order: (element-type gint64): what annex_query_run() gave for the same query without its search
 *
 * As annex_query_run(), for a search that changes with each key while the order stays: only the
 * words are looked up anew. Without a search it is @order itself.
 */
GArray *annex_query_run_in_order (const AnnexQuery *self, AnnexStore *store, GArray *order, GError **error);

/** annex_query_is_local: Returns: whether filters and order look at nothing that @changes may have changed for other records, so that they move only what they touched. */
gboolean annex_query_is_local (const AnnexQuery *self, AnnexStore *store, AnnexChangeSet *changes);

/** annex_query_matches: Returns: whether the query gives this record; FALSE with @error set on failure. */
gboolean annex_query_matches (const AnnexQuery *self, AnnexStore *store, gint64 id, GError **error);

/**
 * annex_query_find_place:
 * @ids: (element-type gint64): what the query gives, without @id
 * @id: of a record that matches
 * @position: (out): the index in @ids at which it belongs
 */
gboolean annex_query_find_place (const AnnexQuery *self, AnnexStore *store, GArray *ids, gint64 id, guint *position, GError **error);

/** annex_query_count: Returns: how many records match; 0 with @error set. */
guint annex_query_count (const AnnexQuery *self, AnnexStore *store, GError **error);

/**
 * AnnexQueryFunc: called for each record in order by annex_query_foreach(). Returns: FALSE to stop.
 */
typedef gboolean (*AnnexQueryFunc) (AnnexRecord *record, gpointer user_data);

/** annex_query_foreach: Streams the records; only one is in memory at a time. */
gboolean annex_query_foreach (const AnnexQuery *self, AnnexStore *store, AnnexQueryFunc func, gpointer user_data, GError **error);

/** AnnexQueryTryFunc: as #AnnexQueryFunc, for one that may fail. Returns: FALSE with @error set. */
typedef gboolean (*AnnexQueryTryFunc) (AnnexRecord *record, gpointer user_data, GError **error);

/** annex_query_try_foreach: As annex_query_foreach(), and fails when @func does. */
gboolean annex_query_try_foreach (const AnnexQuery *self, AnnexStore *store, AnnexQueryTryFunc func, gpointer user_data, GError **error);

/** annex_search_everything: Returns: (transfer full) (element-type gint64): up to @limit records of any type whose words begin with those of @text, best first. */
GArray *annex_search_everything (AnnexStore *store, const char *text, guint limit, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexQuery, annex_query_free)

G_END_DECLS
