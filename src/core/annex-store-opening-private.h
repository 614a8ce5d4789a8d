/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-store-opening.h"

G_BEGIN_DECLS

/** For annex_store_open() in a thread: the caller watches the file when it has the store. */
#define ANNEX_STORE_UNWATCHED (1 << 8)

/**
 * AnnexOpening:
 *
 * An opening in a thread that can be cancelled. All that it writes, a migration and what is added then, is one
 * transaction of SQLite, for nothing else takes a file back to what it was byte by byte; each AnnexTransaction within
 * is a savepoint.
 */
typedef struct _AnnexOpening AnnexOpening;

/** annex_opening_open: As annex_store_open(), and leaves open what it wrote; annex_opening_finish() comes next. */
AnnexStore *annex_opening_open (AnnexOpening *self, const char *path, AnnexStoreOpenFlags flags, GError **error);

/** annex_opening_create: As annex_store_create(), of a store that nobody watches and whose filling is one transaction
 * of SQLite. */
AnnexStore *annex_opening_create (AnnexOpening *self, const char *path, GError **error);

/** annex_opening_begin: Begins a step of what is written, a savepoint named "step". Errors: G_IO_ERROR_CANCELLED. */
gboolean annex_opening_begin (AnnexStore *store, GError **error);

/** annex_opening_keep_backup: @path: (transfer full): of a copy that is only of use if the migration comes about. */
void annex_opening_keep_backup (AnnexOpening *self, char *path);

G_END_DECLS
