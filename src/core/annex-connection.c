/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-connection.h"

#include "annex-clock.h"
#include "annex-natural-order.h"

/* No value, and so no row of a hostile file, may be longer. */
#define MAX_VALUE_LENGTH (64 * 1024 * 1024)

/* Milliseconds between two looks whether another program is done: SQLite's own, of up to 100, miss the short time
 * between two commits of somebody who writes without a pause. */
#define LOOK_AGAIN 2

/* How many of SQLite's own steps are made between two looks whether to stop: some tenths of a millisecond. */
#define STEPS_BETWEEN_LOOKS 10000

static int patience = 5000;

static int
wait_for_others (gpointer data, int n_looks)
{
  if (n_looks * LOOK_AGAIN >= GPOINTER_TO_INT (data))
    return 0;
  g_usleep (LOOK_AGAIN * 1000);
  return 1;
}

void
annex_connection_prepare (sqlite3 *database, const guint *day)
{
  sqlite3_db_config (database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  sqlite3_db_config (database, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
  sqlite3_limit (database, SQLITE_LIMIT_LENGTH, MAX_VALUE_LENGTH);
  sqlite3_limit (database, SQLITE_LIMIT_SQL_LENGTH, 1024 * 1024);
  sqlite3_limit (database, SQLITE_LIMIT_ATTACHED, 1);
  sqlite3_limit (database, SQLITE_LIMIT_EXPR_DEPTH, 200);
  sqlite3_extended_result_codes (database, 1);
  sqlite3_busy_handler (database, wait_for_others, GINT_TO_POINTER (patience));
  annex_natural_order_register (database);
  annex_clock_register (database, day);
}

static int
is_cancelled_cb (void *user_data)
{
  return g_cancellable_is_cancelled (user_data);
}

void
annex_connection_set_cancellable (sqlite3 *database, GCancellable *cancellable)
{
  sqlite3_progress_handler (database, cancellable != NULL ? STEPS_BETWEEN_LOOKS : 0, is_cancelled_cb, cancellable);
}

void
annex_connection_set_patience (guint milliseconds)
{
  patience = (int) MIN (milliseconds, G_MAXINT);
}
