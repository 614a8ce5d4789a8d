/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <xlsxwriter.h>

G_BEGIN_DECLS

/**
 * annex_xlsx_close:
 * @workbook: (transfer full): of which each row went into a file as soon as it was done (constant_memory)
 * @path: its file
 *
 * Writes a workbook, and reads it again: whether its sheets could be put into files meanwhile, libxlsxwriter does not
 * ask. Errors: %ANNEX_ERROR_STORAGE.
 */
gboolean annex_xlsx_close (lxw_workbook *workbook, const char *path, GError **error);

G_END_DECLS
