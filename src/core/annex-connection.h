/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/**
 * annex_connection_prepare:
 * @day: (nullable): the Julian day that it shows, as for annex_clock_register(); %NULL for today
 *
 * To be called on each connection to an engagement or to a copy of one, before anything is read: a file of unknown origin may
 * declare whatever it likes, and nothing of it runs with any privilege. Also adds the functions and collations that Annex's
 * own SQL needs.
 */
void annex_connection_prepare (sqlite3 *database, const guint *day);

/** annex_connection_set_cancellable: Has statements on @database fail as soon as @cancellable (nullable: none any
 * more) is cancelled. */
void annex_connection_set_cancellable (sqlite3 *database, GCancellable *cancellable);

/** annex_connection_set_patience: How long connections that are prepared from here on wait for another program's transaction; 5 seconds at first. */
void annex_connection_set_patience (guint milliseconds);

G_END_DECLS
