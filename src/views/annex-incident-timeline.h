/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ANNEX_TYPE_INCIDENT_TIMELINE (annex_incident_timeline_get_type ())
G_DECLARE_FINAL_TYPE (AnnexIncidentTimeline, annex_incident_timeline, ANNEX, INCIDENT_TIMELINE, AdwBin)

/*
 * What happened while an incident was dealt with, the newest first, with a line to write the next
 * entry in. A part of the form (#AnnexRecordPart).
 */

GtkWidget *annex_incident_timeline_new (void);

G_END_DECLS
