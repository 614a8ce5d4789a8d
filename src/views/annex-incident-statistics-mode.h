/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_INCIDENT_STATISTICS_MODE (annex_incident_statistics_mode_get_type ())
G_DECLARE_FINAL_TYPE (AnnexIncidentStatisticsMode, annex_incident_statistics_mode, ANNEX, INCIDENT_STATISTICS_MODE, AdwBin)

/* How many incidents there were and how long they took, as charts of what the register's filters leave. */

GtkWidget *annex_incident_statistics_mode_new (AnnexStore *store, const AnnexType *type);

G_END_DECLS
