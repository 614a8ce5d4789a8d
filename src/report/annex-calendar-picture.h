/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "isms/annex-calendar-entries.h"

G_BEGIN_DECLS

/** ANNEX_CALENDAR_PICTURE_ASPECT: width by height of a month that fills a page. */
#define ANNEX_CALENDAR_PICTURE_ASPECT 1.59

/**
 * annex_calendar_picture_draw:
 * @day: a day of the month
 *
 * Draws a month with what stands on its days, black on white, into a rectangle at the origin; @entries cover
 * its weeks. What is overdue is bold with "!", what is over has "✓".
 */
void annex_calendar_picture_draw (cairo_t *cairo, AnnexCalendarEntries *entries, guint day, double width, double height);

G_END_DECLS
