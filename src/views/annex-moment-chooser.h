/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_MOMENT_CHOOSER (annex_moment_chooser_get_type ())
G_DECLARE_FINAL_TYPE (AnnexMomentChooser, annex_moment_chooser, ANNEX, MOMENT_CHOOSER, AdwPreferencesGroup)

/*
 * Chooses with what the Statement of Applicability is compared: the version before, another approved
 * one, or a day.
 *
 * Signals: "changed".
 */

GtkWidget *annex_moment_chooser_new (AnnexStore *store);

/** annex_moment_chooser_dup_moment: Returns: (transfer full) (nullable): a version's reference or a day as YYYY-MM-DD; NULL for the version before. */
char *annex_moment_chooser_dup_moment (AnnexMomentChooser *self);

/** annex_moment_chooser_is_complete: Returns: whether a day was given where one is asked for. */
gboolean annex_moment_chooser_is_complete (AnnexMomentChooser *self);

G_END_DECLS
