/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * AnnexProgress:
 *
 * A dialog that says how far long work has come, or that it goes on, and offers to cancel it. Work that is done soon
 * shows none.
 */
typedef struct _AnnexProgress AnnexProgress;

/**
 * annex_progress_new:
 * @widget: over whose window the dialog lies
 * @title: what is being done
 * @body: (nullable): what it consists of
 * @cancellable: cancelled when people say so
 */
AnnexProgress *annex_progress_new (GtkWidget *widget, const char *title, const char *body, GCancellable *cancellable);

/** annex_progress_present: Shows the dialog at once, for work that is known to be long. */
void annex_progress_present (AnnexProgress *self);

/** annex_progress_set_share: @share: of all the work, 0 to 1. */
void annex_progress_set_share (AnnexProgress *self, double share);

/** annex_progress_free: The work has ended: takes the dialog away. */
void annex_progress_free (AnnexProgress *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexProgress, annex_progress_free)

G_END_DECLS
