/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * The sample is written for the week from Thursday 2026-11-26 and is told for the week in which it is made: whoever opens it in any
 * year sees the same engagement at work. What its tables and files say of days moves:
 *
 *   2026-11-05, 5 November 2026, 5 November, 3 and 17 November   by whole weeks, so that weekdays stay
 *   2026-10, October 2026, October                              to the month in which its middle then lies
 *   autumn 2026, autumn, third quarter                          likewise, to what it then lies in
 *   2026[02]                                                    a year: that of the month in brackets, moved
 *   2027-03-29[Easter+1], 2026-12-25[12-25]                     a holiday: the nearest day that the rule in brackets names
 *
 * In measurements and in the beginnings of indicators, periods move by periods: the month, quarter or year that ended last
 * stays the one that ended last. Years before 2025 are history and stay. Nothing in the sample becomes late or due within
 * its week, so that each day of it finds the same.
 */

/** annex_sample_days_move: Returns: (transfer full): a table, text or file name of the sample as it is told on @today, a Julian day. */
char *annex_sample_days_move (const char *name, const char *text, guint today);

G_END_DECLS
