/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-store.h"

G_BEGIN_DECLS

/** For annex_store_open() in a thread: the caller watches the file when it has the store. */
#define ANNEX_STORE_UNWATCHED (1 << 8)

/** AnnexStorePrepareFunc: What is done with a store before it is handed over; in a thread. */
typedef gboolean (*AnnexStorePrepareFunc) (AnnexStore *store, GError **error);

/**
 * annex_store_open_async:
 * @author: (nullable): who makes the changes of @prepare
 * @prepare: what brings the engagement up to date
 *
 * Opens an engagement for writing in a thread, for a migration, the check of a file or new catalogues take their time, and
 * calls @callback in this one, to which the store belongs from then on.
 */
void annex_store_open_async (const char *path, const char *author, AnnexStorePrepareFunc prepare, GAsyncReadyCallback callback,
                             gpointer user_data);

/**
 * annex_store_open_finish:
 * @fault: (out): what @prepare failed with; the store is there all the same
 *
 * Returns: (nullable) (transfer full): the store. Errors: as annex_store_open().
 */
AnnexStore *annex_store_open_finish (GAsyncResult *result, GError **fault, GError **error);

G_END_DECLS
