/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ANNEX_TYPE_GROWING_TEXT (annex_growing_text_get_type ())
G_DECLARE_FINAL_TYPE (AnnexGrowingText, annex_growing_text, ANNEX, GROWING_TEXT, GtkTextView)

/*
 * A text view that is always as high as its text. GtkTextView learns its height only after it was
 * drawn, and so shows the height of the text before.
 */

GtkWidget *annex_growing_text_new (void);

G_END_DECLS
