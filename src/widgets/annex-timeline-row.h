/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-time-scale.h"
#include "core/annex-store.h"

G_BEGIN_DECLS

/** AnnexTimelineFields: which dates of a record type a timeline shows. @start and @done may be NULL. */
typedef struct
{
  const AnnexType *type;
  const AnnexField *start;
  const AnnexField *due;
  const AnnexField *done;
} AnnexTimelineFields;

/** ANNEX_TIMELINE_NAME_WIDTH: pixels for the names, where they stand beside the bars. */
#define ANNEX_TIMELINE_NAME_WIDTH 280

#define ANNEX_TYPE_TIMELINE_ROW (annex_timeline_row_get_type ())
G_DECLARE_FINAL_TYPE (AnnexTimelineRow, annex_timeline_row, ANNEX, TIMELINE_ROW, GtkWidget)

/*
 * One record on a timeline: its name, and a bar from its beginning to when it is due or was done; a
 * diamond where it has no beginning. A late one is striped and says so in a word.
 *
 * Signals:
 *   "due-moved" (gint64 id, guint day): the end of the bar was dragged to that day.
 */

/** annex_timeline_row_new: @fields: not copied. Returns: (transfer floating): an empty row. */
GtkWidget *annex_timeline_row_new (AnnexTimeScale *scale, const AnnexTimelineFields *fields, gboolean editable);

/** annex_timeline_row_set_record: @record: (nullable): what to show. @instead: what to say without one. */
void annex_timeline_row_set_record (AnnexTimelineRow *self, AnnexRecord *record, const char *instead);

/** annex_timeline_row_get_id: Returns: the id of the record shown, 0 when there is none. */
gint64 annex_timeline_row_get_id (AnnexTimelineRow *self);

/** annex_timeline_row_get_description: Returns: (transfer none): what the row shows in words, for a screen reader. */
const char *annex_timeline_row_get_description (AnnexTimelineRow *self);

/** annex_timeline_dup_date: Returns: (transfer full): a day as people say it. */
char *annex_timeline_dup_date (guint day);

/** annex_timeline_parse_day: Returns: the Julian day of a canonical date; 0 for NULL. */
guint annex_timeline_parse_day (const char *value);

G_END_DECLS
