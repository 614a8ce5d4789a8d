/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-time-scale.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_TIMELINE_AXIS (annex_timeline_axis_get_type ())
G_DECLARE_FINAL_TYPE (AnnexTimelineAxis, annex_timeline_axis, ANNEX, TIMELINE_AXIS, GtkWidget)

/* The dates over a timeline: weeks, months or quarters with what they are part of, and today. */

/** annex_timeline_axis_new: Returns: (transfer floating): the axis; it tells @scale how wide it is. */
GtkWidget *annex_timeline_axis_new (AnnexTimeScale *scale);

G_END_DECLS
