/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ANNEX_TYPE_CAUSE_PART (annex_cause_part_get_type ())
G_DECLARE_FINAL_TYPE (AnnexCausePart, annex_cause_part, ANNEX, CAUSE_PART, AdwBin)

/* The root causes of a nonconformity in short, and the way to their drawing. A part of the form (#AnnexRecordPart). */

GtkWidget *annex_cause_part_new (void);

G_END_DECLS
