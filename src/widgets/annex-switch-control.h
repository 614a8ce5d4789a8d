/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-field-control.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_SWITCH_CONTROL (annex_switch_control_get_type ())
G_DECLARE_FINAL_TYPE (AnnexSwitchControl, annex_switch_control, ANNEX, SWITCH_CONTROL, AnnexFieldControl)

/** AnnexSwitchControl: edits yes or no. */

G_END_DECLS
