/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-field-control.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_COMPUTED_CONTROL (annex_computed_control_get_type ())
G_DECLARE_FINAL_TYPE (AnnexComputedControl, annex_computed_control, ANNEX, COMPUTED_CONTROL, AnnexFieldControl)

/** AnnexComputedControl: shows what follows from other values. */

/** annex_computed_control_set_source: Says which record the value comes from, and leads there; NULL takes that back. */
void annex_computed_control_set_source (AnnexComputedControl *self, AnnexRecord *source);

G_END_DECLS
