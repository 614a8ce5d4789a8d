/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "isms/act/cause-tree.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_CAUSE_OUTLINE (annex_cause_outline_get_type ())
G_DECLARE_FINAL_TYPE (AnnexCauseOutline, annex_cause_outline, ANNEX, CAUSE_OUTLINE, AdwBin)

/*
 * Causes as a list with the whys of each below it, for narrow windows and for those who think in lists. It
 * changes nothing itself.
 *
 * Signals, as those of AnnexCauseDiagram:
 *   "selected" (gint64 cause, int category)
 *   "activated"
 */

GtkWidget *annex_cause_outline_new (void);

/** annex_cause_outline_set_tree: Shows @tree, opened out; what was selected stays so, if it is still there. */
void annex_cause_outline_set_tree (AnnexCauseOutline *self, AnnexCauseTree *tree);

/** annex_cause_outline_select: Selects a cause, or a category (@cause 0). */
void annex_cause_outline_select (AnnexCauseOutline *self, gint64 cause, int category);

/** annex_cause_outline_focus: Selects a cause, or a category (@cause 0), and gives it the keyboard. */
void annex_cause_outline_focus (AnnexCauseOutline *self, gint64 cause, int category);

G_END_DECLS
