/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_LEVEL_MARK (annex_level_mark_get_type ())
G_DECLARE_FINAL_TYPE (AnnexLevelMark, annex_level_mark, ANNEX, LEVEL_MARK, GtkWidget)

/*
 * A level of risk as people tell it apart: its name, and before it a swatch in the engagement's
 * colour with the engagement's pattern, so that colour is not the only signal.
 */

/** annex_level_mark_new: Returns: (transfer floating): a mark that shows nothing yet. */
GtkWidget *annex_level_mark_new (void);

/** annex_level_mark_set_level: @level: on the scale "risk_level"; 0 says that there is none. */
void annex_level_mark_set_level (AnnexLevelMark *self, AnnexStore *store, int level);

G_END_DECLS
