/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/annex-record.h"

G_BEGIN_DECLS

/*
 * What a list's factory makes, a row or a card or a cell, shows one record and is shown anew whenever the
 * record changes. Nothing is read for what nobody sees, of a hidden view or far below: it is shown anew when
 * it comes into sight.
 */

/**
 * AnnexShowRecord:
 * @record: (nullable): what to show in @widget
 * @instead: what to say in the place of its name where there is none: nothing, or that it could not be read
 */
typedef void (*AnnexShowRecord) (GtkWidget *widget, AnnexRecord *record, const char *instead, gpointer user_data);

/** annex_record_watch_add: For a factory's "setup". @show: called with @user_data, which must live as long as @widget. */
void annex_record_watch_add (GtkWidget *widget, AnnexShowRecord show, gpointer user_data);

/** annex_record_watch_set_item: Shows @item at once, and from now on. @item: (nullable): as annex_record_selection_get_record() takes it. */
void annex_record_watch_set_item (GtkWidget *widget, gpointer item);

/** annex_record_watch_bind: Sets the items of the children that @factory makes for a list or a grid, at "bind" and "unbind". */
void annex_record_watch_bind (GtkListItemFactory *factory);

G_END_DECLS
