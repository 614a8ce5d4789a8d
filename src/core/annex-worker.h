/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "annex-store.h"

G_BEGIN_DECLS

/**
 * AnnexWorkerFunc:
 * @store: the same file, open for reading in this thread only
 *
 * Reads for longer than a frame may take. Returns: (nullable): the result; NULL with @error set on failure.
 */
typedef gpointer (*AnnexWorkerFunc) (AnnexStore *store, gpointer data, GCancellable *cancellable, GError **error);

/**
 * annex_worker_run:
 * @data: (transfer full): for @func, freed with @free_data when all is done
 * @free_result: (nullable): frees a result that nobody takes
 *
 * Runs @func in a thread on a store of its own and calls @callback, with @store as the source, in
 * the thread that called this. What was committed before the call is seen by @func, and the day is that of @store.
 */
void annex_worker_run (AnnexStore *store, AnnexWorkerFunc func, gpointer data, GDestroyNotify free_data,
                       GDestroyNotify free_result, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

/** annex_worker_finish: Returns: (transfer full): what @func returned. */
gpointer annex_worker_finish (GAsyncResult *result, GError **error);

/** annex_worker_free: @data: (transfer full) (nullable): so large that to free it takes a good part of a frame; freed in a thread. */
void annex_worker_free (gpointer data, GDestroyNotify free_data);

G_END_DECLS
