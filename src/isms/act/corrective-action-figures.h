/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"
#include "report/annex-chart.h"

G_BEGIN_DECLS

/* What the corrective actions of an engagement come to in numbers. Charts are NULL with @error set where they cannot be read. */

/** annex_action_figures_make_age_chart: Returns: (transfer full) (nullable): how many open ones are how old, by grading. */
AnnexChart *annex_action_figures_make_age_chart (AnnexStore *store, GError **error);

/** annex_action_figures_make_source_chart: Returns: (transfer full) (nullable): how many open ones of each source are how old. */
AnnexChart *annex_action_figures_make_source_chart (AnnexStore *store, GError **error);

/**
 * annex_action_figures_make_closing_chart:
 *
 * Returns: (transfer full) (nullable): the median of days from raised to closed, by source and grading, beside each
 * source how many were closed and in how many days at least and at most; without those whose days are not known.
 */
AnnexChart *annex_action_figures_make_closing_chart (AnnexStore *store, GError **error);

/** annex_action_figures_make_load_chart: Returns: (transfer full) (nullable): how many gates that are next, and open steps, wait for whom, in time and late; the @limit with the most. */
AnnexChart *annex_action_figures_make_load_chart (AnnexStore *store, guint limit, GError **error);

/** annex_action_figures_add_count: Adds a fact: how many corrective actions meet @condition, SQL over the row alias r. Returns: whether they could be counted. */
gboolean annex_action_figures_add_count (AnnexReportDocument *document, AnnexStore *store, const char *name, const char *condition, GError **error);

G_END_DECLS
