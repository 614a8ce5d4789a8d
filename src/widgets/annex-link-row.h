/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-record.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_LINK_ROW (annex_link_row_get_type ())
G_DECLARE_FINAL_TYPE (AnnexLinkRow, annex_link_row, ANNEX, LINK_ROW, AdwActionRow)

/* A row that leads to a record. Signal "remove". */

/** annex_link_row_new: @removable: whether it has a button that takes the link away. */
GtkWidget *annex_link_row_new (AnnexRecord *record, gboolean removable);
gint64 annex_link_row_get_id (AnnexLinkRow *self);

G_END_DECLS
