/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * annex_path_check_source: To be asked before a file is read that somebody names: a pipe, device or folder would be waited
 * for without end, or has none. Errors: ANNEX_ERROR_FORMAT; ANNEX_ERROR_STORAGE when nothing is there.
 */
gboolean annex_path_check_source (const char *path, GError **error);

/**
 * annex_path_check_target: To be asked before a report, table or picture is written: whatever its name and by whatever link,
 * an engagement is not replaced. Errors: ANNEX_ERROR_STORAGE.
 */
gboolean annex_path_check_target (const char *path, GError **error);

G_END_DECLS
