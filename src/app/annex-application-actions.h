/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-application.h"

G_BEGIN_DECLS

/** annex_application_install_actions: Adds every "app." action and all keyboard shortcuts. */
void annex_application_install_actions (AnnexApplication *self);

G_END_DECLS
