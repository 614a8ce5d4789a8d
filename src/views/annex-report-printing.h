/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "isms/annex-report-order.h"

G_BEGIN_DECLS

/** annex_report_printing_run: Makes the report meanwhile, and then asks how to print it. @order: (transfer full). */
void annex_report_printing_run (GtkWidget *parent, AnnexStore *store, AnnexReportOrder *order);

/** annex_report_printing_run_kind: As annex_report_printing_run(), with all columns, on the paper that was chosen last. @record: of the kind's subject, or 0. */
void annex_report_printing_run_kind (GtkWidget *parent, AnnexStore *store, const char *kind, gint64 record);

G_END_DECLS
