/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "annex-other-calendars.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_OTHER_CALENDARS_DIALOG (annex_other_calendars_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AnnexOtherCalendarsDialog, annex_other_calendars_dialog, ANNEX, OTHER_CALENDARS_DIALOG, AdwDialog)

/* Which calendars of other programs are shown beside ours, how they came in, and adding and removing each. */

void annex_other_calendars_dialog_present (GtkWidget *parent, AnnexOtherCalendars *calendars);

G_END_DECLS
