/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

/** annex_workshop_keeping_run: Keeps a workshop with its minutes as evidence, and says so over @widget. */
void annex_workshop_keeping_run (GtkWidget *widget, AnnexStore *store, gint64 workshop);

G_END_DECLS
