/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ANNEX_TYPE_AUDIT_PART (annex_audit_part_get_type ())
G_DECLARE_FINAL_TYPE (AnnexAuditPart, annex_audit_part, ANNEX, AUDIT_PART, AdwBin)

/*
 * What comes next with an audit or a finding, as buttons: its checklist, fieldwork, the end, the audit
 * of the year after; the corrective action. A part of the form (#AnnexRecordPart).
 */

GtkWidget *annex_audit_part_new (void);

G_END_DECLS
