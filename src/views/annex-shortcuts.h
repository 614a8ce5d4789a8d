/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/** annex_shortcuts_present: Shows the keyboard shortcuts over @parent. */
void annex_shortcuts_present (GtkWidget *parent);

G_END_DECLS
