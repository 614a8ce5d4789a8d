/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "annex-type.h"

G_BEGIN_DECLS

/** Number of the newest schema, kept as user_version. A new type, field or index takes the next one. */
#define ANNEX_SCHEMA_VERSION 4

/** "ANNX", kept as application_id. */
#define ANNEX_SCHEMA_APPLICATION_ID 0x414E4E58

/** annex_schema_create: Makes every table and index of the registered types in an empty database. */
gboolean annex_schema_create (sqlite3 *database, GError **error);

/** AnnexSchemaProgress: @share: of the work that is done, 0 to 1 */
typedef void (*AnnexSchemaProgress) (gpointer user_data, double share);

/** annex_schema_migrate: Adds what an older file lacks, inside the caller's transaction. @progress: (nullable) */
gboolean annex_schema_migrate (sqlite3 *database, AnnexSchemaProgress progress, gpointer user_data, GError **error);

/**
 * annex_schema_check:
 * @older: whether the file has the format of an older Annex, so that tables, columns and indexes may be missing
 *
 * Compares the text of everything that the file declares with what Annex would have written, before anything of it is
 * run: a key, constraint, default or collation that Annex did not write could change what an edit does.
 *
 * Errors: ANNEX_ERROR_DAMAGED, naming what is missing, altered or too much.
 */
gboolean annex_schema_check (sqlite3 *database, gboolean older, GError **error);

G_END_DECLS
