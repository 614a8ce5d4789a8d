/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/annex-record.h"

G_BEGIN_DECLS

/**
 * annex_workshop_agenda_row_new:
 * @item: of type "agenda_item"
 * @position: on the agenda, from 1
 *
 * Returns: (transfer floating): a row for a list box with the topic and a sign of what came of it.
 */
GtkWidget *annex_workshop_agenda_row_new (AnnexRecord *item, guint position);

G_END_DECLS
