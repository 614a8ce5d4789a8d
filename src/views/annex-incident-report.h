/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

/** annex_incident_report_new: Returns: a dialog that asks what happened, when it was noticed, by whom, and to which assets. Signal "created" (gint64 id). */
AdwDialog *annex_incident_report_new (AnnexStore *store);

G_END_DECLS
