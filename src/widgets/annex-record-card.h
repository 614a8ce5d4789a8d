/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_RECORD_CARD (annex_record_card_get_type ())
G_DECLARE_FINAL_TYPE (AnnexRecordCard, annex_record_card, ANNEX, RECORD_CARD, GtkWidget)

/*
 * A record of any type in a few lines: reference, title, owner, the date that it is judged late by,
 * and its level of risk where the type has one.
 */

/** annex_record_card_new: Returns: (transfer floating): an empty card for records of @type. */
GtkWidget *annex_record_card_new (AnnexStore *store, const AnnexType *type);

/** annex_record_card_dup_field_names: Returns: (transfer full): NULL-terminated; the fields that cards of that type read. */
GStrv annex_record_card_dup_field_names (const AnnexType *type);

/** annex_record_card_set_record: @record: (nullable): what to show. @instead: what to say without one. */
void annex_record_card_set_record (AnnexRecordCard *self, AnnexRecord *record, const char *instead);

/** annex_record_card_get_id: Returns: the id of the record shown, 0 when there is none. */
gint64 annex_record_card_get_id (AnnexRecordCard *self);

/** annex_record_card_get_description: Returns: (transfer none): all that the card says, in one line, for a screen reader. */
const char *annex_record_card_get_description (AnnexRecordCard *self);

G_END_DECLS
