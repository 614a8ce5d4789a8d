/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/*
 * The one clock. "Today" is the day in the user's time zone, and everything that compares a date with it asks here
 * or, where a store is at hand that may show an earlier day (annex_log_begin_as_of()), the store:
 * annex_store_get_today(), annex_store_dup_today(). SQL asks by annex_today() and annex_now(), which every
 * connection of a store has. Nothing else may ask the machine; tests/test-house.py sees to it.
 *
 * The day can be chosen, by tests and by "annex-cli --today"; the time of day stays the machine's. All functions
 * may be called from any thread.
 */

/**
 * annex_clock_set_today:
 * @day: (nullable): YYYY-MM-DD; %NULL for the machine's again
 *
 * Chooses the day for the whole process. Errors: ANNEX_ERROR_INVALID.
 */
gboolean annex_clock_set_today (const char *day, GError **error);

/**
 * annex_clock_read_environment: Takes the day from ANNEX_TODAY, with which tests run whole programs on a chosen day.
 *
 * Called once, when a program starts. Errors: ANNEX_ERROR_INVALID.
 */
gboolean annex_clock_read_environment (GError **error);

/** annex_clock_get_today: Returns: today's Julian day, as in #GDate. */
guint annex_clock_get_today (void);

/** annex_clock_dup_today: Returns: (transfer full): today as YYYY-MM-DD. */
char *annex_clock_dup_today (void);

/** annex_clock_dup_day: Returns: (transfer full): a Julian day as YYYY-MM-DD. */
char *annex_clock_dup_day (guint day);

/** annex_clock_parse_day: Returns: the Julian day of a date (YYYY-MM-DD); 0 for NULL and for what is no date. */
guint annex_clock_parse_day (const char *date);

/** annex_clock_get_now: Returns: (transfer full): now, in the user's time zone. */
GDateTime *annex_clock_get_now (void);

/** annex_clock_dup_now: Returns: (transfer full): now in the user's time zone, as YYYY-MM-DD HH:MM. */
char *annex_clock_dup_now (void);

/**
 * annex_clock_get_stamp: Returns: (transfer full): the machine's true time, in UTC, whatever day was chosen.
 *
 * For what says when something was really done: a commit in the log, the lock, the time of an exported file. An audit
 * trail that could be dated back by choosing a day would be worth nothing.
 */
GDateTime *annex_clock_get_stamp (void);

/**
 * annex_clock_dup_end_of_day: Returns: (transfer full): the last moment of a day (YYYY-MM-DD) in the user's time zone,
 * in UTC, as commits are stamped.
 */
char *annex_clock_dup_end_of_day (const char *day);

/**
 * annex_clock_register:
 * @day: (nullable): the Julian day that this connection shows; %NULL or 0 for today. It must live as long as the connection.
 *
 * Makes annex_today() and annex_now() known to @database, for queries only: no table, index or view of a file can be
 * declared with them. Other days are counted from there: date (annex_today (), '+30 days'). annex_now() is local time
 * to the second, annex_now ('utc') the same in UTC, to be set against julianday (a local time, 'utc'). On a connection
 * that shows an earlier day, now is the end of that day.
 */
void annex_clock_register (sqlite3 *database, const guint *day);

G_END_DECLS
