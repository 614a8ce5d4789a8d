/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ANNEX_TYPE_WORKSHOP_TIMER (annex_workshop_timer_get_type ())
G_DECLARE_FINAL_TYPE (AnnexWorkshopTimer, annex_workshop_timer, ANNEX, WORKSHOP_TIMER, AdwBin)

/* A button that tells how long a scenario has taken, and stops and goes on when it is pressed. */

/** annex_workshop_timer_restart: Begins anew at nothing. @limit: seconds after which it says that time is up; 0 for never. */
void annex_workshop_timer_restart (AnnexWorkshopTimer *self, guint limit);

/** annex_workshop_timer_toggle: Stops it, or lets it go on. */
void annex_workshop_timer_toggle (AnnexWorkshopTimer *self);

G_END_DECLS
