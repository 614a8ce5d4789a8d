/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-field-control.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_CHOICE_CONTROL (annex_choice_control_get_type ())
G_DECLARE_FINAL_TYPE (AnnexChoiceControl, annex_choice_control, ANNEX, CHOICE_CONTROL, AnnexFieldControl)

/** AnnexChoiceControl: edits a choice or a level of a scale in a drop-down list. */

G_END_DECLS
