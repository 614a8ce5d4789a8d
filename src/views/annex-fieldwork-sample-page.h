/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_FIELDWORK_SAMPLE_PAGE (annex_fieldwork_sample_page_get_type ())
G_DECLARE_FINAL_TYPE (AnnexFieldworkSamplePage, annex_fieldwork_sample_page, ANNEX, FIELDWORK_SAMPLE_PAGE, AdwNavigationPage)

/* A sample while it is looked at: a row for each item that was picked, with its result and a remark. */

/** annex_fieldwork_sample_page_new: Returns: (transfer floating): the page of a record of type sample. */
AdwNavigationPage *annex_fieldwork_sample_page_new (AnnexStore *store, gint64 sample);

G_END_DECLS
