/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-field-control.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_TEXT_CONTROL (annex_text_control_get_type ())
G_DECLARE_FINAL_TYPE (AnnexTextControl, annex_text_control, ANNEX, TEXT_CONTROL, AnnexFieldControl)

/** AnnexTextControl: edits text of several lines. */

G_END_DECLS
