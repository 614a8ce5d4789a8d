/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

/** annex_preferences_new: @store: (nullable): adds a page with what the engagement decides: name, scope, scales, own fields. */
AdwDialog *annex_preferences_new (AnnexStore *store);

G_END_DECLS
