/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-draft.h"
#include "annex-store.h"

G_BEGIN_DECLS

/**
 * AnnexDraftMark:
 * @ANNEX_DRAFT_CHANGED: the field got another value in this transaction
 * @ANNEX_DRAFT_COMPLETED: from the type, and not from people
 */
typedef enum
{
  ANNEX_DRAFT_CHANGED = 1 << 0,
  ANNEX_DRAFT_COMPLETED = 1 << 1,
} AnnexDraftMark;

/**
 * AnnexDraft:
 * @values: canonical values, one a field, NULL where empty; not owned
 * @given: what @values were before they were completed
 * @marks: one a field, see #AnnexDraftMark
 *
 * One is made for a type and filled again for each record.
 */
struct _AnnexDraft
{
  const AnnexType *type;
  GPtrArray *fields;
  GHashTable *positions; /* name of a field → its position + 1 */
  AnnexRecord *record;
  const char **values;
  const char **given;
  char **own; /* what was set here, which the values then are */
  guint8 *marks;
  gboolean is_new;
};

AnnexDraft *annex_draft_new (AnnexStore *store, const AnnexType *type);

/** annex_draft_find_index: Returns: the position of the field, or -1. */
int annex_draft_find_index (AnnexDraft *self, const char *field_name);

/** annex_draft_begin: Empties it for the record with that id. */
void annex_draft_begin (AnnexDraft *self, gint64 id, gboolean is_new);

/** annex_draft_give: Sets a value that is kept by the caller as long as the draft is used; NULL or "" for empty. */
void annex_draft_give (AnnexDraft *self, guint index, const char *value);

/** annex_draft_is_completed: Returns: whether the type has set anything. */
gboolean annex_draft_is_completed (AnnexDraft *self);

/** annex_draft_complete: Has the type add what follows from the values; of a new record, all that are not empty count as changed. */
gboolean annex_draft_complete (AnnexDraft *self, AnnexStore *store, GError **error);

/** annex_draft_pack: Returns: (transfer full): which fields the type completed and what they were before, in a few bytes. */
gpointer annex_draft_pack (AnnexDraft *self);

/**
 * annex_draft_read_marks:
 * @completed: (nullable): annex_draft_pack() of the same record when it was made
 *
 * Finds in the log what commit @commit did to the record so far. What the type completed then is taken back unless it
 * was set since, so that the type can be asked again about all of it.
 */
gboolean annex_draft_read_marks (AnnexDraft *self, AnnexStore *store, gint64 commit, gconstpointer completed, GError **error);
void annex_draft_free (AnnexDraft *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexDraft, annex_draft_free)

G_END_DECLS
