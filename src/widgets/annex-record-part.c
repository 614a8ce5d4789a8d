/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-record-part.h"

G_DEFINE_INTERFACE (AnnexRecordPart, annex_record_part, GTK_TYPE_WIDGET)

static void
annex_record_part_default_init (AnnexRecordPartInterface *iface)
{
}

void
annex_record_part_show (AnnexRecordPart *self, AnnexStore *store, AnnexRecord *record)
{
  ANNEX_RECORD_PART_GET_IFACE (self)->show (self, store, record);
}
