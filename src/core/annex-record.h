/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-type.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_RECORD (annex_record_get_type ())
G_DECLARE_DERIVABLE_TYPE (AnnexRecord, annex_record, ANNEX, RECORD, GObject)

struct _AnnexRecordClass
{
  GObjectClass parent_class;
  const AnnexType *type;
};

/*
 * A record is a snapshot of one row, read from a store; writing goes through a transaction.
 * Values are indexed as the fields of annex_store_get_fields().
 */

/** annex_record_get_id: Returns: the id, 0 for one not yet stored. */
gint64 annex_record_get_id (AnnexRecord *self);
const AnnexType *annex_record_get_record_type (AnnexRecord *self);
const char *annex_record_get_reference (AnnexRecord *self);

/** annex_record_get_title: Returns: (transfer none): the name for people, the reference when it has none. */
const char *annex_record_get_title (AnnexRecord *self);

/** annex_record_get_value: Returns: (nullable) (transfer none): the canonical value of the field of that name. */
const char *annex_record_get_value (AnnexRecord *self, const char *field_name);

/** annex_record_get_text: Returns: (transfer none): the value of the field as people read it, "" when empty. */
const char *annex_record_get_text (AnnexRecord *self, const char *field_name);

/** annex_record_get_value_at: Returns: (nullable) (transfer none): the canonical value of field @index. */
const char *annex_record_get_value_at (AnnexRecord *self, guint index);

/** annex_record_get_text_at: Returns: (transfer none): field @index as people read it, "" when empty. */
const char *annex_record_get_text_at (AnnexRecord *self, guint index);

/** annex_record_dup_link_ids: Returns: (transfer full) (element-type gint64): the ids in a link field. */
GArray *annex_record_dup_link_ids (AnnexRecord *self, const char *field_name);

/** annex_record_get_link: Returns: the id in a link field, the first where there are several; 0 when empty. */
gint64 annex_record_get_link (AnnexRecord *self, const char *field_name);

/** annex_link_ids_parse: Returns: (transfer full) (element-type gint64): the ids in a canonical link value. */
GArray *annex_link_ids_parse (const char *value);

/** annex_link_ids_format: Returns: (transfer full) (nullable): the canonical link value; sorts @ids. */
char *annex_link_ids_format (GArray *ids);

G_END_DECLS
