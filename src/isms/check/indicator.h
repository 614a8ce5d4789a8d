/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"
#include "report/annex-chart.h"

G_BEGIN_DECLS

/*
 * SQL that the descriptions of indicators and measurements, their rules and the requests for corrective actions
 * share, over the row aliases named. A period is known by its name: 2026 a year, 2026-Q4 a quarter, 2026-11 a month.
 */

/* The last day of the period of a measurement. */
#define ANNEX_MEASUREMENT_END_SQL(m) \
  "(CASE WHEN length (" m ".period) = 4 THEN " m ".period || '-12-31' WHEN substr (" m ".period, 6, 1) = 'Q' " \
  "THEN date (substr (" m ".period, 1, 4) || '-01-01', '+' || (3 * substr (" m ".period, 7, 1)) || ' months', '-1 day') " \
  "ELSE date (" m ".period || '-01', '+1 month', '-1 day') END)"

/* Something of the measurement m of an indicator that is the latest but so many (0 for the latest itself); NULL without one. */
#define ANNEX_INDICATOR_EARLIER_SQL(r, what, skipped) \
  "(SELECT " what " FROM link l JOIN measurement m ON m.id = l.source WHERE l.target = " r ".id AND l.field = 'indicator' " \
  "ORDER BY " ANNEX_MEASUREMENT_END_SQL ("m") " DESC, m.id DESC LIMIT 1 OFFSET " skipped ")"
#define ANNEX_INDICATOR_LATEST_SQL(r, what) ANNEX_INDICATOR_EARLIER_SQL (r, what, "0")

/* How a value stands: 'none', 'open' (there is nothing to judge it by), 'out', 'off' or 'on'. */
#define ANNEX_INDICATOR_JUDGE_SQL(r, value) \
  "(CASE WHEN " value " IS NULL THEN 'none' " \
  "WHEN iif (" r ".direction = 'lower', " value " > " r ".bound, " value " < " r ".bound) THEN 'out' " \
  "WHEN iif (" r ".direction = 'lower', " value " > " r ".target, " value " < " r ".target) THEN 'off' " \
  "WHEN " r ".target IS NULL AND " r ".bound IS NULL THEN 'open' ELSE 'on' END)"
#define ANNEX_INDICATOR_STATUS_SQL(r) ANNEX_INDICATOR_JUDGE_SQL (r, ANNEX_INDICATOR_LATEST_SQL (r, "m.value"))

/* The last day of the period that ended last. */
#define ANNEX_INDICATOR_LAST_END_SQL(r) \
  "(CASE " r ".period WHEN 'year' THEN date (annex_today (), 'start of year', '-1 day') " \
  "WHEN 'quarter' THEN date (annex_today (), 'start of month', '-' || ((strftime ('%m', annex_today ()) - 1) % 3) || ' months', '-1 day') " \
  "ELSE date (annex_today (), 'start of month', '-1 day') END)"

/* The day after the period that runs. */
#define ANNEX_INDICATOR_NEXT_BEGIN_SQL(r) \
  "(CASE " r ".period WHEN 'year' THEN date (annex_today (), 'start of year', '+1 year') " \
  "WHEN 'quarter' THEN date (" ANNEX_INDICATOR_LAST_END_SQL (r) ", '+1 day', '+3 months') " \
  "ELSE date (annex_today (), 'start of month', '+1 month') END)"

/* The period that ended last has no value, and the indicator was measured by then. */
#define ANNEX_INDICATOR_IS_DUE_SQL(r) \
  "(" r ".state = 'active' AND coalesce (" r ".since, '') <= " ANNEX_INDICATOR_LAST_END_SQL (r) " AND " \
  "coalesce (" ANNEX_INDICATOR_LATEST_SQL (r, ANNEX_MEASUREMENT_END_SQL ("m")) ", '') < " ANNEX_INDICATOR_LAST_END_SQL (r) ")"

/* The day on which the next value can be had: that after its period, which is a later one where the period that runs has a value. */
#define ANNEX_INDICATOR_DUE_ON_SQL(r) \
  "(CASE WHEN " ANNEX_INDICATOR_IS_DUE_SQL (r) " THEN date (" ANNEX_INDICATOR_LAST_END_SQL (r) ", '+1 day') " \
  "WHEN coalesce (" ANNEX_INDICATOR_LATEST_SQL (r, ANNEX_MEASUREMENT_END_SQL ("m")) ", '') < date (" ANNEX_INDICATOR_NEXT_BEGIN_SQL (r) ", '-1 day') " \
  "THEN " ANNEX_INDICATOR_NEXT_BEGIN_SQL (r) " " \
  "ELSE date (" ANNEX_INDICATOR_NEXT_BEGIN_SQL (r) ", CASE " r ".period WHEN 'year' THEN '+1 year' WHEN 'quarter' THEN '+3 months' ELSE '+1 month' END) END)"

/* A corrective action runs for it, or was raised since the latest value was there: @what of the corrective action c. */
#define ANNEX_INDICATOR_ACTION_SQL(r, what) \
  "(SELECT " what " FROM link a JOIN corrective_action c ON c.id = a.source WHERE a.target = " r ".id AND a.field = 'indicator' AND " \
  "(c.stage IS NOT 'closed' OR c.raised_on >= " ANNEX_INDICATOR_LATEST_SQL (r, "min (" ANNEX_MEASUREMENT_END_SQL ("m") ", coalesce (m.measured_on, '9999'))") "))"

/* The latest value is out of bounds, and nobody has raised that. */
#define ANNEX_INDICATOR_ASKS_SQL(r) \
  "(" r ".state = 'active' AND " ANNEX_INDICATOR_STATUS_SQL (r) " = 'out' AND " ANNEX_INDICATOR_ACTION_SQL (r, "count (*)") " = 0)"

/** annex_indicator_is_counted: Returns: whether Annex counts the values of the record of type "indicator" itself. */
gboolean annex_indicator_is_counted (AnnexRecord *indicator);

/**
 * annex_indicator_count:
 * @first: the first day that counts, as YYYY-MM-DD
 * @last: the last one
 * @sources: (out) (transfer full): references of what was counted, in words; some of them, where there are many
 *
 * Counts what an indicator counts, as it was at the end of @last: by dates where records have them, and by the log
 * where they do not, such as for risks above the criteria. A log that begins later leaves those as they are now, which
 * @sources says. The log is read in a copy of the whole file, so this is for a thread of its own, or for a program that
 * shows nothing.
 *
 * Returns: FALSE with @error set. Errors: %ANNEX_ERROR_INVALID for one whose values are entered by hand.
 */
gboolean annex_indicator_count (AnnexStore *store, AnnexRecord *indicator, const char *first, const char *last, guint *count, char **sources,
                                GError **error);

/** annex_indicator_dup_period: Returns: (transfer full) (nullable): the period that the next value is for: the one that ended last if it has none, else the one that runs; NULL with @error set. */
char *annex_indicator_dup_period (AnnexStore *store, AnnexRecord *indicator, GError **error);

/**
 * annex_indicators_count:
 * @id: of an indicator, or 0 for all that are counted and in use
 *
 * Counts the values of the period that ended last, as annex_indicator_count(). Returns: (transfer full): for
 * annex_indicators_keep(), freed by g_ptr_array_unref(); NULL with @error set.
 */
GPtrArray *annex_indicators_count (AnnexStore *store, gint64 id, GError **error);

/**
 * annex_indicators_keep:
 *
 * Writes the values that annex_indicators_count() found, each in the place of one that is there, in one step of undo.
 *
 * Returns: (transfer full) (element-type AnnexRecord): the measurements; NULL with @error set.
 */
GPtrArray *annex_indicators_keep (AnnexStore *store, GPtrArray *values, GError **error);

/**
 * annex_indicator_enter:
 * @text: a number, as people write it
 *
 * Writes it as the value of annex_indicator_dup_period(), measured by the owner, in the place of one that is there, in
 * one step of undo.
 *
 * Returns: (transfer full): the measurement; NULL with @error set.
 */
AnnexRecord *annex_indicator_enter (AnnexStore *store, AnnexRecord *indicator, const char *text, GError **error);

/** annex_indicator_create_chart: Returns: (transfer full) (nullable): the last 24 values over time, with target and limit, as one line where they are the same; NULL with fewer than two, or with @error set. */
AnnexChart *annex_indicator_create_chart (AnnexStore *store, AnnexRecord *indicator, GError **error);

G_END_DECLS
