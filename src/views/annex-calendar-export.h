/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

/** annex_calendar_export_ask: Asks where to write all that stands on days as iCalendar, writes it elsewhere than in this thread, and says so. */
void annex_calendar_export_ask (GtkWidget *widget, AnnexStore *store);

/** annex_calendar_export_create_filters: Returns: (transfer full): what a file dialog shows of calendars. */
GListModel *annex_calendar_export_create_filters (void);

G_END_DECLS
