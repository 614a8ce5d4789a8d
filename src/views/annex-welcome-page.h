/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ANNEX_TYPE_WELCOME_PAGE (annex_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (AnnexWelcomePage, annex_welcome_page, ANNEX, WELCOME_PAGE, AdwBin)

/** annex_welcome_page_set_recent: Lists the engagements in the "recent" key of @settings and follows it. */
void annex_welcome_page_set_recent (AnnexWelcomePage *self, GSettings *settings);

G_END_DECLS
