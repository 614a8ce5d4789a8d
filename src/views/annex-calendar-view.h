/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

/**
 * annex_calendar_room: stands for the calendar where rooms are told by their record type, for it shows many.
 * Not registered, and without records.
 */
extern const AnnexType annex_calendar_room;

#define ANNEX_TYPE_CALENDAR_VIEW (annex_calendar_view_get_type ())
G_DECLARE_FINAL_TYPE (AnnexCalendarView, annex_calendar_view, ANNEX, CALENDAR_VIEW, AdwBreakpointBin)

/* What stands on each day, as a month, a year, an agenda or three years; calendars of others beside it. */

GtkWidget *annex_calendar_view_new (AnnexStore *store);

G_END_DECLS
