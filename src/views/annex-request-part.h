/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ANNEX_TYPE_REQUEST_PART (annex_request_part_get_type ())
G_DECLARE_FINAL_TYPE (AnnexRequestPart, annex_request_part, ANNEX, REQUEST_PART, AdwBin)

/* The button of an incident, a missed activity or an expired exception that raises a nonconformity from it. */

/** annex_request_part_new: Returns: (transfer floating): an AnnexRecordPart. */
GtkWidget *annex_request_part_new (void);

G_END_DECLS
