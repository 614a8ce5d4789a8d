/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "annex-record-part.h"
#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_RECORD_FORM (annex_record_form_get_type ())
G_DECLARE_FINAL_TYPE (AnnexRecordForm, annex_record_form, ANNEX, RECORD_FORM, AdwBin)

/*
 * All of one record: its fields, each written when it is confirmed or left, what links to it, and
 * what happened to it. Follows changes made elsewhere.
 */

/** AnnexSourceFunc: Returns: (nullable) (transfer full): the record that the computed @field of record @id is inherited from. */
typedef AnnexRecord *(*AnnexSourceFunc) (AnnexStore *store, gint64 id, const AnnexField *field);

/** annex_record_form_set_source_func: Lets computed fields say where their value comes from. */
void annex_record_form_set_source_func (AnnexRecordForm *self, AnnexSourceFunc func);

/** annex_record_form_set_parts_func: Lets types show more than their fields. Call before the first record is shown. */
void annex_record_form_set_parts_func (AnnexRecordForm *self, AnnexRecordPartsFunc func);

/** annex_record_form_prepare: Builds what records of @type need, little by little while nothing else is to do, so that the first one shows at once. */
void annex_record_form_prepare (AnnexRecordForm *self, AnnexStore *store, const AnnexType *type);

/** annex_record_form_show: Shows a record; 0 shows that none, or that @n_selected are selected. */
void annex_record_form_show (AnnexRecordForm *self, AnnexStore *store, gint64 id, guint n_selected);
gint64 annex_record_form_get_id (AnnexRecordForm *self);

/** annex_record_form_focus_title: Begins typing the name of the record. */
void annex_record_form_focus_title (AnnexRecordForm *self);

/**
 * annex_record_form_focus_group:
 *
 * Moves the focus to the beginning of the next group of the form or of the links below, or with @back of
 * the one before; from outside the form to the first or last. Returns: FALSE where there is none.
 */
gboolean annex_record_form_focus_group (AnnexRecordForm *self, gboolean back);

/** annex_record_form_flush: Writes what was typed and not yet confirmed. */
void annex_record_form_flush (AnnexRecordForm *self);

G_END_DECLS
