/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-field.h"

G_BEGIN_DECLS

/* What a control can be, shared with the frozen lines of the Statement of Applicability. */
extern const AnnexChoice annex_control_themes[];
extern const AnnexChoice annex_control_decisions[];
extern const AnnexChoice annex_control_statuses[];

G_END_DECLS
