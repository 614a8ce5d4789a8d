/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-report-document.h"

G_BEGIN_DECLS

/**
 * annex_picture_write:
 * @draw: draws a rectangle of @width by @height at the origin
 *
 * Writes a picture on white, with a margin, to @path, as SVG or PNG (of twice the size) by its ending.
 * Replaces the file at once or not at all. Errors: %ANNEX_ERROR_INVALID for another ending, %ANNEX_ERROR_STORAGE.
 */
gboolean annex_picture_write (AnnexReportDraw draw, gpointer data, double width, double height, const char *path, GError **error);

/** annex_picture_draw_png: Returns: (transfer full): the same picture as a PNG in memory. */
GBytes *annex_picture_draw_png (AnnexReportDraw draw, gpointer data, double width, double height);

G_END_DECLS
