/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

/** annex_history_view_new: A dialog that lists what was done to the engagement, newest first. */
AdwDialog *annex_history_view_new (AnnexStore *store);

G_END_DECLS
