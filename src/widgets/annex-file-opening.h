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

/**
 * annex_file_opening_launch:
 * @ask: whether to ask for a program though the desktop has one
 *
 * Opens a file that is nobody's secret, such as a report just written, where it is. If nothing opens it, a dialog
 * says so and where the file is.
 */
void annex_file_opening_launch (GtkWidget *widget, GFile *file, gboolean ask);

/** annex_file_opening_save: Asks where to, and writes the file there. */
void annex_file_opening_save (GtkWidget *widget, AnnexStore *store, const AnnexAttachment *attachment);

/** annex_file_opening_tell: Shows what is known of a file, with its checksum, and verifies that. */
void annex_file_opening_tell (GtkWidget *widget, AnnexStore *store, const AnnexAttachment *attachment);

/** annex_file_opening_clean_up: Removes the copies that were made to open files. */
void annex_file_opening_clean_up (void);

G_END_DECLS
