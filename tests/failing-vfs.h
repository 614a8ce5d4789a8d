/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A disk that fails on demand: a VFS of SQLite's over the one of the system. It syncs nothing, so that a test is quick. */

typedef enum
{
  FAILING_READ = 1 << 0,
  FAILING_WRITE = 1 << 1,
  FAILING_TRUNCATE = 1 << 2,
  FAILING_SYNC = 1 << 3,
  FAILING_ANY_CHANGE = FAILING_WRITE | FAILING_TRUNCATE | FAILING_SYNC
} FailingCalls;

/* Makes it the default for files that are opened from here on. */
void failing_vfs_register (void);

/* Lets the @nth of these calls from now on, 1 for the next, fail as a disk that is full or else broken: once or, with
 * @for_good, with all such calls after it. */
void failing_vfs_arm (FailingCalls calls, guint nth, gboolean full, gboolean for_good);

/* Lets all succeed again. Returns how many of the calls asked for there were. */
guint failing_vfs_disarm (void);
