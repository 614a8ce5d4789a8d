/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_FIELDWORK_RECORD_PAGE (annex_fieldwork_record_page_get_type ())
G_DECLARE_FINAL_TYPE (AnnexFieldworkRecordPage, annex_fieldwork_record_page, ANNEX, FIELDWORK_RECORD_PAGE, AdwNavigationPage)

/*
 * A step on the thread that an auditor follows: a record, what it links to and what links to it. From a
 * risk, a control or a clause one can ask a question, from a finding request a corrective action.
 */

/** annex_fieldwork_record_page_new: Returns: (transfer floating): the page of record @id. */
AdwNavigationPage *annex_fieldwork_record_page_new (AnnexStore *store, gint64 id);

G_END_DECLS
