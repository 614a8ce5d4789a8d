/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-field.h"

G_BEGIN_DECLS

/* What a control can be, shared with clauses and with the frozen lines of the Statement of Applicability. */
extern const AnnexChoice annex_control_themes[];
extern const AnnexChoice annex_control_decisions[];
extern const AnnexChoice annex_control_statuses[];
extern const AnnexChoice annex_control_coverages[];

G_END_DECLS
