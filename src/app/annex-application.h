/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_APPLICATION (annex_application_get_type ())
G_DECLARE_FINAL_TYPE (AnnexApplication, annex_application, ANNEX, APPLICATION, AdwApplication)

AnnexApplication *annex_application_new (void);

/** annex_application_open: Shows the engagement at @path, in the window that has it already, in @window (nullable) when that is empty, or in a new one. */
void annex_application_open (AnnexApplication *self, const char *path, GtkWindow *window);

/** annex_application_remember: Puts @path at the head of the recent engagements. */
void annex_application_remember (AnnexApplication *self, const char *path);

/** annex_application_forget: Takes @path out of the recent engagements. */
void annex_application_forget (AnnexApplication *self, const char *path);

GSettings *annex_application_get_settings (AnnexApplication *self);

G_END_DECLS
