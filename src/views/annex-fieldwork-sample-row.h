/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/annex-record.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_FIELDWORK_SAMPLE_ROW (annex_fieldwork_sample_row_get_type ())
G_DECLARE_FINAL_TYPE (AnnexFieldworkSampleRow, annex_fieldwork_sample_row, ANNEX, FIELDWORK_SAMPLE_ROW, GtkListBoxRow)

/*
 * One item of a sample: what it is called, a button for each result (keys 1 to 3 on the row), and a remark.
 *
 * Signals:
 *   "noted" (const char *result, const char *remark): somebody has given another result or remark;
 *   @remark is NULL where it stays.
 */

/** annex_fieldwork_sample_row_new: Returns: (transfer floating): a row that shows nothing yet. */
GtkWidget *annex_fieldwork_sample_row_new (void);

/** annex_fieldwork_sample_row_show: @item: of type sample_item. A remark that is being typed stays. */
void annex_fieldwork_sample_row_show (AnnexFieldworkSampleRow *self, AnnexRecord *item);

/** annex_fieldwork_sample_row_get_id: Returns: id of the item shown. */
gint64 annex_fieldwork_sample_row_get_id (AnnexFieldworkSampleRow *self);

/** annex_fieldwork_sample_row_flush: Emits "noted" for a remark that was typed and not yet confirmed. */
void annex_fieldwork_sample_row_flush (AnnexFieldworkSampleRow *self);

G_END_DECLS
