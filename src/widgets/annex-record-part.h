/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_RECORD_PART (annex_record_part_get_type ())
G_DECLARE_INTERFACE (AnnexRecordPart, annex_record_part, ANNEX, RECORD_PART, GtkWidget)

/*
 * What the form of a record type shows above its fields because fields cannot: a timeline, a path, a
 * drawing. It lives as long as the form shows records of that type, and is told of each.
 */
struct _AnnexRecordPartInterface
{
  GTypeInterface parent_iface;

  void (*show) (AnnexRecordPart *self, AnnexStore *store, AnnexRecord *record);
};

/** annex_record_part_show: Shows a record, which may be the same after a change. */
void annex_record_part_show (AnnexRecordPart *self, AnnexStore *store, AnnexRecord *record);

/** AnnexRecordPartsFunc: Returns: (transfer full) (element-type GtkWidget): new parts for the form of @type, from top to bottom; may be empty. */
typedef GPtrArray *(*AnnexRecordPartsFunc) (const AnnexType *type);

G_END_DECLS
