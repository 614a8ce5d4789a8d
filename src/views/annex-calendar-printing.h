/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "isms/annex-calendar-entries.h"

G_BEGIN_DECLS

/** annex_calendar_printing_run: Asks how to print the month of @day, which @entries cover, and prints it on one page that lies. */
void annex_calendar_printing_run (GtkWidget *parent, AnnexCalendarEntries *entries, guint day);

G_END_DECLS
