/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ANNEX_TYPE_CELL_TEXT (annex_cell_text_get_type ())
G_DECLARE_FINAL_TYPE (AnnexCellText, annex_cell_text, ANNEX, CELL_TEXT, GtkWidget)

/*
 * One line of text, cut with dots where it is too long, whose size does not depend on what it shows. It has a
 * layout only while it is drawn: a table keeps some two hundred rows of which it draws thirty. (GtkInscription
 * makes its layout before it has a parent, for which GTK works out a style that nothing else shares: a tenth of
 * a millisecond a cell.)
 */

/** annex_cell_text_new: @width: what it asks for, in characters. @xalign: 0 for the start, 1 for the end. */
GtkWidget *annex_cell_text_new (guint width, float xalign);

/** annex_cell_text_set_text: @text: (nullable). @attributes: (nullable) (transfer none): how it looks. */
void annex_cell_text_set_text (AnnexCellText *self, const char *text, PangoAttrList *attributes);

G_END_DECLS
