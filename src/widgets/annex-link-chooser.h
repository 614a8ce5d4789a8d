/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_LINK_CHOOSER (annex_link_chooser_get_type ())
G_DECLARE_FINAL_TYPE (AnnexLinkChooser, annex_link_chooser, ANNEX, LINK_CHOOSER, GtkPopover)

/*
 * Finds a record of one type as one types, or makes it when there is none of that name.
 * Signal "chosen" (gint64 id).
 */

GtkWidget *annex_link_chooser_new (AnnexStore *store, const AnnexType *type);

/** annex_link_chooser_set_excluded: Leaves records out. @ids: (nullable) (element-type gint64): copied. */
void annex_link_chooser_set_excluded (AnnexLinkChooser *self, GArray *ids);

/** annex_link_chooser_set_fitting: Offers first what fits record @id. @condition: (nullable): the link field's. */
void annex_link_chooser_set_fitting (AnnexLinkChooser *self, const char *condition, gint64 id);

G_END_DECLS
