/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-record.h"

G_BEGIN_DECLS

/**
 * AnnexDraft:
 *
 * What a record is about to be: the values that people gave it, to which its type adds what follows from them
 * (#AnnexType.complete) before anything is written. A new record is completed before it is made, and logged as one
 * creation; one that was changed is completed before the commit.
 */
typedef struct _AnnexDraft AnnexDraft;

/** annex_draft_is_new: Returns: whether this transaction makes the record. */
gboolean annex_draft_is_new (AnnexDraft *self);

/** annex_draft_has_changed: Returns: whether this transaction gave a field another value, made with one and completed included. */
gboolean annex_draft_has_changed (AnnexDraft *self, const char *field_name);

/** annex_draft_get: Returns: (transfer none) (nullable): the canonical value of a field, until it is set again. */
const char *annex_draft_get (AnnexDraft *self, const char *field_name);

/** annex_draft_set: Gives a stored field a canonical value; NULL or "" empties it. It is checked as any other before it is written. */
void annex_draft_set (AnnexDraft *self, const char *field_name, const char *value);

/**
 * annex_draft_get_record:
 *
 * Returns: (transfer none): the draft as a record, for what takes one. It shows each value that is set at once, and
 * computed fields as empty; it is not to be kept.
 */
AnnexRecord *annex_draft_get_record (AnnexDraft *self);

G_END_DECLS
