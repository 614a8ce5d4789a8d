/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AnnexError:
 * @ANNEX_ERROR_NOT_AN_ENGAGEMENT: the file is not SQLite, or belongs to another application
 * @ANNEX_ERROR_TOO_NEW: a later version of Annex wrote the file
 * @ANNEX_ERROR_DAMAGED: the file is truncated, altered or fails its own checks
 * @ANNEX_ERROR_LOCKED: another window or person has the file open for writing
 * @ANNEX_ERROR_READ_ONLY: the engagement cannot be written
 * @ANNEX_ERROR_STORAGE: the disk refused (full, removed, permission)
 * @ANNEX_ERROR_NOT_FOUND: no such type, field or record
 * @ANNEX_ERROR_INVALID: a value that its field does not take
 * @ANNEX_ERROR_UNKNOWN_LINK: a link names a record that is not there
 * @ANNEX_ERROR_CYCLE: a link would close a loop
 * @ANNEX_ERROR_NOTHING_TO_DO: nothing to undo or redo
 * @ANNEX_ERROR_FORMAT: a file to import that cannot be read
 * @ANNEX_ERROR_TOO_LARGE: a file to import that exceeds a limit
 *
 * Every message is a sentence for people: what happened, where, what was kept, what to do.
 */
typedef enum
{
  ANNEX_ERROR_NOT_AN_ENGAGEMENT,
  ANNEX_ERROR_TOO_NEW,
  ANNEX_ERROR_DAMAGED,
  ANNEX_ERROR_LOCKED,
  ANNEX_ERROR_READ_ONLY,
  ANNEX_ERROR_STORAGE,
  ANNEX_ERROR_NOT_FOUND,
  ANNEX_ERROR_INVALID,
  ANNEX_ERROR_UNKNOWN_LINK,
  ANNEX_ERROR_CYCLE,
  ANNEX_ERROR_NOTHING_TO_DO,
  ANNEX_ERROR_FORMAT,
  ANNEX_ERROR_TOO_LARGE
} AnnexError;

#define ANNEX_ERROR (annex_error_quark ())

GQuark annex_error_quark (void);

/** annex_error_pass: Hands @failure on to @error, for calls whose result does not say whether they failed. Returns: whether there was one. */
gboolean annex_error_pass (GError **failure, GError **error);

G_END_DECLS
