/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_BOARD_MODE (annex_board_mode_get_type ())
G_DECLARE_FINAL_TYPE (AnnexBoardMode, annex_board_mode, ANNEX, BOARD_MODE, AdwBin)

/* A register as a board, by the field that says how far each record has come. */

/** annex_board_mode_new: Returns: (transfer floating): the board of a type with a state field, an #AnnexRegisterMode. */
GtkWidget *annex_board_mode_new (AnnexStore *store, const AnnexType *type);

G_END_DECLS
