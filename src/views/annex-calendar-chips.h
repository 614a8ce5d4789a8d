/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "annex-other-calendars.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_CALENDAR_CHIPS (annex_calendar_chips_get_type ())
G_DECLARE_FINAL_TYPE (AnnexCalendarChips, annex_calendar_chips, ANNEX, CALENDAR_CHIPS, AdwBin)

/*
 * What a calendar shows only: a chip for each kind of record that the file has, and before them one for each
 * calendar of others. None chosen shows all.
 *
 * Signals:
 *   "changed": something else is to be shown.
 */

/** annex_calendar_chips_update: Shows the chips that there are now; chosen ones stay chosen. */
void annex_calendar_chips_update (AnnexCalendarChips *self, AnnexStore *store, AnnexOtherCalendars *others);

/** annex_calendar_chips_dup_chosen: Returns: (transfer full) (nullable) (element-type utf8): names of types and paths of calendars; NULL for all. */
GHashTable *annex_calendar_chips_dup_chosen (AnnexCalendarChips *self);

G_END_DECLS
