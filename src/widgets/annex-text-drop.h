/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * annex_text_drop_keep_files_out:
 *
 * From now on no text field of the program takes files that are dropped on it: GTK's own would write their paths into
 * its text. The drop goes on to what is around the field. Text can still be dropped. To be called once, after GTK
 * was initialized.
 */
void annex_text_drop_keep_files_out (void);

G_END_DECLS
