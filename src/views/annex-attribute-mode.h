/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_ATTRIBUTE_MODE (annex_attribute_mode_get_type ())
G_DECLARE_FINAL_TYPE (AnnexAttributeMode, annex_attribute_mode, ANNEX, ATTRIBUTE_MODE, AdwBin)

/*
 * Controls as bars, by theme, by one of the five attributes or by the edition of 2013, and how far each is:
 * implemented, partly, planned, not started, excluded, undecided. A piece of a bar leads to its controls.
 * It implements AnnexRegisterMode.
 */

GtkWidget *annex_attribute_mode_new (AnnexStore *store, const AnnexType *type);

G_END_DECLS
