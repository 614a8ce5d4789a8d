/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"

G_BEGIN_DECLS

/*
 * The programme of internal audits (ISO/IEC 27001, 9.2.2): what of clauses and controls is looked at in
 * which of three years, what was, and what came of it.
 */

#define ANNEX_PROGRAMME_YEARS 3

/** AnnexCoverage: how far an internal audit of a year looks at a clause or control; the best that holds. */
typedef enum
{
  ANNEX_COVERAGE_NONE,
  ANNEX_COVERAGE_LEFT_OUT,
  ANNEX_COVERAGE_PLANNED,
  ANNEX_COVERAGE_AUDITED
} AnnexCoverage;

/**
 * AnnexCoverageCell:
 * @state: in scope of a finished audit but not looked at is left out; with an answer it is audited
 * @audits: (nullable): references of the audits behind it, "AU-001, AU-005"; by site with their years, "AU-001 2026"
 * @n_findings: nonconformities and other findings of them, good practice apart
 */
typedef struct
{
  AnnexCoverage state;
  char *audits;
  guint n_findings;
} AnnexCoverageCell;

/**
 * AnnexCoverageLine:
 * @id: of the clause or control
 * @is_control: or else a clause
 * @reference: as an auditor writes it: "6.2", "A.5.18"
 * @title: of it
 * @cells: by year, or by site
 * @n_cells: how many
 * @last_audited: (nullable): the last day on which a question about it was answered, of any year
 * @n_open: open findings, good practice apart
 * @n_past: all findings ever, good practice apart
 * @level: the highest current level of a risk that it keeps down; 0 for none and for clauses
 * @weight: what speaks for looking at it soon: @level, and 3 for each major nonconformity ever found, 2
 *   for each minor one, 1 for each other finding
 *
 * A line of the coverage matrix.
 */
typedef struct
{
  gint64 id;
  gboolean is_control;
  char *reference;
  char *title;
  AnnexCoverageCell *cells;
  guint n_cells;
  char *last_audited;
  guint n_open;
  guint n_past;
  int level;
  guint weight;
} AnnexCoverageLine;

/** annex_programme_get_first_year: Returns: the first of the three calendar years that the programme is in; 0 with @error set. */
int annex_programme_get_first_year (AnnexStore *store, GError **error);

/** annex_programme_dup_sites: Returns: (transfer full) (nullable): the sites that audits name, in their order; NULL with @error set. */
char **annex_programme_dup_sites (AnnexStore *store, GError **error);

/**
 * annex_programme_load:
 * @first_year: of three
 * @site: (nullable): only audits that name it; all when NULL
 *
 * Returns: (transfer full) (element-type AnnexCoverageLine): clauses, then controls that are not excluded,
 * in their order. Errors: as annex_statement_finish().
 */
GPtrArray *annex_programme_load (AnnexStore *store, int first_year, const char *site, GError **error);

/**
 * annex_programme_load_by_site:
 * @first_year: of three, which all count
 * @sites: (out) (transfer full): what each cell is about: the sites that audits name and, where it
 *   takes one, those of audits that name none
 *
 * As annex_programme_load(), with a cell for each site in place of each year.
 */
GPtrArray *annex_programme_load_by_site (AnnexStore *store, int first_year, char ***sites, GError **error);

/** annex_coverage_line_is_covered: Returns: whether any of its cells has it audited or planned. */
gboolean annex_coverage_line_is_covered (const AnnexCoverageLine *line);

/**
 * annex_programme_plan_missing:
 * @lines: (element-type AnnexCoverageLine)
 * @site: (nullable)
 *
 * Plans an internal audit, without dates yet, of every line that is not covered. Returns: its id, 0 with @error set.
 */
gint64 annex_programme_plan_missing (AnnexStore *store, GPtrArray *lines, const char *site, GError **error);

/** annex_coverage_get_label: Returns: (transfer none): the state in a word or two. */
const char *annex_coverage_get_label (AnnexCoverage state);

/** annex_coverage_cell_dup_text: Returns: (transfer full): sign, audits and findings for a narrow cell, "✓ AU-001 · 2 findings". */
char *annex_coverage_cell_dup_text (const AnnexCoverageCell *cell);

G_END_DECLS
