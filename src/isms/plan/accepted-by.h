/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"
#include "report/annex-report-document.h"

G_BEGIN_DECLS

/**
 * annex_accepted_by_add:
 *
 * Adds to the block that identifies a report who has accepted risks that are not closed, how many, and when last. An acceptance
 * counts as long as it stands for the risk as it is rated now.
 *
 * Returns: whether all of them could be read
 */
gboolean annex_accepted_by_add (AnnexReportDocument *document, AnnexStore *store, GError **error);

G_END_DECLS
