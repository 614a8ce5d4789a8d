/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "report/annex-cause-layout.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_CAUSE_DIAGRAM (annex_cause_diagram_get_type ())
G_DECLARE_FINAL_TYPE (AnnexCauseDiagram, annex_cause_diagram, ANNEX, CAUSE_DIAGRAM, GtkWidget)

/*
 * A drawing of causes on the screen, in the colours of the desktop and at its size of text. Arrow keys and
 * clicks go from one to the other, each of which the accessible tree reads in words; causes are dragged
 * to what they explain. It changes nothing itself.
 *
 * Signals:
 *   "selected" (gint64 cause, int category): the keyboard went there; 0 and 0 is the nonconformity,
 *     0 and a level the rib itself.
 *   "moved" (gint64 cause, gint64 parent, int category): a cause was dropped there; 0 as above.
 *   "activated": a double click.
 *   "menu-asked" (double x, double y): a secondary click, in the units of the widget.
 */

GtkWidget *annex_cause_diagram_new (AnnexCauseDrawing drawing);

/** annex_cause_diagram_set_tree: Shows @tree; the keyboard stays where it was, if that is still there. */
void annex_cause_diagram_set_tree (AnnexCauseDiagram *self, AnnexCauseTree *tree);

/** annex_cause_diagram_select: Lets the keyboard go there when it comes next. */
void annex_cause_diagram_select (AnnexCauseDiagram *self, gint64 cause, int category);

/** annex_cause_diagram_focus: Gives the keyboard to a cause, to a rib (@cause 0) or to the nonconformity (both 0). */
void annex_cause_diagram_focus (AnnexCauseDiagram *self, gint64 cause, int category);

G_END_DECLS
