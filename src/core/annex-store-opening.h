/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-store.h"

G_BEGIN_DECLS

/**
 * AnnexStorePrepareFunc:
 *
 * What is done with a store before it is handed over; in a thread. What it writes is in the file together with what the
 * opening itself wrote, or not at all.
 */
typedef gboolean (*AnnexStorePrepareFunc) (AnnexStore *store, GError **error);

/** AnnexStoreFillFunc: Fills a new store with what it begins with; in a thread. */
typedef gboolean (*AnnexStoreFillFunc) (AnnexStore *store, gpointer data, GError **error);

/**
 * AnnexStoreProgressFunc:
 * @step: what is being done, a sentence for people
 * @share: of that step, 0 to 1; negative where it cannot be told
 *
 * Called by the main loop while the work goes on, and not any more once it is cancelled or done.
 */
typedef void (*AnnexStoreProgressFunc) (const char *step, double share, gpointer user_data);

/**
 * annex_store_open_async:
 * @author: (nullable): who makes the changes of @prepare
 * @prepare: what brings the engagement up to date
 * @cancellable: (nullable)
 * @progress: (nullable): called with @user_data
 *
 * Opens an engagement for writing in a thread, for a migration, the check of a file or new catalogues take their time, and
 * calls @callback in this one, to which the store belongs from then on. When it is cancelled the file is as it was,
 * byte by byte, and a backup that was begun for a migration is gone.
 */
void annex_store_open_async (const char *path,
                             const char *author,
                             AnnexStorePrepareFunc prepare,
                             GCancellable *cancellable,
                             AnnexStoreProgressFunc progress,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

/**
 * annex_store_open_finish:
 * @fault: (out): what @prepare failed with; the store is there all the same
 *
 * Returns: (nullable) (transfer full): the store. Errors: as annex_store_open(); G_IO_ERROR_CANCELLED.
 */
AnnexStore *annex_store_open_finish (GAsyncResult *result, GError **fault, GError **error);

/**
 * annex_store_try_writing_async:
 * @prepare: as for annex_store_open_async()
 *
 * As annex_store_try_writing(), opening the file in a thread. The store goes on to show what it has until @callback
 * is called, with @self as the source.
 */
void annex_store_try_writing_async (AnnexStore *self, AnnexStorePrepareFunc prepare, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data);

/** annex_store_try_writing_finish: @fault: (out): what @prepare failed with. Errors: as annex_store_try_writing();
 * G_IO_ERROR_CANCELLED. */
gboolean annex_store_try_writing_finish (AnnexStore *self, GAsyncResult *result, GError **fault, GError **error);

/**
 * annex_store_create_async:
 * @path: where the new file is to be; one that is there is replaced
 * @author: (nullable): who makes it
 * @data: (transfer full): for @fill, freed with @free_data
 * @cancellable: (nullable)
 * @progress: (nullable): called with @user_data
 *
 * Makes a new engagement in a thread and closes it again. The file is there when it is whole, or not at all.
 */
void annex_store_create_async (const char *path,
                               const char *author,
                               AnnexStoreFillFunc fill,
                               gpointer data,
                               GDestroyNotify free_data,
                               GCancellable *cancellable,
                               AnnexStoreProgressFunc progress,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/** annex_store_create_finish: Returns: whether the file is there. Errors: as annex_store_create();
 * G_IO_ERROR_CANCELLED. */
gboolean annex_store_create_finish (GAsyncResult *result, GError **error);

/** annex_store_report_step: Says what is done from here on while @self is opened or made; @step: for people. Else
 * nothing. */
void annex_store_report_step (AnnexStore *self, const char *step);

/** annex_store_report_share: Says how much of the step is done, 0 to 1. */
void annex_store_report_share (AnnexStore *self, double share);

/** annex_store_get_cancellable: Returns: (nullable) (transfer none): what cancels the opening that is under way. */
GCancellable *annex_store_get_cancellable (AnnexStore *self);

G_END_DECLS
