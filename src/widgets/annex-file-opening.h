/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/annex-attachment.h"
#include "core/annex-store.h"

G_BEGIN_DECLS

/**
 * annex_file_opening_show:
 *
 * Opens an attached file with the desktop's program for it: a kept one through a copy that only the user
 * can read and nobody can run, a linked one where it is. Programs are not opened.
 */
void annex_file_opening_show (GtkWidget *widget, AnnexStore *store, const AnnexAttachment *attachment);

/** annex_file_opening_save: Asks where to, and writes the file there. */
void annex_file_opening_save (GtkWidget *widget, AnnexStore *store, const AnnexAttachment *attachment);

/** annex_file_opening_tell: Shows what is known of a file, with its checksum, and verifies that. */
void annex_file_opening_tell (GtkWidget *widget, AnnexStore *store, const AnnexAttachment *attachment);

/** annex_file_opening_clean_up: Removes the copies that were made to open files. */
void annex_file_opening_clean_up (void);

G_END_DECLS
