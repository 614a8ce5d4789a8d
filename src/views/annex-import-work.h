/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-worker.h"
#include "exchange/annex-import.h"

G_BEGIN_DECLS

/*
 * What the import dialog has done in a thread, for a long file takes longer than a frame.
 */

/**
 * annex_import_work_read:
 * @options: its texts are static
 *
 * Opens a file; annex_worker_finish() gives an AnnexTableSource.
 */
void annex_import_work_read (AnnexStore *store, const char *path, const AnnexTableOptions *options, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);

/**
 * AnnexImportChoices:
 * @options: how the file is read; its texts are static
 * @library: as annex_import_set_library() takes it, or ""
 * @policy: what becomes of a row whose record is there already
 * @create: whether people, suppliers and tags that nobody knows are created
 */
typedef struct
{
  AnnexTableOptions options;
  const char *library;
  AnnexImportPolicy policy;
  gboolean create;
} AnnexImportChoices;

/** annex_import_work_choose: Has @import follow the choices beside file and library. */
void annex_import_work_choose (AnnexImport *import, AnnexImportPolicy policy, gboolean create);

/**
 * annex_import_work_plan:
 * @import: whose columns are mapped as they will be
 *
 * A dry run; annex_worker_finish() gives an AnnexImportReport.
 */
void annex_import_work_plan (AnnexStore *store, const AnnexType *type, const char *path, AnnexImport *import, const AnnexImportChoices *choices,
                             GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

G_END_DECLS
