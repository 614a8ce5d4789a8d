/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "isms/annex-report-order.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_REPORT_OPTIONS (annex_report_options_get_type ())
G_DECLARE_FINAL_TYPE (AnnexReportOptions, annex_report_options, ANNEX, REPORT_OPTIONS, AdwNavigationPage)

/*
 * What one may choose of a report before it is written: about which record, compared with what, paper,
 * columns and Word template. Paper and columns are remembered, and the template is kept, in the engagement.
 *
 * Signals: "write" and "print": everything needed is chosen.
 */

/** annex_report_options_new: @record: what to report on; 0 lets people choose. */
AdwNavigationPage *annex_report_options_new (AnnexStore *store, const AnnexReportKind *kind, gint64 record);

/** annex_report_options_make_order: Returns: (transfer full): what was chosen, which is remembered. */
AnnexReportOrder *annex_report_options_make_order (AnnexReportOptions *self);

/** annex_report_options_get_paper: Returns: the paper that was chosen last in the engagement. */
AnnexReportPaper annex_report_options_get_paper (AnnexStore *store);

const AnnexReportKind *annex_report_options_get_kind (AnnexReportOptions *self);

G_END_DECLS
