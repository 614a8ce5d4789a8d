/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-type.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_CHANGE_SET (annex_change_set_get_type ())

/** AnnexChangeSet: (boxed, reference counted): which records a commit touched. */
typedef struct _AnnexChangeSet AnnexChangeSet;

GType annex_change_set_get_type (void);
AnnexChangeSet *annex_change_set_new (void);
AnnexChangeSet *annex_change_set_ref (AnnexChangeSet *self);
void annex_change_set_unref (AnnexChangeSet *self);

/** annex_change_set_add: Notes a touched record. Past 1,000 records only the types are kept. */
void annex_change_set_add (AnnexChangeSet *self, const AnnexType *type, gint64 id);

/** annex_change_set_add_everything: Notes that anything may have changed. */
void annex_change_set_add_everything (AnnexChangeSet *self);

/** annex_change_set_touches_type: Returns: whether a record of @type may have changed, itself or through a link. */
gboolean annex_change_set_touches_type (AnnexChangeSet *self, const AnnexType *type);

/** annex_change_set_touches_only: Returns: whether no record of another type was touched. */
gboolean annex_change_set_touches_only (AnnexChangeSet *self, const AnnexType *type);

/** annex_change_set_touches: Returns: whether the record may have changed. */
gboolean annex_change_set_touches (AnnexChangeSet *self, gint64 id);

/** annex_change_set_dup_ids: Returns: (transfer full) (nullable) (element-type gint64): the records, NULL when they are too many to name. */
GArray *annex_change_set_dup_ids (AnnexChangeSet *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexChangeSet, annex_change_set_unref)

G_END_DECLS
