/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-attachment.h"
#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_FILE_ROW (annex_file_row_get_type ())
G_DECLARE_FINAL_TYPE (AnnexFileRow, annex_file_row, ANNEX, FILE_ROW, AdwActionRow)

/*
 * An attached file: its name, size and type, a small picture of a picture, and what can be done with it.
 * Enter opens it, Delete removes it.
 *
 * Actions: "file.open", "file.save", "file.tell", "file.remove".
 * Signals: "remove": people want it out of the record.
 */

/** annex_file_row_new: Returns: (transfer floating). */
GtkWidget *annex_file_row_new (AnnexStore *store, const AnnexAttachment *attachment);
const AnnexAttachment *annex_file_row_get_attachment (AnnexFileRow *self);

G_END_DECLS
