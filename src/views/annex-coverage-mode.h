/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_COVERAGE_MODE (annex_coverage_mode_get_type ())
G_DECLARE_FINAL_TYPE (AnnexCoverageMode, annex_coverage_mode, ANNEX, COVERAGE_MODE, AdwBreakpointBin)

/*
 * What internal audits look at in three years: each clause and control by year, with when it was last
 * audited, what is open, and how much speaks for looking at it.
 */

/** annex_coverage_mode_new: Returns: (transfer floating): the coverage of type "audit", an #AnnexRegisterMode. */
GtkWidget *annex_coverage_mode_new (AnnexStore *store, const AnnexType *type);

G_END_DECLS
