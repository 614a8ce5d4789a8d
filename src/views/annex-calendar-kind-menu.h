/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** annex_calendar_kind_menu_new: Returns: (transfer full): the kinds of records that can be added on a day, each for the action "calendar.add". */
GMenuModel *annex_calendar_kind_menu_new (void);

G_END_DECLS
