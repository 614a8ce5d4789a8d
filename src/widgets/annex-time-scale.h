/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ANNEX_TYPE_TIME_SCALE (annex_time_scale_get_type ())
G_DECLARE_FINAL_TYPE (AnnexTimeScale, annex_time_scale, ANNEX, TIME_SCALE, GObject)

/*
 * Where days stand across a timeline: what its axis and all its rows share. Days are Julian, as in
 * GDate; 0 is no day.
 *
 * Signals:
 *   "changed": after a zoom, a scroll or another range or width.
 */

/** annex_time_scale_new: Returns: (transfer full): a scale around today. */
AnnexTimeScale *annex_time_scale_new (void);

/** annex_time_scale_set_range: @first and @last are shown with some room on either side, and today always. */
void annex_time_scale_set_range (AnnexTimeScale *self, guint first, guint last);

/** annex_time_scale_set_width: @width: of what is seen, in pixels. */
void annex_time_scale_set_width (AnnexTimeScale *self, int width);
int annex_time_scale_get_width (AnnexTimeScale *self);

/** annex_time_scale_set_stacked: Whether rows have their names above the bars instead of beside them. */
void annex_time_scale_set_stacked (AnnexTimeScale *self, gboolean stacked);
gboolean annex_time_scale_get_stacked (AnnexTimeScale *self);

/** annex_time_scale_get_adjustment: Returns: (transfer none): for a scroll bar. */
GtkAdjustment *annex_time_scale_get_adjustment (AnnexTimeScale *self);

/** annex_time_scale_zoom: Makes a day @factor times as wide and keeps the middle where it is. */
void annex_time_scale_zoom (AnnexTimeScale *self, double factor);

/** annex_time_scale_fit: Makes the days from @first to @last fill what is seen, now or once it has a width; the range is just them. */
void annex_time_scale_fit (AnnexTimeScale *self, guint first, guint last);

/** annex_time_scale_show_today: Makes a day as wide as at first, and scrolls to today. */
void annex_time_scale_show_today (AnnexTimeScale *self);

guint annex_time_scale_get_today (AnnexTimeScale *self);

/** annex_time_scale_get_x: Returns: where a day begins, in pixels from the left of what is seen. */
double annex_time_scale_get_x (AnnexTimeScale *self, guint day);

/** annex_time_scale_get_day: Returns: the day at @x. */
guint annex_time_scale_get_day (AnnexTimeScale *self, double x);

/** AnnexTimeUnit: what the lines of the scale stand for. */
typedef enum
{
  ANNEX_TIME_WEEKS,
  ANNEX_TIME_MONTHS,
  ANNEX_TIME_QUARTERS,
  ANNEX_TIME_YEARS
} AnnexTimeUnit;

/** annex_time_scale_get_unit: Returns: the unit that has room at this zoom. */
AnnexTimeUnit annex_time_scale_get_unit (AnnexTimeScale *self);

/** annex_time_unit_begin: Returns: the first day of the unit that @day is in. */
guint annex_time_unit_begin (AnnexTimeUnit unit, guint day);

/** annex_time_unit_next: Returns: the first day of the unit after the one that @day is in. */
guint annex_time_unit_next (AnnexTimeUnit unit, guint day);

/** annex_time_scale_draw_grid: Draws a faint line at the beginning of each unit. @left: where the scale begins; @width, @height: of what is drawn on, in pixels. */
void annex_time_scale_draw_grid (AnnexTimeScale *self, GtkSnapshot *snapshot, double left, double width, double height, const GdkRGBA *ink);

G_END_DECLS
