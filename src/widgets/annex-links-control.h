/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-field-control.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_LINKS_CONTROL (annex_links_control_get_type ())
G_DECLARE_FINAL_TYPE (AnnexLinksControl, annex_links_control, ANNEX, LINKS_CONTROL, AnnexFieldControl)

/** AnnexLinksControl: edits links to any number of records, as a group of rows. */

G_END_DECLS
