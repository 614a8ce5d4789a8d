/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-query.h"
#include "report/annex-chart.h"

G_BEGIN_DECLS

/**
 * AnnexIncidentStatistics:
 *
 * How many incidents there were, of what kind, and how long they took. By month of being noticed, without
 * gaps from the first month to the last, but no more than the last 24. Belongs to nobody's thread once loaded.
 */
typedef struct _AnnexIncidentStatistics AnnexIncidentStatistics;

/** AnnexIncidentStep: what a time is measured to, from the time at which the incident was noticed. */
typedef enum
{
  ANNEX_INCIDENT_TRIAGE,
  ANNEX_INCIDENT_CONTAIN,
  ANNEX_INCIDENT_RECOVER
} AnnexIncidentStep;

#define ANNEX_INCIDENT_N_STEPS 3

/** annex_incident_statistics_load: @query: (nullable): which incidents; NULL for all. With thousands of them it takes longer than a frame. */
AnnexIncidentStatistics *annex_incident_statistics_load (AnnexStore *store, const AnnexQuery *query, GError **error);
void annex_incident_statistics_free (AnnexIncidentStatistics *self);

guint annex_incident_statistics_get_n_incidents (const AnnexIncidentStatistics *self);
guint annex_incident_statistics_get_n_months (const AnnexIncidentStatistics *self);

/** annex_incident_statistics_get_month: Returns: (transfer none): as YYYY-MM. */
const char *annex_incident_statistics_get_month (const AnnexIncidentStatistics *self, guint month);

/** annex_incident_statistics_count: @severity: on the scale "incident_severity", 0 for those without. Returns: how many were noticed in that month. */
guint annex_incident_statistics_count (const AnnexIncidentStatistics *self, guint month, int severity);

/** annex_incident_statistics_count_category: @category: key of a category; "" for none. Returns: how many there were in all. */
guint annex_incident_statistics_count_category (const AnnexIncidentStatistics *self, const char *category);

/** annex_incident_statistics_get_mean_hours: Returns: whether any incident of that month has both times. @hours: (out). */
gboolean annex_incident_statistics_get_mean_hours (const AnnexIncidentStatistics *self, guint month, AnnexIncidentStep step, double *hours);

/* Each as a chart, ready to be shown or written. Returns: (transfer full). */
AnnexChart *annex_incident_statistics_create_month_chart (const AnnexIncidentStatistics *self, AnnexStore *store);
AnnexChart *annex_incident_statistics_create_category_chart (const AnnexIncidentStatistics *self);
AnnexChart *annex_incident_statistics_create_time_chart (const AnnexIncidentStatistics *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexIncidentStatistics, annex_incident_statistics_free)

G_END_DECLS
