/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-clock.h"

G_BEGIN_DECLS

/* Days on a calendar and how people speak of them. Days are Julian, as in GDate. */

/** annex_calendar_get_first_weekday: Returns: the day that weeks begin on in the user's locale, 1 (Monday) to 7 (Sunday). */
guint annex_calendar_get_first_weekday (void);

/** annex_calendar_get_weekday: Returns: 1 (Monday) to 7 (Sunday). */
guint annex_calendar_get_weekday (guint day);

/** annex_calendar_is_weekend: Returns: whether it is a Saturday or a Sunday. */
gboolean annex_calendar_is_weekend (guint day);

/** annex_calendar_get_week: Returns: the number of the week (ISO 8601) that the day's Thursday is in. */
guint annex_calendar_get_week (guint day);

/** annex_calendar_begin_week: Returns: the first day of the week that @day is in, by the user's locale. */
guint annex_calendar_begin_week (guint day);

/** annex_calendar_begin_month: Returns: the first day of the month that lies @months after that of @day. */
guint annex_calendar_begin_month (guint day, int months);

/** annex_calendar_begin_year: Returns: the first day of the year that @day is in. */
guint annex_calendar_begin_year (guint day);

/** annex_calendar_shift_months: Returns: the day @months later, at the latest the end of that month. */
guint annex_calendar_shift_months (guint day, int months);

/** annex_calendar_get_year: Returns: the year that the day is in. */
guint annex_calendar_get_year (guint day);

/** annex_calendar_get_day_of_month: Returns: 1 to 31. */
guint annex_calendar_get_day_of_month (guint day);

/** annex_calendar_dup_text: Returns: (transfer full): the day formatted as strftime(3) does. */
char *annex_calendar_dup_text (guint day, const char *format);

/** annex_calendar_dup_date: Returns: (transfer full): the day as people say it: "12 March 2026". */
char *annex_calendar_dup_date (guint day);

/** annex_calendar_dup_month: Returns: (transfer full): the month of the day as people say it: "March 2026". */
char *annex_calendar_dup_month (guint day);

G_END_DECLS
