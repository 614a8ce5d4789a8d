/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-query.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_TIMELINE (annex_timeline_get_type ())
G_DECLARE_FINAL_TYPE (AnnexTimeline, annex_timeline, ANNEX, TIMELINE, AdwBreakpointBin)

/*
 * Records of any type that are due on a day, as bars over a calendar, with today in it.
 *
 * Keys: up and down walk the rows; Left and Right scroll; Ctrl with Left and Right moves the day by
 * one, with Shift as well by a week; Ctrl with + and − zooms, with 0 returns to today. The end of a
 * bar can be dragged.
 *
 * Signals:
 *   "record-chosen" (gint64 id, gboolean open): what is selected; @open asks for its details.
 */

/**
 * annex_timeline_new:
 * @start_name: (nullable): the date field that bars begin on
 * @due_name: the date field that they end on
 * @done_name: (nullable): the date field that they end on once the record is over
 *
 * Returns: (transfer floating): a timeline of every record of @type.
 */
GtkWidget *annex_timeline_new (AnnexStore *store, const AnnexType *type, const char *start_name, const char *due_name,
                               const char *done_name);

/** annex_timeline_set_query: Shows what @query asks for, by due date unless it sorts otherwise; copied. */
void annex_timeline_set_query (AnnexTimeline *self, const AnnexQuery *query);

/** annex_timeline_reveal: Returns: whether it shows that record, now selected. */
gboolean annex_timeline_reveal (AnnexTimeline *self, gint64 id);

G_END_DECLS
