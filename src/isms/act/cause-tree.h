/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"

G_BEGIN_DECLS

/*
 * The causes of a nonconformity: whys that answer whys, a tree that can branch. The fishbone, the tree of
 * whys and the outline are three pictures of it. Every call that writes is one transaction and one step
 * of undo.
 */

/** AnnexCauseKind: what a cause is to the nonconformity. */
typedef enum
{
  ANNEX_CAUSE_CONTRIBUTING,
  ANNEX_CAUSE_TRIGGER,
  ANNEX_CAUSE_SYSTEMIC
} AnnexCauseKind;

extern const AnnexChoice annex_cause_kinds[];

/** annex_cause_kind_get_label: Returns: (transfer none): the kind in the user's language. */
const char *annex_cause_kind_get_label (AnnexCauseKind kind);

/**
 * AnnexCause:
 * @id: of the record
 * @text: what it says
 * @evidence: (nullable): why it is believed
 * @kind: what it is to the nonconformity
 * @category: level of the scale "cause_category", that of the outermost cause it explains; 0 for none
 * @parent: index of the cause that it explains, -1 for the nonconformity
 * @depth: how many causes it explains, one through the other
 * @place: its place among the causes of the same thing and, where that is the nonconformity, of the same category; from 1
 * @n_siblings: how many those are, with it
 */
typedef struct
{
  gint64 id;
  char *text;
  char *evidence;
  AnnexCauseKind kind;
  int category;
  int parent;
  guint depth;
  guint place;
  guint n_siblings;
} AnnexCause;

/** AnnexCauseCategory: a rib. @level: 0 for causes that are in none. */
typedef struct
{
  int level;
  char *name;
} AnnexCauseCategory;

/** AnnexCauseTree: (reference counted): the causes as they were when it was loaded; does not change. */
typedef struct _AnnexCauseTree AnnexCauseTree;

/** annex_cause_tree_load: @corrective_action: an id. Returns: (transfer full): its causes; NULL with @error set. */
AnnexCauseTree *annex_cause_tree_load (AnnexStore *store, gint64 corrective_action, GError **error);
AnnexCauseTree *annex_cause_tree_ref (AnnexCauseTree *self);
void annex_cause_tree_unref (AnnexCauseTree *self);

/** annex_cause_tree_get_problem: Returns: (transfer none): the nonconformity, with its reference. */
const char *annex_cause_tree_get_problem (const AnnexCauseTree *self);

/** annex_cause_tree_get_n_causes: Returns: how many there are; each stands before those that explain it. */
guint annex_cause_tree_get_n_causes (const AnnexCauseTree *self);
const AnnexCause *annex_cause_tree_get_cause (const AnnexCauseTree *self, guint index);

/** annex_cause_tree_find: Returns: the index of the cause with that id, -1 when there is none. */
int annex_cause_tree_find (const AnnexCauseTree *self, gint64 id);

/** annex_cause_tree_get_n_categories: Returns: how many ribs: the levels of the scale, and one more where causes are in none of them. */
guint annex_cause_tree_get_n_categories (const AnnexCauseTree *self);
const AnnexCauseCategory *annex_cause_tree_get_category (const AnnexCauseTree *self, guint index);

/** annex_cause_tree_dup_text: Returns: (transfer full): one cause in words: "People: nobody reviewed access, cause 2 of 3, systemic cause". */
char *annex_cause_tree_dup_text (const AnnexCauseTree *self, guint index);

/** annex_cause_tree_dup_outline: Returns: (transfer full): all of it in words, a line each, for those who do not see the drawing. */
char *annex_cause_tree_dup_outline (const AnnexCauseTree *self);

/** ANNEX_CAUSE_FIRST: where a place behind a cause is asked for: before all of them. */
#define ANNEX_CAUSE_FIRST ((gint64) -1)

/**
 * annex_cause_add:
 * @parent: the cause that the new one explains, 0 for the nonconformity
 * @category: for causes of the nonconformity; 0 for none
 * @after: the cause that it stands behind, 0 for the end, %ANNEX_CAUSE_FIRST for the beginning
 *
 * Returns: its id, 0 with @error set.
 */
gint64 annex_cause_add (AnnexStore *store, gint64 corrective_action, gint64 parent, int category, gint64 after, const char *text, GError **error);

/**
 * annex_cause_move:
 * @parent: the cause that it will explain, 0 for the nonconformity
 * @category: for causes of the nonconformity; 0 for none
 * @after: the cause that it will stand behind, 0 for the end, %ANNEX_CAUSE_FIRST for the beginning
 *
 * What explains the cause goes along. Errors: %ANNEX_ERROR_CYCLE with the path, where it would explain itself.
 */
gboolean annex_cause_move (AnnexStore *store, gint64 cause, gint64 parent, int category, gint64 after, GError **error);

/** annex_cause_set_text: Says it otherwise. */
gboolean annex_cause_set_text (AnnexStore *store, gint64 cause, const char *text, GError **error);

/** annex_cause_set_kind: Calls it a trigger, a systemic cause, or neither. */
gboolean annex_cause_set_kind (AnnexStore *store, gint64 cause, AnnexCauseKind kind, GError **error);

/** annex_cause_remove: Deletes a cause and all that explains it. */
gboolean annex_cause_remove (AnnexStore *store, gint64 cause, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexCauseTree, annex_cause_tree_unref)

G_END_DECLS
