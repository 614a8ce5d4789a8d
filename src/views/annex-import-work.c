/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-import-work.h"

typedef struct
{
  char *path;
  AnnexTableOptions options;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_free (reading->path);
  g_free (reading);
}

static gpointer
read_worker (AnnexStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Reading *reading = data;

  return annex_table_source_open (reading->path, &reading->options, error);
}

void
annex_import_work_read (AnnexStore *store, const char *path, const AnnexTableOptions *options, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->path = g_strdup (path);
  reading->options = *options;
  annex_worker_run (store, read_worker, reading, reading_free, (GDestroyNotify) annex_table_source_free, cancellable, callback, user_data);
}

/* The dry run is made on a store and an import of its own with the same choices. */
typedef struct
{
  const AnnexType *type;
  char *path;
  char *library;
  AnnexTableOptions options;
  char **mapping;
  guint n_columns;
  AnnexImportPolicy policy;
  gboolean create;
} Plan;

static void
plan_free (gpointer data)
{
  Plan *plan = data;

  for (guint i = 0; i < plan->n_columns; i++)
    g_free (plan->mapping[i]);
  g_free (plan->mapping);
  g_free (plan->path);
  g_free (plan->library);
  g_free (plan);
}

void
annex_import_work_choose (AnnexImport *import, AnnexImportPolicy policy, gboolean create)
{
  annex_import_set_existing_policy (import, policy);
  annex_import_set_create_missing_links (import, create);
  annex_import_set_create_missing_tags (import, create);
}

static gpointer
plan_worker (AnnexStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  Plan *plan = data;
  g_autoptr (AnnexImport) import = annex_import_new (store, plan->type, plan->path, &plan->options, error);
  guint n_columns;

  if (import == NULL || (*plan->library != '\0' && !annex_import_set_library (import, plan->library, error)))
    return NULL;
  n_columns = MIN (plan->n_columns, annex_import_get_n_columns (import));
  /* All are let go first, for giving a field to one column takes it from another. */
  for (guint i = 0; i < n_columns; i++)
    annex_import_set_mapping (import, i, NULL, NULL);
  for (guint i = 0; i < n_columns; i++)
    if (plan->mapping[i] != NULL)
      annex_import_set_mapping (import, i, plan->mapping[i], NULL);
  annex_import_work_choose (import, plan->policy, plan->create);
  return annex_import_plan (import, NULL, NULL, cancellable, error);
}

void
annex_import_work_plan (AnnexStore *store, const AnnexType *type, const char *path, AnnexImport *import, const AnnexImportChoices *choices,
                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  Plan *plan = g_new0 (Plan, 1);

  plan->type = type;
  plan->path = g_strdup (path);
  plan->options = choices->options;
  plan->library = g_strdup (choices->library);
  plan->n_columns = annex_import_get_n_columns (import);
  plan->mapping = g_new0 (char *, plan->n_columns);
  for (guint i = 0; i < plan->n_columns; i++)
    plan->mapping[i] = g_strdup (annex_import_get_mapping (import, i));
  plan->policy = choices->policy;
  plan->create = choices->create;
  annex_worker_run (store, plan_worker, plan, plan_free, (GDestroyNotify) annex_import_report_free, cancellable, callback, user_data);
}
