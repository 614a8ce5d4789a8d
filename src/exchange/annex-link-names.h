/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"

G_BEGIN_DECLS

/**
 * AnnexLinkNames:
 *
 * How the records of one type are called in files: by reference, or by a title that no other has.
 * Read once, for tables with many links.
 */
typedef struct _AnnexLinkNames AnnexLinkNames;

/** ANNEX_LINK_AMBIGUOUS: more than one record has that title. */
#define ANNEX_LINK_AMBIGUOUS (-1)

/** annex_link_names_fold: Returns: (transfer full): @name as it is compared, upper and lower case alike. */
char *annex_link_names_fold (const char *name);

AnnexLinkNames *annex_link_names_new (AnnexStore *store, const AnnexType *type, GError **error);
const AnnexType *annex_link_names_get_record_type (AnnexLinkNames *self);

/** annex_link_names_add: Adds a record that is about to be, or another name of one. @reference and @title are nullable. */
void annex_link_names_add (AnnexLinkNames *self, gint64 id, const char *reference, const char *title);

/** annex_link_names_find: Returns: the record with that reference (4.1 is CL.4.1), or else that title, in any case of letters; 0 when none; ANNEX_LINK_AMBIGUOUS. */
gint64 annex_link_names_find (AnnexLinkNames *self, const char *name);

/** annex_link_names_has_reference: Returns: whether a record had that reference, in any case of letters, when the names were read or added. */
gboolean annex_link_names_has_reference (AnnexLinkNames *self, const char *reference);

/** annex_link_names_confirm: Returns: whether everything that was asked could be read; else what was answered may be wrong. */
gboolean annex_link_names_confirm (AnnexLinkNames *self, GError **error);

/** annex_link_names_get_reference: Returns: (transfer none) (nullable): the reference. */
const char *annex_link_names_get_reference (AnnexLinkNames *self, gint64 id);

/**
 * annex_link_names_format:
 * @value: (nullable): canonical link value
 * @by_title: prefer titles where they are unique and can be read back
 *
 * Returns: (transfer full): the names separated by "; ", in an order that does not depend on ids.
 */
char *annex_link_names_format (AnnexLinkNames *self, const char *value, gboolean by_title);
void annex_link_names_free (AnnexLinkNames *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexLinkNames, annex_link_names_free)

G_END_DECLS
