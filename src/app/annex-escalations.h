/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"

G_BEGIN_DECLS

/**
 * annex_escalations_watch:
 *
 * While the store is open, tells with a notification of the desktop when the delay of a corrective action
 * begins to concern somebody, once for each action and level; what was told is remembered in the file.
 * Says nothing on a file that is only read, nor where the setting "notify-delays" is off.
 */
void annex_escalations_watch (AnnexStore *store);

G_END_DECLS
