/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_STATEMENT_MODE (annex_statement_mode_get_type ())
G_DECLARE_FINAL_TYPE (AnnexStatementMode, annex_statement_mode, ANNEX, STATEMENT_MODE, AdwBin)

/*
 * The Statement of Applicability as a document to write in, by theme, with how far each theme is.
 * Space changes between applicable and excluded, 1 to 4 set the status, Enter goes into the justification.
 */

GtkWidget *annex_statement_mode_new (AnnexStore *store, const AnnexType *type);

G_END_DECLS
