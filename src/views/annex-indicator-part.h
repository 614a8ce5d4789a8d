/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ANNEX_TYPE_INDICATOR_PART (annex_indicator_part_get_type ())
G_DECLARE_FINAL_TYPE (AnnexIndicatorPart, annex_indicator_part, ANNEX, INDICATOR_PART, AdwBin)

/* The values of an indicator over time, and the button that has Annex count the next one. */
GtkWidget *annex_indicator_part_new (void);

G_END_DECLS
