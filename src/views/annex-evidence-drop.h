/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

/** annex_evidence_drop_add: Has files that are dropped on @widget become a record of evidence each; the last one is shown. */
void annex_evidence_drop_add (GtkWidget *widget, AnnexStore *store);

G_END_DECLS
