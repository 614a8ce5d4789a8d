/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-query.h"
#include "report/annex-chart.h"
#include "soa.h"

G_BEGIN_DECLS

/**
 * AnnexControlView:
 * @field: of the control, by which they are put together
 * @label: untranslated
 *
 * A way to put controls together: by theme, by one of the five attributes, or by where they stood in the edition of 2013.
 */
typedef struct
{
  const char *field;
  const char *label;
} AnnexControlView;

/** annex_control_views: Every view; the last has no field. */
extern const AnnexControlView annex_control_views[];

/** AnnexControlState: how far a control is, once it is decided on that it applies. */
typedef enum
{
  ANNEX_CONTROL_IMPLEMENTED,
  ANNEX_CONTROL_PARTIAL,
  ANNEX_CONTROL_PLANNED,
  ANNEX_CONTROL_NOT_STARTED,
  ANNEX_CONTROL_EXCLUDED,
  ANNEX_CONTROL_UNDECIDED,
  ANNEX_CONTROL_N_STATES
} AnnexControlState;

/** annex_control_get_state: Returns: of a record of type "control". */
AnnexControlState annex_control_get_state (AnnexRecord *control);

/** annex_control_state_get_label: Returns: (transfer none): for people. */
const char *annex_control_state_get_label (AnnexControlState state);

/**
 * AnnexControlGroup:
 * @name: for people
 * @filter: (transfer none): the value by which a query finds its controls
 * @op: with that operator
 * @counts: controls by state
 *
 * Controls that have something in common. A control with several values of an attribute is in several groups.
 */
typedef struct
{
  char *name;
  char *filter;
  AnnexFilterOperator op;
  guint counts[ANNEX_CONTROL_N_STATES];
} AnnexControlGroup;

/**
 * annex_control_coverage_count:
 * @query: (nullable): which controls; NULL for all that the Statement of Applicability speaks of
 *
 * Returns: (transfer full) (element-type AnnexControlGroup): in the order of the standard where it has one, otherwise of the alphabet.
*/
GPtrArray *annex_control_coverage_count (AnnexStore *store, const AnnexControlView *view, const AnnexQuery *query, GError **error);

/** AnnexControlCoverage: A count of what a statement says, line by line. */
typedef struct _AnnexControlCoverage AnnexControlCoverage;

/** annex_control_coverage_new: Returns: (transfer full) (nullable): NULL with @error set. */
AnnexControlCoverage *annex_control_coverage_new (AnnexStore *store, const AnnexControlView *view, GError **error);
void annex_control_coverage_free (AnnexControlCoverage *self);
void annex_control_coverage_add_line (AnnexControlCoverage *self, const AnnexSoaLine *line);

/** annex_control_coverage_finish: Returns: (transfer full) (element-type AnnexControlGroup): as
 * annex_control_coverage_count(). Only annex_control_coverage_free() may follow. */
GPtrArray *annex_control_coverage_finish (AnnexControlCoverage *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexControlCoverage, annex_control_coverage_free)

/** annex_control_coverage_chart: @groups: (element-type AnnexControlGroup). Returns: (transfer full): a bar a group, a piece a state. */
AnnexChart *annex_control_coverage_chart (const AnnexControlView *view, GPtrArray *groups);

/** annex_control_dup_2013_domain: Returns: (transfer full): "A.9 Access control" for a predecessor such as "9.2.1" or "A.9.2.1"; "New in 2022" for "new". */
char *annex_control_dup_2013_domain (const char *predecessor);

G_END_DECLS
