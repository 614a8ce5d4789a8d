/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/annex-attaching.h"

G_BEGIN_DECLS

/*
 * Attaching files from the window: chosen in a dialog, dropped, or pasted. Whatever takes longer shows how
 * far it is and can be cancelled; at the end people read what was attached, with a way to undo it, and
 * what was not, and why.
 */

/** AnnexAttachDone: Called in the end, unless nothing was attached. @data: as given to annex_attach_run(). */
typedef void (*AnnexAttachDone) (GtkWidget *widget, gpointer data);

/**
 * annex_attach_run:
 * @widget: in whose window it is told
 * @sources: (element-type GFile)
 * @label: of the step of undo
 * @func: as for annex_attaching_run()
 * @done: (nullable)
 */
void annex_attach_run (GtkWidget *widget, AnnexStore *store, GPtrArray *sources, const char *label, AnnexAttachingFunc func,
                       AnnexAttachDone done, gpointer data, GDestroyNotify free_data);

/** annex_attach_to_record: Attaches files to a field of a record. */
void annex_attach_to_record (GtkWidget *widget, AnnexStore *store, gint64 id, const AnnexField *field, GPtrArray *sources);

/** annex_attach_choose: Asks for files, and attaches them. */
void annex_attach_choose (GtkWidget *widget, AnnexStore *store, gint64 id, const AnnexField *field);

/** annex_attach_paste: Attaches files or a picture from the clipboard. Returns: whether there are any. */
gboolean annex_attach_paste (GtkWidget *widget, AnnexStore *store, gint64 id, const AnnexField *field);

/** annex_attach_dup_dropped: Returns: (transfer full) (element-type GFile): the files in a value of GDK_TYPE_FILE_LIST. */
GPtrArray *annex_attach_dup_dropped (const GValue *value);

G_END_DECLS
