/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_RECORD_LINKS (annex_record_links_get_type ())
G_DECLARE_FINAL_TYPE (AnnexRecordLinks, annex_record_links, ANNEX, RECORD_LINKS, AdwBin)

/** annex_record_links_show: Shows what links to @record, a group for each field that does. */
void annex_record_links_show (AnnexRecordLinks *self, AnnexStore *store, AnnexRecord *record);

G_END_DECLS
