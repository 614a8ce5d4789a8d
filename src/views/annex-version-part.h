/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ANNEX_TYPE_VERSION_PART (annex_version_part_get_type ())
G_DECLARE_FINAL_TYPE (AnnexVersionPart, annex_version_part, ANNEX, VERSION_PART, AdwBin)

/** annex_version_part_new: Returns: a part of the form of a version of the Statement of Applicability: how far it is, and what can be done with it. */
GtkWidget *annex_version_part_new (void);

G_END_DECLS
