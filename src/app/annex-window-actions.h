/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-window.h"

G_BEGIN_DECLS

/** annex_window_install_actions: Adds every "win." action. */
void annex_window_install_actions (AnnexWindow *self);

/** annex_window_update_actions: Enables what can be done now, after the engagement or its log changed. */
void annex_window_update_actions (AnnexWindow *self);

G_END_DECLS
