/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_READINESS_MODE (annex_readiness_mode_get_type ())
G_DECLARE_FINAL_TYPE (AnnexReadinessMode, annex_readiness_mode, ANNEX, READINESS_MODE, AdwBin)

/*
 * Whether a certification body would find what it comes for: what is missing first, each point leading
 * to the record where it can be put right.
 */

/** annex_readiness_mode_new: Returns: (transfer floating): the readiness of type "audit", an #AnnexRegisterMode. */
GtkWidget *annex_readiness_mode_new (AnnexStore *store, const AnnexType *type);

G_END_DECLS
