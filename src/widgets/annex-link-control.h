/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-field-control.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_LINK_CONTROL (annex_link_control_get_type ())
G_DECLARE_FINAL_TYPE (AnnexLinkControl, annex_link_control, ANNEX, LINK_CONTROL, AnnexFieldControl)

/** AnnexLinkControl: edits a link to one record. */

G_END_DECLS
